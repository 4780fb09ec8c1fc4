namespace DLCompiler;

/// <summary>Weights with texts beside them, such as the encoders that make numbers of what the model is asked.</summary>
public static class ModelFile
{
    /// <summary>Writes all parameters and buffers with texts to a safetensors file, which appears whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="texts">The texts by name: <c>["encoder"] = encoder.ToJson()</c>.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(this IModel model, string path, IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Store.Save(path, texts);
    }

    /// <summary>The texts of a safetensors file, those that its writer added by itself among them.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or no safetensors.</exception>
    public static IReadOnlyDictionary<string, string> Texts(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Metadata;
    }
}
