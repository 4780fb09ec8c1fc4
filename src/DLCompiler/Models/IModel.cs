using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>What every generated model offers to tools.</summary>
public interface IModel
{
    /// <summary>The class's name.</summary>
    string Name { get; }

    /// <summary>The parameters and buffers.</summary>
    ParameterStore Store { get; }

    /// <summary>The table of layers.</summary>
    ModelSummary Summary { get; }
}
