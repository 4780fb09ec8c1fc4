using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Advising;

/// <summary>
/// A call that fits only where a size that varies has one value (DLC4026), such as a batch size that is written out, or [N, 8] +
/// [N], which is taken for a sum of rows.
/// </summary>
internal sealed class PinnedSizes : IAdvice
{
    public IEnumerable<Finding> Find(AdvisedNetwork network) =>
        network.Model is null ? [] : network.EachTime(call => call.Pin is not { } pin ? null : new Finding(
            "DLC4026",
            $"'{call.Origin.Text}' fits only where {pin.Varying} = {pin.Value}: every other size is refused at run time",
            call.Place)
        {
            Remedies = pin.Remedies,
        });
}
