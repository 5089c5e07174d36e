using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Digests;

/// <summary>
/// Composes a manager's digest. The same input gives the same digest, whatever the order of people.
/// </summary>
/// <remarks>
/// Scores are those of the month, or everybody's of the week while the month is too young to have them; they have the colours a threshold has when nothing else
/// is said: green from 100 per cent, amber from 80. A metric is judged by the month too; where it does not count there, by the week
/// or the quarter if its target is for one.
/// </remarks>
public static class DigestComposer
{
    /// <summary>A score from here is green, in per cent.</summary>
    public const decimal GreenFrom = 100m;

    /// <summary>A score from here is amber, in per cent.</summary>
    public const decimal AmberFrom = 80m;

    /// <summary>Points of the score that a week must be above the week before to be praised, if it is amber at least.</summary>
    public const decimal Improvement = 10m;

    private const int MaxSlots = 500;
    private const int MaxRisks = 100;
    private const int MaxOthers = 100;
    private const int MaxBehind = 5;
    private const decimal YoungUnder = 0.2m;

    public static Digest Compose(DigestInput input)
    {
        var isOfWeek = IsOfWeek(input);
        var views = input.People.OrderBy(person => person.Id, StringComparer.Ordinal).Select(person => new DigestView(person, input, isOfWeek)).ToList();
        var measured = views.Where(view => view.IsMeasured).ToList();
        return new Digest
        {
            Manager = input.Manager,
            Week = input.Week.Id,
            Start = input.Week.Start,
            End = input.Week.End,
            Month = input.Month.Id,
            ScorePeriod = (isOfWeek ? input.Week : input.Month).Id,
            People = Count(measured.Select(view => view.Colour)),
            Teams = Teams(measured),
            Metrics = Metrics(input, measured),
            Forecasts = [.. input.Forecasts
                .OrderBy(forecast => forecast.Currency, StringComparer.Ordinal)
                .Select(forecast => forecast with { ExpectedBefore = Before(input.Previous, forecast) })],
            AtRisk = First(Risks(input, measured), MaxRisks),
            ToDo = First(Slots(input, views), MaxSlots),
            Praise = First(Praise(views), MaxOthers),
            Crossed = First(Crossed(views), MaxOthers),
            FollowUps = First(
                [.. input.FollowUps.OrderBy(due => due.Due).ThenBy(due => due.Person, StringComparer.Ordinal).ThenBy(due => due.Id, StringComparer.Ordinal)], MaxOthers),
        };
    }

    /// <summary>Under a fifth of most people's month is over, or nobody has a score of it; and somebody has one of the week.</summary>
    private static bool IsOfWeek(DigestInput input)
    {
        List<Scorecard> months = [.. input.People.Select(person => person.Month).OfType<Scorecard>().Where(card => card.ActiveDays > 0m)];
        var isYoung = 2 * months.Count(card => card.ElapsedDays < YoungUnder * card.ActiveDays) > months.Count;
        return (isYoung || months.TrueForAll(card => card.Composite is null)) && input.People.Any(person => person.Week?.Composite is not null);
    }

    /// <summary>The colour of a score in per cent; grey when it is unknown.</summary>
    public static string ColourOf(decimal? score) => score switch
    {
        null => Colours.Grey,
        >= GreenFrom => Colours.Green,
        >= AmberFrom => Colours.Amber,
        _ => Colours.Red,
    };

    private static DigestList<T> First<T>(IReadOnlyList<T> all, int most) => new([.. all.Take(most)], Math.Max(0, all.Count - most));

    private static DigestColours Count(IEnumerable<string> colours)
    {
        var counts = colours.CountBy(colour => colour).ToDictionary(count => count.Key, count => count.Value);
        return new DigestColours(
            counts.GetValueOrDefault(Colours.Green), counts.GetValueOrDefault(Colours.Amber), counts.GetValueOrDefault(Colours.Red), counts.GetValueOrDefault(Colours.Grey));
    }

    private static List<DigestTeam> Teams(IReadOnlyList<DigestView> measured)
    {
        var teams = measured
            .Where(view => view.Person.Team is not null)
            .GroupBy(view => view.Person.Team!, StringComparer.Ordinal)
            .OrderBy(team => team.Key, StringComparer.Ordinal)
            .Select(team => new DigestTeam(team.Key, Count(team.Select(view => view.Colour))))
            .ToList();
        return teams.Count > 1 ? teams : [];
    }

    private static IReadOnlyList<DigestMetric> Metrics(DigestInput input, IReadOnlyList<DigestView> measured)
    {
        var month = Team(input, measured.Select(view => view.Person.Month), input.Month.Id);
        var week = Team(input, measured.Select(view => view.Person.Week), input.Week.Id);
        var before = measured.Select(view => view.Person.WeekBefore).OfType<Scorecard>().ToList();
        var weekBefore = Team(input, before, before.Count > 0 ? before[0].Period : input.Week.Id);
        var isOpen = measured.Any(view => view.Person.Month is { } card && card.ElapsedDays < card.ActiveDays);
        return [.. input.Metrics.Values
            .Select(metric => new DigestMetric(
                metric.Id,
                Measure(metric, month.GetValueOrDefault(metric.Id), isOpen),
                Measure(metric, week.GetValueOrDefault(metric.Id), isOpen: false),
                weekBefore.GetValueOrDefault(metric.Id)?.Attainment,
                Count(measured.Select(view => view.ColourOf(metric.Id)).OfType<string>()),
                measured.Select(view => view.PeriodOf(metric.Id)).OfType<string>().Distinct().Take(2).ToList() is [var only] ? only : null))
            .Where(metric => metric.Month is not null || metric.Week is not null)
            .OrderBy(metric => input.Metrics[metric.Metric].Category switch { "result" => 0, "objective" => 1, _ => 2 })
            .ThenBy(metric => metric.Metric, StringComparer.Ordinal)];
    }

