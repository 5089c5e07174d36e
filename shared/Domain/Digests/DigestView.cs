using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Digests;

/// <summary>One person as the digest sees them.</summary>
internal sealed class DigestView
{
    private const int MaxRed = 5;
    private const string Months = "month";

    private readonly Dictionary<string, (ScorecardMetric Cell, Scorecard Card)?> cells;
    private readonly IReadOnlyDictionary<string, Metric> metrics;

    public DigestView(DigestPerson person, DigestInput input, bool isOfWeek)
    {
        Person = person;
        metrics = input.Metrics;
        Scorecard[] cards = [.. new[] { person.Month, person.Week, person.Quarter }.OfType<Scorecard>()];
        IsMeasured = cards.Any(card => card.Role is not null || card.Metrics.Any(cell => cell.Threshold is not null));
        Score = (isOfWeek ? person.Week : person.Month)?.Composite;
        cells = cards
            .SelectMany(card => card.Metrics)
            .Where(cell => cell.Threshold is not null && metrics.ContainsKey(cell.Metric))
            .Select(cell => cell.Metric)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(metric => metric, metric => Judged(cards, metric), StringComparer.Ordinal);
        Crossed = CrossedOnce(person, input.Month.Id, cards);
        Red = [.. Worst(Colours.Red).Take(MaxRed)];
    }

    public DigestPerson Person { get; }

    /// <summary>Something is expected of them.</summary>
    public bool IsMeasured { get; }

    public decimal? Score { get; }

    public string Colour => DigestComposer.ColourOf(Score);

    /// <summary>Red cells, the lowest attainment first.</summary>
    public IReadOnlyList<DigestCell> Red { get; }

    /// <summary>One a metric, the last.</summary>
    public IReadOnlyList<DigestCrossing> Crossed { get; }

    public IEnumerable<DigestPraise> Praise
    {
        get
        {
            if (Person.Won.Count > 0)
            {
                yield return new DigestPraise
                {
                    Person = Person.Id,
                    Kind = DigestPraise.Won,
                    Deals = Person.Won.Count,
                    Amounts = [.. Person.Won
                        .GroupBy(credit => credit.Currency, StringComparer.Ordinal)
                        .OrderBy(credits => credits.Key, StringComparer.Ordinal)
                        .Select(credits => new DigestAmount(credits.Sum(credit => credit.Amount), credits.Key))],
                };
            }

            if (Person is { Week.Composite: { } score and >= DigestComposer.AmberFrom, WeekBefore.Composite: { } before } && score - before >= DigestComposer.Improvement)
            {
                yield return new DigestPraise { Person = Person.Id, Kind = DigestPraise.Improved, Score = score, Before = before };
            }

            foreach (var crossing in Crossed.Where(crossing => crossing.To == Colours.Green))
            {
                yield return new DigestPraise { Person = Person.Id, Kind = DigestPraise.TurnedGreen, Metric = crossing.Metric };
            }
        }
    }

    /// <summary>The colour of a metric that something is expected of; null for others.</summary>
    public string? ColourOf(string metric) => cells.TryGetValue(metric, out var judged) ? judged?.Cell.Colour ?? Colours.Grey : null;

    /// <summary>The period in which a metric is judged; null when it counts in none.</summary>
    public string? PeriodOf(string metric) => cells.GetValueOrDefault(metric)?.Card.Period;

    /// <summary>The reason to talk to them. <paramref name="led"/>: how many of the people they lead are red.</summary>
    public DigestSlot Slot(int led)
    {
        var turned = Crossed.FirstOrDefault(crossing => crossing.To == Colours.Red && ColourOf(crossing.Metric) == Colours.Red);
        var (reason, cell) = this switch
        {
            { IsMeasured: true, Colour: Colours.Red } => (DigestReasons.Behind, Red.Count > 0 ? Red[0] : Lowest()),
            _ when led > 0 => (DigestReasons.Leads, null),
            _ when turned is not null => (DigestReasons.TurnedRed, Of(turned.Metric)),
            { Red: [var worst, ..] } => (DigestReasons.Red, worst),
            { IsMeasured: true, Colour: Colours.Amber } => (DigestReasons.Slipping, Lowest()),
            { IsMeasured: true, Colour: Colours.Grey } => (DigestReasons.Unknown, null),
            _ => (Praise.Any() ? DigestReasons.WellDone : DigestReasons.Steady, (DigestCell?)null),
        };
        return new DigestSlot(Person.Id, null, reason, Score, cell, reason == DigestReasons.Leads ? led : null);
    }

