using SalesPerf.Local.Discovery;
using SalesPerf.TestKit.Documents;
using SalesPerf.TestKit.Webhooks;

namespace SalesPerf.Functions.Tests.Faults;

/// <summary>
/// A commit or a sending is done and its answer never comes: whoever waited tries again, and everything ends as if nothing had happened. For the first call of
/// every kind that a few days of everything make; without <c>SALESPERF_FULL</c> for some of them.
/// </summary>
public sealed class LostAnswersTests
{
    private const int Some = 8;

    /// <summary>A delivery, or a digest, claimed once more; or what became of it.</summary>
    private static readonly string[] Claims = ["committed deliveries Replace delivery", "committed rep Replace digest"];

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SALESPERF_FULL") is { Length: > 0 };

    [Fact]
    public async Task Given_nothing_lost_when_everything_is_done_then_every_command_timer_and_handler_ran_and_mail_went_out_once()
    {
        var expected = await RunAsync((_, _) => false);
        Assert.Empty(expected.NeverRan);
        Assert.NotEmpty(expected.Mails);
        Assert.NotEmpty(expected.Hooks);
        Assert.Equal(expected.Mails.Distinct(), expected.Mails);
        AssertSame(expected, await RunAsync((_, _) => false), "nothing");
    }

    [Fact]
    public async Task Given_every_answer_lost_the_first_time_when_everything_is_done_then_it_ends_the_same()
    {
        var expected = await RunAsync((_, _) => false);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        // Of a delivery only the first claim: after two claims whose outcome nobody knows nothing is sent any more, and that is said.
        var lost = await RunAsync((_, what) => !Claims.Contains(Site(what)) && seen.Add(what));
        Assert.InRange(lost.Lost, 100, int.MaxValue);
        AssertSame(expected, lost, "the first answer to each call");
    }

    [Fact]
    public async Task Given_the_answer_to_one_call_lost_when_everything_is_done_then_it_ends_the_same_wherever_it_was()
    {
        // Of two runs, as what happens at once may collide in one of them alone, and be tried again by calls of its own.
        var (expected, other) = (await RunAsync((_, _) => false), await RunAsync((_, _) => false));
        string[] sites = [.. expected.Calls.Select(Site).Intersect(other.Calls.Select(Site), StringComparer.Ordinal)];
        Assert.InRange(sites.Length, 50, int.MaxValue);
        var tried = sites.Index().Where(site => IsFull || site.Index % (sites.Length / Some) == 0).Select(site => site.Item);
        await Parallel.ForEachAsync(tried, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (site, _) =>
        {
            var made = 0;
            var ended = await RunAsync((_, what) => Site(what) == site && Interlocked.Increment(ref made) == 1);
            Assert.True(ended.Lost == 1, $"{ended.Lost} answers were lost to {site}.");
            AssertSame(expected, ended, $"the first answer to {site}");
        });
    }

    // A commit by what its partition and documents are, a sending by where it goes.
    private static string Site(string call) =>
        string.Join(' ', call.Split(' ').Select(word => word.Split('~', '.')[0].TrimEnd([.. "0123456789"])).Distinct());

    private static void AssertSame(Ended expected, Ended actual, string lost)
    {
        var (missing, more) = (Less(expected.State, actual.State), Less(actual.State, expected.State));
        Assert.True(missing.Count + more.Count == 0, $"Lost: {lost}\nmissing\n{string.Join('\n', missing.Take(5))}\nmore\n{string.Join('\n', more.Take(5))}");
        Assert.True(expected.Mails.SequenceEqual(actual.Mails), $"Lost: {lost}\nmails {string.Join(' ', actual.Mails)}\nexpected {string.Join(' ', expected.Mails)}");
        Assert.True(expected.Hooks.SetEquals(actual.Hooks), $"Lost: {lost}\nwebhooks {string.Join(' ', actual.Hooks)}\nexpected {string.Join(' ', expected.Hooks)}");
    }

    // As bags: what occurs twice must occur twice.
    private static List<string> Less(IEnumerable<string> left, IEnumerable<string> right)
    {
        var counts = right.CountBy(text => text).ToDictionary(StringComparer.Ordinal);
        return [.. left.Where(text => (counts[text] = counts.GetValueOrDefault(text) - 1) < 0)];
    }

    private static async Task<Ended> RunAsync(Func<int, string, bool> isLost)
    {
        await using var hook = await WebhookLoopback.StartAsync();
        var lost = new LostAnswers(isLost);
        await using var app = await WholeApp.StartAsync(EverythingOnce.Start, lost);
        await EverythingOnce.RunAsync(app, hook.Url);
        return new Ended(
            EndState.Of(app.Store.All),
            lost.Calls,
            lost.Lost,
            [.. app.Catalog.Functions.Where(IsCommand).Select(function => function.Name).Except(app.Ran)],
            [.. app.Mail.All.Select(mail => mail.MessageId).Order(StringComparer.Ordinal)],
            hook.Received.Select(request => request.Headers["webhook-id"]).ToHashSet(StringComparer.Ordinal));
    }

    private static bool IsCommand(FunctionDefinition function) =>
        function is not FunctionDefinition.Http { Methods: var methods } || methods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS"));

    /// <param name="State">Every document, without what differs from run to run.</param>
    /// <param name="Calls">Every commit and sending.</param>
    /// <param name="Lost">Answers lost.</param>
    /// <param name="NeverRan">Commands, timers and handlers that nothing reached.</param>
    /// <param name="Mails">Message-IDs.</param>
    /// <param name="Hooks">Ids of outgoing webhooks: they are told at least once.</param>
    private sealed record Ended(IReadOnlyList<string> State, IReadOnlyList<string> Calls, int Lost, IReadOnlyList<string> NeverRan, IReadOnlyList<string> Mails, IReadOnlySet<string> Hooks);
}
