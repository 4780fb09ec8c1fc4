using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>
/// The body of an op that is a hand-written kernel, which runs it eagerly, and the method over pointers that compiled code
/// calls.
/// </summary>
internal sealed class KernelBodies(CodeWriter writer, KernelSpec kernel)
{
    private const string Runtime = "global::DLCompiler.Runtime";

    public void Write()
    {
        writer.Lines(kernel.Member.Documentation);
        writer.Line(TypeWriter.GeneratedCode);
        using (writer.Block(kernel.Member.Signature)) Eager();
        writer.Line();
        writer.Line("/// <summary>For generated code.</summary>");
        writer.Line(TypeWriter.GeneratedCode);
        writer.Line(TypeWriter.Hidden);
        writer.Call($"{(kernel.IsPublic ? "public" : "internal")} static void {kernel.Bridge}(", [.. kernel.Arguments.SelectMany(Pointers)], ") =>");
        using (writer.Indent()) writer.Call($"{Literals.Identifier(kernel.Method)}(", [.. kernel.Arguments.Select(Span)], ");");
    }

    /// <summary>The body of one that cannot be compiled.</summary>
    public void Refuse(Finding cause)
    {
        string message = $"{kernel.Name} was not compiled. {(cause.Rule.Length == 0 ? "" : cause.Rule + ": ")}{cause.Message}";
        writer.Line(TypeWriter.GeneratedCode);
        writer.Line($"{kernel.Member.Signature} =>");
        using (writer.Indent()) writer.Line($"throw new global::System.InvalidOperationException({Literals.Text(message)});");
    }

    private void Eager()
    {
        writer.Line($"var __call = new {Runtime}.KernelCall({Literals.Text(kernel.Name)});");
        foreach (var parameter in kernel.Parameters)
        {
            if (parameter.Shape is not { } shape) continue;
            writer.Line($"__call.Bind({Literals.Text(parameter.Name)}, {Literals.Identifier(parameter.Name)}, {Dimensions(shape)});");
        }

        var first = kernel.Parameters.First(p => p.Kind == SpecValueKind.Tensor);
        writer.Line(kernel.Result is { } result
            ? $"var __result = __call.Result({Dimensions(result)});"
            : $"var __result = __call.ResultLike({Literals.Identifier(first.Name)});");
        writer.Call($"{Literals.Identifier(kernel.Method)}(", [.. kernel.Arguments.Select(Copied)], ");");
        writer.Line("return __call.Finish(__result);");
    }

    private static string Copied(KernelArgument argument) => argument.Kind switch
    {
        KernelArgumentKind.Input => $"{Literals.Identifier(argument.Name)}.ToSingles()",
        KernelArgumentKind.Result => "__result",
        KernelArgumentKind.Symbol => $"__call.Size({Literals.Text(argument.Name)})",
        _ => Literals.Identifier(argument.Name),
    };

    private static IEnumerable<string> Pointers(KernelArgument argument) => argument.Kind switch
    {
        KernelArgumentKind.Input or KernelArgumentKind.Result =>
            [$"{Runtime}.Floats {Literals.Identifier(argument.Name)}", $"nint __{argument.Name}"],
        _ when argument.Type == "int" => [$"nint {Literals.Identifier(argument.Name)}"],
        _ => [$"{argument.Type} {Literals.Identifier(argument.Name)}"],
    };

    private static string Span(KernelArgument argument)
    {
        string name = Literals.Identifier(argument.Name);
        return argument.Kind switch
        {
            KernelArgumentKind.Input => $"{name}.ToSpan(__{argument.Name})",
            KernelArgumentKind.Result => $"{name}.ToWritableSpan(__{argument.Name})",
            _ when argument.Type == "int" => $"checked((int){name})",
            _ => name,
        };
    }

    private static string Dimensions(EquatableArray<string> shape) => string.Join(
        ", ", shape.Select(d => d.All(c => c is >= '0' and <= '9') ? d : Literals.Text(d)));
}
