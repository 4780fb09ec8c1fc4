using System.Xml.Linq;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

/// <summary>What an editor shows of a network and its layers, asked as editors do: through the symbols' documentation.</summary>
public class DocumentationTests
{
    private const string Source = """
        [Block]
        public partial class Part
        {
            [Parameter("D")] private partial Tensor Scale { get; }
            [Linear("4*D")] private partial Tensor Up(Tensor x);
            [Linear("D", Bias = false)] private partial Tensor Down(Tensor x);
            [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => Scale * Down(Relu(Up(x)));
        }

        /// <summary>Tells digits.</summary>
        [Model]
        public partial class Net
        {
            /// <summary>Makes features of pixels.</summary>
            /// <remarks>As in the paper.</remarks>
            [Linear(128)] private partial Tensor Hidden(Tensor x);

            /// <summary>Sees two sizes.</summary>
            [Conv1d(2, Kernel = 3, Padding = 1)] private partial Tensor Look(Tensor x);

            [Layer<Part>(Repeat = 3)] private partial Tensor Blocks(Tensor x);
            [Dropout(0.5f)] private partial Tensor Drop(Tensor x);
            [Linear(10)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 784)] Tensor image)
            {
                var x = Drop(Blocks(Hidden(image)));
                var y = Look(Look(Reshape(x, "N", 2, 64))[.., .., ..32]);
                return Classify(Flatten(y));
            }

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """;

    [Theory]
    [InlineData(
        "Hidden",
        "summary: Makes features of pixels.",
        "remarks: As in the paper. Linear: [N, 784] → [N, 128]. 100,480 parameters: weight [128, 784], bias [128]; "
        + "200832*N FLOPs.")]
    [InlineData(
        "Classify",
        "summary: Linear: [N, 64] → [N, 10].",
        "remarks: 650 parameters: weight [10, 64], bias [10]; 1290*N FLOPs.")]
    [InlineData("Drop", "summary: Dropout: [N, 128] → [N, 128].", "remarks: 0 parameters; 0 FLOPs.")]
    [InlineData(
        "Blocks",
        "summary: 3 × Part: [N, 128] → [N, 128].",
        "remarks: 395,136 parameters; 789888*N FLOPs.")]
    [InlineData(
        "Look",
        "summary: Sees two sizes.",
        "remarks: Conv1d: [N, 2, 64] → [N, 2, 64], then [N, 2, 32] → [N, 2, 32]. 14 parameters: weight [2, 2, 3], bias [2]; "
        + "2496*N FLOPs.")]
    public void A_layer_tells_its_shapes_and_its_size(string layer, params string[] expected) =>
        Assert.Equal(expected, Shown(Member("Net", layer)));

    [Theory]
    [InlineData(
        "Up",
        "summary: Linear: [N, D] → [N, 4*D].",
        "remarks: 4*D*D+4*D parameters: weight [4*D, D], bias [4*D]; 8*D*D*N + 4*D*N FLOPs.")]
    [InlineData(
        "Down", "summary: Linear: [N, 4*D] → [N, D].", "remarks: 4*D*D parameters: weight [D, 4*D]; 8*D*D*N FLOPs.")]
    [InlineData("Scale", "summary: A parameter: [D].")]
    public void A_layer_of_a_block_tells_them_in_its_symbols(string layer, params string[] expected) =>
        Assert.Equal(expected, Shown(Member("Part", layer)));

    [Fact]
    public void A_class_shows_the_table_of_its_layers() => Assert.Equal(
        [
            "summary: Tells digits.",
            "remarks: Layer Kind, shapes, size, work "
            + "Hidden Linear: [N, 784] → [N, 128]; 100,480 parameters; 200832*N FLOPs "
            + "Look Conv1d: [N, 2, 64] → [N, 2, 64], then [N, 2, 32] → [N, 2, 32]; 14 parameters; 2496*N FLOPs "
            + "Blocks 3 × Part: [N, 128] → [N, 128]; 395,136 parameters; 789888*N FLOPs "
            + "Drop Dropout: [N, 128] → [N, 128]; 0 parameters; 0 FLOPs "
            + "Classify Linear: [N, 64] → [N, 10]; 650 parameters; 1290*N FLOPs "
            + "all 496,280 parameters; 994506*N FLOPs",
        ],
        Shown(Generated().GetTypeByMetadataName("Net")!));

    private static Compilation Generated() => Sources.Generate(Sources.Compile(Source));

    private static ISymbol Member(string type, string name)
    {
        var compilation = Generated();
        Assert.Empty(Sources.Problems(compilation));
        return compilation.GetTypeByMetadataName(type)!.GetMembers(name).Single();
    }

    /// <summary>The sections of a symbol's documentation as text.</summary>
    private static List<string> Shown(ISymbol symbol) =>
    [
        .. XDocument.Parse(symbol.GetDocumentationCommentXml()!).Root!.Elements()
            .Select(section => $"{section.Name}: {Text(section)}"),
    ];

    private static string Text(XElement section)
    {
        var words = section.DescendantNodes().OfType<XText>().Select(t => t.Value);
        return string.Join(" ", string.Join(" ", words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace(" :", ":", StringComparison.Ordinal).Replace(" . ", ". ", StringComparison.Ordinal);
    }
}
