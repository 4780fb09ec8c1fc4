using System.Diagnostics;
using System.Globalization;

namespace DLCompiler.Benchmarks;

/// <summary>
/// A peer: a process that lives as long as the comparison, and answers each request, a line, with a line. Its scripts
/// say what it understands.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(string name, Process process)
    {
        (Name, _process) = (name, process);
        About = Ask("about");
    }

    /// <summary>Its short name.</summary>
    public string Name { get; }

    /// <summary>Its version and build.</summary>
    public string About { get; }

    /// <summary>Starts a script; null, and why, where its interpreter or its library is missing.</summary>
    /// <param name="name">The peer's short name.</param>
    /// <param name="interpreter">The program that runs the script.</param>
    /// <param name="script">The script's file, in the folder of the peers.</param>
    /// <param name="threads">How many threads it may use: its only argument.</param>
    /// <param name="environment">Variables that it sees besides the inherited ones.</param>
    /// <param name="problem">Why there is none.</param>
    public static PeerProcess? TryStart(
        string name, string interpreter, string script, int threads, IReadOnlyDictionary<string, string> environment,
        out string problem)
    {
        var start = new ProcessStartInfo(interpreter, [PathOf(script), $"{threads}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        try
        {
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            problem = "";
            return new PeerProcess(name, process);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or PeerException)
        {
            problem = $"{name} is not installed ({exception.Message})";
            return null;
        }
    }

    /// <summary>The answer to a request.</summary>
    /// <exception cref="PeerException">The peer cannot do that, or is gone.</exception>
    public string Ask(params string[] words)
    {
        try
        {
            _process.StandardInput.WriteLine(string.Join('\t', words));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw new PeerException($"'{_process.StartInfo.FileName}' has ended");
        }

        string answer = _process.StandardOutput.ReadLine()
            ?? throw new PeerException($"'{_process.StartInfo.FileName}' has ended");
        return answer.StartsWith("error ", StringComparison.Ordinal) ? throw new PeerException(answer[6..]) : answer;
    }

    /// <summary>Repeats what was prepared; the microseconds of each call.</summary>
    public double[] Run(TimeSpan budget)
    {
        string answer = Ask("run", budget.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        return [.. answer.Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2_000)) _process.Kill();
        _process.Dispose();
    }

    private static string PathOf(string script) => Path.Combine(AppContext.BaseDirectory, "Peers", script);
}

/// <summary>A peer cannot do what it was asked for.</summary>
internal sealed class PeerException(string message) : Exception(message);
