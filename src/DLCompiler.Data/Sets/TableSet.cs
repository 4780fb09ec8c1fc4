namespace DLCompiler.Data;

/// <summary>Examples of a few numbers each, that are of a class each, as text and as numbers.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Table">A column for each feature, and the column "class" with the class's name.</param>
/// <param name="Data">
/// The column of floats "features", [features], in the units of the table (of the digits "image", [1, 8, 8], from 0 to 1), and the
/// column of integers "label", the class's number.
/// </param>
/// <param name="FeatureNames">What the features are called: the table's columns without the last.</param>
/// <param name="ClassNames">What the classes are called, by label.</param>
public sealed record TableSet(
    string Name, Table Table, Dataset Data, IReadOnlyList<string> FeatureNames, IReadOnlyList<string> ClassNames);
