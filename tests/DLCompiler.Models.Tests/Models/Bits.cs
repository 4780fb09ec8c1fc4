namespace DLCompiler.Models.Tests.Models;

/// <summary>Numbers by their bits, so that equal means equal to the bit, NaN included.</summary>
internal static class Bits
{
    public static int[] Of(ReadOnlySpan<float> values)
    {
        int[] bits = new int[values.Length];
        for (int i = 0; i < bits.Length; i++) bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        return bits;
    }

    /// <summary>All parameters and buffers of a model.</summary>
    public static int[][] Of(Support.CompiledModel model) =>
        [.. model.Store.Parameters.Select((_, i) => Of(model.Store.Span(i)))];
}
