using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;

namespace SalesPerf.Functions.Pages;

/// <summary>What a cell of a scorecard counted, one by one.</summary>
/// <param name="names">Names of ids.</param>
/// <param name="zone">The person's.</param>
internal sealed class ActivitiesPage(Names names, TimeZoneInfo zone)
{
    /// <summary>More rows than this nobody reads; as JSON there are all.</summary>
    private const int MaxRows = 500;

    public string Render(CountedActivities answer, ScorecardMetric? cell, Period period)
    {
        var (person, metric) = (names.Person(answer.Person), names.Metric(answer.Metric));
        var definition = names.Definition(answer.Metric);
        var measured = names.Measured(answer.Metric);
        var heads = Heads(answer, definition);
        var counted = answer.Items.Count(item => item.NotCounted is null);
        var more = answer.Items.Count - MaxRows;
        return Layout.Page($"{metric}, {person}", Html.Of(
            $"""
            {Layout.Trail($"{person}'s scorecard", Links.Relative.Scorecard(answer.Person, answer.Period))}
            <h1>{metric}</h1>
            <p class="soft">{person}, {Figures.Name(period)}, {Figures.Days(period.Start, period.Last)}</p>
            <section><h2>{Sum(answer, cell, measured)}</h2>
            <p class="soft small">{(definition is null ? "" : MetricWords.How(definition, names))} {Said(answer, cell, measured)}</p></section>
            <section><p class="soft small">{Figures.Count(counted, "item counts", "items count")}, {answer.Items.Count - counted} {(answer.Items.Count - counted == 1 ? "does" : "do")} not. Times are those of {zone.Id}.</p>
            {(answer.Items.Count == 0 ? Html.Of($"<p>Nothing of its kind happened in this period.</p>") : Layout.Table(heads, answer.Items.Take(MaxRows).Select(item => Row(heads, answer, item, definition, measured))))}
            {(more > 0 || answer.IsCut ? Html.Of($"<p class=\"soft\">{(more > 0 ? $"and {Figures.Number(more)} more" : "")}{(answer.IsCut ? " and what does not fit an answer" : "")}: the sums above are of all.</p>") : Html.Empty)}</section>
            <p class="soft small">As JSON: the same address with <code>Accept: application/json</code>.</p>
            """));
    }

    private List<string> Heads(CountedActivities answer, Metric? definition) => answer.Kind switch
    {
        MetricKinds.Ratio => ["What", "When", "With", "#" + names.Metric(definition?.Measure.Numerator ?? ""), "#" + names.Metric(definition?.Measure.Denominator ?? ""), "Not counted"],
        MetricKinds.Conversion => ["What", "When", "With", "#Arrived", "#Came", "Not counted"],
        MetricKinds.Duration => ["What", "When", "With", "#Days", "#Deals", "Not counted"],
        _ => ["What", "When", "With", "#Counts", "Not counted"],
    };

    private static string Sum(CountedActivities answer, ScorecardMetric? cell, Measured measured) => answer switch
    {
        { Value: null, Numerator: null } => "Not added up here",
        { Numerator: { } above, Denominator: { } below } when answer.Kind == MetricKinds.Duration => measured.Made(answer.Value, below) + $": {Figures.Number(above)} days together",
        { Numerator: { } above, Denominator: { } below } => $"{measured.Value(answer.Value, cell?.Target)} = {Figures.Number(above)} of {Figures.Number(below)}",
        _ => measured.Value(answer.Value),
    };

    /// <summary>What the scorecard says, where that is something else.</summary>
    private static string Said(CountedActivities answer, ScorecardMetric? cell, Measured measured) => cell switch
    {
        null => "It is not on the scorecard.",
        { IsEstimated: true } => $"The scorecard says {measured.Value(cell.Value, cell.Target)}, projected from a sample.",
        _ when cell.Value != answer.Value || cell.Numerator != answer.Numerator || cell.Denominator != answer.Denominator =>
            $"The scorecard says {measured.Made(cell.Value, cell.Denominator, cell.Target)} and is about to be refreshed.",
        _ => "That is what the scorecard says.",
    };

    private Html Row(List<string> heads, CountedActivities answer, CountedActivity item, Metric? definition, Measured measured)
    {
        var what = Html.Of($"{MetricWords.Type(item.Type)}");
        var when = Html.Of($"<span class=\"small\">{Figures.Local(item.OccurredAt, zone)}</span>");
        var why = item.NotCounted is { } reason ? Html.Of($"<span class=\"soft small\">{MetricWords.Why(reason, Asked(definition, reason))}</span>") : null;
        return answer.Numerator is not null || answer.Kind is MetricKinds.Ratio or MetricKinds.Conversion or MetricKinds.Duration
            ? Layout.Row(heads, what, when, With(item), Part(item.Numerator), Part(item.Denominator), why)
            : Layout.Row(heads, what, when, With(item), item.Value is { } value ? Html.Of($"{measured.Value(value)}") : null, why);
    }

    /// <summary>Whose condition it was: of a ratio the side below the line is asked first.</summary>
    private Metric? Asked(Metric? definition, string reason) =>
        definition?.Measure is { Kind: MetricKinds.Ratio } ratio
            ? new[] { ratio.Denominator, ratio.Numerator }.Select(side => names.Definition(side ?? "")).FirstOrDefault(side => reason != NotCountedReasons.Condition || side?.Measure.Where.Count > 0)
            : definition;

    private static Html? Part(decimal? value) => value is { } known ? Html.Of($"{Figures.Number(known)}") : null;

    private static Html With(CountedActivity item)
    {
        var parts = new[] { ("account", item.Account), ("contact", item.Contact), ("deal", item.Deal), ("conversation", item.Conversation) }
            .Where(part => part.Item2 is not null)
            .Select(part => $"{part.Item1} {Names.Clean(part.Item2!)}")
            .ToList();
        if (item.Amount is { } amount)
        {
            parts.Add(Figures.Value(amount, item.Currency));
        }

        return Html.Of($"<span class=\"small\">{string.Join(", ", parts)}</span>");
    }
}
