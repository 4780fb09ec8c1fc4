namespace DLCompiler.Data;

/// <summary>
/// Pictures in a folder for each class: <c>path/cat/1.jpg</c>, <c>path/dog/7.png</c>. Classes and files are in the order of their
/// names, so that the same folder gives the same labels on every machine.
/// </summary>
/// <example>
/// <code>
/// encoder.Fit(ImageFolder.Images("pets/training"));
/// var folder = ImageFolder.Load("pets/training", encoder);
/// var loader = new DataLoader(folder.Data);   // columns "image" and "label"
/// </code>
/// </example>
public sealed class ImageFolder
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".pgm", ".pbm"];

    private ImageFolder(Dataset data, string[] classes, string[] files) => (Data, Classes, Files) = (data, classes, files);

    /// <summary>
    /// The examples: column "image" of floats [channels, height, width], column "label" with the number of the class, from 0.
    /// </summary>
    public Dataset Data { get; }

    /// <summary>The names of the classes: those of their folders.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The file of each example.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads and encodes all pictures of a folder's folders: files that end in png, jpg, jpeg, bmp, ppm, pgm or pbm.</summary>
    /// <param name="path">The folder with one for each class.</param>
    /// <param name="encoder">What turns the pictures into numbers: stated, or fitted to pictures that train.</param>
    /// <exception cref="DataException">
    /// There is no such folder, it has none, one has no pictures, or a picture is damaged; the message says which.
    /// </exception>
    public static ImageFolder Load(string path, ImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        string[] classes = ClassesOf(path);
        var files = new List<string>();
        var labels = new List<int>();
        for (int label = 0; label < classes.Length; label++)
        {
            string[] own = FilesOf(Path.Combine(path, classes[label]));
            files.AddRange(own);
            labels.AddRange(Enumerable.Repeat(label, own.Length));
        }

        if ((long)files.Count * encoder.Count > Array.MaxLength)
            throw new DataException(new DataPlace(path), $"{files.Count} pictures of {encoder.Count} numbers are too many for one array");
        var codes = new float[files.Count * encoder.Count];
        for (int i = 0; i < files.Count; i++) encoder.Encode(Image.Load(files[i]), codes.AsSpan(i * encoder.Count, encoder.Count));
        var data = new Dataset { { "image", codes, encoder.Count }, { "label", labels.ToArray() } };
        return new ImageFolder(data, classes, [.. files]);
    }

    /// <summary>The pictures of a folder's folders in the order of <see cref="Load"/>, each read when it is asked for.</summary>
    /// <param name="path">The folder with one for each class.</param>
    /// <exception cref="DataException">As for <see cref="Load"/>.</exception>
    public static IEnumerable<Image> Images(string path) =>
        ClassesOf(path).SelectMany(name => FilesOf(Path.Combine(path, name))).Select(Image.Load);

    private static string[] ClassesOf(string path)
    {
        string[] folders = Listed(path, Directory.GetDirectories);
        return folders.Length > 0 ? folders : throw new DataException(new DataPlace(path), "has no folders: there is one for each class");
    }

    private static string[] FilesOf(string path)
    {
        string[] files = Listed(path, Directory.GetFiles);
        files = [.. files.Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())).Select(f => Path.Combine(path, f))];
        return files.Length > 0 ? files : throw new DataException(new DataPlace(path), "has no pictures");
    }

    private static string[] Listed(string path, Func<string, string[]> list)
    {
        try
        {
            return [.. list(path).Select(found => Path.GetFileName(found)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(new DataPlace(path), $"cannot be listed: {e.Message}", e);
        }
    }
}
