using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace DLCompiler.Runtime;

/// <summary>Checks of arguments that concern their values or their layout, not the model's symbols.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Check
{
    /// <summary>Checks that every label is a class: from 0 to <paramref name="bound"/> − 1.</summary>
    /// <param name="call">What messages call it: <c>DigitClassifier.Trainer.Step</c>.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="values">The labels.</param>
    /// <param name="bound">The number of classes.</param>
    /// <param name="besides">A label that is no class, and allowed all the same; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is not.</exception>
    public static void Labels(string call, string argument, ReadOnlySpan<int> values, long bound, int? besides = null)
    {
        for (int start = 0; start < values.Length;)
        {
            int outside = values[start..].IndexOfAnyExceptInRange(0, (int)Math.Min(bound - 1, int.MaxValue));
            if (outside < 0) return;
            start += outside;
            if (values[start] != besides) throw OutsideLabel(call, argument, start, values[start], bound);
            start++;
        }
    }

    /// <summary>
    /// Narrows labels that come as 64-bit integers, and checks each as one of <paramref name="bound"/> classes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not from 0 to <paramref name="bound"/> − 1.</exception>
    public static void Labels(string call, string argument, ReadOnlySpan<long> values, Span<int> narrowed, long bound)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < 0 || values[i] >= bound) throw OutsideLabel(call, argument, i, values[i], bound);
            narrowed[i] = (int)values[i];
        }
    }

    /// <summary>The elements of a tensor as one span, in row-major order.</summary>
    /// <exception cref="ArgumentException">The tensor has gaps: it is a part of another one.</exception>
    public static ReadOnlySpan<T> Dense<T>(string call, string argument, scoped in ReadOnlyTensorSpan<T> tensor) =>
        !tensor.IsDense ? throw NotDense(call, argument)
        : tensor.FlattenedLength == 0 ? []
        : MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));

    /// <summary>The elements of a tensor that receives results, as one span in row-major order.</summary>
    /// <exception cref="ArgumentException">The tensor has gaps: it is a part of another one.</exception>
    public static Span<T> Dense<T>(string call, string argument, scoped in TensorSpan<T> tensor) =>
        !tensor.IsDense ? throw NotDense(call, argument)
        : tensor.FlattenedLength == 0 ? []
        : MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), checked((int)tensor.FlattenedLength));

    /// <summary>Copies the sizes of an eager tensor's axes to where they can be checked.</summary>
    public static ReadOnlySpan<nint> Lengths(ReadOnlySpan<int> shape, Span<nint> lengths)
    {
        for (int axis = 0; axis < shape.Length; axis++) lengths[axis] = shape[axis];
        return lengths[..shape.Length];
    }

    private static ArgumentException NotDense(string call, string argument) => new(
        $"{call}: '{argument}' is not dense: its elements do not lie one after the other. Copy it first.");

    private static ArgumentOutOfRangeException OutsideLabel(
        string call, string argument, int index, long value, long bound) =>
        new(null, $"{call}: '{argument}'[{index}] is {value}, outside 0..{bound - 1}.");
}
