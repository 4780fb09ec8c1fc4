namespace DLCompiler.Samples;

/// <summary>A data file that is missing or is not what it should be. The message is for the person at the terminal: it
/// names the file, what was expected, what was found, and how to get the right one.</summary>
internal sealed class DataFileException(
    string path, string expected, string found, string remedy, Exception? cause = null)
    : IOException($"{path}: expected {expected}, but found {found}. {remedy}", cause);
