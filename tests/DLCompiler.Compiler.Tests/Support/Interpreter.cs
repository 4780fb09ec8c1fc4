using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tests.Support;

/// <summary>
/// Computes a graph in doubles, the plainest way: the tests' oracle. Composites are decomposed. It shares nothing
/// with the kernels.
/// </summary>
internal sealed class Interpreter(
    IReadOnlyDictionary<string, long> symbols, IReadOnlyDictionary<string, NdArray> leaves)
{
    private readonly Dictionary<Node, NdArray[]> _values = [];
    private int _iteration;

    public NdArray Evaluate(Node root)
    {
        foreach (var node in Graph.TopologicalOrder([root]))
        {
            if (_values.ContainsKey(node)) continue;
            _values[node] = node.Op switch
            {
                Composite composite => [Evaluate(composite.Decompose(node.Inputs))],
                Result result => [_values[node.Inputs[0]][result.Index]],
                _ => ComputeAll(node, [.. node.Inputs.Select(i => _values[i][0])]),
            };
            Assert.Equal(node.Types.Select(t => Sizes(t.Shape)), _values[node].Select(v => v.Sizes));
        }

        return _values[root][0];
    }

    /// <summary>A number of the stream, from 0 up to 1, by a hash of stream and index.</summary>
    private static double Random(int stream, int index)
    {
        ulong bits = (((ulong)stream << 32) + (ulong)index + 1) * 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return ((bits ^ (bits >> 31)) >> 40) / (double)(1 << 24);
    }

    private static NdArray Select(NdArray x, int[] sizes, Func<int[], int[]> source) =>
        NdArray.Of(sizes, i => x[source(i)]);

    private static NdArray Elements(int[] sizes, Func<int, double> element) =>
        new(sizes, [.. Enumerable.Range(0, NdArray.Count(sizes)).Select(element)]);

    private static int[] With(int[] index, int axis, int value)
    {
        int[] result = [.. index];
        result[axis] = value;
        return result;
    }

    private static NdArray Fold(NdArray x, int[] sizes, double start, Func<double, double, double> combine)
    {
        var result = NdArray.Of(sizes, _ => start);
        NdArray.Of(x.Sizes, index =>
        {
            int[] target = [.. index.Select((k, axis) => sizes[axis] == 1 ? 0 : k)];
            return result[target] = combine(result[target], x[index]);
        });
        return result;
    }

    private static NdArray Product(NdArray a, NdArray b, int[] sizes)
    {
        int inner = a.Sizes[^1];
        return NdArray.Of(sizes, index =>
        {
            double sum = 0;
            int last = index.Length - 1;
            for (int k = 0; k < inner; k++) sum += a[With(index, last, k)] * b[With(index, last - 1, k)];
            return sum;
        });
    }

    private static NdArray Join(NdArray[] parts, int axis, int[] sizes) => NdArray.Of(sizes, index =>
    {
        int position = index[axis], part = 0;
        while (position >= parts[part].Sizes[axis]) position -= parts[part++].Sizes[axis];
        return parts[part][With(index, axis, position)];
    });

    /// <summary>The integer at the first indices, as many as it has.</summary>
    private static int RowOf(NdArray integers, int[] index) => (int)integers[[.. index.Take(integers.Rank)]];

    private static NdArray Sums(NdArray x, NdArray rows, int[] sizes)
    {
        var result = new NdArray(sizes);
        NdArray.Of(x.Sizes, i => result[[RowOf(rows, i), .. i.Skip(rows.Rank)]] += x[i]);
        return result;
    }

    /// <summary>The results of a primitive that has several, or the one that it has.</summary>
    private NdArray[] ComputeAll(Node node, NdArray[] x) => node.Op switch
    {
        Scan scan => Walk(scan, x),
        MaxPool pool => MaxPool(pool.Axes, x[0], Sizes(node.Shape)),
        TopK top => Greatest(top, x[0], Sizes(node.Types[0].Shape)),
        AttentionOp => AttentionReference.Results(node, x, symbols),
        CtcTerms ctc => CtcReference.Results(ctc, x),
        _ => [Compute(node, x)],
    };

    private static NdArray[] Greatest(TopK op, NdArray x, int[] sizes)
    {
        int[] kept = op.KeepsAxis ? sizes : [.. sizes[..op.Axis], 1, .. sizes[op.Axis..]];
        int[] Order(int[] at) =>
        [
            .. Enumerable.Range(0, x.Sizes[op.Axis]).OrderByDescending(i => x[[.. at[..op.Axis], i, .. at[(op.Axis + 1)..]]]),
        ];
        var indices = NdArray.Of(kept, at => Order(at)[at[op.Axis]]);
        var values = NdArray.Of(kept, at => x[[.. at[..op.Axis], (int)indices[at], .. at[(op.Axis + 1)..]]]);
        return [values.WithSizes(sizes), indices.WithSizes(sizes)];
    }

    private NdArray[] Walk(Scan scan, NdArray[] x)
    {
        int steps = Number(scan.Steps);
        var states = x[scan.Sequences..(scan.Sequences + scan.States)];
        var outputs = scan.Step.Results.Skip(scan.States)
            .Select(o => new NdArray([steps, .. Sizes(o.Shape)])).ToArray();
        for (int i = 0; i < steps; i++)
        {
            int t = scan.Reverse ? steps - 1 - i : i;
            var step = new Interpreter(symbols, leaves) { _iteration = (31 * _iteration) + t + 1 };
            var slices = x.Take(scan.Sequences).Select(s => NdArray.Of(s.Sizes[1..], at => s[[t, .. at]]));
            foreach (var (parameter, value) in scan.Step.Parameters.Zip([.. slices, .. states, .. x.Skip(scan.Sequences + scan.States)]))
                step._values[parameter] = [value];
            var results = scan.Step.Results.Select(step.Evaluate).ToArray();
            states = results[..scan.States];
            foreach (var (stack, output) in outputs.Zip(results[scan.States..]))
                output.Values.CopyTo(stack.Values, t * output.Values.Length);
        }

        return [.. states, .. outputs];
    }

    private NdArray Compute(Node node, NdArray[] x)
    {
        int[] sizes = Sizes(node.Shape);
        return node.Op switch
        {
            Input input => leaves[input.InputName],
            Parameter parameter => leaves[parameter.ParameterName],
            Literal literal => NdArray.Scalar(literal.Value.Evaluate(name => symbols[name])),
            Iota => NdArray.Of(sizes, i => i[0]),
            RandomUniform random => Elements(sizes, i => Random(random.Stream + (1000 * _iteration), i)),
            Elementwise op => Elements(sizes, i => Functions.Compute(op.Function, [.. x.Select(a => a.Values[i])])),
            ReduceSum => Fold(x[0], sizes, 0, (a, b) => a + b),
            ReduceMax => Fold(x[0], sizes, double.NegativeInfinity, Math.Max),
            ReduceMin => Fold(x[0], sizes, double.PositiveInfinity, Math.Min),
            Reshape => x[0].WithSizes(sizes),
            Permute permute => Select(x[0], sizes, i => [.. permute.Inverse().Select(axis => i[axis])]),
            Broadcast => Select(x[0], sizes, i => [.. i.Select((k, axis) => x[0].Sizes[axis] == 1 ? 0 : k)]),
            Slice slice => Select(x[0], sizes, i => With(i, slice.Axis, Position(slice, i[slice.Axis]))),
            Concat concat => Join(x, concat.Axis, sizes),
            Pad pad => NdArray.Of(sizes, i =>
            {
                int position = i[pad.Axis] - Number(pad.Before);
                return position >= 0 && position < x[0].Sizes[pad.Axis] ? x[0][With(i, pad.Axis, position)] : pad.Value;
            }),
            MatMul => Product(x[0], x[1], sizes),
            ConvolutionOp convolution => Convolve(convolution, node, x),
            Gather => Select(x[0], sizes, i => [RowOf(x[1], i), .. i.Skip(x[1].Rank)]),
            ScatterAdd => Sums(x[0], x[1], sizes),
            MaxPoolInput pool => SumsOfTaps(pool.Axes, x[0], x[1], sizes),
            AdaptiveAvgPool => MeansOfParts(x[0], sizes),
            AdaptiveAvgPoolInput => SpreadOverParts(x[0], sizes),
            StopGradient => x[0],
            _ => throw new NotSupportedException(node.Op.Name),
        };
    }

    /// <summary>Adds each product of two of images, results and weight to its place in the third.</summary>
    private NdArray Convolve(ConvolutionOp op, Node node, NdArray[] inputs)
    {
        var result = new NdArray(Sizes(node.Shape));
        var (x, y, weight) = op switch
        {
            Convolution => (inputs[0], result, inputs[1]),
            ConvolutionInput => (result, inputs[0], inputs[1]),
            _ => (inputs[0], inputs[1], result),
        };
        int perGroup = y.Sizes[1] / Number(op.Groups);
        NdArray.Of(y.Sizes, at =>
        {
            NdArray.Of(weight.Sizes[1..], tap =>
            {
                int channel = (at[1] / perGroup * weight.Sizes[1]) + tap[0];
                int[] from = [at[0], channel, .. op.Axes.Select((axis, i) => Number(axis.Stride) * at[i + 2]
                    + (Number(axis.Dilation) * tap[i + 1]) - Number(axis.Before))];
                if (from.Zip(x.Sizes).Any(p => p.First < 0 || p.First >= p.Second)) return 0;
                int[] kernel = [at[1], .. tap];
                return op switch
                {
                    Convolution => y[at] += x[from] * weight[kernel],
                    ConvolutionInput => x[from] += y[at] * weight[kernel],
                    _ => weight[kernel] += x[from] * y[at],
                };
            });
            return 0;
        });
        return result;
    }

    /// <summary>The maximum of each window, and its tap.</summary>
    private NdArray[] MaxPool(EquatableArray<WindowAxis> axes, NdArray x, int[] sizes)
    {
        var tap = NdArray.Of(sizes, _ => -1);
        var max = NdArray.Of(sizes, at =>
        {
            double best = double.NegativeInfinity;
            for (int t = 0; Place(axes, at, t) is { } from; t++)
            {
                if (from.Zip(x.Sizes).Any(p => p.First < 0 || p.First >= p.Second) || x[from] <= best) continue;
                (best, tap[at]) = (x[from], t);
            }

            return best;
        });
        return [max, tap];
    }

    private NdArray SumsOfTaps(EquatableArray<WindowAxis> axes, NdArray y, NdArray taps, int[] sizes)
    {
        var result = new NdArray(sizes);
        NdArray.Of(y.Sizes, at => result[Place(axes, at, (int)taps[at])!] += y[at]);
        return result;
    }

    /// <summary>The index in the images of a window's tap; null where it has no such tap.</summary>
    private int[]? Place(EquatableArray<WindowAxis> axes, int[] window, int tap)
    {
        int[] place = [.. window];
        for (int i = axes.Count - 1; i >= 0; i--)
        {
            int kernel = Number(axes[i].Kernel), t = tap % kernel;
            place[i + 2] = (window[i + 2] * Number(axes[i].Stride)) + (t * Number(axes[i].Dilation)) - Number(axes[i].Before);
            tap /= kernel;
        }

        return tap == 0 ? place : null;
    }

    private static NdArray MeansOfParts(NdArray x, int[] sizes)
    {
        NdArray sums = new(sizes), counts = new(sizes);
        ForEachInPart(x.Sizes, sizes, (from, part) => (sums[part], counts[part]) = (sums[part] + x[from], counts[part] + 1));
        return NdArray.Of(sizes, i => sums[i] / counts[i]);
    }

    private static NdArray SpreadOverParts(NdArray y, int[] sizes)
    {
        NdArray result = new(sizes), counts = new(y.Sizes);
        ForEachInPart(sizes, y.Sizes, (_, part) => counts[part]++);
        ForEachInPart(sizes, y.Sizes, (to, part) => result[to] += y[part] / counts[part]);
        return result;
    }

    /// <summary>Visits each element with each part that it is in: parts cover an axis evenly, and may overlap.</summary>
    private static void ForEachInPart(int[] images, int[] parts, Action<int[], int[]> visit) =>
        NdArray.Of(images, element =>
        {
            NdArray.Of(parts, part =>
            {
                bool isIn = Enumerable.Range(0, images.Length).All(axis => axis < 2
                    ? element[axis] == part[axis]
                    : (element[axis] + 1) * parts[axis] > part[axis] * images[axis]
                        && element[axis] * parts[axis] < (part[axis] + 1) * images[axis]);
                if (isIn) visit(element, part);
                return 0;
            });
            return 0;
        });

    private int Position(Slice slice, int index) => Number(slice.Start) + (index * Number(slice.Step));

    private int Number(Dim dim) => (int)dim.Evaluate(name => symbols[name]);

    private int[] Sizes(Shape shape) => [.. shape.Dims.Select(Number)];
}
