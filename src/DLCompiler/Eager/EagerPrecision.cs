namespace DLCompiler;

/// <summary>What an eager run keeps after each op.</summary>
public enum EagerPrecision
{
    /// <summary>Double precision.</summary>
    Double,

    /// <summary>Each result rounded to single precision, as compiled code has it.</summary>
    Single,
}
