namespace DLCompiler.Benchmarks;

/// <summary>A kernel to be timed.</summary>
/// <param name="Name">Its family and sizes.</param>
/// <param name="Flops">Floating-point operations of a call; 0 where memory is the limit.</param>
/// <param name="Create">Makes the call.</param>
/// <param name="Peers">Makes the peers' sides, on so many threads.</param>
internal sealed record KernelCase(
    string Name, double Flops, Func<Action> Create, Func<PeerGroup, int, Side[]> Peers)
{
    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All =>
        [.. GemmKernels.Cases, .. ConvolutionKernels.Cases, .. RowKernels.Cases, .. OptimizerKernels.Cases];
}
