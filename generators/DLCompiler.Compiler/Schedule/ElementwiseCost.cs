using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Schedule;

/// <summary>About how many vector instructions an elementwise op takes.</summary>
internal static class ElementwiseCost
{
    /// <summary>From here on, a value that several passes over a row need is kept rather than computed again.</summary>
    public const int Expensive = 4;

    /// <summary>From here on, a function is a polynomial and more.</summary>
    public const int Transcendental = 14;

    public static int Of(Elementwise op) => Of(op.Function);

    public static int Of(string function) => function switch
    {
        "Divide" or "Sqrt" or "Rsqrt" => 4,
        "Exp" or "Log" or "Sigmoid" => 14,
        "Expm1" or "Log1p" or "Tanh" or "Sin" or "Cos" => 18,
        "Erf" => 24,
        "Pow" => 40,
        _ => 1,
    };
}
