using System.ComponentModel;

namespace DLCompiler;

/// <summary>Deconstruction of the parts of a split: <c>var (q, k, v) = Split(x, 3, axis: -1)</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorParts
{
    /// <summary>The parts of a split in two.</summary>
    /// <exception cref="ArgumentException">There are not two parts.</exception>
    public static void Deconstruct(
        this Tensor[] parts, out Tensor first, out Tensor second)
    {
        Check(parts, 2);
        first = parts[0];
        second = parts[1];
    }

    /// <summary>The parts of a split in three.</summary>
    /// <exception cref="ArgumentException">There are not three parts.</exception>
    public static void Deconstruct(
        this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third)
    {
        Check(parts, 3);
        first = parts[0];
        second = parts[1];
        third = parts[2];
    }

    /// <summary>The parts of a split in four.</summary>
    /// <exception cref="ArgumentException">There are not four parts.</exception>
    public static void Deconstruct(
        this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third, out Tensor fourth)
    {
        Check(parts, 4);
        first = parts[0];
        second = parts[1];
        third = parts[2];
        fourth = parts[3];
    }

    /// <summary>The parts of a split in five.</summary>
    /// <exception cref="ArgumentException">There are not five parts.</exception>
    public static void Deconstruct(
        this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third,
        out Tensor fourth, out Tensor fifth)
    {
        Check(parts, 5);
        first = parts[0];
        second = parts[1];
        third = parts[2];
        fourth = parts[3];
        fifth = parts[4];
    }

    /// <summary>The parts of a split in six.</summary>
    /// <exception cref="ArgumentException">There are not six parts.</exception>
    public static void Deconstruct(
        this Tensor[] parts, out Tensor first, out Tensor second, out Tensor third,
        out Tensor fourth, out Tensor fifth, out Tensor sixth)
    {
        Check(parts, 6);
        first = parts[0];
        second = parts[1];
        third = parts[2];
        fourth = parts[3];
        fifth = parts[4];
        sixth = parts[5];
    }

    private static void Check(Tensor[] parts, int count)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length != count)
            throw new ArgumentException($"{parts.Length} parts cannot be deconstructed into {count}.");
    }
}
