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
        string[] fileNames = [.. parameters.Select(p => names?.GetValueOrDefault(p.Name) ?? p.Name)];
        CheckNames(file, owner, fileNames, allowExtra);
        for (int i = 0; i < fileNames.Length; i++) CheckType(file, owner, file.Entries[fileNames[i]], parameters[i]);
        return Array.ConvertAll(fileNames, file.Read<float>);
    }

    private static void CheckNames(SafetensorsFile file, string owner, string[] expected, bool allowExtra)
    {
        string[] missing = [.. expected.Where(name => !file.Entries.ContainsKey(name))];
        var unknown = file.Entries.Keys.Except(expected).Where(n => !n.EndsWith(IgnoredSuffix, StringComparison.Ordinal));
        string[] extra = allowExtra ? [] : [.. unknown.Order(StringComparer.Ordinal)];
        if (missing.Length == 0 && extra.Length == 0) return;
        string lacks = missing.Length == 0 ? "" : $" lacks {List(missing)}";
        string has = extra.Length == 0 ? "" : $" has {List(extra)}, which {owner} does not know";
        throw new CheckpointException(file.Path, $"the file{lacks}{(lacks != "" && has != "" ? " and" : "")}{has}");
    }

    private static void CheckType(SafetensorsFile file, string owner, SafetensorsEntry entry, ParameterInfo parameter)
    {
        if (!FloatTypes.Contains(entry.DType) || !entry.Shape.AsSpan().SequenceEqual(parameter.Shape))
        {
            string expected = ShapeText.Of(parameter.Shape);
            throw new CheckpointException(
                file.Path, $"tensor '{entry.Name}' is {entry}, but {owner} expects F32 {expected}");
        }
    }

    private static string List(string[] names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
