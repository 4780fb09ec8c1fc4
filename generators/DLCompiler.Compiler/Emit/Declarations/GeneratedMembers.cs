namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>Names that a member of the user's cannot have, or what is generated for it.</summary>
public static class GeneratedMembers
{
    /// <summary>What the generator adds to a model.</summary>
    public static readonly IReadOnlyCollection<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "CreateTrainer", "Eager", "EagerModel", "Evaluate", "Initialize", "Load", "LossValues", "ModelParameters", "Name", "Parameters",
        "Predict", "Save", "Store", "Summary", "Trainer",
    };

    /// <summary>What a model that runs on a GPU has besides.</summary>
    public static readonly IReadOnlyList<string> GpuNames = ["OnGpu", "Gpu"];

    /// <summary>What every type has.</summary>
    public static readonly IReadOnlyList<string> OfObject =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private static readonly HashSet<string> OfTuples = new(StringComparer.Ordinal)
    {
        "CompareTo", "Deconstruct", "Equals", "GetHashCode", "Rest", "ToString",
    };

    /// <summary>Whether C# has the name for a member of tuples: <c>Item2</c> is the second one's, wherever it stands.</summary>
    public static bool IsTuples(string name) => OfTuples.Contains(name)
        || (name.StartsWith("Item", StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit));
}
