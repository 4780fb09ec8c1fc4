using System.Text.RegularExpressions;
using DLCompiler.Compiler.Loops;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>A struct that computes a kernel, and its parameters' names, in order.</summary>
internal sealed record KernelUse(string Name, IReadOnlyList<string> Parameters);

/// <summary>
/// The kernels of a model, each body once: layers that differ only in sizes, and repeated blocks, share theirs.
/// </summary>
internal sealed class KernelLibrary
{
    private const int MaxNameParts = 4;

    private readonly Dictionary<string, KernelUse> _uses = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Summary, CpuKernel Kernel)> _kernels = [];
    private readonly Names _names = new();

    /// <summary>The struct for a kernel, which is added unless one that differs only in names is there already.</summary>
    public KernelUse Use(CpuKernel kernel, LoopKernel loops)
    {
        string key = Key(kernel);
        if (!_uses.TryGetValue(key, out var use))
        {
            _uses[key] = use = new KernelUse(_names.Unique(BaseName(loops)), [.. kernel.Parameters.Select(p => p.Name)]);
            _kernels.Add((use.Name, LoopPrinter.Summary(loops), kernel));
        }

        return use;
    }

    /// <summary>Writes all structs.</summary>
    public void Write(CodeWriter code)
    {
        foreach (var (name, summary, kernel) in _kernels)
        {
            code.Line();
            code.Summary(Escape(summary));
            string type = kernel.IsEpilogue ? "IEpilogue" : "IKernel";
            string head = $"private readonly struct {name}(";
            string[] parameters = [.. kernel.Parameters.Select(p => $"{p.Type} {p.Name}")];
            code.Call(head, parameters, $") : {type}");
            code.Line("{");
            using (code.Indent()) code.Line(kernel.Body.TrimEnd('\n'));
            code.Line("}");
        }
    }

    /// <summary>The kernel's text with a number for the name of each parameter.</summary>
    private static string Key(CpuKernel kernel)
    {
        var numbers = kernel.Parameters.Select((p, i) => (p.Name, i)).ToDictionary(p => p.Name, p => p.i, StringComparer.Ordinal);
        string body = Regex.Replace(kernel.Body, @"(?<![\w.])@?\w+", word =>
            numbers.TryGetValue(word.Value, out int number) ? $"#{number}" : word.Value);
        return $"{string.Join(",", kernel.Parameters.Select(p => p.Type))}\n{Regex.Replace(body, @"\s+", " ")}";
    }

    /// <summary>What the kernel computes, in a word: its functions in the order in which they run.</summary>
    private static string BaseName(LoopKernel loops)
    {
        var parts = new List<string>();
        foreach (var statement in loops.Body.All())
        {
            foreach (var call in statement.Value().All().OfType<Call>()) Add(call.Function);
            if (statement is Accumulate accumulate) Add(accumulate.Accumulator.Combine.ToString());
        }

        if (parts.Count == 0) parts.Add("Copy");
        if (parts.Count > MaxNameParts) parts = [.. parts.Take(MaxNameParts - 1), parts[parts.Count - 1]];
        return string.Concat(parts);

        void Add(string part)
        {
            if (part is not ("Copy" or "Cast") && !parts.Contains(part)) parts.Add(part);
        }
    }

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
