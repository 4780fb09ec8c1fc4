using DLCompiler.Data;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>An autoencoder from pictures.</summary>
internal static class Training
{
    private const float Rate = 2e-3f;

    /// <summary>Trains one.</summary>
    /// <param name="console">Where progress is shown; null for nowhere.</param>
    /// <param name="data">The pictures; labels are not looked at.</param>
    /// <param name="epochs">How often it sees them.</param>
    /// <param name="seed">Of everything random.</param>
    public static Autoencoder Run(IAnsiConsole? console, Dataset data, int epochs, int seed)
    {
        float[] pixels = data.Floats("image");
        const int Side = PictureData.Side;
        var pictures = new Dataset { { "image", pixels, 1, Side, Side }, { "whole", pixels, 1, Side, Side } };

        // What is damaged is the input alone: the column "whole" is what it is to become again. The damage is heavy, so
        // that the code has no room for what does not matter: how a picture is turned, its size, its place.
        var damage = new ImageChanges("image", 1, Side, Side)
            .Rotate(10).Scale(0.1).Shift(2).Brightness(0.4).Cutout(12);
        var loader = new DataLoader(pictures, new LoaderOptions { Seed = seed, Change = damage });
        var model = new Autoencoder(seed);
        var trainer = model.CreateTrainer(new AdamW(Rate), new TrainerOptions
        {
            Seed = seed,
            Schedule = new CosineSchedule(Rate, epochs * loader.Count),
        });
        _ = trainer.Fit(loader, options: new FitOptions
        {
            Epochs = epochs,
            KeepBest = false,
            ShowsProgress = console is not null,
            Console = console,
        });
        return model;
    }
}
