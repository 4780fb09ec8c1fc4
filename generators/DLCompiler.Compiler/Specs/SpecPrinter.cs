using System.Globalization;
using System.Text;
using DLCompiler.Compiler.Emit;

namespace DLCompiler.Compiler.Specs;

/// <summary>
/// Writes a spec back as C#: in comments of the generated code, in messages, and to test that parsing loses nothing.
/// </summary>
public sealed class SpecPrinter
{
    private static readonly Dictionary<string, (string Symbol, int Precedence)> Operators = new(StringComparer.Ordinal)
    {
        ["Multiply"] = ("*", 12),
        ["Divide"] = ("/", 12),
        ["Remainder"] = ("%", 12),
        ["Add"] = ("+", 11),
        ["Subtract"] = ("-", 11),
        ["LeftShift"] = ("<<", 10),
        ["RightShift"] = (">>", 10),
        ["Less"] = ("<", 9),
        ["LessEqual"] = ("<=", 9),
        ["Greater"] = (">", 9),
        ["GreaterEqual"] = (">=", 9),
        ["Equal"] = ("==", 8),
        ["NotEqual"] = ("!=", 8),
        ["And"] = ("&", 7),
        ["ExclusiveOr"] = ("^", 6),
        ["Or"] = ("|", 5),
        ["AndAlso"] = ("&&", 4),
        ["OrElse"] = ("||", 3),
    };

    private const int Primary = 15, Prefix = 14, RangeOrSwitch = 13, Relational = 9, Ternary = 2, Lowest = 0;

    private readonly SpecBody _body;
    private readonly bool _brief;

    private SpecPrinter(SpecBody body, bool brief) => (_body, _brief) = (body, brief);

    /// <summary>The expression at <paramref name="index"/> on one line, without the bodies of lambdas.</summary>
    public static string Expression(SpecBody body, int index) => new SpecPrinter(body, brief: true).Print(index, Lowest);

    /// <summary>The whole body as statements, a line each, without the outer braces.</summary>
    public static string Statements(SpecBody body)
    {
        var printer = new SpecPrinter(body, brief: false);
        var writer = new CodeWriter();
        foreach (int statement in body.Children(0)) printer.Statement(writer, statement);
        return writer.ToString();
    }

    public static string Print(SpecConstant constant) => constant.Type switch
    {
        SpecType.None => "",
        SpecType.Null => "null",
        SpecType.Bool => Literals.Bool(constant.Bool),
        SpecType.Integer => Literals.Integer(constant.Integer),
        SpecType.Single => Literals.Float((float)constant.Number),
        SpecType.Double => Literals.Double(constant.Number),
        SpecType.Text => Literals.Text(constant.Text),
        SpecType.List => $"[{string.Join(", ", constant.Items.Select(Print))}]",
        _ => throw new InvalidOperationException(constant.Type.ToString()),
    };

    /// <summary>
    /// A body's id ends in the method's name: <c>Demo.Net.Scale(Tensor, int)</c>,
    /// <c>Demo.Net.Forward(Tensor)/Inner#2</c>.
    /// </summary>
    private static string LastName(string id)
    {
        string name = id.Substring(id.LastIndexOf('/') + 1);
        int end = name.IndexOfAny(['(', '#']);
        if (end >= 0) name = name.Substring(0, end);
        return Literals.Identifier(name.Substring(name.LastIndexOf('.') + 1));
    }

    private void Statement(CodeWriter writer, int index)
    {
        var node = _body.Nodes[index];
        int[] children = [.. _body.Children(index)];
        switch (node.Kind)
        {
            case SpecKind.Block:
                using (writer.Block("", "}")) Nested(writer, children);
                break;
            case SpecKind.Evaluate:
                writer.Line(Print(children[0]) + ";");
                break;
            case SpecKind.Declare:
                writer.Line(Declaration(index) + ";");
                break;
            case SpecKind.If:
                using (writer.Block($"if ({Print(children[0])})")) Inner(writer, children[1]);
                if (children.Length < 3) break;
                using (writer.Block("else")) Inner(writer, children[2]);
                break;
            case SpecKind.For:
                string start = string.Join(", ", _body.Children(children[0]).Select(Header));
                string next = string.Join(", ", _body.Children(children[2]).Select(Header));
                using (writer.Block($"for ({start}; {Print(children[1])}; {next})")) Inner(writer, children[3]);
                break;
            case SpecKind.ForEach:
                using (writer.Block($"foreach ({Print(children[0])} in {Print(children[1])})"))
                    Inner(writer, children[2]);
                break;
            case SpecKind.Return:
                writer.Line(children.Length == 0 ? "return;" : $"return {Print(children[0])};");
                break;
            case SpecKind.Break:
                writer.Line("break;");
                break;
            case SpecKind.Continue:
                writer.Line("continue;");
                break;
            default:
                writer.Line(Print(index) + ";");
                break;
        }
    }

