using System.Globalization;
using System.Security;
using System.Text;
using DLCompiler.CodeFixes;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Classification;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>
/// A program as an editor shows it, as SVG: the code with its diagnostics underlined, and below it each message, the places that it
/// refers to, and the changes that the light bulb offers.
/// </summary>
internal sealed class EditorPicture
{
    private const double Column = 7.8, Line = 19, Margin = 14, Gutter = 4 * Column;
    private const int MessageColumns = 108;

    private readonly StringBuilder _marks = new(), _text = new();
    private double _y = Margin, _columns = MessageColumns;

    public static string Of(string source)
    {
        var picture = new EditorPicture();
        var compiled = ModelCompiler.Compile(source);
        var tree = compiled.Source.SyntaxTrees.First(t => t.ToString() == source);
        var document = Open(compiled.Source, tree);
        picture.Code(document, tree, compiled.Diagnostics);
        foreach (var diagnostic in compiled.Diagnostics) picture.Message(document, diagnostic);
        return picture.Svg();
    }

    private static Document Open(CSharpCompilation compilation, SyntaxTree tree)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Demo", LanguageNames.CSharp).WithMetadataReferences(compilation.References)
            .WithParseOptions(tree.Options).WithCompilationOptions(compilation.Options);
        foreach (var other in compilation.SyntaxTrees.Where(t => t != tree))
            project = project.AddDocument(Path.GetFileName(other.FilePath), other.GetText()).Project;
        return project.AddDocument(Path.GetFileName(tree.FilePath), tree.GetText());
    }

    private void Code(Document document, SyntaxTree tree, IReadOnlyList<Diagnostic> diagnostics)
    {
        var text = tree.GetText();
        var spans = Classifier.GetClassifiedSpansAsync(document, new TextSpan(0, text.Length)).Result
            .Where(s => !ClassificationTypeNames.AdditiveTypeNames.Contains(s.ClassificationType)).ToList();
        double top = _y;
        foreach (var line in text.Lines)
        {
            _y += Line;
            Text(0, (line.LineNumber + 1).ToString(CultureInfo.InvariantCulture).PadLeft(2), "number");
            foreach (var span in spans.Where(s => line.Span.Contains(s.TextSpan)))
                Text(Gutter + (span.TextSpan.Start - line.Start) * Column, text.ToString(span.TextSpan), Style(span.ClassificationType));
            _columns = Math.Max(_columns, line.Span.Length + 4);
        }
        foreach (var diagnostic in diagnostics)
        {
            foreach (var place in diagnostic.AdditionalLocations.Where(l => l.SourceTree == tree)) Mark(place, top, "place");
            Mark(diagnostic.Location, top, Severity(diagnostic));
        }
    }

    private void Message(Document document, Diagnostic diagnostic)
    {
        _y += 0.6 * Line;
        _marks.Append(CultureInfo.InvariantCulture, $"<path class=\"rule\" d=\"M0 {_y:0.#}h{{width}}\"/>\n");
        string severity = Severity(diagnostic);
        int row = 0;
        foreach (string part in Wrapped($"{severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}"))
        {
            _y += Line;
            Text(0, part, row++ == 0 ? $"message {severity}" : "message");
        }
        foreach (var place in diagnostic.AdditionalLocations)
        {
            _y += Line;
            string at = place.SourceTree!.ToString().Substring(place.SourceSpan.Start, place.SourceSpan.Length);
            int number = place.GetLineSpan().StartLinePosition.Line + 1;
            Text(2 * Column, string.Create(CultureInfo.InvariantCulture, $"line {number}: {at.Split('\n')[0]}"), "note");
        }
        foreach (string change in Changes(document, diagnostic))
        {
            _y += Line;
            _marks.Append(CultureInfo.InvariantCulture, $"<circle class=\"bulb\" cx=\"{Margin + 2.6 * Column:0.#}\" cy=\"{_y - 4.5:0.#}\" r=\"4\"/>\n");
            Text(4 * Column, change, "change");
        }
    }

    /// <summary>A wavy line below a diagnostic, a straight one below what its message refers to.</summary>
    private void Mark(Location location, double top, string style)
    {
        var span = location.GetLineSpan();
        double x = Margin + Gutter + span.StartLinePosition.Character * Column, y = top + (span.StartLinePosition.Line + 1) * Line + 3.5;
        int columns = Math.Max(1, span.EndLinePosition.Character - span.StartLinePosition.Character);
        string path = style == "place"
            ? string.Create(CultureInfo.InvariantCulture, $"h{columns * Column:0.#}")
            : string.Concat(Enumerable.Repeat(FormattableString.Invariant($"q{Column / 4:0.##} -3.5 {Column / 2:0.##} 0t{Column / 2:0.##} 0"), columns));
        _marks.Append(CultureInfo.InvariantCulture, $"<path class=\"mark {style}\" d=\"M{x:0.#} {y:0.#}{path}\"/>\n");
    }

    private void Text(double x, string text, string style)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        // The length is stated, so that marks stand below their words in whatever font the reader has.
        _text.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{Margin + x:0.#}\" y=\"{_y:0.#}\" textLength=\"{text.Length * Column:0.#}\" lengthAdjust=\"spacingAndGlyphs\">");
        _text.Append(SecurityElement.Escape(text)).Append("</text>\n");
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        foreach (string sentence in text.Split('\n'))
        {
            string line = "";
            foreach (string word in sentence.Trim().Split(' '))
            {
                if (line.Length + word.Length >= MessageColumns)
                {
                    yield return line;
                    line = "    ";
                }
                line += line.Trim().Length == 0 ? word : " " + word;
            }
            yield return line;
        }
    }

    /// <summary>What the light bulb offers, of all code fixes there are.</summary>
    private static List<string> Changes(Document document, Diagnostic diagnostic)
    {
        var titles = new List<string>();
        foreach (var type in typeof(MakePartialFix).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CodeFixProvider)) && !t.IsAbstract)
            .OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
            if (!fix.FixableDiagnosticIds.Contains(diagnostic.Id)) continue;
            fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (a, _) => titles.Add(a.Title), default)).Wait();
        }
        return titles;
    }

    private static string Severity(Diagnostic diagnostic) => diagnostic.Severity.ToString().ToLowerInvariant();

    private static string Style(string classification) => classification switch
    {
        ClassificationTypeNames.Keyword or ClassificationTypeNames.ControlKeyword => "keyword",
        ClassificationTypeNames.StringLiteral => "string",
        ClassificationTypeNames.NumericLiteral => "literal",
        ClassificationTypeNames.ClassName or ClassificationTypeNames.RecordClassName or ClassificationTypeNames.StructName => "type",
        ClassificationTypeNames.MethodName or ClassificationTypeNames.ExtensionMethodName => "method",
        _ => "code",
    };

    private string Svg()
    {
        double width = 2 * Margin + _columns * Column, height = _y + Margin;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{width:0.#}} {{height:0.#}}" width="{{width:0}}" height="{{height:0}}">
            <style>
            text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #1f2328 }
            .page { fill: #ffffff; stroke: #d0d7de } .rule { stroke: #d0d7de }
            .number, .note { fill: #6e7781 } .keyword { fill: #0550ae } .type { fill: #116a75 } .method { fill: #6f42c1 } .string, .literal { fill: #0a6b2d }
            .mark { fill: none; stroke-width: 1.4 } .place { stroke: #6e7781; stroke-dasharray: 2 2 }
            .mark.error { stroke: #cf222e } .mark.warning { stroke: #9a6700 } text.error { fill: #cf222e } text.warning { fill: #9a6700 } .bulb { fill: #d4a72c }
            @media (prefers-color-scheme: dark) {
            text { fill: #d6dde4 } .page { fill: #161b22; stroke: #30363d } .rule { stroke: #30363d } .number, .note { fill: #8b949e }
            .keyword { fill: #79b8ff } .type { fill: #56d4dd } .method { fill: #d2a8ff } .string, .literal { fill: #7ee787 } .place { stroke: #8b949e }
            .mark.error { stroke: #ff7b72 } .mark.warning { stroke: #e3b341 } text.error { fill: #ff7b72 } text.warning { fill: #e3b341 }
            }
            </style>
            <rect class="page" x="0.5" y="0.5" width="{{width - 1:0.#}}" height="{{height - 1:0.#}}" rx="6"/>
            {{_marks.ToString().Replace("{width}", width.ToString("0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal)}}{{_text}}</svg>

            """);
    }
}
