using DLCompiler.Runtime;

namespace DLCompiler;

/// <content>Recurrence.</content>
public static partial class Ops
{
    /// <summary>
    /// Walks along an axis with a state: each step takes the slice xₜ and the state before it, and gives an output and
    /// the next state. Its gradient is backpropagation through time. JAX: <c>lax.scan</c>.
    /// </summary>
    /// <remarks>
    /// What the step captures is the same in all steps: layers that it calls share their weights. A random op in it
    /// draws anew in each step. Zero steps give the initial state.
    /// </remarks>
    /// <param name="x">The sequence: [N, T, C] for the default axis. A step gets [N, C].</param>
    /// <param name="initial">The state before the first step. All states have its shape.</param>
    /// <param name="step">Gives the output and the next state of a step.</param>
    /// <param name="axis">The axis of x that is walked, and of the outputs along which they are stacked.</param>
    /// <param name="reverse">Whether the walk begins at the last slice. Outputs lie where their slice does.</param>
    /// <returns>The outputs of all steps, [N, T, H] where one is [N, H], and the state after the last step.</returns>
    /// <exception cref="ArgumentException">A state has another shape than the initial one, outputs differ in shape, or
    /// the axis is out of range.</exception>
    public static (Tensor Outputs, Tensor Last) Scan(
        Tensor x,
        Tensor initial,
        Func<Tensor, Tensor, (Tensor Output, Tensor Next)> step,
        int axis = 1,
        bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Scan([x], initial, (xs, state) => step(xs[0], state), axis, reverse);
    }

    /// <inheritdoc cref="Scan(Tensor, Tensor, Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, int, bool)"/>
    /// <param name="x">The sequence: [N, T, C] for the default axis. A step gets [N, C].</param>
    /// <param name="initial1">The first state before the first step.</param>
    /// <param name="initial2">The second state before the first step.</param>
    /// <param name="step">Gives the output and the next states of a step.</param>
    /// <param name="axis">The axis of x that is walked, and of the outputs along which they are stacked.</param>
    /// <param name="reverse">Whether the walk begins at the last slice. Outputs lie where their slice does.</param>
    public static (Tensor Outputs, Tensor Last1, Tensor Last2) Scan(
        Tensor x,
        Tensor initial1,
        Tensor initial2,
        Func<Tensor, Tensor, Tensor, (Tensor Output, Tensor Next1, Tensor Next2)> step,
        int axis = 1,
        bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Scan([x], initial1, initial2, (xs, s1, s2) => step(xs[0], s1, s2), axis, reverse);
    }

    /// <inheritdoc cref="Scan(Tensor, Tensor, Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, int, bool)"/>
    /// <param name="x">The sequence: [N, T, C] for the default axis. A step gets [N, C].</param>
    /// <param name="initial1">The first state before the first step.</param>
    /// <param name="initial2">The second state before the first step.</param>
    /// <param name="initial3">The third state before the first step.</param>
    /// <param name="step">Gives the output and the next states of a step.</param>
    /// <param name="axis">The axis of x that is walked, and of the outputs along which they are stacked.</param>
    /// <param name="reverse">Whether the walk begins at the last slice. Outputs lie where their slice does.</param>
    public static (Tensor Outputs, Tensor Last1, Tensor Last2, Tensor Last3) Scan(
        Tensor x,
        Tensor initial1,
        Tensor initial2,
        Tensor initial3,
        Func<Tensor, Tensor, Tensor, Tensor, (Tensor Output, Tensor Next1, Tensor Next2, Tensor Next3)> step,
        int axis = 1,
        bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Scan(
            [x], initial1, initial2, initial3, (xs, s1, s2, s3) => step(xs[0], s1, s2, s3), axis, reverse);
    }

    /// <inheritdoc cref="Scan(Tensor, Tensor, Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, int, bool)"/>
    /// <param name="xs">Sequences of one length. A step gets a slice of each.</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="step">Gives the output and the next state of a step.</param>
    /// <param name="axis">The axis of each sequence that is walked, and of the outputs.</param>
    /// <param name="reverse">Whether the walk begins at the last slice. Outputs lie where their slice does.</param>
    public static (Tensor Outputs, Tensor Last) Scan(
        Tensor[] xs,
        Tensor initial,
        Func<Tensor[], Tensor, (Tensor Output, Tensor Next)> step,
        int axis = 1,
        bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        var (outputs, last) = Recurrence.Run(xs, [initial], Step, axis, reverse);
        return (outputs, last[0]);

        (Tensor, Tensor[]) Step(Tensor[] slices, Tensor[] states)
        {
            var (output, next) = step(slices, states[0]);
            return (output, [next]);
        }
    }

    /// <inheritdoc cref="Scan(Tensor, Tensor, Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, int, bool)"/>
    /// <param name="xs">Sequences of one length. A step gets a slice of each.</param>
    /// <param name="initial1">The first state before the first step.</param>
    /// <param name="initial2">The second state before the first step.</param>
    /// <param name="step">Gives the output and the next states of a step.</param>
    /// <param name="axis">The axis of each sequence that is walked, and of the outputs.</param>
    /// <param name="reverse">Whether the walk begins at the last slice. Outputs lie where their slice does.</param>
    public static (Tensor Outputs, Tensor Last1, Tensor Last2) Scan(
        Tensor[] xs,
        Tensor initial1,
        Tensor initial2,
        Func<Tensor[], Tensor, Tensor, (Tensor Output, Tensor Next1, Tensor Next2)> step,
        int axis = 1,
        bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        var (outputs, last) = Recurrence.Run(xs, [initial1, initial2], Step, axis, reverse);
        return (outputs, last[0], last[1]);

        (Tensor, Tensor[]) Step(Tensor[] slices, Tensor[] states)
        {
            var (output, next1, next2) = step(slices, states[0], states[1]);
            return (output, [next1, next2]);
        }
    }

    /// <inheritdoc cref="Scan(Tensor, Tensor, Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, int, bool)"/>
    /// <param name="xs">Sequences of one length. A step gets a slice of each.</param>
    /// <param name="initial1">The first state before the first step.</param>
    /// <param name="initial2">The second state before the first step.</param>
    /// <param name="initial3">The third state before the first step.</param>
    /// <param name="step">Gives the output and the next states of a step.</param>
    /// <param name="axis">The axis of each sequence that is walked, and of the outputs.</param>
    /// <param name="reverse">Whether the walk begins at the last slice. Outputs lie where their slice does.</param>
    public static (Tensor Outputs, Tensor Last1, Tensor Last2, Tensor Last3) Scan(
        Tensor[] xs,
        Tensor initial1,
        Tensor initial2,
        Tensor initial3,
        Func<Tensor[], Tensor, Tensor, Tensor, (Tensor Output, Tensor Next1, Tensor Next2, Tensor Next3)> step,
        int axis = 1,
        bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(step);
        var (outputs, last) = Recurrence.Run(xs, [initial1, initial2, initial3], Step, axis, reverse);
        return (outputs, last[0], last[1], last[2]);

        (Tensor, Tensor[]) Step(Tensor[] slices, Tensor[] states)
        {
            var (output, next1, next2, next3) = step(slices, states[0], states[1], states[2]);
            return (output, [next1, next2, next3]);
        }
    }
}
