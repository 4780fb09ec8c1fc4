using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>Steps of optimizers over a million parameters, beside PyTorch's.</summary>
internal static class OptimizerKernels
{
    private const int Count = 1 << 20;

    public static IEnumerable<KernelCase> Cases =>
    [
        Case("sgd", () => new Sgd(1e-3f, momentum: 0.9f)),
        Case("adamw", () => new AdamW(1e-3f)),
    ];

    private static KernelCase Case(string name, Func<Optimizer> create) => new(
        $"{name} {Count}", 0,
        () =>
        {
            var optimizer = create();
            Memory parameters = new(Count), gradients = new(Count);
            var state = optimizer.StateNames.Select(_ => new Memory(Count)).ToArray();
            var starts = Array.ConvertAll(state, memory => memory.Floats);
            var part = new OptimizerPart(0, Count, 1, null, []);
            long number = 0;
            return Memory.Use(
                () => optimizer.Apply(new OptimizerStep(
                    part, parameters.Floats, gradients.Floats, starts, ++number, 1, optimizer.LearningRate)),
                [parameters, gradients, .. state]);
        },
        (peers, _) => [peers.WithPyTorch("kernel", name, $"{Count}")]);
}
