using System.Text;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>A struct that computes a kernel, and its parameters' names, in order.</summary>
internal sealed record KernelUse(string Name, IReadOnlyList<string> Parameters);

/// <summary>What a loop nest is in C#, for all kernels of one form but for the arguments of the code.</summary>
/// <param name="Code">Its code, and the arguments of one kernel.</param>
/// <param name="Use">The struct that computes it.</param>
/// <param name="Launch">The call that runs it, but for the struct; null for the epilogue of a product.</param>
/// <param name="Work">What it does.</param>
internal sealed record KernelNest(KernelCode Code, KernelUse Use, KernelCall? Launch, KernelWork Work);

/// <summary>
/// The kernels of a model, each body once: layers that differ only in sizes, and repeated blocks, share theirs.
/// </summary>
internal sealed class KernelLibrary(Target target)
{
    private const int MaxNameParts = 4;

    private readonly Dictionary<KernelForm, (KernelForm Form, KernelNest Nest)> _nests = [];
    private readonly Dictionary<string, KernelUse> _uses = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Summary, KernelCode Kernel)> _kernels = [];
    private readonly Names _names = new();

    /// <summary>The machine that the kernels are for.</summary>
    public Target Target => target;

    /// <summary>The code of a kernel: of kernels of one form, only the first is lowered and written.</summary>
    public KernelNest Nest(Kernel kernel, KernelProgram program, StoragePlan storages)
    {
        var values = new KernelValues(kernel, program, target.KeepsRows, storages);
        var form = values.Form();
        if (_nests.TryGetValue(form, out var known))
        {
            var parameters = known.Nest.Code.Parameters.Select(p => p with { Argument = known.Form.Argument(p.Argument, form) });
            return known.Nest with { Code = known.Nest.Code with { Parameters = [.. parameters] } };
        }

        var loops = Lowering.Run(values);
        var code = target.Write(loops);
        var nest = new KernelNest(code, Use(code, loops), loops.IsEpilogue ? null : target.Launch(loops), KernelWork.Of(loops));
        _nests.Add(form, (form, nest));
        return nest;
    }

    /// <summary>The struct for a kernel, which is added unless one that differs only in names is there already.</summary>
    private KernelUse Use(KernelCode kernel, LoopKernel loops)
    {
        string key = Key(kernel, loops);
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
            target.WriteStruct(code, name, kernel);
        }
    }

    /// <summary>The kernel's text with a number for the name of each parameter and each variable.</summary>
    private static string Key(KernelCode kernel, LoopKernel loops)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var variables = loops.Body.All().OfType<Let>().Select(l => l.Local.Name)
            .Concat(loops.Body.All().OfType<Finish>().Select(f => f.Local.Name))
            .Concat(loops.Body.Pointers().Where(p => p.Scratch is not null).Select(p => p.Name));
        foreach (string name in kernel.Parameters.Select(p => p.Name).Concat(variables.Select(Literals.Identifier)))
        {
            if (!numbers.ContainsKey(name)) numbers[name] = numbers.Count;
        }

        var key = new StringBuilder(string.Join(",", kernel.Parameters.Select(p => p.Type)));
        foreach (var (word, isName) in Words(kernel.Body))
        {
            if (isName && numbers.TryGetValue(word, out int number)) key.Append('#').Append(number);
            else key.Append(word);
        }

        return key.ToString();
    }

    /// <summary>The words of code, with one space for each stretch of white space; a member's name is none.</summary>
    private static IEnumerable<(string Word, bool IsName)> Words(string code)
    {
        for (int i = 0, next; i < code.Length; i = next)
        {
            next = i + 1;
            if (IsWord(code[i]) || code[i] == '@')
            {
                while (next < code.Length && IsWord(code[next])) next++;
                yield return (code.Substring(i, next - i), i == 0 || code[i - 1] != '.');
            }
            else if (char.IsWhiteSpace(code[i]))
            {
                while (next < code.Length && char.IsWhiteSpace(code[next])) next++;
                yield return (" ", false);
            }
            else
            {
                yield return (code.Substring(i, 1), false);
            }
        }

        static bool IsWord(char c) => c == '_' || char.IsLetterOrDigit(c);
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
