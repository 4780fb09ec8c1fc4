namespace DLCompiler;

/// <summary>Matches the tensors of a file with what a model or an optimizer expects.</summary>
internal static class Checkpoint
{
    // PyTorch counts the batches that a batch norm has seen, for a mode without momentum that is not here.
    private const string IgnoredSuffix = ".num_batches_tracked";

    private static readonly string[] FloatTypes = ["F32", "F64", "F16", "BF16"];

    /// <summary>The values of every parameter, read after all names, types and shapes have been checked.</summary>
    /// <exception cref="CheckpointException">Something does not fit.</exception>
    public static float[][] Read(
        SafetensorsFile file,
        string owner,
        IReadOnlyList<ParameterInfo> parameters,
        IReadOnlyDictionary<string, string>? names,
        bool allowExtra)
    {
        string[] fileNames = [.. parameters.Select(p => NamePattern.Map(names, p.Name))];
        string[] problems =
        [
            .. Names(file, owner, fileNames, allowExtra),
            .. parameters.Select((parameter, i) => Type(file, owner, fileNames[i], parameter)).OfType<string>(),
        ];
        if (problems.Length > 0) throw new CheckpointException(file.Path, string.Join("; ", problems));
        return Array.ConvertAll(fileNames, file.Read<float>);
    }

    /// <summary>Whether a tensor can be a parameter: floats of its shape.</summary>
    public static bool Fits(SafetensorsEntry entry, ParameterInfo parameter) =>
        FloatTypes.Contains(entry.DType) && entry.Shape.AsSpan().SequenceEqual(parameter.Shape);

    /// <summary>What is missing, and what nothing here is called.</summary>
    private static IEnumerable<string> Names(SafetensorsFile file, string owner, string[] expected, bool allowExtra)
    {
        string[] missing = [.. expected.Where(name => !file.Entries.ContainsKey(name))];
        var unknown = file.Entries.Keys.Except(expected).Where(n => !n.EndsWith(IgnoredSuffix, StringComparison.Ordinal));
        string[] extra = allowExtra ? [] : [.. unknown.Order(StringComparer.Ordinal)];
        if (missing.Length == 0 && extra.Length == 0) yield break;
        string lacks = missing.Length == 0 ? "" : $" lacks {List(missing)}";
        string has = extra.Length == 0 ? "" : $" has {List(extra)}, which {owner} does not know";
        yield return $"the file{lacks}{(lacks != "" && has != "" ? " and" : "")}{has}";
    }

    /// <summary>Why a tensor of the file cannot be the parameter; null where it can, or is missing.</summary>
    private static string? Type(SafetensorsFile file, string owner, string name, ParameterInfo parameter)
    {
        if (!file.Entries.TryGetValue(name, out var entry)) return null;
        return Fits(entry, parameter) ? null : $"tensor '{name}' is {entry}, but {owner} expects F32 {ShapeText.Of(parameter.Shape)}";
    }

    private static string List(string[] names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
