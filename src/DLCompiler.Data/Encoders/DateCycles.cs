using System.Globalization;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>What of a date comes again.</summary>
public enum Cycle
{
    /// <summary>The time of day: midnight is the beginning.</summary>
    Day,

    /// <summary>The day of the week, with the time: Monday's first minute is the beginning.</summary>
    Week,

    /// <summary>The day of the month, with the time.</summary>
    Month,

    /// <summary>The day of the year, with the time.</summary>
    Year,
}

/// <summary>Sine and cosine of where a date is in each cycle: the last hour is as near to the first as any two others.</summary>
public sealed class DateCycles : Encoder
{
    internal const string Name = "date";

    private readonly Cycle[] _cycles;

    /// <param name="cycles">The cycles, each of which makes two numbers.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public DateCycles(params Cycle[] cycles)
    {
        if (cycles.Length == 0) throw new ArgumentException("At least one cycle is needed.", nameof(cycles));
        _cycles = [.. cycles];
    }

    /// <summary>
    /// How dates are written, as in <see cref="DateTime.ParseExact(string, string, IFormatProvider)"/>; null for any form
    /// that is the same everywhere, ISO 8601's above all.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>Two a cycle.</summary>
    public override int Width => 2 * _cycles.Length;

    /// <summary>True.</summary>
    public override bool IsFitted => true;

    private protected override string Kind => Name;

    internal static DateCycles Load(EncoderState state)
    {
        var cycles = state.Texts("cycles")
            .Select(text => Enum.TryParse(text, out Cycle cycle) ? cycle : throw EncoderState.Damaged($"'{text}' is no cycle")).ToArray();
        string format = state.Text("format");
        return new DateCycles(cycles) { Format = format.Length > 0 ? format : null };
    }

    /// <summary>Does nothing.</summary>
    public override void Fit(Column column)
    {
    }

    /// <inheritdoc/>
    public override void Encode(Cell cell, Span<float> code)
    {
        var date = Date(cell);
        for (int i = 0; i < _cycles.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(2 * Math.PI * Share(date, _cycles[i]));
            (code[2 * i], code[(2 * i) + 1]) = ((float)sine, (float)cosine);
        }
    }

    /// <summary>Not possible.</summary>
    /// <exception cref="NotSupportedException">Always: the date itself is not in its cycles.</exception>
    public override string? Decode(ReadOnlySpan<float> code) =>
        throw new NotSupportedException("Cycles do not say which date they are of.");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names(string column) =>
        [.. _cycles.SelectMany(c => new[] { $"sin({column}.{c})", $"cos({column}.{c})" })];

    private protected override void Save(JsonObject state)
    {
        state["cycles"] = EncoderState.Array(_cycles.Select(c => c.ToString()));
        state["format"] = Format ?? "";
    }

    private static double Share(DateTime date, Cycle cycle) => cycle switch
    {
        Cycle.Day => date.TimeOfDay.TotalDays,
        Cycle.Week => (((int)date.DayOfWeek + 6) % 7 + date.TimeOfDay.TotalDays) / 7,
        Cycle.Month => (date.Day - 1 + date.TimeOfDay.TotalDays) / DateTime.DaysInMonth(date.Year, date.Month),
        _ => (date.DayOfYear - 1 + date.TimeOfDay.TotalDays) / (DateTime.IsLeapYear(date.Year) ? 366 : 365),
    };

    private DateTime Date(Cell cell)
    {
        if (cell.Text is null) throw cell.Wrong("where a date is needed: fill it, or append OrMissing() to the encoder");
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.RoundtripKind;
        bool isDate = Format is null
            ? DateTime.TryParse(cell.Text, CultureInfo.InvariantCulture, Styles, out var date)
            : DateTime.TryParseExact(cell.Text, Format, CultureInfo.InvariantCulture, Styles, out date);
        return isDate ? date : throw cell.Wrong(Format is null ? "is no date" : $"is no date in the form {Format}");
    }
}
