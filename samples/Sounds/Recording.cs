using System.Globalization;
using System.IO.Compression;
using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>A recording of a digit.</summary>
/// <param name="Voice">Who speaks, from 0.</param>
/// <param name="Digit">What is said, from 0 to 9.</param>
/// <param name="Sound">The sound.</param>
internal sealed record Recording(int Voice, int Digit, Waveform Sound)
{
    /// <summary>The recordings that are embedded in this program, voice by voice; Data/make_sounds.py made them.</summary>
    public static IReadOnlyList<Recording> All()
    {
        using var stream = typeof(Recording).Assembly.GetManifestResourceStream("sounds.zip")!;
        using var archive = new ZipArchive(stream);
        return [.. archive.Entries.Select(Read)];
    }

    /// <summary>A file of the archive, which is called voice-digit-take.wav.</summary>
    private static Recording Read(ZipArchiveEntry entry)
    {
        using var sound = entry.Open();
        int[] numbers = [.. Path.GetFileNameWithoutExtension(entry.Name).Split('-')
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return new Recording(numbers[0], numbers[1], WavFile.Read(sound, entry.Name));
    }
}
