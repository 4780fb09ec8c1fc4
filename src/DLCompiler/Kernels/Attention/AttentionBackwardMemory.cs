namespace DLCompiler.Runtime;

/// <summary>Where the gradient of a head keeps its packed operands and its sums: the thread's scratch memory.</summary>
internal readonly struct AttentionBackwardMemory
{
    /// <param name="shape">The sizes.</param>
    /// <param name="queryBlock">The queries whose products with keys are summed at once.</param>
    /// <param name="height">The microkernel's rows.</param>
    /// <param name="width">The microkernel's columns.</param>
    /// <param name="hasBias">Whether scores have a bias.</param>
    public AttentionBackwardMemory(in AttentionShape shape, nint queryBlock, nint height, nint width, bool hasBias)
    {
        nint size = shape.Size, valueSize = shape.ValueSize;
        var keys = nint.Min(AttentionHead.KeyBlock, Blocks.RoundUp(shape.Keys, height));
        var weights = keys * width;
        var rows = nint.Max(Panels.Elements(keys, queryBlock, height), AttentionHead.KeyBlock * width);
        var next = default(Floats);
        Deltas = Reserve(Blocks.RoundUp(shape.Queries, width));
        OfQueries = Reserve(Blocks.RoundUp(shape.Queries, width) * Blocks.RoundUp(size, height));
        Keys = Reserve(Panels.Elements(keys, size, height));
        Values = Reserve(Panels.Elements(keys, valueSize, height));
        KeyElements = Reserve(Panels.Elements(size, keys, height));
        Query = Reserve(Panels.Elements(width, size, width));
        OfResult = Reserve(Panels.Elements(width, valueSize, width));
        Bias = Reserve(hasBias ? Panels.Elements(width, keys, width) : 0);
        Weights = Reserve(weights);
        Scores = Reserve(weights);
        WeightRows = Reserve(rows);
        ScoreRows = Reserve(rows);
        Columns = Reserve(Panels.Elements(nint.Max(size, valueSize), queryBlock, width));
        OfKeys = Reserve(keys * Blocks.RoundUp(size, width));
        OfValues = Reserve(keys * Blocks.RoundUp(valueSize, width));
        Tile = Reserve(height * width);

        // Offsets until here, as the memory is taken as one.
        var memory = Scratch.Take(next.Address / sizeof(float));
        (Deltas, OfQueries, Keys, Values) = (At(Deltas), At(OfQueries), At(Keys), At(Values));
        (KeyElements, Query, OfResult, Bias) = (At(KeyElements), At(Query), At(OfResult), At(Bias));
        (Weights, Scores, WeightRows, ScoreRows) = (At(Weights), At(Scores), At(WeightRows), At(ScoreRows));
        (Columns, OfKeys, OfValues, Tile) = (At(Columns), At(OfKeys), At(OfValues), At(Tile));

        Floats Reserve(nint count)
        {
            var offset = next;
            next += Blocks.RoundUp(count, 16);
            return offset;
        }

        Floats At(Floats offset) => memory + offset.Address / sizeof(float);
    }

    /// <summary>dO · O of each query.</summary>
    public Floats Deltas { get; }

    /// <summary>The gradient by the queries, transposed: panel by panel [D, width].</summary>
    public Floats OfQueries { get; }

    /// <summary>A packed block of keys as rows.</summary>
    public Floats Keys { get; }

    /// <summary>A packed block of values as rows.</summary>
    public Floats Values { get; }

    /// <summary>A packed block of keys' elements as rows.</summary>
    public Floats KeyElements { get; }

    /// <summary>A packed panel of queries.</summary>
    public Floats Query { get; }

    /// <summary>A packed panel of the gradient by the result.</summary>
    public Floats OfResult { get; }

    /// <summary>A packed panel of the bias.</summary>
    public Floats Bias { get; }

    /// <summary>Scores, then weights, of a block of keys by a panel of queries.</summary>
    public Floats Weights { get; }

    /// <summary>The gradient by the weights, then by the scores.</summary>
    public Floats Scores { get; }

    /// <summary>The weights of a block of queries, packed with keys as rows.</summary>
    public Floats WeightRows { get; }

    /// <summary>The gradient by the scores, packed with keys as rows.</summary>
    public Floats ScoreRows { get; }

    /// <summary>The packed operand on the right of products that sum over queries.</summary>
    public Floats Columns { get; }

    /// <summary>The gradient by a block of keys.</summary>
    public Floats OfKeys { get; }

    /// <summary>The gradient by a block of values.</summary>
    public Floats OfValues { get; }

    /// <summary>A tile of the microkernel.</summary>
    public Floats Tile { get; }
}
