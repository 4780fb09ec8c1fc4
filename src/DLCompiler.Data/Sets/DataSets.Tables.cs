using System.Globalization;
using System.IO.Compression;

namespace DLCompiler.Data;

/// <summary>Well-known data sets, by name: small ones are in the library, others in a folder or on the network.</summary>
/// <example>
/// <code>
/// var iris = DataSets.Iris();
/// var (training, test) = iris.Data.Split(0.2, seed: 1, by: "label");
/// var (pictures, testPictures) = await DataSets.FashionMnistAsync(new DownloadOptions());
/// </code>
/// </example>
public static partial class DataSets
{
    private const int DigitSide = 8;
    private const float DarkestDigit = 16;

    private static readonly string[] IrisFeatures =
        ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"];

    private static readonly string[] WineFeatures =
    [
        "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids", "nonflavanoid_phenols",
        "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines", "proline",
    ];

    private static readonly string[] CellFeatures =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
        "fractal dimension",
    ];

    /// <summary>
    /// 1,797 handwritten digits, as grey pictures [1, 8, 8] (E. Alpaydin, C. Kaynak 1998; UCI Machine Learning Repository, CC BY
    /// 4.0): in the table from 0 to 16, in the data set from 0 to 1, of black ink on 0.
    /// </summary>
    public static TableSet Digits()
    {
        string[] features = [.. Enumerable.Range(0, DigitSide * DigitSide).Select(i => $"pixel_{i / DigitSide}_{i % DigitSide}")];
        string[] classes = [.. Enumerable.Range(0, 10).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return Embedded("digits", "digits.csv.gz", features, classes, image: true);
    }

    /// <summary>150 flowers of three kinds of iris, by four measures in cm (R. A. Fisher 1936; UCI, CC BY 4.0).</summary>
    public static TableSet Iris() => Embedded("iris", "iris.csv", IrisFeatures, ["setosa", "versicolor", "virginica"]);

    /// <summary>178 wines of three cultivars, by thirteen measures (M. Forina et al.; UCI, CC BY 4.0).</summary>
    public static TableSet Wine() => Embedded("wine", "wine_data.csv", WineFeatures, ["class_0", "class_1", "class_2"]);

    /// <summary>
    /// 569 tumours of the breast, malignant (0) or benign (1), by thirty measures of their cells' nuclei: the mean of ten, their
    /// standard errors, and the mean of the three largest (W. H. Wolberg, W. N. Street, O. L. Mangasarian 1995; UCI, CC BY 4.0).
    /// </summary>
    public static TableSet BreastCancer()
    {
        string[] features =
        [
            .. CellFeatures.Select(f => $"mean {f}"), .. CellFeatures.Select(f => $"{f} error"), .. CellFeatures.Select(f => $"worst {f}"),
        ];
        return Embedded("breast cancer", "breast_cancer.csv", features, ["malignant", "benign"]);
    }

    private static TableSet Embedded(string name, string file, string[] features, string[] classes, bool image = false)
    {
        var table = ReadEmbedded(file, [.. features, "class"], classes, hasHeader: !image);
        var values = new float[table.Count * features.Length];
        var labels = new int[table.Count];
        for (int row = 0; row < table.Count; row++)
        {
            for (int i = 0; i < features.Length; i++)
            {
                float value = float.Parse(table.CellAt(row, i).Text!, CultureInfo.InvariantCulture);
                values[(row * features.Length) + i] = image ? value / DarkestDigit : value;
            }

            labels[row] = Array.IndexOf(classes, table.CellAt(row, features.Length).Text);
        }

        var data = image
            ? new Dataset { { "image", values, 1, DigitSide, DigitSide }, { "label", labels } }
            : new Dataset { { "features", values, features.Length }, { "label", labels } };
        return new TableSet(name, table, data, features, classes);
    }

    /// <summary>A file in the library; the class's number, its last column, becomes the class's name.</summary>
    private static Table ReadEmbedded(string file, string[] columns, string[] classes, bool hasHeader)
    {
        using var stream = typeof(DataSets).Assembly.GetManifestResourceStream("sets/" + file)!;
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using var text = new StreamReader(plain);

        // The first line has the number of rows and columns and the classes' names, and so is no header.
        if (hasHeader) text.ReadLine();
        var rows = new List<string?[]>();
        while (text.ReadLine() is { Length: > 0 } line)
        {
            string?[] cells = line.Split(',');
            cells[^1] = classes[int.Parse(cells[^1]!, CultureInfo.InvariantCulture)];
            rows.Add(cells);
        }

        int first = hasHeader ? 2 : 1;
        return new Table(file, columns, rows, [.. Enumerable.Range(first, rows.Count)]);
    }
}
