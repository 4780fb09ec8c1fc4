using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DLCompiler.Data;

/// <summary>Changes a batch before a network sees it, an example at a time: the examples' random numbers are their own.</summary>
/// <param name="batch">The batch.</param>
/// <param name="place">The example's place in it.</param>
/// <param name="random">Random numbers by seed, epoch and the example's number in the data set.</param>
public delegate void ExampleChange(Batch batch, int place, ref ItemRandom random);

/// <summary>How a <see cref="DataLoader"/> makes batches.</summary>
public sealed record LoaderOptions
{
    /// <summary>The examples of a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The order, the weighted choice and all changes follow from it.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether the examples that are left after the last whole batch are not used in this epoch.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// How often each example is chosen beside the others: an epoch then draws as many as there are, some more than once. Null
    /// for each once.
    /// </summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>What is done to each example, such as shifting a picture; null for nothing.</summary>
    public ExampleChange? Change { get; init; }

    /// <summary>What mixes the examples of a batch after the changes; null for nothing.</summary>
    public BatchMix? Mix { get; init; }

    /// <summary>How many batches are made on another thread while the network works: so many more are in memory. 0 for none.</summary>
    public int Prefetch { get; init; } = 2;
}

/// <summary>
/// Batches of a data set, epoch after epoch. The same options give the same batches: a run that is resumed at
/// <c>Epoch(epoch, batch)</c> goes on as if it had never stopped.
/// </summary>
public sealed class DataLoader
{
    private readonly Dataset _data;
    private readonly LoaderOptions _options;
    private readonly double[]? _sums;

    /// <param name="data">The examples.</param>
    /// <param name="options">How they are put into batches; null for shuffled batches of 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive, or the number of batches ahead negative.</exception>
    /// <exception cref="ArgumentException">The weights are no weights, or not one an example.</exception>
    public DataLoader(Dataset data, LoaderOptions? options = null)
    {
        (_data, _options) = (data, options ?? new LoaderOptions());
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Prefetch, nameof(options));
        if (_options.Weights is not { } weights) return;
        if (weights.Count != data.Count)
            throw new ArgumentException($"There are {weights.Count} weights for {data.Count} examples.", nameof(options));
        if (weights.Any(w => !(w >= 0 && double.IsFinite(w))) || !weights.Any(w => w > 0))
            throw new ArgumentException("Weights are not negative, and not all 0.", nameof(options));
        _sums = new double[weights.Count];
        double sum = 0;
        for (int i = 0; i < _sums.Length; i++) _sums[i] = sum += weights[i];
    }

    /// <summary>The batches of an epoch.</summary>
    public int Count => _options.DropLast ? _data.Count / _options.BatchSize : (_data.Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>The batches of an epoch, each until the next one is asked for.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="first">The first batch, from 0: where a resumed run goes on.</param>
    public IEnumerable<Batch> Epoch(int epoch, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return _options.Prefetch == 0 ? InPlace(epoch, first) : Ahead(epoch, first);
    }

    /// <inheritdoc cref="Epoch"/>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="first">The first batch, from 0: where a resumed run goes on.</param>
    /// <param name="cancellation">Ends it.</param>
    public async IAsyncEnumerable<Batch> EpochAsync(
        int epoch, int first = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var (ready, free) = Start(epoch, first, Math.Max(1, _options.Prefetch), stop.Token);
        try
        {
            while (await ready.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                while (ready.TryRead(out var batch))
                {
                    yield return batch;
                    free.TryWrite(batch);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private IEnumerable<Batch> InPlace(int epoch, int first)
    {
        int[] order = Order(epoch);
        var batch = new Batch(_data, _options.BatchSize);
        for (int i = first; i < Count; i++)
        {
            Fill(batch, order, i, epoch);
            yield return batch;
        }
    }

    private IEnumerable<Batch> Ahead(int epoch, int first)
    {
        using var stop = new CancellationTokenSource();
        var (ready, free) = Start(epoch, first, _options.Prefetch, stop.Token);
        try
        {
            while (ready.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (ready.TryRead(out var batch))
                {
                    yield return batch;
                    free.TryWrite(batch);
                }
            }
        }
        finally
        {
            stop.Cancel();
        }
    }

    /// <summary>Starts to make batches on another thread, in memory for those ahead and the one in use.</summary>
    private (ChannelReader<Batch> Ready, ChannelWriter<Batch> Free) Start(int epoch, int first, int ahead, CancellationToken stop)
    {
        var ready = Channel.CreateUnbounded<Batch>();
        var free = Channel.CreateUnbounded<Batch>();
        for (int i = 0; i <= ahead; i++) free.Writer.TryWrite(new Batch(_data, _options.BatchSize));
        _ = Task.Run(MakeBatches, CancellationToken.None);
        return (ready.Reader, free.Writer);

        async Task MakeBatches()
        {
            try
            {
                int[] order = Order(epoch);
                for (int i = first; i < Count; i++)
                {
                    var batch = await free.Reader.ReadAsync(stop).ConfigureAwait(false);
                    Fill(batch, order, i, epoch);
                    ready.Writer.TryWrite(batch);
                }

                ready.Writer.Complete();
            }
#pragma warning disable CA1031 // Whatever a change throws is thrown where the batches are read.
            catch (Exception e)
#pragma warning restore CA1031
            {
                ready.Writer.Complete(e);
            }
        }
    }

    private void Fill(Batch batch, int[] order, int number, int epoch)
    {
        int start = number * _options.BatchSize;
        batch.Fill(order.AsSpan(start, Math.Min(_options.BatchSize, order.Length - start)));
        for (int place = 0; _options.Change is { } change && place < batch.Count; place++)
        {
            var random = new ItemRandom(_options.Seed, epoch + 1L, batch.Examples[place]);
            change(batch, place, ref random);
        }

        _options.Mix?.Apply(batch, _options.Seed, epoch + 1L);
    }

    private int[] Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _data.Count)];
        var random = new ItemRandom(_options.Seed, epoch + 1L, -1);
        if (_sums is { } sums)
        {
            for (int i = 0; i < order.Length; i++) order[i] = Chosen(sums, random.NextDouble() * sums[^1]);
        }
        else if (_options.Shuffle)
        {
            random.Shuffle<int>(order);
        }

        return order;
    }

    /// <summary>The first example whose sum of weights is above the number.</summary>
    private static int Chosen(double[] sums, double at)
    {
        int low = 0, high = sums.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sums[middle] > at) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
