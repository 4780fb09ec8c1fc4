namespace DLCompiler.Tests.Models;

public class ModelSummaryTests
{
    [Fact]
    public void Prints_a_table()
    {
        var summary = new ModelSummary(
            "DigitClassifier",
            new LayerSummary("Hidden", "Linear", "[N, 64]", 4_160, 8_192, 16_640),
            new LayerSummary("Classify", "Linear", "[N, 10]", 650, 1_280, 2_600));
        Assert.Equal((4_810, 9_472, 19_240), (summary.Parameters, summary.Flops, summary.Bytes));
        Assert.Equal(
            """
            DigitClassifier
            layer     kind    output   parameters  FLOPs   bytes
            ────────────────────────────────────────────────────
            Hidden    Linear  [N, 64]       4,160  8,192  16,640
            Classify  Linear  [N, 10]         650  1,280   2,600
            ────────────────────────────────────────────────────
            total                           4,810  9,472  19,240

            """,
            summary.ToString());
    }

    [Fact]
    public void Counts_the_operations_of_a_block_once()
    {
        var summary = new ModelSummary(
            "Mixer",
            new LayerSummary("Blocks.0.Up", "Linear", "[N, 128]", 4_224, 8_320, 16_896),
            new LayerSummary("Blocks.0.Down", "Linear", "[N, 32]", 4_128, 8_224, 16_512),
            new LayerSummary("Blocks.0", "Residual", "[N, 32]", 0, 16_576, 0),
            new LayerSummary("Blocks.0Head", "Linear", "[N, 10]", 330, 640, 1_320));
        Assert.Equal((8_682, 17_216, 34_728), (summary.Parameters, summary.Flops, summary.Bytes));
    }
}
