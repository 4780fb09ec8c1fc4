using System.CommandLine;
using DLCompiler.Samples;
using ILGPU;

var images = new Option<int?>("--images") { Description = "How many images to learn from and to test on (default: all)" };
using var context = Context.Create(builder => builder.Default().Optimize(OptimizationLevel.O2));
var device = context.GetPreferredDevice(preferCPU: false);
using var accelerator = device.CreateAccelerator(context);
Console.WriteLine($"Device: {accelerator.Name} ({accelerator.AcceleratorType})");
return CommandLine.Run(
    "Trains a convolutional network on 60,000 images of clothing, on the best device that ILGPU offers.",
    args,
    images,
    count => ClothesJob.On(accelerator, count));
