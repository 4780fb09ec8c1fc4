namespace DLCompiler;

/// <content>Sums of products by an equation.</content>
public static partial class Ops
{
    /// <summary>
    /// The product of all operands, summed over the letters that the result has not: <c>Einsum("ij,jk->ik", x, y)</c>
    /// multiplies matrices. Without an arrow, the result has the letters that occur once, in alphabetical order.
    /// PyTorch: <c>einsum</c>.
    /// </summary>
    /// <param name="equation">A letter an axis, a comma between operands. A constant.</param>
    /// <param name="operands">As many tensors.</param>
    /// <exception cref="ArgumentException">The equation is malformed or does not fit.</exception>
    public static Tensor Einsum(string equation, params Tensor[] operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(operands);
        string[] sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] letters = sides[0].Split(',');
        if (sides.Length > 2 || letters.Length != operands.Length)
            throw new ArgumentException($"Einsum: '{equation}' is no equation of {operands.Length} operands.");
        string all = string.Concat(letters);
        string result = sides.Length == 2
            ? sides[1]
            : string.Concat(all.Where(c => all.IndexOf(c, StringComparison.Ordinal) == all.LastIndexOf(c)).Order());
        return SumOfProducts(Sizes(equation, letters, operands), letters, result, operands);
    }

    /// <summary>What each letter's size is.</summary>
    private static SortedDictionary<char, int> Sizes(string equation, string[] letters, Tensor[] operands)
    {
        var sizes = new SortedDictionary<char, int>();
        for (int i = 0; i < operands.Length; i++)
        {
            bool fits = letters[i].Length == operands[i].Rank;
            for (int axis = 0; fits && axis < letters[i].Length; axis++)
            {
                sizes.TryAdd(letters[i][axis], operands[i].Dimensions[axis]);
                fits = sizes[letters[i][axis]] == operands[i].Dimensions[axis];
            }

            if (!fits)
            {
                throw new ArgumentException(
                    $"Einsum: '{letters[i]}' of '{equation}' does not fit {ShapeText.Of(operands[i].Dimensions)}.");
            }
        }

        return sizes;
    }

    /// <summary>Runs through every value of every letter.</summary>
    private static Tensor SumOfProducts(
        SortedDictionary<char, int> sizes, string[] letters, string result, Tensor[] operands)
    {
        if (result.Distinct().Count() != result.Length || result.Any(c => !sizes.ContainsKey(c)))
            throw new ArgumentException($"Einsum: '{result}' does not name the axes of a result.");
        char[] order = [.. sizes.Keys];
        int[] shape = [.. result.Select(c => sizes[c])];
        double[] sums = new double[ShapeText.Count(shape)];
        var index = new Dictionary<char, int>();
        for (int i = 0; i < ShapeText.Count([.. sizes.Values]); i++)
        {
            int rest = i;
            foreach (char letter in order)
            {
                index[letter] = rest % sizes[letter];
                rest /= sizes[letter];
            }

            double product = 1;
            for (int o = 0; o < operands.Length; o++) product *= operands[o].Values[Place(letters[o])];
            sums[Place(result)] += product;
        }

        return Tensor.Result(sums, shape);

        int Place(string axes) => axes.Aggregate(0, (place, letter) => (place * sizes[letter]) + index[letter]);
    }
}
