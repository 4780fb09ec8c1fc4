namespace DLCompiler;

/// <summary>What one does with a model that has learnt something already.</summary>
public static class Transfer
{
    /// <summary>
    /// Keeps parameters as they are while the others train. Their gradients are computed all the same, and are 0 for optimizers
    /// and limits of the norm; a batch norm's running statistics are buffers, and go on.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="patterns">Full names with <c>*</c> for any characters and <c>?</c> for one: <c>Backbone.*</c>.</param>
    /// <returns>The names of the parameters that are meant.</returns>
    /// <exception cref="ArgumentException">A pattern means no trained parameter.</exception>
    public static IReadOnlyList<string> Freeze(this IModel model, params string[] patterns) => Set(model, patterns, frozen: true);

    /// <summary>Lets parameters train again that <see cref="Freeze"/> has kept.</summary>
    /// <inheritdoc cref="Freeze"/>
    public static IReadOnlyList<string> Unfreeze(this IModel model, params string[] patterns) => Set(model, patterns, frozen: false);

    /// <summary>The names of the parameters that are frozen.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<string> Frozen(this IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [.. model.Store.Parameters.Where((_, i) => model.Store.IsFrozen(i)).Select(p => p.Name)];
    }

    /// <summary>
    /// Reads what a file and the model have in common: parameters and buffers whose name and shape agree. All others stay as they
    /// are.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The safetensors file, such as a PyTorch <c>state_dict</c>.</param>
    /// <param name="names">
    /// The file's names for names of the model, where they differ; a <c>*</c> stands for the same text on both sides:
    /// <c>["Blocks.*"] = "encoder.layers.*"</c>.
    /// </param>
    /// <returns>What was read, and what was not, and why.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged or no safetensors.</exception>
    public static LoadReport LoadMatching(
        this IModel model, string path, IReadOnlyDictionary<string, string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var store = model.Store;
        using var file = SafetensorsFile.Open(path);
        var read = new List<(int Index, float[] Values)>();
        var (matched, missing, different, known) = (new List<string>(), new List<string>(), new List<string>(), new HashSet<string>());
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            var parameter = store.Parameters[i];
            string name = NamePattern.Map(names, parameter.Name);
            known.Add(name);
            if (!file.Entries.TryGetValue(name, out var entry))
            {
                missing.Add(parameter.Name);
            }
            else if (!Checkpoint.Fits(entry, parameter))
            {
                different.Add($"{parameter} ('{name}' is {entry})");
            }
            else
            {
                read.Add((i, file.Read<float>(name)));
                matched.Add(parameter.Name);
            }
        }

        foreach (var (index, values) in read) store.Set(index, values);
        string[] unused = [.. file.Entries.Keys.Where(n => !known.Contains(n)).Order(StringComparer.Ordinal)];
        return new LoadReport(matched, missing, different, unused);
    }

    private static List<string> Set(IModel model, string[] patterns, bool frozen)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(patterns);
        var store = model.Store;
        int[] trained = [.. Enumerable.Range(0, store.Parameters.Count).Where(i => store.Parameters[i].Trained)];
        foreach (string pattern in patterns)
        {
            if (!trained.Any(i => NamePattern.Matches(pattern, store.Parameters[i].Name)))
                throw new ArgumentException($"{model.Name} has no trained parameter '{pattern}'.", nameof(patterns));
        }

        var meant = trained.Where(i => patterns.Any(p => NamePattern.Matches(p, store.Parameters[i].Name))).ToList();
        foreach (int index in meant) store.Freeze(index, frozen);
        return [.. meant.Select(i => store.Parameters[i].Name)];
    }
}

/// <summary>What <see cref="Transfer.LoadMatching"/> has read, and what it has not.</summary>
/// <param name="Matched">Parameters and buffers that were read.</param>
/// <param name="Missing">Those that the file lacks.</param>
/// <param name="Different">Those that have another shape or type there; each says which.</param>
/// <param name="Unused">The file's tensors that nothing here is called.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Matched, IReadOnlyList<string> Missing, IReadOnlyList<string> Different, IReadOnlyList<string> Unused)
{
    /// <summary>Whether everything of the model was read.</summary>
    public bool IsComplete => Missing.Count == 0 && Different.Count == 0;

    /// <summary>The same in lines: <c>read 12: …</c>, <c>missing 2: …</c>.</summary>
    public override string ToString() => string.Join('\n', Lines());

    private IEnumerable<string> Lines()
    {
        (string, IReadOnlyList<string>)[] parts =
            [("read", Matched), ("missing in the file", Missing), ("of another shape", Different), ("unused", Unused)];
        foreach (var (what, names) in parts)
        {
            if (names.Count > 0) yield return $"{what} ({names.Count}): {string.Join(", ", names)}";
        }
    }
}
