using DLCompiler.Data;

namespace DLCompiler.Training.Tests;

/// <summary>Users have the SDK's implicit usings: a type that is called like one of theirs would be ambiguous in every program.</summary>
public class NameTests
{
    private static readonly string[] ImplicitUsings =
        ["System", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "System.Collections.Generic"];

    [Fact]
    public void No_type_is_called_like_one_of_the_implicit_usings()
    {
        var theirs = new[] { typeof(object), typeof(Enumerable), typeof(HttpClient), typeof(Stack<int>), typeof(Barrier), typeof(Uri), typeof(Console) }
            .SelectMany(t => t.Assembly.GetExportedTypes())
            .Where(t => ImplicitUsings.Contains(t.Namespace))
            .Select(t => t.Name)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("Monitor", theirs);
        var ours = new[] { typeof(Trainer), typeof(Dataset), typeof(FitOptions) }
            .SelectMany(t => t.Assembly.GetExportedTypes())
            .Where(t => t.Namespace is "DLCompiler" or "DLCompiler.Data")
            .Select(t => t.Name);
        Assert.DoesNotContain(ours, theirs.Contains);
    }
}
