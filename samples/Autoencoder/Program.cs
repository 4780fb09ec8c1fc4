using DLCompiler.Samples;

return PictureCommand.Run(
    "Learns pictures without labels: groups of them, and what does not belong there.",
    args,
    (console, data, seed) => new AutoencoderJob().Run(console, data, seed));
