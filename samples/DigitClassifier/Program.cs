using System.CommandLine;
using DLCompiler.Samples;

var fashion = new Option<string?>("--fashion-mnist")
{
    Description = "Train on Fashion-MNIST's four IDX files instead of the embedded digits",
    HelpName = "FOLDER",
};
return CommandLine.Run(
    "Trains a network on images of handwritten digits.",
    args,
    fashion,
    folder => folder is null ? Jobs.Digits : Jobs.Fashion(folder));
