namespace DLCompiler;

/// <summary>
/// An argument of a model has another shape than the model states. The message names the model's method, the argument,
/// the expected symbolic shape, the actual one, and what each symbol is bound to. The model is as it was before the
/// call.
/// </summary>
public sealed class ModelShapeException : ArgumentException
{
    /// <summary>Makes an exception that names nothing.</summary>
    public ModelShapeException()
        : this("An argument of a model has the wrong shape.")
    {
    }

    /// <summary>Makes an exception of a message.</summary>
    public ModelShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception of a message and its cause.</summary>
    public ModelShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private ModelShapeException(string message, string argument)
        : base(message) => Argument = argument;

    /// <summary>The name of the argument; empty where no single one is at fault.</summary>
    public string Argument { get; } = "";

    /// <summary>
    /// As <c>Model.Predict: 'image' is [N, 1, 28, 28] but got [64, 1, 32, 32] (N = 64): dimension 2 is 32, expected
    /// 28.</c>
    /// </summary>
    internal static ModelShapeException Create(
        string call,
        string argument,
        string expected,
        string actual,
        IEnumerable<(string Name, long Value)> bound,
        string problem)
    {
        string symbols = string.Join(", ", bound.Select(s => $"{s.Name} = {s.Value}"));
        string binding = symbols.Length == 0 ? "" : $" ({symbols})";
        return new($"{call}: '{argument}' is {expected} but got {actual}{binding}: {problem}.", argument);
    }

    /// <summary>As <c>Model.Predict: 'image' is [N, 64] but got 130 elements, which is no multiple of 64.</c></summary>
    internal static ModelShapeException Create(string call, string argument, string expected, string problem) =>
        new($"{call}: '{argument}' is {expected} but got {problem}.", argument);
}
