using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>The model's parameters, and how they start.</summary>
internal static class StoreDeclarations
{
    /// <summary>The method that gives the parameters their values.</summary>
    public const string Start = "Initialize";

    private const string Library = "global::DLCompiler";

    public static void Write(CodeWriter writer, ModelSpec model, TracedModel traced)
    {
        string name = Literals.Text(model.Type.Name.TrimStart('@'));
        writer.Call("private static readonly string[] __symbols = [", [.. traced.Symbols.Select(Literals.Text)], "];");
        writer.Line();
        writer.Line($"private readonly {Library}.Runtime.ParameterStore __store = new({name}, [");
        using (writer.Indent()) writer.Lines(traced.Parameters.Select(p => Info(p) + ","));
        writer.Line("]);");

        writer.Line();
        Constructor(writer, model, $"{Start}(seed)");
        Initialize(writer, "__store.Initialize(seed)");
    }

    /// <summary>The constructor, unless the user wrote one.</summary>
    public static void Constructor(CodeWriter writer, ModelSpec model, string body)
    {
        if (model.HasConstructor) return;
        writer.Line("/// <summary>Makes the network with parameters that start from <paramref name=\"seed\"/>.</summary>");
        writer.Line($"public {model.Type.Name}(int seed = 0) => {body};");
        writer.Line();
    }

    /// <summary>What a constructor of the user's calls.</summary>
    public static void Initialize(CodeWriter writer, string body)
    {
        writer.Line("/// <summary>Gives the parameters the values that <paramref name=\"seed\"/> stands for.</summary>");
        writer.Line($"private void {Start}(int seed) => {body};");
    }

    private static string Info(TracedParameter parameter)
    {
        string shape = string.Join(", ", parameter.Shape.Dims.Select(d => Literals.Integer(d.Constant)));
        string trained = Literals.Bool(parameter.Trained);
        return $"new({Literals.Text(parameter.Name)}, [{shape}], {trained}, {Initializer(parameter.Initializer)})";
    }

    private static string Initializer(Initializer initializer) =>
        $"{Library}.Initializer.{initializer.Kind}({Literals.Float((float)initializer.Value)})";
}
