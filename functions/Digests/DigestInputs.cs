using System.Collections.Concurrent;
using System.Globalization;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Digests;

/// <summary>Reads everything a digest is composed from.</summary>
public sealed class DigestInputs(IDocumentStore store, ReadScorecards scorecards)
{
    private const int ReadAtOnce = 16;

    /// <param name="model">The resources.</param>
    /// <param name="calendar">The organisation's.</param>
    /// <param name="manager">Whose digest.</param>
    /// <param name="due">Which.</param>
    /// <param name="today">The manager's day: whom they manage.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<DigestInput> ReadAsync(
        Model model, FiscalCalendar calendar, string manager, DueDigest due, DateOnly today, CancellationToken cancellationToken)
    {
        var (middle, weekBefore) = (due.Week.Start.AddDays(3), calendar.Previous(due.Week));

        // Where the clocks were changed in between, the digest before was not due seven times 24 hours ago.
        var since = DigestSchedule.Of(weekBefore, LocalTime.Zone(model.ZoneOf(manager, due.Monday.AddDays(-7)))).At;
        var periods = new DigestPeriods(
            due.Week, weekBefore, calendar.PeriodOf(PeriodKind.Month, middle), calendar.PeriodOf(PeriodKind.Quarter, middle), since, due.At);
        var below = model.PeopleUnder(manager, today);
        var people = new ConcurrentBag<DigestPerson>();
        await Parallel.ForEachAsync(
            below,
            Several.AtOnce(ReadAtOnce, cancellationToken),
            async (person, stop) => people.Add(await PersonAsync(model, calendar, manager, person, periods, today, stop)));
        var previous = await store.ReadAsync<DigestDelivery>(Partitions.Rep(manager), DigestDocuments.Id(periods.WeekBefore.Id), cancellationToken);
        return new DigestInput
        {
            Manager = manager,
            Week = due.Week,
            Month = periods.Month,
            People = [.. people],
            Metrics = model.MetricsAt(today).ToDictionary(metric => metric.Id, StringComparer.Ordinal),
            Forecasts = await DigestForecasts.ReadAsync(
                store, calendar.PeriodOf(PeriodKind.Quarter, today), [.. below.Select(person => person.Id)], cancellationToken),
            Days = WorkingDays(model, calendar, manager, due.Monday),
            Previous = previous?.Value.Content,
        };
    }

    private async Task<DigestPerson> PersonAsync(
        Model model, FiscalCalendar calendar, string manager, Person person, DigestPeriods periods, DateOnly today, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person.Id);
        var found = new DigestPerson
        {
            Id = person.Id,
            Team = person.Team,
            IsDirect = model.ManagerOf(person.Id, today) == manager,
            Leads = [.. model.PeopleUnder(person.Id, today).Select(below => below.Id)],
            Crossed = await CrossedAsync(calendar, pk, periods, cancellationToken),
            Won = await WonAsync(pk, periods.Week, cancellationToken),
        };
        return person.Role is null && person.Thresholds.Count == 0 ? found : found with
        {
            Week = await CardAsync(periods.Week),
            WeekBefore = await CardAsync(periods.WeekBefore),
            Month = await CardAsync(periods.Month),
            Quarter = await CardAsync(periods.Quarter),
        };

        async Task<Scorecard> CardAsync(Period period) => (await scorecards.ReadAsync(model, calendar, person.Id, period, cancellationToken)).Card;
    }

    /// <summary>What turned since the digest before, in periods that the week or the week before lies in: late data may turn others too, which is no news of the week.</summary>
    private async Task<IReadOnlyList<ThresholdCrossed>> CrossedAsync(FiscalCalendar calendar, string pk, DigestPeriods periods, CancellationToken cancellationToken)
    {
        var crossed = new List<ThresholdCrossed>();
        var range = new RangeQuery(pk, PendingNotifications.Kind, periods.Since, periods.Until);
        await foreach (var notification in store.RangeAsync<Notification>(range, cancellationToken))
        {
            if (notification.Value.Type == EvaluateCompetencies.Crossed
                && Crossing(notification.Value) is var crossing
                && (calendar.Parse(crossing.Period) is not { } period || period.End > periods.WeekBefore.Start))
            {
                crossed.Add(crossing);
            }
        }

        return crossed;
    }

    private static ThresholdCrossed Crossing(Notification notification)
    {
        var facts = notification.Facts;
        return new ThresholdCrossed(
            notification.Person!, facts["period"], facts["metric"], facts.GetValueOrDefault("from"), facts["to"], Fact("value"), Fact("target"), Fact("attainmentPercent"), notification.At);

        decimal? Fact(string name) => facts.TryGetValue(name, out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private async Task<IReadOnlyList<Credit>> WonAsync(string pk, Period week, CancellationToken cancellationToken)
    {
        var won = new List<Credit>();
        var range = new RangeQuery(pk, DealDocuments.CreditKind, DealDocuments.At(week.Start), DealDocuments.At(week.End));
        await foreach (var credit in store.RangeAsync<Credit>(range, cancellationToken))
        {
            if (credit.Value is { IsOwner: not false, IsBooked: not false })
            {
                won.Add(credit.Value);
            }
        }

        return won;
    }

    private static IReadOnlyList<DateOnly> WorkingDays(Model model, FiscalCalendar calendar, string manager, DateOnly monday)
    {
        var time = new WorkingTime(calendar, day => model.Person(manager, day));
        return [.. Enumerable.Range(0, 7).Select(monday.AddDays).Where(day => time.ActiveDays(day, day.AddDays(1)) > 0m)];
    }

    /// <summary>Crossings from <paramref name="Since"/> (inclusive) to <paramref name="Until"/> (exclusive), from one digest to the next.</summary>
    private sealed record DigestPeriods(Period Week, Period WeekBefore, Period Month, Period Quarter, DateTimeOffset Since, DateTimeOffset Until);
}
