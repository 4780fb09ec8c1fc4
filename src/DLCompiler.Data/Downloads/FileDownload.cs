using System.Net;
using System.Net.Http.Headers;

namespace DLCompiler.Data;

/// <summary>One file on its way: attempts until it is here, or it is clear that it will not be.</summary>
internal sealed class FileDownload(Uri source, PartFile part, Checksum? checksum, DownloadOptions options)
{
    // It waits as long as the options say, not as long as a client says for all.
    private static readonly Lazy<HttpClient> Shared = new(() => new HttpClient { Timeout = Timeout.InfiniteTimeSpan });

    private readonly byte[] _buffer = new byte[1 << 17];

    /// <summary>Downloads the file; at the end the part is the whole, and checked.</summary>
    /// <exception cref="DataException">It cannot be had.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // A checksum that differs after a file was put together may be due to a server that mixed two versions: once more, from the
        // beginning. After a file in one piece it is another file.
        bool isInPieces = part.Length > 0;
        for (bool isFirst = true; ; isFirst = false)
        {
            isInPieces |= await FetchAsync(cancellation).ConfigureAwait(false);
            if (checksum is null) return;
            var sum = await part.SumAsync(checksum, cancellation).ConfigureAwait(false);
            if (sum == checksum) return;
            long length = part.Length;
            part.Restart(null, null);
            if (!isInPieces || !isFirst)
                throw Failure($"the file's checksum is {sum}, not {checksum}: its {length} bytes are damaged, or it is another file");
        }
    }

    /// <summary>Attempts until all bytes are here; whether they came in more than one piece.</summary>
    private async Task<bool> FetchAsync(CancellationToken cancellation)
    {
        int failures = 0, pieces = 0;
        long most = part.Length;
        while (part.Total is null || part.Length != part.Total || part.Validator is null)
        {
            pieces++;
            var dropped = await AttemptAsync(cancellation).ConfigureAwait(false);
            if (dropped is null) break;

            // A server that sends the first bytes again and again gets nowhere: only what was not here before counts.
            failures = part.Length > most ? 1 : failures + 1;
            most = Math.Max(most, part.Length);
            if (failures >= options.Attempts)
                throw Failure($"{dropped.Problem}; given up after {failures} attempts in a row", dropped.Cause);
            await Task.Delay(Wait(failures, dropped.RetryAfter), options.Time, cancellation).ConfigureAwait(false);
        }

        return pieces > 1;
    }

    private TimeSpan Wait(int failures, TimeSpan? stated)
    {
        var wait = options.Delay * Math.Pow(2, Math.Min(failures - 1, 30));
        if (stated > wait) wait = stated.Value;
        return wait < options.LongestDelay ? wait : options.LongestDelay;
    }

    /// <summary>Asks once for what is missing; null where it came.</summary>
    private async Task<Dropped?> AttemptAsync(CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(options.Silence, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            using var request = Request();
            using var response = await (options.Client ?? Shared.Value)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (Refusal(response) is { } refusal) return refusal;
            var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using var closing = body.ConfigureAwait(false);
            while (true)
            {
                silence.CancelAfter(options.Silence);
                int had = await ReadAsync(body, either.Token).ConfigureAwait(false);
                if (had == 0) break;
                await part.WriteAsync(_buffer.AsMemory(0, had), cancellation).ConfigureAwait(false);
                options.Progress?.Report(new DownloadProgress(source, part.Length, part.Total));
            }
        }
        catch (Exception e) when (e is HttpRequestException or ConnectionException)
        {
            return new Dropped($"the connection failed ({e.Message}) {Far()}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            string problem = silence.IsCancellationRequested ? $"nothing came for {options.Silence.TotalSeconds:0.###} s" : e.Message;
            return new Dropped($"{problem} {Far()}", e);
        }

        if (part.Total is not { } total || part.Length == total) return null;
        var wrong = new Dropped($"the server said {total} bytes, but sent {part.Length}");
        if (part.Length > total) part.Restart(null, null);
        return wrong;
    }

    /// <summary>Bytes of the body: what fails here is the connection, not the disk.</summary>
    private async Task<int> ReadAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new ConnectionException(e.Message, e);
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, source);

        // A file that is compressed for the way has other lengths than those of its parts.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (part.Length == 0 || part.Validator is null) return request;
        request.Headers.Range = new RangeHeaderValue(part.Length, null);
        request.Headers.IfRange = part.Validator;
        return request;
    }

    /// <summary>Takes note of what comes; what is wrong with it, or null for bytes that go on where the part ends.</summary>
    private Dropped? Refusal(HttpResponseMessage response)
    {
        var content = response.Content.Headers;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                part.Restart(content.ContentLength, Validator(response));
                return null;
            case HttpStatusCode.PartialContent:
                var range = content.ContentRange;
                if (part.Length == 0 && range?.From == 0)
                {
                    // A part where the whole was asked for: its length says how much is still due.
                    part.Restart(range.Length, Validator(response));
                    return null;
                }

                if (range?.From == part.Length && (range.Length is null || part.Total is null || range.Length == part.Total)) return null;
                var other = new Dropped(
                    $"the rest of {part.Total?.ToString() ?? "an unknown number of"} bytes from byte {part.Length} was due, " +
                    $"but '{range}' came");
                part.Restart(null, null);
                return other;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart(null, null);
                return new Dropped($"the server has no rest of the file ({Status(response)})");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return new Dropped($"the server answered {Status(response)}", RetryAfter: RetryAfter(response));
            default:
                throw Failure($"the server answered {Status(response)} where the file was expected");
        }
    }

    /// <summary>
    /// What the server knows the version by: a strong tag, or the time of its last change where that is a second ago and more, so
    /// that no other change can have the same time (RFC 9110, 8.8.2.2).
    /// </summary>
    private RangeConditionHeaderValue? Validator(HttpResponseMessage response)
    {
        if (response.Headers.ETag is { IsWeak: false } tag) return new RangeConditionHeaderValue(tag);
        if (response.Content.Headers.LastModified is not { } changed) return null;
        var now = response.Headers.Date ?? options.Time.GetUtcNow();
        return now - changed >= TimeSpan.FromSeconds(1) ? new RangeConditionHeaderValue(changed) : null;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is not { } after ? null : after.Delta ?? (after.Date - options.Time.GetUtcNow());

    private static string Status(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();

    private string Far() => part.Total is { } total ? $"after {part.Length} of {total} bytes" : $"after {part.Length} bytes";

    private DataException Failure(string problem, Exception? cause = null) => new(new DataPlace(source.AbsoluteUri), problem, cause);

    /// <summary>Why an attempt ended early.</summary>
    private sealed record Dropped(string Problem, Exception? Cause = null, TimeSpan? RetryAfter = null);

    private sealed class ConnectionException(string message, Exception cause) : Exception(message, cause);
}
