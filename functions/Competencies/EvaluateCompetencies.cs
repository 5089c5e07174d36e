using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// Brings a person's scorecards up to date. A nudge refreshes values of the open periods and of those already stored for the months it names;
/// a scheduled run also decides colours and announces what was crossed.
/// </summary>
public sealed class EvaluateCompetencies(
    IDocumentStore store, ModelDirectory directory, ScorecardInputs inputs, PendingNotifications notifications, TimeProvider time)
{
    /// <summary>The type of what is announced when a cell settles on another colour.</summary>
    public const string Crossed = NotificationTypes.ThresholdCrossed;

    /// <summary>A period that ended is evaluated for this long: late data still comes in.</summary>
    private const int DaysAfterEnd = 7;

    /// <summary>Scorecards in one commit: leaves room for what they announce.</summary>
    private const int MaxPeriods = 12;

    private static readonly PeriodKind[] Kinds = [PeriodKind.Week, PeriodKind.Month, PeriodKind.Quarter];

    [Function(nameof(EvaluateCompetencies))]
    public async Task Run([ServiceBusTrigger(Queues.EvaluateCompetencies, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<EvaluationKey>(message).Data;
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (model.People.ContainsKey(key.Person))
        {
            var now = time.GetUtcNow();
            var calendar = ScorecardInputs.Calendar(model, now);
            foreach (var periods in (await PeriodsAsync(model, calendar, key, now, cancellationToken)).Chunk(MaxPeriods))
            {
                await EvaluateAsync(model, calendar, key, periods, now, cancellationToken);
            }
        }

        await notifications.PublishAsync(Partitions.Rep(key.Person), cancellationToken);
    }

    private async Task<IReadOnlyList<Period>> PeriodsAsync(Model model, FiscalCalendar calendar, EvaluationKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = ScorecardInputs.Today(model, key.Person, now);
        var periods = new Dictionary<string, Period>(StringComparer.Ordinal);
        if (model.Person(key.Person, today)?.IsEmployed(today) == true)
        {
            Add(Kinds.Select(kind => calendar.PeriodOf(kind, today)));
        }

        if (key.Run is not null)
        {
            Add(Kinds.Select(kind => calendar.Previous(calendar.PeriodOf(kind, today))).Where(ended => today.DayNumber - ended.End.DayNumber < DaysAfterEnd));
            return [.. periods.Values];
        }

        var touched = key.Months.SelectMany(month => Touching(calendar, month)).Where(period => !periods.ContainsKey(period.Id)).DistinctBy(period => period.Id).ToDictionary(period => period.Id);
        foreach (var ids in touched.Keys.Chunk(100))
        {
            var stored = await store.ReadManyAsync<Scorecard>(Partitions.Rep(key.Person), [.. ids.Select(ScorecardDocuments.Id)], cancellationToken);
            Add(stored.Select(card => touched[card.Value.Period]));
        }

        return [.. periods.Values];

        void Add(IEnumerable<Period> more)
        {
            foreach (var period in more)
            {
                periods[period.Id] = period;
            }
        }
    }

    /// <summary>Local days of a UTC month begin a day before it and end a day after it; a reply may count up to three months later.</summary>
    private static IEnumerable<Period> Touching(FiscalCalendar calendar, string month)
    {
        var first = DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = first.AddMonths(1 + Domain.Metrics.RollupMonths.ReplyLookBack).AddDays(2);
        return Kinds.SelectMany(kind => calendar.PeriodsOf(kind, first.AddDays(-1), last));
    }

    /// <summary>The stored scorecards first, then what they are computed from, then all of them in one commit.</summary>
    private async Task EvaluateAsync(
        Model model, FiscalCalendar calendar, EvaluationKey key, Period[] periods, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(key.Person);
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = (await store.ReadManyAsync<Scorecard>(pk, [.. periods.Select(period => ScorecardDocuments.Id(period.Id))], cancellationToken))
                .ToDictionary(card => card.Value.Period, StringComparer.Ordinal);
            var today = ScorecardInputs.Today(model, key.Person, now);
            var batch = new DocumentBatch(pk);
            foreach (var input in await inputs.ReadAsync(model, calendar, key.Person, periods, today, cancellationToken))
            {
                Add(batch, stored.GetValueOrDefault(input.Period.Id), input, key.Run, now);
            }

            if (batch.Operations.Count == 0)
            {
                return;
            }

            if (batch.Operations.Count > DocumentBatch.MaxOperations && periods.Length > 1)
            {
                await EvaluateAsync(model, calendar, key, [.. periods.Take(periods.Length / 2)], now, cancellationToken);
                periods = [.. periods.Skip(periods.Length / 2)];
                continue;
            }

            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static void Add(DocumentBatch batch, Stored<Scorecard>? stored, ScorecardInput input, DateTimeOffset? run, DateTimeOffset now)
    {
        var evaluated = run is { } occurrence ? ScorecardEvaluation.Evaluate(stored?.Value, input, now, occurrence) : Refreshed(stored?.Value, input, now);
        if (!evaluated.IsChanged)
        {
            return;
        }

        var document = ScorecardDocuments.New(evaluated.Scorecard);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        foreach (var crossing in evaluated.Crossed)
        {
            PendingNotifications.Announce(batch, Notification(crossing));
        }
    }

    private static ScorecardEvaluated Refreshed(Scorecard? stored, ScorecardInput input, DateTimeOffset now)
    {
        var card = ScorecardValues.Refresh(stored, input, now);
        return new ScorecardEvaluated(card, [], IsSkipped: false, IsChanged: !ScorecardValues.SaysTheSame(stored, card));
    }

    private static Notification Notification(ThresholdCrossed crossed)
    {
        var run = crossed.Run.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var notification = new Notification
        {
            Id = $"crossed-{crossed.Person}-{crossed.Period}-{crossed.Metric}-{run}",
            Type = Crossed,
            At = crossed.Run,
            Person = crossed.Person,
        };
        notification.Facts["metric"] = crossed.Metric;
        notification.Facts["period"] = crossed.Period;
        notification.Facts["to"] = crossed.To;
        Fact("from", crossed.From);
        Fact("value", crossed.Value?.ToString(CultureInfo.InvariantCulture));
        Fact("target", crossed.Target?.ToString(CultureInfo.InvariantCulture));
        Fact("attainmentPercent", crossed.Attainment?.ToString(CultureInfo.InvariantCulture));
        notification.Links["scorecard"] = $"/api/v1/reps/{crossed.Person}/scorecard?period={crossed.Period}";
        return notification;

        void Fact(string name, string? value)
        {
            if (value is not null)
            {
                notification.Facts[name] = value;
            }
        }
    }
}
