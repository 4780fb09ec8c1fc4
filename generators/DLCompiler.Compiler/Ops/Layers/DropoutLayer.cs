using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>The layer <c>[Dropout(0.1f)]</c>.</summary>
public static class DropoutLayer
{
    public static readonly LayerDefinition Definition = new(
        "Dropout",
        "In training, sets elements to 0 at random and scales up the others; else the identity. PyTorch's nn.Dropout.",
        call => new TensorValue(Dropout.Of(call, call.Input, "probability")))
    {
        ShapeRule = "x: any shape → the same shape",
        EagerOptions = ["Probability"],
        HasParameters = false,
    };
}
