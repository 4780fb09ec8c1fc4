using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>An inside view: the value itself, which leaves the network under a name, too, where it is asked for.</summary>
public static class Tap
{
    public static readonly OpDefinition Definition = new(
        "Tap",
        "The value itself; `Predict` shows it under the name where it is asked for inside views.",
        Build)
    {
        Signatures = ["Tensor Tap(Tensor x, string name)"],
        Formula = "x",
        ShapeRule = "x: any shape → the same shape",
        Cases = [new("Tap(x, \"view\")", "x: [N, 3]"), new("Tap(x, \"\")", "x: [N, 3]") { Fails = "DLC0015" }],
    };

    private static TensorValue Build(CallArguments call)
    {
        var value = call.Tensor("x");
        if (call["name"] is not TextValue { Text: { Length: > 0 } name })
            throw new ShapeException("DLC0015", "an inside view needs a name that is constant and not empty", "name");
        call.Tap(name, value);
        return new TensorValue(value);
    }
}
