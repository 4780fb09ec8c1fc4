using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>How much a network may ask for.</summary>
internal static class Limits
{
    /// <summary>The greatest size: spans are counted in <see cref="int"/>.</summary>
    public const long Size = int.MaxValue;

    /// <summary>The most elements of an array, <c>Array.MaxLength</c>; the parameters of a model are one.</summary>
    public const long Elements = 0x7FFFFFC7;

    /// <summary>The most that one statement, array or option is unrolled into: more is a mistake rather than a network.</summary>
    public const int Unrolled = 4096;

    /// <summary>The most layers that one attribute stacks: each is compiled by itself.</summary>
    public const int Stacked = 64;

    /// <summary>A size that is not too great, as far as it is known.</summary>
    /// <exception cref="ShapeException">DLC1012 at the argument: it is.</exception>
    public static Dim CheckSize(Dim size, string argument) => !size.IsConstant || Math.Abs(size.Constant) <= Size
        ? size
        : throw new ShapeException("DLC1012", $"'{argument}' is {size}, and a size is at most {Size}", argument);

    /// <summary>How often something is done.</summary>
    /// <exception cref="ShapeException">DLC1012 at the argument: less than once, or too often.</exception>
    public static int CheckCount(int count, int most, string argument) => count >= 1 && count <= most
        ? count
        : throw new ShapeException("DLC1012", $"'{argument}' must be from 1 to {most}, not {count}", argument);

    /// <summary>What an op or a layer gives, without sizes that are too great.</summary>
    /// <exception cref="ShapeException">DLC1012.</exception>
    public static Value CheckResult(Value value)
    {
        var items = value switch { TensorValue tensor => [tensor], ListValue list => list.Items, TupleValue tuple => tuple.Items, _ => [] };
        foreach (var item in items.OfType<TensorValue>())
        {
            if (item.Node.Shape.Dims.Any(d => d.IsConstant && d.Constant > Size))
                throw new ShapeException("DLC1012", $"the result would be {item.Node.Shape}, and a size is at most {Size}");
        }

        return value;
    }
}
