using DLCompiler.Data;
using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Fitting;

[Model]
public sealed partial class FragileNet
{
    [Linear(4)]
    private partial Tensor Safe(Tensor x);

    [Linear(4)]
    private partial Tensor Fragile(Tensor x);

    [Linear(1)]
    private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3)] Tensor x) => Last(Exp(Fragile(Tanh(Safe(x)))));

    [Loss]
    private static Tensor Loss(Tensor y, [Shape("N", 1)] Tensor target) => Mse(y, target);
}

public class NotFiniteTests
{
    [Fact]
    public void The_layer_that_made_it_first_is_named()
    {
        var model = new FragileNet(seed: 1);
        model.Parameters.Fragile.EditBias((bias, _) => bias.Fill(100));
        int[] before = Spirals.Bits(model);
        var problem = Assert.Throws<NotFiniteException>(() => Fit(model));
        Assert.Equal("Fragile", problem.Layer);
        Assert.Matches("^FragileNet.Trainer.Step 1: the loss is (NaN|infinite); it first came up in or after 'Fragile'.$", problem.Message);
        Assert.Equal(before, Spirals.Bits(model));
    }

    [Fact]
    public void So_is_a_parameter_that_had_it()
    {
        var model = new FragileNet(seed: 1);
        model.Parameters.Last.EditWeight((weight, _) => weight[2] = float.NaN);
        Assert.Equal("Last.weight", Assert.Throws<NotFiniteException>(() => Fit(model)).Layer);
    }

    [Fact]
    public void An_overflow_on_the_way_back_is_the_layer_of_its_gradient()
    {
        // The loss is finite, 10³⁶: what the last weights make of e⁴⁴ cancels, but not in the derivatives, 2 · 10¹⁸ · 10³ · e⁴⁴.
        var model = new FragileNet(seed: 1);
        model.Parameters.Fragile.EditWeight((weight, _) => weight.Clear());
        model.Parameters.Fragile.EditBias((bias, _) => bias.Fill(44));
        model.Parameters.Last.SetWeight([1e3f, -1e3f, 1e3f, -1e3f]);
        model.Parameters.Last.SetBias([1e18f]);
        var problem = Assert.Throws<NotFiniteException>(() => Fit(model));
        Assert.Equal("Fragile", problem.Layer);
        Assert.Contains("the gradient of 'Fragile", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_gradients_whose_squares_overflow_are_no_mistake()
    {
        var model = new FragileNet(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(1e-30f));
        trainer.ChecksNumbers = true;
        model.Parameters.Last.EditBias((bias, _) => bias.Fill(1e19f));
        Assert.True(float.IsFinite(trainer.Step([1, 2, 3], [0])));
    }

    [Fact]
    public void The_last_checkpoint_stays()
    {
        using var folder = new TemporaryFolder();
        var options = new FitOptions
        {
            Epochs = 5,
            ShowsProgress = false,
            KeepBest = false,
            Checkpoints = new CheckpointOptions(folder.Path),
            Callbacks = [new Breaker()],
        };
        Assert.Throws<NotFiniteException>(() => Fit(new FragileNet(seed: 1), options));
        var again = new FragileNet(seed: 1);
        var trainer = again.CreateTrainer(new Sgd(1e-3f));
        trainer.LoadCheckpoint(folder["step-0000000002.safetensors"]);
        Assert.Equal(2, trainer.StepCount);
    }

    private static void Fit(FragileNet model, FitOptions? options = null)
    {
        var data = new Dataset { { "x", new float[12], 3 }, { "target", new float[4] } };
        model.CreateTrainer(new Sgd(1e-3f)).Fit(data, null, options ?? new FitOptions { Epochs = 1, ShowsProgress = false });
    }

    /// <summary>After the second checkpoint, the network cannot go on.</summary>
    private sealed class Breaker : FitCallback
    {
        public override void OnStep(FitContext context, StepRecord step)
        {
            if (step.Step == 2) Armed = true;
            else if (Armed) context.Trainer.Model.Store.Edit(0, (values, _) => values.Fill(float.NaN));
        }

        public override void OnEpoch(FitContext context, EpochRecord epoch)
        {
            if (Armed) context.Trainer.Model.Store.Edit(0, (values, _) => { });
        }

        private bool Armed { get; set; }
    }
}
