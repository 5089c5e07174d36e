using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.People;

/// <summary>What a person's document must satisfy beyond its schema.</summary>
public static class PersonRules
{
    /// <summary>Every problem at once. <paramref name="model"/> holds the person as they would be from <paramref name="from"/> on.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Person person, Model model, DateOnly from)
    {
        var problems = References.Unknown(References.Of(person), model, from).ToList();
        if (person.Zone is not null && !LocalTime.IsZone(person.Zone))
        {
            problems.Add(new("/zone", "must be an IANA time zone, such as Europe/Berlin"));
        }

        if (person.Fte is <= 0 or > 1)
        {
            problems.Add(new("/fte", "must be above 0 and at most 1"));
        }

        Spans("/employment", person.Employment, problems);
        Overlaps(person.Employment, problems);
        Spans("/absences", person.Absences, problems);
        Thresholds(person.Thresholds, model, from, problems);
        if (ReportingLines.FindCircle(person.Id, model, from) is { } circle)
        {
            problems.Add(new(person.Manager is null ? "/team" : "/manager", $"reports to themselves: {circle}"));
        }

        problems.AddRange(person.Identities.Keys
            .Where(source => !model.Sources.ContainsKey(source))
            .Select(source => new FieldProblem($"/identities/{source}", $"no source '{source}' is registered yet", IsWarning: true)));
        return problems;
    }

    private static void Spans(string pointer, IReadOnlyList<DateSpan> spans, List<FieldProblem> problems) =>
        problems.AddRange(spans
            .Select((span, index) => (span, index))
            .Where(pair => pair.span.To <= pair.span.From)
            .Select(pair => new FieldProblem($"{pointer}/{pair.index}/to", "must be after from: it is the day after the last")));

    private static void Overlaps(IReadOnlyList<DateSpan> spells, List<FieldProblem> problems)
    {
        var ordered = spells.Select((spell, index) => (spell, index)).OrderBy(pair => pair.spell.From).ToList();
        for (var next = 1; next < ordered.Count; next++)
        {
            if ((ordered[next - 1].spell.To ?? DateOnly.MaxValue) > ordered[next].spell.From)
            {
                problems.Add(new($"/employment/{ordered[next].index}/from", "overlaps another spell of employment"));
            }
        }
    }

    private static void Thresholds(IReadOnlyList<MetricThreshold> thresholds, Model model, DateOnly from, List<FieldProblem> problems)
    {
        var metrics = thresholds.Count == 0 ? [] : model.KnownFrom(model.Metrics, from);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, threshold) in thresholds.Index())
        {
            if (!seen.Add(threshold.Metric))
            {
                problems.Add(new($"/thresholds/{index}/metric", $"'{threshold.Metric}' has a threshold already"));
            }

            problems.AddRange(ThresholdRules.Validate(threshold, metrics, $"/thresholds/{index}"));
        }
    }
}
