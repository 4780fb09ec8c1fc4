namespace DLCompiler.Data;

/// <summary>
/// Pictures that are of a class each, to learn from and to be tested on: the column of floats "image", [channels, height, width]
/// from 0 to 1, and the column of integers "label". In memory they are bytes.
/// </summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Training">The examples to learn from.</param>
/// <param name="Test">The examples to be tested on.</param>
/// <param name="ClassNames">What the classes are called, by label.</param>
public sealed record ImageDataSet(string Name, Dataset Training, Dataset Test, IReadOnlyList<string> ClassNames)
{
    /// <summary><c>var (training, test) = DataSets.FashionMnist();</c></summary>
    public void Deconstruct(out Dataset training, out Dataset test) => (training, test) = (Training, Test);
}
