using Spectre.Console;

namespace DLCompiler.Samples.Tests;

/// <summary>A console that is no terminal, and keeps what is written.</summary>
internal sealed class PlainConsole : IDisposable
{
    private readonly StringWriter _text = new();

    public PlainConsole() => Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(_text),
    });

    public IAnsiConsole Console { get; }

    public string Text => _text.ToString();

    public void Dispose() => _text.Dispose();
}
