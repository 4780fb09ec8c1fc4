using System.Net.Sockets;
using System.Security.Cryptography;

namespace DLCompiler.Data.Tests.Downloads;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = Bytes(300_000, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly TestTime _time = new();

    private string Target => Path.Combine(_folder, "within", "file.bin");

    private DownloadOptions Options => new() { Time = _time };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_arrives_and_progress_is_told()
    {
        await using var server = new TestServer((request, stream) => SendAsync(request, stream, Content));
        var progress = new Log();
        await Download.FileAsync(server.Address, Target, Sum(Content), Options with { Progress = progress });
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
        Assert.Equal(new DownloadProgress(server.Address, Content.Length, Content.Length), progress.Reports[^1]);
        Assert.Equal(1.0, progress.Reports[^1].Share);
        Assert.Equal(progress.Reports.Select(r => r.Received).Order(), progress.Reports.Select(r => r.Received));
        Assert.Equal("identity", server.Requests[0]["Accept-Encoding"]);

        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        await Download.FileAsync(server.Address, Target, null, Options);
        Assert.Single(server.Requests);
        File.WriteAllBytes(Target, [1]);
        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData("ETag: \"1\"", 1)]
    [InlineData("Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT", 2)]
    [InlineData("ETag: \"a\"", 3)]
    public async Task Dropped_connections_are_taken_up_where_they_ended(string validator, int seed)
    {
        var random = new Random(seed);
        await using var server = new TestServer((request, stream) =>
            SendAsync(request, stream, Content, validator, drop: random.Next(1, 100_000), reset: random.Next(2) == 0));
        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.InRange(server.Requests.Count, 4, 100);
        Assert.Null(server.Requests[0]["Range"]);
        var later = server.Requests.Where(r => r.From > 0).ToList();
        Assert.NotEmpty(later);
        Assert.All(later, r => Assert.Equal(validator.Split(": ")[1], r["If-Range"]));
        Assert.Equal(later.Select(r => r.From).Order(), later.Select(r => r.From));
    }

    /// <summary>Two changes within a second have the same time: such a file is not put together of parts.</summary>
    [Fact]
    public async Task A_change_of_this_second_is_no_version()
    {
        const string Now = "Date: Wed, 21 Oct 2015 07:28:00 GMT\nLast-Modified: Wed, 21 Oct 2015 07:28:00 GMT";
        int answers = 0;
        await using var server = new TestServer((request, stream) =>
            SendAsync(request, stream, Content, Now, drop: answers++ == 0 ? 100_000 : null));
        await Download.FileAsync(server.Address, Target, null, Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.Null(r["If-Range"]));
    }

    [Fact]
    public async Task A_part_where_the_whole_was_asked_for_is_not_taken_for_it()
    {
        await using var server = new TestServer((request, stream) => request.From > 0
            ? SendAsync(request, stream, Content)
            : TestServer.SendAsync(
                stream,
                $"HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-999/{Content.Length}\nETag: \"1\"\nContent-Length: 1000",
                Content.AsMemory(0, 1000)));
        await Download.FileAsync(server.Address, Target, null, Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Another_process_goes_on()
    {
        using var cancel = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        await using var server = new TestServer(async (request, stream) =>
        {
            if (request.From > 0)
            {
                await SendAsync(request, stream, Content);
                return;
            }

            await SendAsync(request, stream, Content, drop: 100_000);
            await ended.Task;
        });
        var progress = new Log { When = received => received == 100_000, Then = cancel.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Download.FileAsync(server.Address, Target, null, Options with { Progress = progress }, cancel.Token));
        ended.SetResult();
        Assert.Equal(100_000, new FileInfo(Target + ".part").Length);
        Assert.False(File.Exists(Target));

        await Download.FileAsync(server.Address, Target, null, Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([0, 100_000], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task What_is_here_of_another_address_or_damaged_is_not_used()
    {
        await using var server = new TestServer((request, stream) => SendAsync(request, stream, Content));
        string[] rests = ["\nmany\n\"1\"\n", "\n5\n\"1\"\n", "\n300000\n1\n"];
        foreach (string info in rests.Select(r => server.Address + r).Prepend("").Prepend("http://other/\n300000\n\"1\"\n"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
            File.WriteAllBytes(Target + ".part", new byte[1000]);
            File.WriteAllText(Target + ".part.info", info);
            await Download.FileAsync(server.Address, Target, null, Options);
            Assert.Equal(Content, File.ReadAllBytes(Target));
            File.Delete(Target);
        }

        Assert.All(server.Requests, r => Assert.Null(r["Range"]));
    }

    [Fact]
    public async Task A_server_without_ranges_sends_it_all_again()
    {
        int count = 0;
        await using var server = new TestServer((request, stream) =>
            SendAsync(request, stream, Content, knowsRanges: false, drop: ++count < 4 ? 1000 * count : null));
        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(4, count);
    }

    [Fact]
    public async Task A_server_that_gets_nowhere_is_given_up()
    {
        await using var server = new TestServer((request, stream) =>
            SendAsync(request, stream, Content, knowsRanges: false, drop: 1000));
        string problem = await Problem(server, null, Options with { Attempts = 4 });
        Assert.Contains("after 1000 of 300000 bytes; given up after 4 attempts in a row", problem, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal([1, 2, 4], _time.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_loaded_anew()
    {
        byte[] later = Bytes(200_000, 2);
        bool hasChanged = false;
        await using var server = new TestServer((request, stream) =>
        {
            if (hasChanged) return SendAsync(request, stream, later, "ETag: \"2\"");
            hasChanged = true;
            return SendAsync(request, stream, Content, "ETag: \"1\"", drop: 150_000);
        });
        await Download.FileAsync(server.Address, Target, Sum(later), Options);
        Assert.Equal(later, File.ReadAllBytes(Target));
        Assert.Equal("\"1\"", server.Requests[1]["If-Range"]);
    }

    [Fact]
    public async Task A_server_that_mixes_versions_is_found_out_by_the_checksum()
    {
        byte[] other = Bytes(Content.Length, 3);
        int count = 0;
        await using var server = new TestServer((request, stream) =>
            SendAsync(request, stream, count++ == 1 ? other : Content, drop: count == 1 ? 100_000 : null));
        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([0, 100_000, 0], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task Another_file_is_refused()
    {
        await using var server = new TestServer((request, stream) => SendAsync(request, stream, Content));
        var due = Checksum.Sha256(new string('0', 64));
        Assert.Equal(
            $"{server.Address}: the file's checksum is {Sum(Content)}, not SHA256 {due.Hex}: its 300000 bytes are damaged, or it is another file",
            await Problem(server, due, Options));
        Assert.False(File.Exists(Target));
        Assert.Equal(0, new FileInfo(Target + ".part").Length);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Publishers_give_md5()
    {
        await using var server = new TestServer((request, stream) => SendAsync(request, stream, "hello world"u8.ToArray()));
        await Download.FileAsync(server.Address, Target, Checksum.Md5("5eb63bbbe01eeed093cb22bb8f5acdc3"), Options);
        Assert.Equal("hello world", File.ReadAllText(Target));
    }

    [Fact]
    public async Task A_wrong_length_is_told()
    {
        await using var server = new TestServer((_, stream) =>
            TestServer.SendAsync(stream, "HTTP/1.1 200 OK\nETag: \"1\"\nContent-Length: 5000", Content.AsMemory(0, 4000)));
        string problem = await Problem(server, null, Options with { Attempts = 3 });
        Assert.Contains("after 4000 of 5000 bytes; given up", problem, StringComparison.Ordinal);

        // The rest is of another length than the whole: then nothing of it is taken.
        int count = 0;
        await using var second = new TestServer((request, stream) => ++count != 2
            ? SendAsync(request, stream, Content, drop: count == 1 ? 1000 : null)
            : TestServer.SendAsync(
                stream, "HTTP/1.1 206 Partial Content\nContent-Length: 4\nContent-Range: bytes 1000-1003/1004", new byte[4]));
        await Download.FileAsync(second.Address, Target, Sum(Content), Options);
        Assert.Equal([0, 1000, 0], second.Requests.Select(r => r.From));

        // A rest that ends before the whole does.
        File.Delete(Target);
        count = 0;
        await using var third = new TestServer((request, stream) => ++count != 2
            ? SendAsync(request, stream, Content, drop: count == 1 ? 1000 : null)
            : TestServer.SendAsync(
                stream,
                "HTTP/1.1 206 Partial Content\nContent-Length: 4\nContent-Range: bytes 1000-1003/300000",
                Content.AsMemory(1000, 4)));
        await Download.FileAsync(third.Address, Target, null, Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([0, 1000, 1004], third.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_at_once()
    {
        await using var server = new TestServer((_, stream) =>
            TestServer.SendAsync(stream, "HTTP/1.1 404 Not Found\nContent-Length: 0", default));
        Assert.Equal(
            $"{server.Address}: the server answered 404 Not Found where the file was expected", await Problem(server, null, Options));
        Assert.Single(server.Requests);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        int count = 0;
        await using var server = new TestServer((request, stream) => ++count switch
        {
            1 => TestServer.SendAsync(stream, "HTTP/1.1 503 Service Unavailable\nRetry-After: 7\nContent-Length: 0", default),
            2 => TestServer.SendAsync(stream, "HTTP/1.1 429 Too Many Requests\nRetry-After: 9000\nContent-Length: 0", default),
            3 => TestServer.SendAsync(stream, "HTTP/1.1 500 Oh\nContent-Length: 0", default),
            _ => SendAsync(request, stream, Content),
        });
        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([7, 60, 4], _time.Waits.Select(w => w.TotalSeconds));

        File.Delete(Target);
        count = 0;
        string problem = await Problem(server, null, Options with { Attempts = 3 });
        Assert.Contains("the server answered 500 Oh; given up after 3 attempts in a row", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_counts_as_a_drop()
    {
        int count = 0;
        await using var server = new TestServer(async (request, stream) =>
        {
            await SendAsync(request, stream, Content, drop: ++count == 1 ? 1000 : null);
            if (count == 1) await Task.Delay(600);
        });
        await Download.FileAsync(
            server.Address, Target, Sum(Content), new DownloadOptions { Silence = TimeSpan.FromSeconds(0.2), Delay = TimeSpan.Zero });
        Assert.Equal([0, 1000], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task Whole_bytes_of_an_earlier_process_are_only_checked()
    {
        await using var server = new TestServer((request, stream) => SendAsync(request, stream, Content));
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Target + ".part", Content);
        File.WriteAllText(Target + ".part.info", $"{server.Address}\n{Content.Length}\n\"1\"\n");
        await Download.FileAsync(server.Address, Target, Sum(Content), Options);
        Assert.Empty(server.Requests);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Two_at_a_time_do_not_mix()
    {
        await using var server = new TestServer((request, stream) => SendAsync(request, stream, Content));
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        using (new FileStream(Target + ".part", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.StartsWith($"{Target}: cannot be written: ", await Problem(server, null, Options), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_no_address_or_checksum_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Download.FileAsync(new Uri("file:///a"), Target));
        await Assert.ThrowsAsync<ArgumentException>(() => Download.FileAsync(new Uri("a", UriKind.Relative), Target));
        Assert.Throws<ArgumentException>(() => Checksum.Md5("0"));
        Assert.Throws<ArgumentException>(() => Checksum.Sha256(new string('g', 64)));
        Assert.Equal(Checksum.Md5(new string('A', 32)), Checksum.Md5(new string('a', 32)));
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static Checksum Sum(byte[] bytes) => Checksum.Sha256(Convert.ToHexString(SHA256.HashData(bytes)));

    /// <summary>Answers as a proper server does, but the connection may break after so many bytes.</summary>
    private static async Task SendAsync(
        TestServer.Request request,
        NetworkStream stream,
        byte[] file,
        string validator = "ETag: \"1\"",
        bool knowsRanges = true,
        int? drop = null,
        bool reset = false)
    {
        bool isPart = knowsRanges && request.From > 0 && request["If-Range"] == validator.Split(": ", 2)[1];
        int from = isPart ? request.From : 0;
        string head = isPart
            ? $"HTTP/1.1 206 Partial Content\nContent-Range: bytes {from}-{file.Length - 1}/{file.Length}"
            : "HTTP/1.1 200 OK";
        var body = file.AsMemory(from);
        await TestServer.SendAsync(
            stream, $"{head}\n{validator}\nContent-Length: {body.Length}", body[..Math.Min(drop ?? body.Length, body.Length)]);

        // Of a reset, bytes that are on their way may be lost: this tells how far it was at least.
        if (drop < body.Length && reset) stream.Socket.LingerState = new LingerOption(true, 0);
    }

    private async Task<string> Problem(TestServer server, Checksum? sum, DownloadOptions options) =>
        (await Assert.ThrowsAsync<DataException>(() => Download.FileAsync(server.Address, Target, sum, options))).Message;

    private sealed class Log : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public Func<long, bool> When { get; init; } = _ => false;

        public Action Then { get; init; } = () => { };

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            if (When(value.Received)) Then();
        }
    }
}
