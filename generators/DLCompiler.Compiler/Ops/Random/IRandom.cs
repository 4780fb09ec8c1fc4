namespace DLCompiler.Compiler.Ops;

/// <summary>An op that draws random numbers.</summary>
public interface IRandom
{
    /// <summary>The number of the call, in the order in which Forward meets them.</summary>
    int Stream { get; }
}
