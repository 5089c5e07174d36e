using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>The digests of a week: a unit is a manager, and is through when the mail was sent, or will not be.</summary>
public sealed class DigestRuns(IDocumentStore store, ModelDirectory directory, TimeProvider time) : RunsOfKind
{
    private const int AtOnce = 16;

    /// <summary>Weeks in a page at most: each is a read for every manager.</summary>
    private const int MaxWeeks = 10;

    public override string Kind => "digest";

    /// <summary>The week that was due last, wherever its managers are, and those before it until one of which nobody has a digest.</summary>
    public override async Task<(IReadOnlyList<RunProgress> Items, string? Continuation)> ListAsync(string? continuation, int size, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        var latest = Latest(model, calendar, now);
        var week = continuation is null ? latest : Week(calendar, continuation) ?? throw new ArgumentException("It is not a week.", nameof(continuation));
        var runs = new List<RunProgress>();
        for (; runs.Count < Math.Min(size, MaxWeeks); week = calendar.Previous(week))
        {
            var run = await ProgressAsync(model, week, now, cancellationToken);
            if (run.Done == 0 && (week != latest || run.Expected == 0))
            {
                return (runs, null);
            }

            runs.Add(run);
        }

        return (runs, week.Id);
    }

    public override async Task<RunProgress?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        var latest = Latest(model, calendar, now);
        return Week(calendar, id) is { } week && week.Start <= latest.Start && await ProgressAsync(model, week, now, cancellationToken) is var run && (run.Done > 0 || (week == latest && run.Expected > 0))
            ? run
            : null;
    }

    private static Period? Week(FiscalCalendar calendar, string id) => calendar.Parse(id) is { Kind: PeriodKind.Week } week && week.Id == id ? week : null;

    private static Period Latest(Model model, FiscalCalendar calendar, DateTimeOffset now) =>
        Zones(model, model.PeopleAt(model.Today(now)).Select(person => person.Id), model.Today(now)).Select(zone => DigestSchedule.Latest(calendar, zone, now).Week).MaxBy(week => week.Start)!; // there is a zone

    /// <summary>Where the people are; where the organisation is when there is nobody.</summary>
    private static IEnumerable<TimeZoneInfo> Zones(Model model, IEnumerable<string> people, DateOnly date) =>
        people.Select(person => model.ZoneOf(person, date)).DefaultIfEmpty(model.Calendar(date).Zone).Distinct().Select(LocalTime.Zone);

    private async Task<RunProgress> ProgressAsync(Model model, Period week, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var monday = DigestSchedule.Of(week, TimeZoneInfo.Utc).Monday;
        string[] managers = [.. model.PeopleAt(monday).Select(person => person.Id).Where(person => model.PeopleUnder(person, monday).Count > 0)];
        DateTimeOffset[] due = [.. Zones(model, managers, monday).Select(zone => DigestSchedule.Of(week, zone).At)];
        var (through, last) = (new HashSet<string>(StringComparer.Ordinal), (DateTimeOffset?)null);
        await Parallel.ForEachAsync(managers, Several.AtOnce(AtOnce, cancellationToken), async (manager, stop) =>
        {
            if (await store.ReadAsync<DigestDelivery>(Partitions.Rep(manager), DigestDocuments.Id(week.Id), stop) is { Value: { State: not (Delivery.Claimed or Delivery.Waiting) } digest })
            {
                lock (through)
                {
                    through.Add(manager);
                    last = last is null || digest.Mail().EndedAt > last ? digest.Mail().EndedAt : last;
                }
            }
        });
        return RunProgress.Of(Kind, week.Id, due.Min(), managers.Length, managers.Where(manager => !through.Contains(manager)), now - due.Max() > DigestSchedule.Window, last);
    }
}
