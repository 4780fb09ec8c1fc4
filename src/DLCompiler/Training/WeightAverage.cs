using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// An exponential moving average of a model's trained parameters, often better than the parameters themselves: a ← decay·a +
/// (1 − decay)·p after each update, from the first update's parameters on. Buffers are the latest ones. PyTorch:
/// <c>torch.optim.swa_utils.AveragedModel</c> with such an <c>avg_fn</c> (Polyak, Juditsky 1992).
/// </summary>
/// <remarks>It is for one thread at a time, and not beside the model's training or prediction.</remarks>
public sealed class WeightAverage
{
    private const nint Cost = 4;

    private readonly ParameterStore _store;
    private readonly Arena _average;
    private readonly double _decay;
    private bool _isSwapped;

    /// <summary>Makes an average of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="decay">How much of the average is kept, from 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of range.</exception>
    public WeightAverage(IModel model, double decay = 0.999)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "Expected a number from 0 and below 1.");
        (_store, _decay) = (model.Store, decay);
        _average = Arena.Zeros(_store.Count);
        Mix(0, _store.Count, 1);
    }

    /// <summary>How many updates are averaged.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the model's parameters into the average; call it after each step.</summary>
    /// <exception cref="InvalidOperationException">The model has the average at the moment.</exception>
    public void Update()
    {
        if (_isSwapped) throw new InvalidOperationException("The model has its average; Swap gives it its own parameters.");
        Mix(0, _store.TrainedCount, Count == 0 ? 1 : (float)(1 - _decay));
        Mix(_store.TrainedCount, _store.Count - _store.TrainedCount, 1);
        Count++;
    }

    /// <summary>
    /// Exchanges the model's parameters and the average: to evaluate or save the average, and again to go on training.
    /// </summary>
    public void Swap()
    {
        var exchange = new Exchange(_store.Values, _average.Start);
        Workers.Run(in exchange, _store.Count, Cost, Arena.Alignment);
        _store.MarkChanged();
        _isSwapped = !_isSwapped;
        GC.KeepAlive(this); // The pass has worked on bare pointers into this object's array.
    }

    private void Mix(nint start, nint count, float share)
    {
        var pass = new Mixture(_average.Start + start, _store.Values + start, share);
        Workers.Run(in pass, count, Cost, Arena.Alignment);
        GC.KeepAlive(this); // The pass has worked on bare pointers into this object's array.
    }

    private readonly struct Mixture(Floats average, Floats values, float share) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                V a = V.Load(average, i, V.Count), p = V.Load(values, i, V.Count);
                V.Store(share == 1 ? p : a + (V.Create(share) * (p - a)), average, i, V.Count);
            }
        }
    }

    private readonly struct Exchange(Floats x, Floats y) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                V a = V.Load(x, i, V.Count), b = V.Load(y, i, V.Count);
                V.Store(b, x, i, V.Count);
                V.Store(a, y, i, V.Count);
            }
        }
    }
}
