using System.CommandLine;
using DLCompiler.Samples;

var folder = new Option<string>("--folder")
{
    Description = "Where Fashion-MNIST's four IDX files are",
    HelpName = "FOLDER",
    DefaultValueFactory = _ => FashionMnist.DefaultFolder,
};
return CommandLine.Run(
    "Trains a convolutional network on 60,000 images of clothing.",
    args,
    folder,
    path => ClothesJob.In(path!));
