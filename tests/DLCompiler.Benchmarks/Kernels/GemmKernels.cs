using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>Matrix products beside oneDNN's: with their packing, and with B packed before, as a prediction has its weights.</summary>
internal static class GemmKernels
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (256, 256, 256), (512, 512, 512), (1024, 1024, 1024), (2048, 2048, 2048),
        (64, 256, 784), (2048, 384, 128), (2048, 128, 512), (128, 512, 2048),
    ];

    public static IEnumerable<KernelCase> Cases =>
        [.. Sizes.Select(size => Case(size.M, size.N, size.K, isPacked: false)),
         .. Sizes.Select(size => Case(size.M, size.N, size.K, isPacked: true))];

    private static KernelCase Case(int m, int n, int k, bool isPacked) => new(
        $"gemm {m}×{n}×{k}{(isPacked ? ", B packed" : "")}",
        2d * m * n * k,
        () =>
        {
            Memory a = new(m * k), c = new(m * n);
            var b = new Parameter(k, n);
            void Run() => Gemm.Run(
                new GemmShape(m, n, k), new GemmOperand(a.Floats, k, 1), new GemmOperand(b.Floats, n, 1),
                new GemmOperand(c.Floats, n, 1));
            return Memory.Use(isPacked ? b.Use(Run) : Run, a, c);
        },
        (peers, threads) =>
        [
            WithOneDnn(m, n, k, threads), peers.WithPyTorch("kernel", "gemm", $"{m}", $"{n}", $"{k}"),
        ]);

    private static unsafe Side WithOneDnn(int m, int n, int k, int threads)
    {
        if (OneDnn.About is null) return Side.Missing("oneDNN", "not installed");
        OneDnn.SetThreads(threads);
        Memory a = new(m * k), b = new(k * n), c = new(m * n);
        var call = Memory.Use(() => OneDnn.Multiply(m, n, k, a.Pointer, b.Pointer, c.Pointer), a, b, c);
        return Side.Here(call) with { Name = "oneDNN" };
    }
}
