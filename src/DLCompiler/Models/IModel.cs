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

    /// <summary>The network's results in inference mode for examples whose columns have the names of its inputs.</summary>
    /// <param name="batch">The examples.</param>
    /// <param name="results">Receives the results by their names.</param>
    /// <exception cref="ModelShapeException">A column does not fit the network's input.</exception>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    void Predict(IBatch batch, BatchResults results);
}