    /// <summary>The first period in which the metric counts. A target for another kind of period, cut to a week, would say nothing but its smallness.</summary>
    private static (ScorecardMetric Cell, Scorecard Card)? Judged(IEnumerable<Scorecard> cards, string metric)
    {
        foreach (var card in cards)
        {
            if (card.Metrics.FirstOrDefault(cell => cell.Metric == metric) is { NotCounted: null, Attainment: not null } cell && IsOwn(card.Kind, cell))
            {
                return (cell, card);
            }
        }

        return null;
    }

    /// <summary>A metric belongs to months, and to the kind of period that its target is for.</summary>
    private static bool IsOwn(string kind, ScorecardMetric cell) => kind == Months || kind == cell.Threshold?.Content.Period;

    private static IReadOnlyList<DigestCrossing> CrossedOnce(DigestPerson person, string month, IReadOnlyList<Scorecard> cards) =>
        [.. person.Crossed
            .Where(crossed => cards.SelectMany(card => card.Metrics).FirstOrDefault(cell => cell.Metric == crossed.Metric) is not { } cell || IsOwn(KindOf(crossed.Period), cell))
            .GroupBy(crossed => crossed.Metric, StringComparer.Ordinal)
            .Select(same => same
                .OrderByDescending(crossed => crossed.Run)
                .ThenByDescending(crossed => crossed.Period == month)
                .ThenBy(crossed => crossed.Period, StringComparer.Ordinal)
                .First())
            .OrderBy(crossed => crossed.Metric, StringComparer.Ordinal)
            .Select(crossed => new DigestCrossing(
                person.Id, crossed.Metric, crossed.Period, crossed.From, crossed.To, crossed.Value, crossed.Target, crossed.Attainment, crossed.Run))];

    /// <summary>Of the kinds that scorecards have; any other is a month's.</summary>
    private static string KindOf(string period) => period.Contains('W', StringComparison.Ordinal) ? "week" : period.Contains('Q', StringComparison.Ordinal) ? "quarter" : Months;

    private IEnumerable<DigestCell> Worst(string? colour = null) =>
        cells.Values
            .OfType<(ScorecardMetric Cell, Scorecard Card)>()
            .Where(judged => colour is null || judged.Cell.Colour == colour)
            .OrderBy(judged => judged.Cell.Attainment)
            .ThenBy(judged => judged.Cell.Metric, StringComparer.Ordinal)
            .Select(judged => Of(judged.Cell, judged.Card));

    private DigestCell? Lowest() => Worst().FirstOrDefault();

    private DigestCell? Of(string metric) => cells.GetValueOrDefault(metric) is { } judged ? Of(judged.Cell, judged.Card) : null;

    private DigestCell Of(ScorecardMetric cell, Scorecard card)
    {
        var metric = metrics[cell.Metric];
        var isHigher = metric.Direction == "higherIsBetter";
        var isOpen = cell.ExpectedToDate is not null;
        var left = card.ActiveDays - card.ElapsedDays;
        return new DigestCell
        {
            Metric = cell.Metric,
            Period = card.Period,
            Value = cell.Value,
            Numerator = cell.Numerator,
            Denominator = cell.Denominator,
            Target = cell.PaceTarget ?? cell.Target,
            IsPace = cell.PaceTarget is not null,
            Attainment = cell.Attainment,
            Missing = Missing(metric, cell.Value, cell.PaceTarget ?? cell.Target),
            PerDay = isHigher && isOpen && left > 0m && cell.Target > cell.Value ? Rounding.HalfAway((cell.Target.Value - cell.Value.Value) / left, 2) : null,
        };
    }

    private static decimal? Missing(Metric metric, decimal? value, decimal? target)
    {
        var missing = metric.Direction switch
        {
            "lowerIsBetter" => value - target,
            "inRange" => value < metric.RangeMin ? metric.RangeMin - value : value - metric.RangeMax,
            _ => target - value,
        };
        return missing > 0m ? missing : null;
    }
}
