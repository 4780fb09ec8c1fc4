namespace DLCompiler;

/// <summary>The weights of the best epoch: in a file where the run has a folder, else in memory.</summary>
internal sealed class BestWeights(IModel model, CheckpointOptions? checkpoints)
{
    private const string Name = "best.safetensors";

    private readonly string? _path = checkpoints is null ? null : Path.Combine(checkpoints.Folder, Name);
    private float[][]? _values;

    /// <summary>Keeps the weights as they are now.</summary>
    public void Keep()
    {
        if (_path is not null)
        {
            model.Save(_path, checkpoints!.Texts);
            return;
        }

        _values ??= [.. model.Store.Parameters.Select(p => new float[p.Count])];
        for (int i = 0; i < _values.Length; i++) model.Store.Span(i).CopyTo(_values[i]);
    }

    /// <summary>Gives the model the weights that were kept last.</summary>
    public void Restore()
    {
        if (_path is not null) model.Store.Load(_path);
        for (int i = 0; i < _values?.Length; i++) model.Store.Set(i, _values[i]);
    }
}
