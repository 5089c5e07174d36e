using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Local.Messages;
using SalesPerf.Local.Timers;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Local.Demo;

/// <summary>
/// Fills an empty store with the sample organisation and three months of its traffic, through the real routes. It begins on a clock 91 days back:
/// 82 days are sent at once, the last nine day by day with the schedules due on each (on Mondays also when managers get their digest), and it ends at
/// the true time.
/// </summary>
public sealed class DemoRunner(DemoClock clock, string adminKey, DemoSpan span) : IDemo
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private readonly DemoLinks links = new(adminKey);

    private TextWriter output = TextWriter.Null;
    private int tenths;

    /// <summary>Options that run the demo: on a clock in the past, with a key for this process unless the environment presets one.</summary>
    public static LocalOptions On(LocalOptions options) => On(options, DemoSpan.Default);

    /// <summary>The same, over another span.</summary>
    public static LocalOptions On(LocalOptions options, DemoSpan span)
    {
        var adminKey = Environment.GetEnvironmentVariable("SALESPERF_ADMIN_KEY") is { Length: > 0 } preset
            ? preset
            : "demo-admin-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var clock = new DemoClock(span.History);
        var runner = new DemoRunner(clock, adminKey, span);
        return options with
        {
            Clock = clock,
            Demo = runner,
            IsQuiet = true,
            Configure = builder =>
            {
                options.Configure?.Invoke(builder);
                builder.Configuration.AddInMemoryCollection(
                    new Dictionary<string, string?> { ["SALESPERF_ADMIN_KEY"] = adminKey, ["Access:DemoCookie"] = "true" });
                builder.Services.AddSingleton<IHomePageLinks>(runner.links);
            },
        };
    }

    /// <inheritdoc/>
    public async Task RunAsync(WebApplication app, TextWriter output, CancellationToken stopping)
    {
        this.output = output;
        var address = new Uri(app.Urls.First());
        var watch = Stopwatch.StartNew();
        using var http = new HttpClient { BaseAddress = address };
        var marker = new DemoMarker(app.Services.GetRequiredService<IDocumentStore>());
        var progress = await marker.BeginAsync(clock.GetUtcNow(), stopping);
        var organisation = new SampleOrganisation(DateOnly.FromDateTime(progress.Start.UtcDateTime), span.Reps);
        var sender = new DemoSender(http, clock, adminKey);
        if (!progress.IsComplete)
        {
            using var rehearsing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var rehearsal = span.IsLong ? Task.Run(() => Rehearsal.RunAsync(rehearsing.Token), stopping) : Task.CompletedTask;
            try
            {
                await ReplayAsync(app, organisation, sender, progress.Start, stopping);
            }
            finally
            {
                // Should something be wrong with the machine, the demo itself says so. What is still rehearsed by now is of no use.
                await rehearsing.CancelAsync();
                await rehearsal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await marker.CompleteAsync(progress, stopping);
            if (span.IsLong)
            {
                // The feed of three months is done with: give its memory back before serving.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }

        clock.MoveToPresent();
        links.Progress = null;
        await PrintAsync(http, address, watch.Elapsed, stopping);
    }

    private async Task ReplayAsync(WebApplication app, SampleOrganisation organisation, DemoSender sender, DateTimeOffset start, CancellationToken cancellationToken)
    {
        var pump = app.Services.GetRequiredService<MessagePump>();
        var timers = app.Services.GetRequiredService<TimerScheduler>();
        var present = TimeProvider.System.GetUtcNow();
        var making = Task.Run(() => new SampleFeed(organisation, start, present), cancellationToken);
        await LoadAsync(organisation, sender, cancellationToken);

        var feed = await making;
        var split = start + span.History - TimeSpan.FromDays(span.DaysOneByOne);
        clock.MoveTo(split);
        var sent = 0;
        await SendAsync(feed.Events.Where(happened => happened.SentAt < split).ToList());
        await DrainAsync();
        var from = split;
        foreach (var stop in DemoSteps.Between(split, present, organisation.Managers.Select(manager => manager.Zone)))
        {
            clock.MoveTo(stop.At);
            await SendAsync(feed.Events.Where(happened => happened.SentAt >= from && happened.SentAt < stop.At).ToList());
            await (stop.IsDigest ? DrainAsync() : pump.DrainAsync(cancellationToken: cancellationToken));
            await timers.RunDueAsync(cancellationToken);
            await DrainAsync();
            from = stop.At;
        }

        await Line($"  {sent:N0} events taken, everything derived from them.");

        async Task SendAsync(List<SampleEvent> events)
        {
            var before = sent;
            sent += await sender.SendAsync(events, count => Progress(before + count, feed.Events.Count), cancellationToken);
        }

        // The clock is never moved past the true time: what is due later than that is worked on when its time comes. What is due soon is worked on together,
        // rather than once more for each of its instants.
        Task DrainAsync()
        {
            var (soon, reality) = (clock.GetUtcNow() + Soon, TimeProvider.System.GetUtcNow());
            return pump.DrainAsync(clock.MoveTo, soon < reality ? soon : reality, Soon, cancellationToken);
        }
    }

    private async Task LoadAsync(SampleOrganisation organisation, DemoSender sender, CancellationToken cancellationToken)
    {
        foreach (var wave in organisation.Waves)
        {
            await sender.PutAsync(wave, cancellationToken);
        }

        await sender.ShareSecretsAsync(cancellationToken);
        await Line($"  {organisation.Reps.Count} reps and {organisation.Managers.Count} managers, {organisation.Waves.Sum(wave => wave.Count)} resources loaded.");
    }

    private async Task PrintAsync(HttpClient http, Uri address, TimeSpan took, CancellationToken cancellationToken)
    {
        await Line($"\nReady in {took.TotalSeconds:N1} s on {address}\n");
        await Line("  keys, for the header x-api-key:");
        await Line($"    admin               {adminKey}");
        foreach (var key in await DemoKeys.IssueAsync(http, adminKey, cancellationToken))
        {
            await Line($"    {key.Role,-8}{key.Person,-12}{key.Key}");
        }

        var now = clock.GetUtcNow();
        var quarter = string.Create(CultureInfo.InvariantCulture, $"{now.Year}-Q{((now.Month - 1) / 3) + 1}");
        await Line("\n  scorecard    " + new Uri(address, "/api/v1/reps/r-07/scorecard"));
        await Line("  leaderboard  " + new Uri(address, "/api/v1/teams/emea/leaderboard?metric=score"));
        await Line("  forecast     " + new Uri(address, $"/api/v1/commissions/forecast?period={quarter}&groupBy=team") + "   (Accept: text/csv for CSV)");
        await Line("  announced    " + new Uri(address, "/api/v1/notifications"));
        await Line("  digest       " + new Uri(address, $"/api/v1/digests/m-emea/{DemoSteps.LatestDigest(now, "Europe/Berlin").Week.Id}"));
        await Line("\n  Ctrl-C stops.");
    }

    private void Progress(int done, int all)
    {
        links.Progress = string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} events are sent");
        if (!Console.IsOutputRedirected)
        {
            if (done % 2_000 < 100)
            {
                output.Write($"\r  {links.Progress}   \r");
            }

            return;
        }

        // A log gets a line every tenth, a terminal one that moves.
        var tenth = done * 10 / all;
        if (tenth > Interlocked.Exchange(ref tenths, tenth))
        {
            output.WriteLine($"  {links.Progress}");
        }
    }

    private Task Line(FormattableString text) => output.WriteLineAsync(text.ToString(CultureInfo.InvariantCulture));

    private Task Line(string text) => output.WriteLineAsync(text);
}
