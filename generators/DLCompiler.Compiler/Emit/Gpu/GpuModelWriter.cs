using DLCompiler.Compiler.Emit.Api;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>Writes the model's nested class for an accelerator: the same methods, over programs for a device.</summary>
internal static class GpuModelWriter
{
    private const string Accelerator = "global::ILGPU.Runtime.Accelerator";
    private const string Library = "global::DLCompiler";

    /// <param name="code">Where to.</param>
    /// <param name="typeName">The model's class.</param>
    /// <param name="layout">The model.</param>
    /// <param name="losses">Its losses.</param>
    /// <param name="call">The call of a program by its name; null where there is none.</param>
    /// <param name="precision">What activations and weights are stored as.</param>
    public static void Write(
        CodeWriter code, string typeName, ModelLayout layout, LossWriter losses, Func<string, CallWriter?> call, Storage precision)
    {
        var step = call("Step");
        string[] training = step is null
            ? []
            : [$"{Library}.Optimizer? optimizer = null", $"{Library}.TrainerOptions? options = null"];
        string trainingArguments = step is null ? "null, null" : "optimizer, options";
        code.Summary("Brings the parameters to an accelerator, where they stay until they are asked back for.");
        code.Line("/// <param name=\"accelerator\">Where the network runs; it must outlive the result.</param>");
        if (step is not null)
        {
            code.Line("/// <param name=\"optimizer\">Changes the parameters in each step; null for a network that only predicts.</param>");
            code.Line("/// <param name=\"options\">Clipping, seed and what else is not the optimizer's.</param>");
        }

        code.Line("/// <param name=\"device\">How the accelerator is used.</param>");
        code.Line("/// <exception cref=\"global::DLCompiler.GpuException\">The accelerator has too little memory.</exception>");
        string[] parameters = [$"{Accelerator} accelerator", .. training, $"{Library}.GpuOptions? device = null"];
        code.Call("public Gpu OnGpu(", parameters, ") =>");
        using (code.Indent()) code.Line($"new(this, accelerator, {trainingArguments}, device);");
        code.Line();
        code.Line($"/// <summary>A <see cref=\"{typeName}\"/> on an accelerator. For one thread at a time.</summary>");
        using var type = code.Block("public sealed class Gpu : global::System.IDisposable");
        code.Line($"private readonly {typeName} __model;");
        code.Line($"private readonly {Library}.Gpu.Session __session;");
        code.Line();
        string[] made = [$"{typeName} model", $"{Accelerator} accelerator", $"{Library}.Optimizer? optimizer", $"{Library}.TrainerOptions? options", $"{Library}.GpuOptions? device"];
        code.Call("internal Gpu(", made, ")");
        code.Line("{");
        using (code.Indent("}"))
        {
            int parts = step is GpuCallWriter writer ? writer.LossParts : 0;
            code.Line("__model = model;");
            string[] stored = precision == Storage.Single ? [] : [$"{Library}.Precision.{precision}"];
            code.Call(
                "__session = new(",
                ["model.__store", "__symbols", Literals.Integer(parts), "accelerator", "optimizer", "options", "device", .. stored], ");");
        }

        code.Line();
        PredictWriter.Write(
            code, call("Predict")!, null, layout,
            "The network's results in inference mode. Allocates nothing after the first call; waits for the results.");
        if (call("Evaluate") is { } evaluate)
        {
            code.Line();
            losses.WriteEvaluate(code, evaluate);
        }

        if (step is not null)
        {
            code.Line();
            WriteStep(code, losses, (GpuCallWriter)step);
            if (precision == Storage.Half) WriteScale(code);
        }

        code.Line();
        WriteTransfer(code);
    }

