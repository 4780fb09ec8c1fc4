using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Models.Tests.Support;

/// <summary>A tensor that a test passes to a model: an array of floats or of integers, and its shape.</summary>
internal sealed record Argument(string Name, Array Values, int[] Shape)
{
    /// <summary>The tensor for an eager call.</summary>
    public object ToEager() => Values is int[] integers
        ? new IntTensor(integers, Shape)
        : new Tensor((float[])Values, Shape);

    /// <summary>A tensor of a symbolic shape.</summary>
    /// <param name="input">Its name, type and bound.</param>
    /// <param name="sizes">The symbols' sizes.</param>
    /// <param name="draw">The elements' values.</param>
    public static Argument Of(CaseInput input, IReadOnlyDictionary<string, int> sizes, Numbers draw)
    {
        int[] shape = [.. input.Type.Shape.Dims.Select(d => checked((int)d.Evaluate(s => sizes[s])))];
        int count = shape.Aggregate(1, (a, b) => a * b);
        return new Argument(
            input.Name,
            input.Type.DType == DType.Int32 ? draw.Integers(count, input.Bound ?? 1) : draw.Floats(count),
            shape);
    }
}
