namespace DLCompiler.Data;

public static partial class DataSets
{
    /// <summary>The environment variable that names the cache folder.</summary>
    public const string CacheVariable = "DLCOMPILER_DATA";

    /// <summary>
    /// Where downloaded files are kept, a folder for each data set: what the environment variable <c>DLCOMPILER_DATA</c> says, else
    /// <c>DLCompiler/data</c> in the user's local application data.
    /// </summary>
    public static string CacheFolder => Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "DLCompiler",
            "data");
}
