using System.Globalization;

namespace DLCompiler;

/// <summary>Numbers as a report shows them, in the invariant culture.</summary>
internal static class Figures
{
    /// <summary>A place in a picture.</summary>
    public static string Pixel(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>With thousands apart.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>To four digits: <c>0.1234</c>, <c>12,350</c>, <c>1.2e-5</c>; <c>–</c> for NaN.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value)) return "–";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        double size = Math.Abs(value);
        string text = size == 0 ? "0"
            : size is < 1e-3 or >= 1e7 ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
            : size >= 1000 ? value.ToString("#,0", CultureInfo.InvariantCulture)
            : value.ToString("G4", CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary><c>12.3 MB</c>, in powers of 1000.</summary>
    public static string Bytes(long bytes) => Scaled(bytes, "B");

    /// <summary><c>1.2 M</c> of a unit, in powers of 1000.</summary>
    public static string Scaled(double value, string unit)
    {
        string[] prefixes = ["", "k", "M", "G", "T", "P"];
        int power = 0;
        while (Math.Abs(value) >= 999.95 && power < prefixes.Length - 1) (value, power) = (value / 1000, power + 1);
        return value.ToString(power == 0 ? "0.##" : "0.0", CultureInfo.InvariantCulture) + " " + prefixes[power] + unit;
    }

    /// <summary><c>2 h 05 min</c>, <c>3 min 20 s</c>, <c>12.3 s</c> or <c>85 ms</c>.</summary>
    public static string Duration(double seconds)
    {
        if (double.IsNaN(seconds)) return "–";
        var culture = CultureInfo.InvariantCulture;
        long whole = (long)Math.Round(seconds);
        return whole >= 3600 ? string.Create(culture, $"{whole / 3600} h {whole / 60 % 60:00} min")
            : whole >= 100 ? string.Create(culture, $"{whole / 60} min {whole % 60:00} s")
            : seconds >= 1 ? string.Create(culture, $"{seconds:0.0} s")
            : string.Create(culture, $"{1000 * seconds:0.#} ms");
    }
}
