using BitMiracle.LibJpeg.Classic;

namespace DLCompiler.Data;

/// <summary>Reads JPEG files, baseline and progressive, in gray, RGB, YCbCr and (to RGB) CMYK.</summary>
/// <remarks>
/// LibJpeg.NET decodes each component as it is stored. Sizes and colours are made here, as libjpeg-turbo does, which PIL and
/// torchvision use. What the library only warns of and fills with gray, is an error; what would take it too long or too much
/// memory, is found before.
/// </remarks>
internal static class JpegReader
{
    private const int Block = 8;

    public static Image Read(byte[] bytes, string name)
    {
        JpegMarkers.Check(new ByteReader(bytes, name));
        try
        {
            using var stream = new MemoryStream(bytes);
            var decoder = new jpeg_decompress_struct(new Strict());
            decoder.jpeg_stdio_src(stream);
            decoder.jpeg_read_header(true);
            decoder.Raw_data_out = true;
            decoder.Out_color_space = decoder.Jpeg_color_space;
            decoder.Dct_method = J_DCT_METHOD.JDCT_ISLOW;

            // Else the library makes small components larger in its own way.
            decoder.Do_fancy_upsampling = false;
            decoder.jpeg_start_decompress();
            var planes = Planes(decoder);
            return JpegColours.Image(decoder.Jpeg_color_space, planes, decoder.Image_width, decoder.Image_height);
        }
        catch (Exception e) when (e is not (DataException or OutOfMemoryException))
        {
            throw new DataException(new DataPlace(name), $"the JPEG data is damaged or cut off: {e.Message}", e);
        }
    }

    /// <summary>The components, each as many rows and columns as it is stored with.</summary>
    private static JpegPlane[] Planes(jpeg_decompress_struct decoder)
    {
        var components = decoder.Comp_info;
        int across = components.Max(c => c.H_samp_factor), down = components.Max(c => c.V_samp_factor);
        int groups = (decoder.Image_height + (down * Block) - 1) / (down * Block);
        int columns = (decoder.Image_width + (across * Block) - 1) / (across * Block);
        JpegPlane[] planes = [.. components.Select(c => new JpegPlane(
            (across, c.H_samp_factor), (down, c.V_samp_factor), decoder.Image_width, decoder.Image_height,
            Rows(groups * c.V_samp_factor * Block, columns * c.H_samp_factor * Block)))];
        var group = new byte[planes.Length][][];
        for (int i = 0; i < groups; i++)
        {
            for (int c = 0; c < planes.Length; c++)
            {
                int size = components[c].V_samp_factor * Block;
                group[c] = planes[c].Rows[(i * size)..((i + 1) * size)];
            }

            if (decoder.jpeg_read_raw_data(group, down * Block) == 0) throw new EndOfStreamException($"no group {i} of {groups}");
        }

        decoder.jpeg_finish_decompress();
        return planes;
    }

    private static byte[][] Rows(int count, int length)
    {
        var rows = new byte[count][];
        for (int i = 0; i < count; i++) rows[i] = new byte[length];
        return rows;
    }

    /// <summary>Throws where the library would only count a warning.</summary>
    private sealed class Strict : jpeg_error_mgr
    {
        /// <inheritdoc/>
        public override void error_exit() => throw new InvalidDataException(format_message());

        /// <inheritdoc/>
        public override void emit_message(int msg_level)
        {
            if (msg_level < 0) throw new InvalidDataException(format_message());
        }

        /// <inheritdoc/>
        public override void output_message()
        {
        }
    }
}
