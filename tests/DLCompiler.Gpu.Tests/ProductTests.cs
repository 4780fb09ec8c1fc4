using DLCompiler.Conformance;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Support;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace DLCompiler.Gpu.Tests;

/// <summary>
/// Products of sizes that take each path: tiles of each side, with whole and partial tiles, aligned and not, depths that are
/// split, single rows; and reductions that warps, groups and columns of threads share.
/// </summary>
public sealed class ProductTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private static readonly ModelAssembly Models = GpuFixture.Compile(
    [
        new("Products", """
            [Model]
            public partial class Products
            {
                [Forward]
                private Tensor Forward([Shape("M", "K")] Tensor a, [Shape("K", "P")] Tensor b, [Shape("P", "K")] Tensor c, [Shape("P")] Tensor bias) =>
                    Gelu(MatMul(a, b) + bias) + MatMul(a, Transpose(c));
            }
            """),
        new("Reductions", """
            [Model]
            public partial class Reductions
            {
                [Forward]
                private (Tensor Rows, Tensor Columns, Tensor Softmax, Tensor Greatest) Forward([Shape("M", "P")] Tensor x) =>
                    (Sum(x * x, axis: 1), Sum(x * x, axis: 0), Softmax(x), Max(x, axis: 1));
            }
            """),
    ]);

    private readonly Context _context = Context.Create(b => b.CPU().Optimize(ILGPU.OptimizationLevel.O2));

    public void Dispose() => _context.Dispose();

    [Theory]
    [InlineData(16, null, 37, 41, 29)]
    [InlineData(16, 16, 32, 32, 32)]
    [InlineData(16, null, 1, 50, 70)]
    [InlineData(16, null, 40, 2, 70)]
    [InlineData(16, null, 20, 24, 2000)]
    [InlineData(16, null, 9, 9, 1)]
    [InlineData(64, 32, 48, 40, 36)]
    [InlineData(64, 64, 130, 67, 20)]
    [InlineData(64, 64, 65, 128, 44)]
    [InlineData(256, 128, 131, 136, 24)]
    [InlineData(256, 64, 100, 64, 52)]
    public void Products_are_those_of_the_CPU(int threads, int? tile, int m, int p, int k)
    {
        using var accelerator = new CPUDevice(4, threads / 4, 1).CreateAccelerator(_context);
        var model = Models.Create("Products");
        using var device = new CompiledGpu(model, accelerator, device: new GpuOptions { Tile = tile });
        var sizes = new Dictionary<string, int> { ["M"] = m, ["P"] = p, ["K"] = k };
        var numbers = new Numbers(m);
        List<Argument> arguments =
        [
            new("a", numbers.Floats(m * k), [m, k]), new("b", numbers.Floats(k * p), [k, p]),
            new("c", numbers.Floats(p * k), [p, k]), new("bias", numbers.Floats(p), [p]),
        ];
        float[] expected = model.Predict(arguments, sizes, m * p)[0], actual = device.Predict(arguments, sizes, m * p)[0];
        Metric.AssertNear("product", Widen(actual), Widen(expected), Tolerance);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(3, 7)]
    [InlineData(5, 200)]
    [InlineData(300, 3)]
    [InlineData(1000, 8)]
    [InlineData(40, 40)]
    public void Reductions_are_those_of_the_CPU(int m, int p)
    {
        using var accelerator = CPUDevice.Default.CreateAccelerator(_context);
        var model = Models.Create("Reductions");
        using var device = new CompiledGpu(model, accelerator);
        var sizes = new Dictionary<string, int> { ["M"] = m, ["P"] = p };
        List<Argument> arguments = [new("x", new Numbers(p).Floats(m * p), [m, p])];
        int[] lengths = [m, p, m * p, m];
        float[][] expected = model.Predict(arguments, sizes, lengths), actual = device.Predict(arguments, sizes, lengths);
        for (int i = 0; i < lengths.Length; i++) Metric.AssertNear($"result {i}", Widen(actual[i]), Widen(expected[i]), Tolerance);
    }

    private static double[] Widen(float[] values) => Array.ConvertAll(values, v => (double)v);
}
