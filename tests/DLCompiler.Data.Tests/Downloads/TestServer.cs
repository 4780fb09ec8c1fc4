using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DLCompiler.Data.Tests.Downloads;

/// <summary>A server of HTTP/1.1 that answers each connection's one request as a test says, byte for byte.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, NetworkStream, Task> _answer;
    private readonly Task _run;

    public TestServer(Func<Request, NetworkStream, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _run = RunAsync();
    }

    public Uri Address { get; }

    /// <summary>The requests so far.</summary>
    public List<Request> Requests { get; } = [];

    public static async Task SendAsync(NetworkStream stream, string head, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _run;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task RunAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }

        await Task.WhenAll(connections);
    }

    private async Task AnswerAsync(TcpClient accepted)
    {
        using var client = accepted;
        try
        {
            var stream = client.GetStream();
            var request = await ReadAsync(stream);
            lock (Requests) Requests.Add(request);
            await _answer(request, stream);
        }
        catch (IOException)
        {
            // The other side has ended the connection.
        }
    }

    private static async Task<Request> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
            head.Append((char)one[0]);
        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var fields = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(f => f[0], f => f[1], StringComparer.OrdinalIgnoreCase);
        return new Request(lines[0].Split(' ')[1], fields);
    }

    internal sealed record Request(string Path, IReadOnlyDictionary<string, string> Fields)
    {
        public string? this[string field] => Fields.GetValueOrDefault(field);

        /// <summary>The byte from which on the file is asked for.</summary>
        public int From => this["Range"] is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), null) : 0;
    }
}
