using System.Globalization;
using System.Text;
using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit;

/// <summary>Values as C# writes them: invariant, and round-trip to the bit.</summary>
public static class Literals
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long",
        "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public",
        "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch",
        "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void",
        "volatile", "while",
    };

    /// <summary>The C# type of an element.</summary>
    public static string Element(DType type) => type == DType.Int32 ? "int" : "float";

    /// <summary>The run-time library's type of a pointer to elements.</summary>
    public static string Pointer(DType type, Storage storage = Storage.Single) => (type, storage) switch
    {
        (DType.Int32, _) => "Ints",
        (_, Storage.Half) => "Halves",
        (_, Storage.BFloat16) => "BFloats",
        _ => "Floats",
    };

    /// <summary>A float literal, with NaN, infinities and −0 spelled out.</summary>
    public static string Float(float value) => value switch
    {
        _ when float.IsNaN(value) => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        0f when 1 / value < 0 => "-0f",
        _ => Shortest(value) + "f",
    };

    /// <summary>A double literal, with NaN, infinities and −0 spelled out.</summary>
    public static string Double(double value) => value switch
    {
        _ when double.IsNaN(value) => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        0d when 1 / value < 0 => "-0d",
        _ => value.ToString("R", CultureInfo.InvariantCulture) is var text && text.All(c => c is '-' or (>= '0' and <= '9'))
            ? text + "d"
            : text,
    };

    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Bool(bool value) => value ? "true" : "false";

    /// <summary>A regular string literal; what is not printable ASCII is escaped.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                default:
                    if (c is >= ' ' and <= '~') text.Append(c);
                    else text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
            }
        }

        return text.Append('"').ToString();
    }

    /// <summary>A name, with <c>@</c> where it is a keyword.</summary>
    public static string Identifier(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>
    /// The variable of a program that holds a symbol. Types and methods begin in upper case, and programs have words of
    /// their own: what might be one of these gets <c>__</c>, which no name of the user's begins with.
    /// </summary>
    public static string Symbol(string name) =>
        ProgramPlaces.Words.Contains(name) || (name.Length > 1 && char.IsUpper(name[0])) ? "__" + name : Identifier(name);

    /// <summary>A size as a C# expression over variables that are called like its symbols.</summary>
    public static string Size(Dim size) => SizePrinter.Print(size);

    /// <summary>A count as a C# long expression over the same variables.</summary>
    public static string Long(Dim count) => SizePrinter.PrintLong(count);

    /// <summary>A scalar as a C# double expression over variables that are called like its symbols.</summary>
    public static string Number(Scalar scalar) => scalar switch
    {
        ScalarConstant constant => Double(constant.Value),
        ScalarSize size => $"(double){SizePrinter.Factor(size.Size)}",
        ScalarBinary binary => $"{Operand(binary.Left)} {binary.Operator} {Operand(binary.Right)}",
        ScalarCall call => $"global::System.Math.{call.Function}({string.Join(", ", call.Arguments.Select(Number))})",
        _ => throw new InvalidOperationException(scalar.GetType().Name),
    };

    /// <summary>A scalar as a C# float expression over the same variables.</summary>
    public static string Single(Scalar scalar) =>
        scalar.Constant is { } constant ? Float((float)constant) : $"(float){Parenthesized(scalar)}";

    /// <summary>A size as a C# int expression over the same variables, which are wider.</summary>
    public static string Int(Dim size) => size.IsConstant ? Size(size) : $"(int){SizePrinter.Factor(size)}";

    private static string Operand(Scalar scalar) => scalar is ScalarBinary ? Parenthesized(scalar) : Number(scalar);

    private static string Parenthesized(Scalar scalar) => $"({Number(scalar)})";

    /// <summary>The shortest decimal that reads back as the same float; netstandard2.0's own "R" does not promise that.</summary>
    private static string Shortest(float value)
    {
        for (int digits = 6; digits <= 9; digits++)
        {
            string text = value.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == value) return text;
        }

        throw new InvalidOperationException("Nine digits always suffice for a float.");
    }
}
