using System.Globalization;
using System.Text;
using DLCompiler.Data;
using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Guides;

[Model]
public sealed partial class LoanNet
{
    [Linear(16)]
    private partial Tensor Hidden(Tensor x);

    [Linear(2)]
    private partial Tensor Decide(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 13)] Tensor features) => Decide(Relu(Hidden(features)));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>The code of docs/guides/tables.md.</summary>
public class TablesGuide : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Runs()
    {
        string path = _folder["loans.csv"];
        File.WriteAllText(path, Loans());
        string weights = _folder["loans.safetensors"];

        var table = Table.Read(path, new CsvOptions { Missing = ["", "NA"] });

        var (training, test) = new Dataset { { "row", Enumerable.Range(0, table.Count).ToArray() } }.Split(0.25, seed: 1);
        var known = table.Rows(training.Ints("row"));

        var encoder = new TableEncoder
        {
            { "age", new Standardize() },
            { "income", new Quantiles().OrMissing() },
            { "job", new OneHot() },
            { "since", new DateCycles(Cycle.Year, Cycle.Week) },
            { "street", new Hashed(2) },
        };
        encoder.Fit(known);
        var answer = new Ordinal();
        answer.Fit(known["repaid"]);

        Dataset Encoded(Table rows) => new()
        {
            { "features", encoder.Encode(rows), encoder.Width },
            { "label", answer.Numbers(rows["repaid"]) },
        };

        var model = new LoanNet(seed: 1);
        var matrix = new ConfusionMatrix(2);
        model.CreateTrainer(new AdamW(1e-2f)).Fit(
            Encoded(known),
            Encoded(table.Rows(test.Ints("row"))),
            new FitOptions { Epochs = 20, Metrics = [FitMetric.Accuracy(matrix)], ShowsProgress = false });

        model.Save(weights, new Dictionary<string, string> { ["features"] = encoder.ToJson() });

        var served = new LoanNet();
        served.Load(weights);
        var same = TableEncoder.FromJson(ModelFile.Texts(weights)["features"]);
        var logits = new float[2];
        served.Predict(same.Encode(Table.Parse("age,income,job,since,street\n41,52000,baker,2020-03-01,High Street")), logits);

        Assert.Equal(13, encoder.Width);
        Assert.True(matrix.Accuracy > 0.8, $"{matrix.Accuracy}");
        var problem = Assert.Throws<DataException>(() =>
            encoder.Encode(Table.Parse("age,income,job,since,street\nforty,1,baker,2020-03-01,High Street")));
        Assert.Contains("column 'age'", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Loans()
    {
        var random = new ItemRandom(4);
        string[] jobs = ["baker", "clerk", "nurse", "smith"];
        var text = new StringBuilder("age,income,job,since,street,repaid\n");
        for (int i = 0; i < 400; i++)
        {
            int income = 20_000 + random.Next(60_000), age = 18 + random.Next(60);
            bool repaid = income + (400 * age) > 65_000;
            var since = new DateTime(2015, 1, 1).AddDays(random.Next(3000));
            string shown = i % 10 == 0 ? "NA" : income.ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{age},{shown},{jobs[random.Next(4)]},{since:yyyy-MM-dd},Street {random.Next(50)},{(repaid ? "yes" : "no")}\n");
        }

        return text.ToString();
    }
}
