using System.Globalization;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Which of a person's periods an evaluation is about.</summary>
public sealed class EvaluatedPeriods(IDocumentStore store)
{
    /// <summary>A period that ended is evaluated for this long: late data still comes in.</summary>
    private const int DaysAfterEnd = 7;

    private static readonly PeriodKind[] Kinds = [PeriodKind.Week, PeriodKind.Month, PeriodKind.Quarter];

    /// <summary>
    /// Their ids. The open ones of somebody employed, unless another nudge sees to them; for a run also those that ended lately and all that are not
    /// settled; for a nudge also those stored for the months it names.
    /// </summary>
    public async Task<IReadOnlyList<string>> OfAsync(Model model, EvaluationKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (pk, calendar, today) = (Partitions.Rep(key.Person), ScorecardInputs.Calendar(model, now), ScorecardInputs.Today(model, key.Person, now));
        string[] open = model.Person(key.Person, today)?.IsEmployed(today) == true ? [.. Kinds.Select(kind => calendar.PeriodOf(kind, today).Id)] : [];
        var periods = new SortedSet<string>(key.MonthsOnly ? [] : open, StringComparer.Ordinal);

        if (key.Run is not null)
        {
            var ended = Kinds.Select(kind => calendar.Previous(calendar.PeriodOf(kind, today))).Where(period => today.DayNumber - period.End.DayNumber < DaysAfterEnd);
            periods.UnionWith(ended.Where(period => WasEmployed(model, key.Person, period)).Select(period => period.Id));
            periods.UnionWith((await UnsettledAsync(pk, cancellationToken)).Where(id => calendar.Parse(id) is { } period && period.End <= today));
            return [.. periods];
        }

        foreach (var ids in key.Months.SelectMany(month => Touching(calendar, month)).Select(period => period.Id).Except(open).Chunk(100).ToList())
        {
            var stored = await store.ReadManyAsync(pk, [.. ids.Select(ScorecardDocuments.Id)], cancellationToken);
            periods.UnionWith(stored.Select(ScorecardDocuments.PeriodOf));
        }

        return [.. periods];
    }

    private async Task<IReadOnlyList<string>> UnsettledAsync(string pk, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        for (var query = new RangeQuery(pk, ScorecardDocuments.UnsettledKind); ;)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            found.AddRange(page.Items.Select(ScorecardDocuments.PeriodOf));
            if (page.Continuation is null)
            {
                return found;
            }

            query = query with { Continuation = page.Continuation };
        }
    }

    private static bool WasEmployed(Model model, string person, Period period)
    {
        var day = ScorecardInput.ReferenceDay(model, person, period, period.Last);
        return model.Person(person, day)?.IsEmployed(day) == true;
    }

    /// <summary>Local days of a UTC month begin a day before it and end a day after it; a reply may count up to three months later.</summary>
    private static IEnumerable<Period> Touching(FiscalCalendar calendar, string month)
    {
        var first = DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = first.AddMonths(1 + RollupMonths.ReplyLookBack).AddDays(2);
        return Kinds.SelectMany(kind => calendar.PeriodsOf(kind, first.AddDays(-1), last));
    }
}