    private static void WriteStep(CodeWriter code, LossWriter losses, GpuCallWriter step)
    {
        string reported = Literals.Integer(step.IndexOfLoss(losses.ReportedField));
        code.Line("/// <summary>One training step on a batch: forward, loss, backward, optimizer. It does not wait for the device.</summary>");
        step.WriteParameterDocs(code);
        code.Line($"/// <returns>{losses.Reported} before the step; reading it waits.</returns>");
        code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit; nothing has changed.</exception>");
        code.Line("/// <exception cref=\"global::DLCompiler.GpuException\">The device has too little memory, or has failed.</exception>");
        code.Call($"public {Library}.PendingLoss Step(", step.Signature(), ")");
        code.Line("{");
        using (code.Indent("}")) step.WriteBody(code, reported, "true");
        code.Line();
        code.Line("/// <summary>Computes the loss and the gradients of a batch, without changing the parameters.</summary>");
        step.WriteParameterDocs(code);
        code.Line($"/// <returns>{losses.Reported}; the gradients are in <see cref=\"Gradient\"/>.</returns>");
        code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit.</exception>");
        code.Call($"public {Library}.PendingLoss Gradients(", step.Signature(), ")");
        code.Line("{");
        using (code.Indent("}")) step.WriteBody(code, reported, "false");
        code.Lines([
            "",
            "/// <summary>The gradient of the loss by a trained parameter, as the last step left it. Waits for it.</summary>",
            "/// <param name=\"parameter\">The parameter's name.</param>",
            "/// <exception cref=\"global::System.Collections.Generic.KeyNotFoundException\">There is none of that name, or it is a buffer.</exception>",
            "public float[] Gradient(string parameter) => __session.Gradient(parameter);",
            "",
            "/// <summary>The steps done so far.</summary>",
            "public long StepCount => __session.StepCount;",
            "",
            "/// <summary>The optimizer's learning rate; it may be set between steps, unless a schedule sets it.</summary>",
            "public float LearningRate { get => __session.LearningRate; set => __session.LearningRate = value; }",
            "",
            "/// <summary>The norm of all gradients of the last update before it was limited; NaN where no limit is set. Waits for it.</summary>",
            "public float LastGradientNorm => __session.LastGradientNorm;",
        ]);
        if (!losses.HasValues) return;
        code.Line();
        code.Line("/// <summary>The losses of the last step. Waits for it.</summary>");
        string[] parts = [.. Enumerable.Range(0, step.LossParts).Select(i => $"__session.Read(__session.StepCount - 1, {i})")];
        code.Call("public LossValues Losses => new(", parts, ");");
    }

    private static void WriteScale(CodeWriter code) => code.Lines([
        "",
        "/// <summary>What gradients are multiplied by while they are computed. Waits for the device.</summary>",
        "public float LossScale => __session.CurrentLossScale;",
        "",
        "/// <summary>The updates so far that were left out because a gradient was not finite. Waits for the device.</summary>",
        "public long SkippedUpdates => __session.SkippedUpdates;",
    ]);

    private static void WriteTransfer(CodeWriter code) => code.Lines([
        "/// <summary>Brings the parameters back to the model on the host: all, or, where the device has failed, none.</summary>",
        "/// <exception cref=\"global::DLCompiler.GpuException\">The device has failed.</exception>",
        "public void Download()",
        "{",
        "    try",
        "    {",
        "        __session.Download();",
        "    }",
        "    catch (global::ILGPU.Runtime.AcceleratorException e)",
        "    {",
        "        throw __session.Lost(e);",
        "    }",
        "}",
        "",
        "/// <summary>Brings the parameters of the model on the host to the device again, where they have been changed.</summary>",
        "public void Upload() => __session.Upload();",
        "",
        "/// <summary>Brings the parameters back, and writes all parameters and buffers to a safetensors file.</summary>",
        "/// <param name=\"path\">The file.</param>",
        "/// <exception cref=\"global::System.IO.IOException\">The file cannot be written.</exception>",
        "public void Save(string path)",
        "{",
        "    Download();",
        "    __model.Save(path);",
        "}",
        "",
        "/// <summary>Frees the device's memory. The parameters on the host are as the last download left them.</summary>",
        "public void Dispose() => __session.Dispose();",
    ]);
}
