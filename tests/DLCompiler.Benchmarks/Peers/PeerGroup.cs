namespace DLCompiler.Benchmarks;

/// <summary>The peers that are installed, on one number of threads.</summary>
internal sealed class PeerGroup : IDisposable
{
    private readonly DirectoryInfo _models = Directory.CreateTempSubdirectory("dlcompiler-benchmarks-");
    private readonly List<string> _missing = [];

    public PeerGroup(PeerOptions options, int threads)
    {
        PyTorch = Remember(options.StartPyTorch(threads, out string problem), problem);
        OnnxRuntime = Remember(options.StartOnnxRuntime(threads, out problem), problem);
    }

    /// <summary>PyTorch; null where it is not installed.</summary>
    public PeerProcess? PyTorch { get; }

    /// <summary>ONNX Runtime; null where it is not installed.</summary>
    public PeerProcess? OnnxRuntime { get; }

    /// <summary>A line on each peer that is not installed.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Versions and builds.</summary>
    public IEnumerable<string> About =>
        new[] { PyTorch, OnnxRuntime }.OfType<PeerProcess>().Select(peer => peer.About);

    /// <summary>Has PyTorch prepare something.</summary>
    public Side WithPyTorch(params string[] request) => Prepare("PyTorch", PyTorch, () => PyTorch!.Ask(request));

    /// <summary>Has ONNX Runtime load what PyTorch writes.</summary>
    /// <param name="batch">The number of samples.</param>
    /// <param name="export">What PyTorch is asked to export.</param>
    public Side WithOnnxRuntime(int batch, params string[] export) => Prepare("ONNX Runtime", OnnxRuntime, () =>
    {
        if (PyTorch is null) throw new PeerException("no PyTorch to export the model");
        string file = Path.Combine(_models.FullName, string.Join('-', export) + ".onnx");
        if (!File.Exists(file)) PyTorch.Ask(["export", .. export, file]);
        OnnxRuntime!.Ask("load", $"{batch}", file);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        PyTorch?.Dispose();
        OnnxRuntime?.Dispose();
        _models.Delete(recursive: true);
    }

    private static Side Prepare(string name, PeerProcess? peer, Action prepare)
    {
        if (peer is null) return Side.Missing(name, "not installed");
        try
        {
            prepare();
            return new Side(name, peer.Run);
        }
        catch (PeerException exception)
        {
            return Side.Missing(name, exception.Message);
        }
    }

    private PeerProcess? Remember(PeerProcess? peer, string problem)
    {
        if (peer is null) _missing.Add(problem);
        return peer;
    }
}
