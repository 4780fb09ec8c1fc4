using DLCompiler.Compiler.Emit.Programs;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Writes the nested trainer: typed methods over the programs of a training step and of an evaluation.</summary>
internal static class TrainerWriter
{
    private const string Optimizer = "global::DLCompiler.Optimizer";
    private const string Options = "global::DLCompiler.TrainerOptions";

    public static void Write(
        CodeWriter code, string typeName, LossWriter losses, CallWriter step, ProgramWriter stepProgram, CallWriter evaluate,
        CallWriter predict)
    {
        code.Line("/// <summary>Makes a trainer, which owns gradients and the optimizer's state.</summary>");
        code.Line("/// <param name=\"optimizer\">Changes the parameters in each step.</param>");
        code.Line("/// <param name=\"options\">Clipping, seed and what else is not the optimizer's.</param>");
        code.Call("public Trainer CreateTrainer(", [$"{Optimizer} optimizer", $"{Options}? options = null"], ") =>");
        using (code.Indent()) code.Line("new(this, optimizer, options);");
        code.Line();
        code.Line($"/// <summary>Trains a <see cref=\"{typeName}\"/>.</summary>");
        using var trainer = code.Block("public sealed class Trainer : global::DLCompiler.Trainer");
        code.Line($"private readonly {typeName} __model;");
        code.Line("private readonly global::DLCompiler.Runtime.ParameterStore __store;");
        code.Line();
        code.Call("internal Trainer(", [$"{typeName} model", $"{Optimizer} optimizer", $"{Options}? options"], ")");
        using (code.Indent()) code.Line(": base(model, optimizer, options) => (__model, __store) = (model, model.__store);");
        if (losses.HasValues)
        {
            code.Line();
            LossWriter.WriteProperty(code);
        }

        string arguments = string.Join(", ", step.ArgumentNames());
        code.Line();
        code.Line("/// <summary>One training step on a batch: forward, loss, backward, optimizer.</summary>");
        step.WriteParameterDocs(code);
        code.Line($"/// <returns>{losses.Reported} before the step.</returns>");
        code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit; nothing has changed.</exception>");
        bool updates = stepProgram.BufferUpdates.Count > 0;
        string run = updates ? $"__Run({arguments}, true)" : $"this.Gradients({arguments})";
        code.Call("public float Step(", step.Signature(), ") =>");
        using (code.Indent()) code.Line($"this.FinishStep({run});");
        code.Line();
        code.Line("/// <summary>Computes the loss and the gradients of a batch, without changing the parameters.</summary>");
        step.WriteParameterDocs(code);
        code.Line($"/// <returns>{losses.Reported}; the gradients are in <see cref=\"global::DLCompiler.Trainer.Gradient\"/>.</returns>");
        code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit.</exception>");
        if (updates)
        {
            code.Call("public float Gradients(", step.Signature(), $") => __Run({arguments}, false);");
            code.Line();
            code.Call("private float __Run(", [.. step.Signature(), "bool __commits"], ")");
        }
        else
        {
            code.Call("public float Gradients(", step.Signature(), ")");
        }

        var fields = new List<string>();
        if (stepProgram.WritesGradients) fields.Add("Gradients = this.GradientStore");
        if (updates) fields.Add("Commits = __commits");
        if (stepProgram.UsesRandom) fields.AddRange(["Seed = this.Options.Seed", "Step = this.StepCount"]);
        losses.WriteBody(code, () => step.WriteBody(code, [.. fields]));
        code.Line();
        losses.WriteForwarding(code, evaluate);
        BatchWriter.WriteTrainer(code, step, predict);
    }
}
