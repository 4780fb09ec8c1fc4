namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>Names that the generator gives to members of a model: users cannot give them to theirs.</summary>
public static class GeneratedMembers
{
    public static readonly IReadOnlyCollection<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "CreateTrainer", "Eager", "EagerModel", "Evaluate", "Initialize", "Load", "LossValues", "ModelParameters", "Name", "Parameters",
        "Predict", "Save", "Store", "Summary", "Trainer",
    };

    /// <summary>What a model that runs on a GPU has besides.</summary>
    public static readonly IReadOnlyList<string> GpuNames = ["OnGpu", "Gpu"];
}
