using System.Runtime.Intrinsics;

namespace DLCompiler.Benchmarks;

/// <summary>Where the peers are.</summary>
/// <param name="Python">The Python that has PyTorch.</param>
/// <param name="Node">Node.</param>
/// <param name="NodePath">The folder node_modules that has onnxruntime-node; null for the variable NODE_PATH.</param>
internal sealed record PeerOptions(string Python, string Node, string? NodePath)
{
    /// <summary>PyTorch, on so many threads.</summary>
    public PeerProcess? StartPyTorch(int threads, out string problem)
    {
        var environment = new Dictionary<string, string>
        {
            ["OMP_NUM_THREADS"] = $"{threads}",
            ["OPENBLAS_NUM_THREADS"] = $"{threads}",
        };

        // OpenBLAS does not choose its AVX-512 kernels by itself on processors that are younger than it.
        if (Vector512.IsHardwareAccelerated) environment["OPENBLAS_CORETYPE"] = "SkylakeX";
        return PeerProcess.TryStart("PyTorch", Python, "torch_peer.py", threads, environment, out problem);
    }

    /// <summary>ONNX Runtime, on so many threads.</summary>
    public PeerProcess? StartOnnxRuntime(int threads, out string problem)
    {
        var environment = new Dictionary<string, string>();
        if (NodePath is not null) environment["NODE_PATH"] = NodePath;
        return PeerProcess.TryStart("ONNX Runtime", Node, "ort_peer.js", threads, environment, out problem);
    }
}