    private static Dictionary<string, TeamMetric> Team(DigestInput input, IEnumerable<Scorecard?> cards, string period) =>
        TeamScorecard.Combine(input.Manager, period, [.. cards.OfType<Scorecard>()], input.Metrics).Metrics.ToDictionary(metric => metric.Metric, StringComparer.Ordinal);

    /// <summary>What adds up in an open period and cannot be compared with its pace yet has no attainment: against the whole target it would look hopeless.</summary>
    private static DigestMeasure? Measure(Metric metric, TeamMetric? team, bool isOpen)
    {
        if (team?.Value is not { } value)
        {
            return null;
        }

        var isTooYoung = isOpen && team.PaceTarget is null && MetricKinds.Accumulates(metric.Measure.Kind);
        return new DigestMeasure(value, team.PaceTarget ?? team.Target, team.PaceTarget is not null, isTooYoung ? null : team.Attainment, team.Denominator);
    }

    private static decimal? Before(Digest? previous, DigestForecast forecast) =>
        previous?.Forecasts.FirstOrDefault(known => known.Period == forecast.Period && known.Currency == forecast.Currency)?.Expected;

    private static IReadOnlyList<DigestRisk> Risks(DigestInput input, IReadOnlyList<DigestView> measured)
    {
        List<DigestPerson> leaders = [.. input.People.Where(person => person.IsDirect && person.Leads.Count > 0).OrderBy(person => person.Id, StringComparer.Ordinal)];
        return [.. measured
            .Where(view => view.Red.Count > 0)
            .OrderBy(view => view.Colour switch { Colours.Red => 0, Colours.Amber => 1, Colours.Grey => 2, _ => 3 })
            .ThenBy(view => view.Score ?? 0m)
            .ThenByDescending(view => view.Red.Count)
            .ThenBy(view => view.Person.Id, StringComparer.Ordinal)
            .Select(view => new DigestRisk(view.Person.Id, view.Score, view.Red, view.Person.IsDirect ? null : leaders.Find(leader => leader.Leads.Contains(view.Person.Id))?.Id))];
    }

    private static List<DigestSlot> Slots(DigestInput input, IReadOnlyList<DigestView> views)
    {
        var known = views.Where(view => view.IsMeasured).ToDictionary(view => view.Person.Id, StringComparer.Ordinal);
        var slots = views
            .Where(view => view.Person.IsDirect)
            .Select(view => Slot(view, [.. view.Person.Leads.Distinct(StringComparer.Ordinal).Select(led => known.GetValueOrDefault(led)).OfType<DigestView>()]))
            .OrderBy(slot => DigestReasons.Ordered.Index().First(reason => reason.Item == slot.Reason).Index)
            .ThenByDescending(slot => slot.Count ?? 0)
            .ThenBy(slot => slot.Score ?? 0m)
            .ThenBy(slot => slot.Person, StringComparer.Ordinal)
            .ToList();
        return input.Days.Count == 0 ? slots : [.. slots.Select((slot, index) => slot with { Day = input.Days[(int)((long)index * input.Days.Count / slots.Count)] })];
    }

    private static DigestSlot Slot(DigestView view, IReadOnlyList<DigestView> led)
    {
        List<DigestBehind> behind = [.. led
            .Where(below => below.Colour == Colours.Red)
            .Select(below => new DigestBehind(below.Person.Id, below.Score ?? 0m))
            .OrderBy(below => below.Score)
            .ThenBy(below => below.Person, StringComparer.Ordinal)];
        return view.Slot(behind.Count) with
        {
            Led = view.Person.Leads.Count == 0 ? null : led.Count,
            Behind = behind.Count == 0 ? null : [.. behind.Take(MaxBehind)],
        };
    }

    private static IReadOnlyList<DigestPraise> Praise(IReadOnlyList<DigestView> views) =>
        [.. views.SelectMany(view => view.Praise)
            .OrderBy(praise => praise.Kind switch { DigestPraise.Won => 0, DigestPraise.Improved => 1, _ => 2 })
            .ThenByDescending(praise => praise.Deals)
            .ThenByDescending(praise => praise.Score - praise.Before ?? 0m)
            .ThenBy(praise => praise.Person, StringComparer.Ordinal)
            .ThenBy(praise => praise.Metric, StringComparer.Ordinal)];

    private static IReadOnlyList<DigestCrossing> Crossed(IReadOnlyList<DigestView> views) =>
        [.. views.SelectMany(view => view.Crossed)
            .OrderBy(crossing => crossing.To switch { Colours.Red => 0, Colours.Amber => 1, _ => 2 })
            .ThenBy(crossing => crossing.Person, StringComparer.Ordinal)
            .ThenBy(crossing => crossing.Metric, StringComparer.Ordinal)];
}
