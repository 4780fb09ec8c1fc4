using DLCompiler.Kernels.Tests;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Models;

/// <summary>Once warm, Predict and Step allocate nothing, on the calling thread and on the pool's.</summary>
[Collection(ModelsCollection.Name)]
public class AllocationTests(ModelsFixture models)
{
    [Theory]
    [MemberData(nameof(Samples.Names), MemberType = typeof(Samples))]
    public void Predict_and_Step_of_alternating_batches_allocate_nothing(string name)
    {
        var sample = Samples.Find(name);
        var model = models.All.Create(name);
        var trainer = model.CreateTrainer(new Adam(0.001f), new TrainerOptions { ClipNorm = 1 });
        var batches = ((int[])[4, 9]).Select(batch => (
            Predict: Predict(model, sample, batch),
            Step: trainer.Call("Step", sample.Arguments(batch, training: true), Sample.Sizes(batch)))).ToArray();
        Allocations.AssertNone(() =>
        {
            foreach (var (predict, step) in batches)
            {
                predict();
                step();
            }
        });
    }

    private static Action Predict(CompiledModel model, Sample sample, int batch)
    {
        var arguments = sample.Arguments(batch, training: false);
        float[] result = new float[model.EagerForward(arguments)[0].Count];
        return model.PredictCall(arguments, Sample.Sizes(batch), result);
    }
}
