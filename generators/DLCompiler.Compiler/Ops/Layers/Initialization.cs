using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>How many inputs and outputs an element of a weight connects, as torch.nn.init counts them.</summary>
public readonly record struct Fans(double In, double Out)
{
    /// <summary>
    /// Fans of sizes. They are constants wherever parameters are made; a block that is checked by itself has open
    /// sizes, and nobody draws from its initialisers.
    /// </summary>
    public Fans(Dim inputs, Dim outputs)
        : this(Number(inputs), Number(outputs))
    {
    }

    private static double Number(Dim size) => size.IsConstant ? size.Constant : double.NaN;
}

/// <summary>What an initialiser's name (the member of the enum <c>Init</c>) and number mean for given fans.</summary>
public static class Initialization
{
    /// <summary>
    /// The initialiser that a layer's option states, its number being the option with <c>Value</c> at the end.
    /// </summary>
    public static Initializer Of(LayerCall call, string option, Fans fans, Initializer standard)
    {
        if (!call.Has(option) || call[option] is not TextValue name) return standard;
        double? number = call.Has(option + "Value") ? call.Number(option + "Value") : null;
        return Of(name.Text, number is { } n && double.IsNaN(n) ? null : number, fans, standard, option);
    }

    /// <summary>
    /// Kaiming: He et al. 2015; Xavier: Glorot, Bengio 2010; orthogonal: Saxe et al. 2013; all as in torch.nn.init.
    /// </summary>
    /// <param name="name">The member of <c>Init</c>.</param>
    /// <param name="number">The constant, limit, deviation or gain; null for the default.</param>
    public static Initializer Of(string name, double? number, Fans fans, Initializer standard, string? argument = null) => name switch
    {
        "Default" => standard,
        "Zeros" => Initializer.Zeros,
        "Ones" => Initializer.Ones,
        "Constant" => new(InitializerKind.Constant, number ?? 0),
        "Uniform" => new(InitializerKind.Uniform, number ?? 1),
        "Normal" => new(InitializerKind.Normal, number ?? 1),
        "Orthogonal" => new(InitializerKind.Orthogonal, number ?? 1),
        "KaimingUniform" => new(InitializerKind.Uniform, (number ?? Math.Sqrt(2)) * Math.Sqrt(3 / fans.In)),
        "KaimingNormal" => new(InitializerKind.Normal, (number ?? Math.Sqrt(2)) / Math.Sqrt(fans.In)),
        "XavierUniform" => new(InitializerKind.Uniform, (number ?? 1) * Math.Sqrt(6 / (fans.In + fans.Out))),
        "XavierNormal" => new(InitializerKind.Normal, (number ?? 1) * Math.Sqrt(2 / (fans.In + fans.Out))),
        _ => throw new ShapeException("DLC0010", $"no initialiser is called {name}", argument),
    };
}
