using DLCompiler.Samples;

return PictureCommand.Run(
    "Learns from 100 labels and the pictures that have none, and from the 100 labels alone.",
    args,
    (console, data, seed) => new FewLabelsJob().Run(console, data, seed));
