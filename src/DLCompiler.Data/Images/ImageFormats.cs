namespace DLCompiler.Data;

/// <summary>Tells the format of a picture by its first bytes.</summary>
internal static class ImageFormats
{
    public static Image Read(byte[] bytes, string name) => bytes switch
    {
        [] => throw new DataException(new DataPlace(name), "the file is empty"),
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => PngReader.Read(bytes, name),
        [0xFF, 0xD8, ..] => JpegReader.Read(bytes, name),
        [(byte)'B', (byte)'M', ..] => BmpReader.Read(bytes, name),
        [(byte)'P', >= (byte)'1' and <= (byte)'6', ..] => PnmReader.Read(bytes, name),
        _ => throw new DataException(
            new DataPlace(name),
            $"is no PNG, JPEG, BMP or PPM: it starts with {Convert.ToHexString(bytes.AsSpan(0, Math.Min(8, bytes.Length)))}"),
    };
}