    private void Inner(CodeWriter writer, int index)
    {
        if (_body.Nodes[index].Kind == SpecKind.Block) Nested(writer, _body.Children(index));
        else Statement(writer, index);
    }

    private void Nested(CodeWriter writer, IEnumerable<int> statements)
    {
        foreach (int statement in statements) Statement(writer, statement);
    }

    /// <summary>A part of a for header, without its semicolon.</summary>
    private string Header(int index) => _body.Nodes[index].Kind switch
    {
        SpecKind.Declare => Declaration(index),
        SpecKind.Evaluate => Print(_body.Child(index, 0)),
        _ => Print(index),
    };

    private string Declaration(int index)
    {
        var node = _body.Nodes[index];
        string name = Literals.Identifier(node.Text);
        string type = node.Constant.Type == SpecType.Text ? node.Constant.Text : "var";
        return node.Extent == 1 ? $"{type} {name}" : $"{type} {name} = {Print(_body.Child(index, 0))}";
    }

    private string Print(int index, int outer = Lowest)
    {
        var node = _body.Nodes[index];
        int[] c = [.. _body.Children(index)];
        return node.Kind switch
        {
            SpecKind.Constant => Constant(node.Constant, outer),
            SpecKind.Name => Literals.Identifier(node.Text),
            SpecKind.NewName => "var " + Literals.Identifier(node.Text),
            SpecKind.Discard or SpecKind.AnyPattern => "_",
            SpecKind.Deconstruct => $"({List(c)})",
            SpecKind.Assign => Wrap($"{Print(c[0])} = {Print(c[1])}", 1, outer),
            SpecKind.CompoundAssign => Wrap($"{Print(c[0])} {Operators[node.Text].Symbol}= {Print(c[1])}", 1, outer),
            SpecKind.Op or SpecKind.Layer => $"{Literals.Identifier(node.Text)}({Arguments(c)})",
            SpecKind.Helper => _body.Nodes[index].Constant.Type == SpecType.Bool
                ? LastName(node.Text)
                : $"{LastName(node.Text)}({Arguments(c)})",
            SpecKind.Kernel => $"{LastName(node.Text)}({Arguments(c)})",
            SpecKind.Lambda => Wrap(Lambda(node.Text, c[0]), 1, outer),
            SpecKind.Function => LastName(node.Text),
            SpecKind.Argument => Print(c[0]),
            SpecKind.ParamsArgument => List(c),
            SpecKind.Math => $"MathF.{node.Text}({List(c)})",
            SpecKind.Binary => Binary(node.Text, c, outer),
            SpecKind.Unary => Wrap(Sign(node.Text) + Print(c[0], Prefix), Prefix, outer),
            SpecKind.Cast => Wrap($"({node.Text}){Print(c[0], Prefix)}", Prefix, outer),
            SpecKind.Convert => Print(c[0], outer),
            SpecKind.Conditional =>
                Wrap($"{Print(c[0], Ternary + 1)} ? {Print(c[1], Ternary)} : {Print(c[2], Ternary)}", Ternary, outer),
            SpecKind.Switch => Wrap($"{Print(c[0], Primary)} switch {{ {List(c.Skip(1))} }}", RangeOrSwitch, outer),
            SpecKind.SwitchArm => c.Length == 2
                ? $"{Print(c[0])} => {Print(c[1])}"
                : $"{Print(c[0])} when {Print(c[1])} => {Print(c[2])}",
            SpecKind.Is => Wrap($"{Print(c[0], Relational)} is {Print(c[1], Prefix)}", Relational, outer),
            SpecKind.Tuple => Tuple(node.Text, c),
            SpecKind.TupleItem => $"{Print(c[0], Primary)}.{Literals.Identifier(node.Text)}",
            SpecKind.List => node.Text.Length == 0 ? $"[{List(c)}]" : $"new {node.Text}[] {{ {List(c)} }}",
            SpecKind.NewList => $"new {node.Text}[{Print(c[0])}]",
            SpecKind.Spread => ".. " + Print(c[0], Prefix),
            SpecKind.Element => $"{Print(c[0], Primary)}[{Print(c[1])}]",
            SpecKind.Length => $"{Print(c[0], Primary)}.Length",
            SpecKind.Slice => $"{Print(c[0], Primary)}[{List(c.Skip(1))}]",
            SpecKind.Range => Wrap($"{Print(c[0], Prefix)}..{Print(c[1], Prefix)}", RangeOrSwitch, outer),
            SpecKind.FromEnd => Wrap("^" + Print(c[0], Prefix), Prefix, outer),
            SpecKind.Omitted => "",
            SpecKind.SizeOf => $"{Print(c[0], Primary)}.Size({Print(c[1])})",
            SpecKind.RankOf => $"{Print(c[0], Primary)}.Rank",
            SpecKind.Parameter or SpecKind.Size => Literals.Identifier(node.Text),
            SpecKind.Throw => $"throw new ArgumentException({Literals.Text(node.Text)})",
            SpecKind.ConstantPattern => Print(c[0]),
            SpecKind.RelationalPattern => Wrap($"{Operators[node.Text].Symbol} {Print(c[0])}", 3, outer),
            SpecKind.NotPattern => Wrap("not " + Print(c[0], Prefix), 4, outer),
            SpecKind.AndPattern => Wrap($"{Print(c[0], 2)} and {Print(c[1], 3)}", 2, outer),
            SpecKind.OrPattern => Wrap($"{Print(c[0], 1)} or {Print(c[1], 2)}", 1, outer),
            _ => throw new InvalidOperationException($"{node.Kind} is no expression."),
        };
    }

