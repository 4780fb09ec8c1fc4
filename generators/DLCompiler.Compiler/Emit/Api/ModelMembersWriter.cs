namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Writes what tools and files want of a model.</summary>
internal static class ModelMembersWriter
{
    private const string Names = "global::System.Collections.Generic.IReadOnlyDictionary<string, string>";

    public static void Write(CodeWriter code, ModelLayout layout)
    {
        code.Line("/// <inheritdoc/>");
        code.Line($"public string Name => {Literals.Text(layout.Model)};");
        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Line("public global::DLCompiler.Runtime.ParameterStore Store => __store;");
        code.Line();
        code.Summary("Writes all parameters and buffers to a safetensors file, which appears whole or not at all.");
        code.Line("/// <param name=\"path\">The file.</param>");
        code.Line("/// <exception cref=\"global::System.IO.IOException\">The file cannot be written.</exception>");
        code.Line("public void Save(string path) => __store.Save(path);");
        code.Line();
        code.Summary("Reads all parameters and buffers from a safetensors file. A file that does not fit changes nothing.");
        code.Line("/// <param name=\"path\">The file.</param>");
        code.Line("/// <param name=\"names\">The name in the file for a name of this model, where they differ.</param>");
        code.Line("/// <param name=\"allowExtra\">Whether the file may hold tensors that the model lacks.</param>");
        code.Line("/// <exception cref=\"global::DLCompiler.CheckpointException\">The file is damaged, or does not fit the model.</exception>");
        code.Call("public void Load(", ["string path", $"{Names}? names = null", "bool allowExtra = false"], ") =>");
        using (code.Indent()) code.Line("__store.Load(path, names, allowExtra);");
    }
}
