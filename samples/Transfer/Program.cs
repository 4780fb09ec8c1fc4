using DLCompiler.Samples;

return PictureCommand.Run(
    "Trains on five classes of pictures, and takes what was learnt to five others with 20 examples each.",
    args,
    (console, data, seed) => new TransferJob().Run(console, data, seed));
