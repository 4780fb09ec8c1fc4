namespace DLCompiler;

/// <summary>
/// Random orthogonal matrices: normal vectors, made orthonormal one after the other by Gram and Schmidt.
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>
    /// Fills [rows, columns]: the rows become orthonormal, or the columns where there are more rows, times
    /// <paramref name="gain"/>. Each is projected twice, which makes them orthogonal to working precision (Giraud et
    /// al. 2005).
    /// </summary>
    public static void Fill(Span<float> values, int rows, float gain, ParameterRandom random)
    {
        int columns = rows == 0 ? 0 : values.Length / rows;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        var vectors = new double[count][];
        for (int v = 0; v < count; v++)
        {
            double[] vector = new double[length];
            for (int i = 0; i < length; i++) vector[i] = random.Normal(((long)v * length) + i);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < v; other++) Subtract(vector, vectors[other], Dot(vector, vectors[other]));
            }

            double norm = Math.Sqrt(Dot(vector, vector));
            for (int i = 0; i < length; i++) vector[i] /= norm;
            vectors[v] = vector;
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double value = rows <= columns ? vectors[row][column] : vectors[column][row];
                values[(row * columns) + column] = (float)(gain * value);
            }
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Subtract(double[] from, double[] vector, double factor)
    {
        for (int i = 0; i < from.Length; i++) from[i] -= factor * vector[i];
    }
}
