using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>Sends one request to its end, or goes away before.</summary>
internal sealed class SoakSender(SoakHost host)
{
    /// <summary>From the sending of a request that is not cut short to its whole answer.</summary>
    public Latencies Acknowledgements { get; } = new();

    /// <summary>What was not as it has to be; null when all was.</summary>
    public async Task<string?> SendAsync(SoakRequest request)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            using var message = request.Message(host.Address, TimeProvider.System.GetUtcNow());
            using var answer = await host.Http.SendAsync(message);
            var body = await answer.Content.ReadAsByteArrayAsync();
            Acknowledgements.Add(Stopwatch.GetElapsedTime(start));
            var isRight = request.IsGood
                ? answer.StatusCode == HttpStatusCode.Accepted && Counts(body) == (request.Events, request.Rejected)
                : answer.StatusCode == HttpStatusCode.Unauthorized;
            return isRight ? null : $"{(int)answer.StatusCode} for {request.Path}";
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return failure.GetType().Name;
        }
    }

    /// <summary>Goes away after so long, or after so much of the request. Whether it was taken nobody knows.</summary>
    public async Task HangUpAsync(SoakRequest request, TimeSpan patience, double? share)
    {
        try
        {
            if (share is { } part)
            {
                using var client = new TcpClient(AddressFamily.InterNetwork);
                await client.ConnectAsync(host.Address.Host, host.Address.Port);
                await client.GetStream().WriteAsync(request.Torn(host.Address, TimeProvider.System.GetUtcNow(), part));
                await Task.Delay(patience);
                return;
            }

            using var end = new CancellationTokenSource(patience);
            using var message = request.Message(host.Address, TimeProvider.System.GetUtcNow());
            using var answer = await host.Http.SendAsync(message, end.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            // It went away, as it was to; or the host did.
            return;
        }
    }

    private static (int Accepted, int Rejected) Counts(byte[] body)
    {
        using var answer = JsonDocument.Parse(body);
        return (answer.RootElement.GetProperty("accepted").GetInt32(), answer.RootElement.GetProperty("rejected").GetArrayLength());
    }
}
