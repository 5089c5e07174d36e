using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.CosmosLoopback;
using SalesPerf.Functions.Schedules;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.TestKit;

namespace SalesPerf.Functions.Tests.Schedules;

/// <summary>The clock starts at noon, UTC, on Wednesday 18 November 2026.</summary>
public sealed class OccurrencesTests : IDisposable
{
    private const string Quarterly = "0 */15 * * * *";
    private const string Nightly = "0 0 2 * * *";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("salesperf-occurrences-").FullName;
    private readonly FakeTimeProvider clock = new();
    private readonly RequestedRun requested = new();
    private readonly List<DateTimeOffset> sent = [];
    private readonly SqliteDatabase database;
    private readonly IDocumentStore store;

    public OccurrencesTests()
    {
        database = new SqliteDatabase(folder, clock, NullLogger<SqliteDatabase>.Instance);
        store = TestStore.IsCosmos ? TestStore.NewCosmos() : new SqliteDocumentStore(database);
    }

    public void Dispose()
    {
        database.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Given_a_first_start_when_it_fires_then_only_the_latest_occurrence_is_sent()
    {
        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));

        Assert.Equal([At(18, 12, 0)], sent);
    }

    [Fact]
    public async Task Given_an_occurrence_sent_when_it_fires_a_second_time_then_nothing_is_sent()
    {
        await FireAsync(Quarterly, CatchUp.LatestOnly);
        await FireAsync(Quarterly, CatchUp.LatestOnly);

        Assert.Equal([At(18, 12, 0)], sent);
    }

    [Fact]
    public async Task Given_two_firings_at_once_when_both_send_then_both_complete_and_the_third_sends_nothing()
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task SendAsync(DateTimeOffset occurrence)
        {
            lock (sent)
            {
                sent.Add(occurrence);
                if (sent.Count == 2)
                {
                    both.SetResult();
                }
            }

            return both.Task;
        }

        await Task.WhenAll(FireAsync(Quarterly, CatchUp.LatestOnly, SendAsync), FireAsync(Quarterly, CatchUp.LatestOnly, SendAsync));
        await FireAsync(Quarterly, CatchUp.LatestOnly);

        Assert.Equal([At(18, 12, 0), At(18, 12, 0)], sent);
    }

    [Fact]
    public async Task Given_a_failure_after_some_units_when_it_fires_again_then_the_same_occurrence_is_sent_again()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => FireAsync(Quarterly, CatchUp.LatestOnly, occurrence =>
        {
            sent.Add(occurrence);
            throw new InvalidOperationException("between two units");
        }));
        clock.Advance(TimeSpan.FromMinutes(1));

        await FireAsync(Quarterly, CatchUp.LatestOnly);

        Assert.Equal([At(18, 12, 0), At(18, 12, 0)], sent);
    }

    [Fact]
    public async Task Given_firings_missed_when_all_are_made_up_for_then_each_occurrence_is_sent_in_order()
    {
        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));
        sent.Clear();
        clock.Advance(TimeSpan.FromMinutes(50));

        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));

        Assert.Equal([At(18, 12, 15), At(18, 12, 30), At(18, 12, 45)], sent);
    }

    [Fact]
    public async Task Given_firings_missed_when_one_fails_then_those_before_it_are_not_sent_again()
    {
        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));
        sent.Clear();
        clock.Advance(TimeSpan.FromMinutes(50));
        await Assert.ThrowsAsync<InvalidOperationException>(() => FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)), occurrence =>
        {
            sent.Add(occurrence);
            return occurrence == At(18, 12, 30) ? throw new InvalidOperationException("second") : Task.CompletedTask;
        }));

        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));

        Assert.Equal([At(18, 12, 15), At(18, 12, 30), At(18, 12, 30), At(18, 12, 45)], sent);
    }

    [Fact]
    public async Task Given_a_week_without_firings_when_two_days_are_made_up_for_then_older_ones_are_not_sent()
    {
        const string everyNoon = "0 0 12 * * *";
        await FireAsync(everyNoon, CatchUp.Within(TimeSpan.FromHours(48)));
        sent.Clear();
        clock.SetUtcNow(At(25, 12, 0));

        await FireAsync(everyNoon, CatchUp.Within(TimeSpan.FromHours(48)));

        // The one exactly 48 hours old is among them.
        Assert.Equal([At(23, 12, 0), At(24, 12, 0), At(25, 12, 0)], sent);
    }

    [Fact]
    public async Task Given_a_week_without_firings_when_only_the_latest_is_made_up_for_then_one_is_sent()
    {
        await FireAsync(Nightly, CatchUp.LatestOnly);
        clock.SetUtcNow(At(25, 12, 0));

        await FireAsync(Nightly, CatchUp.LatestOnly);

        Assert.Equal([At(18, 2, 0), At(25, 2, 0)], sent);
    }

    [Theory]
    [InlineData(5_000, 1)]
    [InlineData(5_001, 0)]
    public async Task Given_a_timer_that_is_early_when_it_fires_then_five_seconds_are_forgiven(int milliseconds, int expected)
    {
        await FireAsync(Quarterly, CatchUp.LatestOnly);
        sent.Clear();
        clock.SetUtcNow(At(18, 12, 15).AddMilliseconds(-milliseconds));

        await FireAsync(Quarterly, CatchUp.LatestOnly);
        await FireAsync(Quarterly, CatchUp.LatestOnly);

        Assert.Equal(expected, sent.Count);
    }

    [Fact]
    public async Task Given_a_clock_set_back_when_it_fires_then_what_was_sent_is_not_sent_again_and_what_follows_is()
    {
        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));
        clock.Advance(TimeSpan.FromMinutes(30));
        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));

        for (var minute = 0; minute <= 60; minute += 5)
        {
            clock.SetUtcNow(At(18, 11, 50).AddMinutes(minute));
            await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromHours(48)));
        }

        // 11:45 is the first of an empty past; 12:00 to 12:30 are not repeated.
        Assert.Equal([At(18, 12, 0), At(18, 12, 15), At(18, 12, 30), At(18, 11, 45), At(18, 12, 45)], sent);
    }

    [Fact]
    public async Task Given_a_clock_that_was_years_ahead_when_it_is_right_again_then_the_schedule_goes_on()
    {
        clock.SetUtcNow(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await FireAsync(Quarterly, CatchUp.LatestOnly);
        sent.Clear();
        clock.SetUtcNow(At(18, 12, 0));

        await FireAsync(Quarterly, CatchUp.LatestOnly);

        Assert.Equal([At(18, 12, 0)], sent);
    }

    [Fact]
    public async Task Given_a_run_asked_for_when_nothing_is_due_then_this_moment_is_sent_once_and_the_schedule_goes_on()
    {
        await FireAsync(Nightly, CatchUp.LatestOnly);
        sent.Clear();
        clock.Advance(TimeSpan.FromSeconds(90.5));

        requested.IsRequested = true;
        await FireAsync(Nightly, CatchUp.LatestOnly);
        requested.IsRequested = false;
        await FireAsync(Nightly, CatchUp.LatestOnly);
        clock.SetUtcNow(At(19, 2, 0));
        await FireAsync(Nightly, CatchUp.LatestOnly);

        Assert.Equal([At(18, 12, 1).AddSeconds(30), At(19, 2, 0)], sent);
    }

    [Fact]
    public async Task Given_an_occurrence_missed_when_a_run_is_asked_for_then_it_replaces_the_one_before_where_only_the_latest_counts()
    {
        clock.SetUtcNow(At(18, 12, 7));
        requested.IsRequested = true;
        await FireAsync(Nightly, CatchUp.LatestOnly);
        await FireAsync(Quarterly, CatchUp.Within(TimeSpan.FromMinutes(10)), function: "EveryOne");

        Assert.Equal([At(18, 12, 7), At(18, 12, 0), At(18, 12, 7)], sent);
    }

    [Fact]
    public async Task Given_two_functions_when_both_fire_then_neither_hides_the_others_occurrences()
    {
        await FireAsync(Quarterly, CatchUp.LatestOnly, function: "First");
        await FireAsync(Quarterly, CatchUp.LatestOnly, function: "Second");

        Assert.Equal([At(18, 12, 0), At(18, 12, 0)], sent);
    }

    [Theory]
    [InlineData("0 0 2 29 2 *", "2024-02-29T02:00:00Z")]
    [InlineData("* * * * * *", "2026-11-18T12:00:05Z")]
    [InlineData("0 0 7 * * 1", "2026-11-16T07:00:00Z")]
    public async Task Given_any_schedule_when_it_fires_first_then_its_latest_occurrence_is_found(string cron, string expected)
    {
        await FireAsync(cron, CatchUp.LatestOnly);

        Assert.Equal([DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture)], sent);
    }

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.Zero);

    private async Task FireAsync(string cron, CatchUp catchUp, Func<DateTimeOffset, Task>? send = null, string function = "ScheduleThings") =>
        await new Occurrences(store, clock, requested).RunDueAsync(function, cron, catchUp, (occurrence, _) =>
        {
            if (send is not null)
            {
                return send(occurrence);
            }

            sent.Add(occurrence);
            return Task.CompletedTask;
        }, None);
}