    private string Lambda(string parameters, int body)
    {
        string head = $"({string.Join(", ", parameters.Split(',').Select(Literals.Identifier))}) => ";
        if (_brief) return head + "…";
        if (_body.Nodes[body].Kind == SpecKind.Return) return head + Print(_body.Child(body, 0), 1);
        var writer = new CodeWriter();
        Nested(writer, _body.Children(body));
        var lines = writer.ToString().Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);
        return $"{head}{{ {string.Join(" ", lines)} }}";
    }

    private string Binary(string name, int[] operands, int outer)
    {
        var (symbol, precedence) = Operators[name];
        string text = $"{Print(operands[0], precedence)} {symbol} {Print(operands[1], precedence + 1)}";
        return Wrap(text, precedence, outer);
    }

    private string Tuple(string names, int[] items)
    {
        string[] labels = names.Split(',');
        string Item(int item, string label) => label.Length == 0 ? Print(item) : $"{label}: {Print(item)}";
        return $"({string.Join(", ", items.Select((item, i) => Item(item, labels[i])))})";
    }

    private static string Sign(string name) => name switch { "Not" => "!", "Negate" => "-", _ => "+" };

    /// <summary>Arguments as written: by name from the first one on that is not in the parameters' order.</summary>
    private string Arguments(IEnumerable<int> arguments)
    {
        var parts = new List<string>();
        foreach (int argument in arguments)
        {
            var node = _body.Nodes[argument];
            if (node.Kind == SpecKind.DefaultArgument) continue;
            bool named = node.Constant.Type == SpecType.Bool;
            parts.Add(named ? $"{Literals.Identifier(node.Text)}: {Print(argument)}" : Print(argument));
        }

        return string.Join(", ", parts.Where(p => p.Length > 0));
    }

    private string List(IEnumerable<int> items) => string.Join(", ", items.Select(i => Print(i)));

    private static string Constant(SpecConstant constant, int outer)
    {
        string text = Print(constant);
        return text.StartsWith("-", StringComparison.Ordinal) ? Wrap(text, Prefix, outer) : text;
    }

    private static string Wrap(string text, int precedence, int outer) => precedence < outer ? $"({text})" : text;
}
