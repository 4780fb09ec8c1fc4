namespace DLCompiler.Gpu;

/// <summary>
/// How the passes of an update run that change parameters or the optimizer's state: as they are, or where a model stores 16 bits,
/// so that they also write the parameters' copies, and are left out where a gradient is not finite.
/// </summary>
internal class UpdatePasses(Device device)
{
    /// <summary>The device, for what only prepares an update.</summary>
    public Device Device { get; } = device;

    /// <summary>Runs a pass over elements.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="parameters">The parameters of its elements.</param>
    /// <param name="count">How many there are.</param>
    public virtual void Map<K>(in K pass, Floats parameters, long count) where K : struct, IMap => Device.Map(pass, count);
}

/// <summary>Passes that write copies of the parameters, too.</summary>
/// <param name="device">The device.</param>
/// <param name="parameters">All parameters.</param>
/// <param name="copies">Their copies, in the same order.</param>
/// <param name="isFinite">A number on the device that is 0 where the update is left out; null for none.</param>
internal sealed class NarrowingPasses<P>(Device device, Floats parameters, P copies, Floats? isFinite) : UpdatePasses(device)
    where P : struct, IElements<P>
{
    public override void Map<K>(in K pass, Floats own, long count)
    {
        var narrowing = new Narrowing<K>(pass, own, copies.Plus(own.Offset - parameters.Offset));
        if (isFinite is { } verdict) Device.Map(new Guarded<Narrowing<K>>(narrowing, verdict), count);
        else Device.Map(narrowing, count);
    }

    internal struct Narrowing<K>(K pass, Floats parameters, P copies) : IMap where K : struct, IMap
    {
        public K Pass = pass;
        public Floats Parameters = parameters;
        public P Copies = copies;

        public void Run(int i)
        {
            Pass.Run(i);
            Copies[i] = Parameters[i];
        }
    }
}

/// <summary>A pass that is left out where a number on the device is 0.</summary>
internal struct Guarded<K>(K pass, Floats condition) : IMap where K : struct, IMap
{
    public K Pass = pass;
    public Floats Condition = condition;

    public void Run(int i)
    {
        if (Condition[0] != 0f) Pass.Run(i);
    }
}
