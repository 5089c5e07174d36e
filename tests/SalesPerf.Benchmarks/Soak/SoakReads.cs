using System.Diagnostics;
using System.Net;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Ours;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>Reads scorecards twenty times a second, a forecast each second, a leaderboard every five, and begins runs over everybody.</summary>
internal sealed class SoakReads(SoakHost host, SoakFeed feed, Random random)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads between one run over everybody and the next, of evaluations and forecasts in turn: two minutes.</summary>
    private const int ReadsARun = 2_400;

    public Latencies Scorecards { get; } = new();

    /// <summary>Runs that were begun, by kind and id.</summary>
    public List<string> Runs { get; } = [];

    public int Failed { get; private set; }

    /// <summary>True while the host is being killed: reads may then fail.</summary>
    public bool MayFail { get; set; }

    public async Task RunAsync(CancellationToken stop)
    {
        for (var read = 1; !stop.IsCancellationRequested; read++)
        {
            await Task.Delay(Pause, CancellationToken.None);
            var person = Organisation.Person(random.Next(ActivityFeed.People));
            var start = Stopwatch.GetTimestamp();
            if (await ReadAsync(HttpMethod.Get, $"reps/{person}/scorecard?period={feed.Period}") is not null)
            {
                Scorecards.Add(Stopwatch.GetElapsedTime(start));
            }

            if (read % 20 == 0)
            {
                await ReadAsync(HttpMethod.Get, $"commissions/forecast?period={feed.Period}&person={person}");
            }

            if (read % 100 == 0)
            {
                await ReadAsync(HttpMethod.Get, $"teams/{Organisation.Team}/leaderboard?metric=calls&period={feed.Period}");
            }

            if (read % ReadsARun == ReadsARun / 2)
            {
                var kind = read % (2 * ReadsARun) < ReadsARun ? "evaluation" : "forecast";
                if (await ReadAsync(HttpMethod.Post, $"runs/{kind}") is { } run)
                {
                    Runs.Add(run);
                }
            }
        }
    }

    /// <summary>The runs that are not done, with their state.</summary>
    public async Task<IReadOnlyList<string>> NotDoneAsync()
    {
        var left = new List<string>();
        foreach (var run in Runs)
        {
            var state = (await host.GetAsync(run["/api/v1/".Length..]))["state"]!.GetValue<string>();
            if (state != "done")
            {
                left.Add($"{run} is {state}");
            }
        }

        return left;
    }

    /// <summary>Where the answer says it is, or its path; null when it failed. A forecast may not be there yet.</summary>
    private async Task<string?> ReadAsync(HttpMethod method, string path)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri("/api/v1/" + path, UriKind.Relative));
            using var answer = await host.Http.SendAsync(request);
            if (answer.IsSuccessStatusCode || (method == HttpMethod.Get && answer.StatusCode == HttpStatusCode.NotFound))
            {
                return answer.Headers.Location?.ToString() ?? path;
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            Failed += MayFail ? 0 : 1;
            return null;
        }

        Failed++;
        return null;
    }
}
