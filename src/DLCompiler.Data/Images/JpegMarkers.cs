namespace DLCompiler.Data;

/// <summary>Walks over a JPEG file's markers before it is decoded (ITU-T T.81, annex B): what it claims must be possible.</summary>
internal static class JpegMarkers
{
    /// <summary>
    /// How many blocks of all scans a byte may stand for. A scan can go over the whole picture for a few bytes, so that many of them
    /// take long; encoders write about ten, one of which has a bit for each block.
    /// </summary>
    private const long MaxBlocksOfByte = 16 * 8;

    /// <summary>Blocks that are decoded at once, however small the file.</summary>
    private const long FewBlocks = 1 << 16;

    private const byte Progressive = 0xC2, StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, RestartInterval = 0xDD;
    private const byte Temporary = 0x01;

    public static void Check(ByteReader file)
    {
        file.Take(2, "the first marker");
        long blocks = 0;
        long scans = 0;
        bool progressive = false, restarts = false;
        while (true)
        {
            int at = file.Position;
            byte marker = Next(file);
            if (marker == EndOfImage)
            {
                if (scans == 0) throw file.Wrong("the JPEG file ends before a picture", at);
                return;
            }

            if (marker is Temporary or (>= 0xD0 and <= StartOfImage)) continue;
            int length = (file.Byte("a marker's length") << 8) | file.Byte("a marker's length");
            if (length < 2) throw file.Wrong($"marker {marker:X2} has length {length}", at);
            var segment = file.Take(length - 2, $"marker {marker:X2}");
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (blocks > 0) throw file.Wrong("a JPEG file has one picture", at);
                blocks = Frame(file, marker, segment, at);
                progressive = marker == Progressive;
            }
            else if (marker == RestartInterval)
            {
                restarts = segment.ContainsAnyExcept((byte)0);
            }
            else if (marker == StartOfScan)
            {
                if (blocks == 0) throw file.Wrong("pixels come before the picture's size", at);

                // LibJpeg.NET 1.5.324 loses count of them there, and takes the file for damaged.
                if (progressive && restarts) throw file.Wrong("progressive JPEG pictures with restart intervals are not read", at);
                if (++scans * blocks > (MaxBlocksOfByte * file.Length) + FewBlocks)
                    throw file.Wrong($"{scans} scans of {blocks} blocks are too many for {file.Length} bytes", at);
                SkipScan(file);
            }
        }
    }

    /// <summary>The blocks of 8 × 8 samples of all components.</summary>
    private static long Frame(ByteReader file, byte marker, ReadOnlySpan<byte> segment, int at)
    {
        // Baseline, extended and progressive with Huffman's codes; not lossless, hierarchical or arithmetic.
        if (marker is not (0xC0 or 0xC1 or Progressive)) throw file.Wrong($"JPEG pictures of kind {marker:X2} are not read", at);
        if (segment.Length < 6 || segment.Length != 6 + (3 * segment[5])) throw file.Wrong("the picture's header is damaged", at);
        int height = (segment[1] << 8) | segment[2], width = (segment[3] << 8) | segment[4];
        file.CheckSize(width, height);
        if (segment[0] != 8) throw file.Wrong($"samples of {segment[0]} bits are not read", at);
        if (segment[5] is not (1 or 3 or 4)) throw file.Wrong($"pictures of {segment[5]} components are not read", at);
        int across = 1, down = 1;
        for (int c = 6; c < segment.Length; c += 3)
        {
            int h = segment[c + 1] >> 4, v = segment[c + 1] & 15;
            if (h is < 1 or > 4 || v is < 1 or > 4) throw file.Wrong($"a component is sampled {h} × {v}: 1 to 4 are allowed", at);
            (across, down) = (Math.Max(across, h), Math.Max(down, v));
        }

        long blocks = 0;
        for (int c = 6; c < segment.Length; c += 3)
        {
            int h = segment[c + 1] >> 4, v = segment[c + 1] & 15;
            long columns = (((long)width * h) + (8 * across) - 1) / (8 * across);
            blocks += columns * ((((long)height * v) + (8 * down) - 1) / (8 * down));
        }

        // A block takes one bit at least: the code of its mean.
        if (blocks > 8L * file.Left)
            throw file.Wrong($"{width} × {height} pixels are more than the {file.Left} bytes that are left can hold", at);
        return blocks;
    }

    private static byte Next(ByteReader file)
    {
        if (file.Byte("a marker") != 0xFF) throw file.Wrong("a marker is due", file.Position - 1);
        byte marker;
        do marker = file.Byte("a marker");
        while (marker == 0xFF);
        return marker;
    }

    /// <summary>Goes to the next marker that is neither a zero after a byte of ones nor a restart.</summary>
    private static void SkipScan(ByteReader file)
    {
        while (true)
        {
            var left = file.Take(file.Left, "a scan");
            file.Position -= left.Length;
            int ones = left.IndexOf((byte)0xFF);
            if (ones < 0 || ones + 1 >= left.Length) throw file.Wrong("the file is cut off: its end is missing", file.Length);
            file.Position += ones;
            if (left[ones + 1] is not (0 or (>= 0xD0 and <= 0xD7) or 0xFF)) return;

            // Ones may fill up before a marker.
            file.Position += left[ones + 1] == 0xFF ? 1 : 2;
        }
    }
}
