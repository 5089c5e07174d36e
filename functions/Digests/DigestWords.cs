using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>What a digest says, in words that the HTML and the plain text share.</summary>
internal sealed class DigestWords(Names names)
{
    /// <summary>A rate under one a day reads better by the week.</summary>
    private const decimal DaysAWeek = 5m;

    private const int MaxTurned = 3;

    public static string Subject(Digest digest) => $"Your week: {Headline(digest)}";

    /// <summary>1 behind, 12 with something red, 3 of 14 on track.</summary>
    public static string Headline(Digest digest)
    {
        var (people, all) = (digest.People, digest.People.Sum());
        if (all == 0)
        {
            return "nobody is measured yet";
        }

        if (people.Grey == all)
        {
            return $"no figures yet for {Figures.Count(all, "person", "people")}";
        }

        var atRisk = digest.AtRisk.Items.Count + digest.AtRisk.More;
        string[] parts =
        [
            .. people.Red > 0 ? [$"{people.Red} behind"] : Array.Empty<string>(),
            .. atRisk > 0 ? [$"{atRisk} with something red"] : Array.Empty<string>(),
            $"{people.Green} of {all} on track",
        ];
        return string.Join(", ", parts);
    }

    /// <summary>Week 47, 16–22 November 2026.</summary>
    public string Week(Digest digest)
    {
        var week = names.Period(digest.Week);
        return $"{char.ToUpperInvariant(week[0])}{week[1..]}, {Figures.Days(digest.Start, digest.End.AddDays(-1))}";
    }

    /// <summary>The score's period and bounds: Scores of November 2026: 9 green (100 % or more), 2 amber (80 % or more), 3 red.</summary>
    public string Score(Digest digest) =>
        $"Scores of {names.Period(ScorePeriod(digest))}: {Colours(digest.People, $" ({Figures.Number(DigestComposer.GreenFrom)}\u00a0% or more)", $" ({Figures.Number(DigestComposer.AmberFrom)}\u00a0% or more)")}";

    /// <summary>The period whose scores are told.</summary>
    public static string ScorePeriod(Digest digest) => digest.ScorePeriod ?? digest.Month;

    /// <summary>A metric, with its period when that is not the digest's month.</summary>
    public string Metric(DigestCell cell, string month) =>
        cell.Period == month ? names.Metric(cell.Metric) : $"{names.Metric(cell.Metric)} in {names.Period(cell.Period)}";

    /// <summary>42 of 60 expected by now, 18 short, 6.2 a day needed.</summary>
    public string Facts(DigestCell cell)
    {
        var measured = names.Measured(cell.Metric);
        var words = measured.Against(cell.Value, cell.Denominator, cell.Target, cell.IsPace) + (Gap(cell) is { Length: > 0 } gap ? $", {gap}" : "");
        return cell.PerDay switch
        {
            null => words,
            < 1m and var few => $"{words}, {measured.Rate(DaysAWeek * few)} a week needed",
            { } day => $"{words}, {measured.Rate(day)} a day needed",
        };
    }

    /// <summary>Why to talk to them, in a line.</summary>
    public string Reason(DigestSlot slot, string month)
    {
        var score = Figures.Percent(slot.Score);
        var cell = slot.Cell is { } known ? $"{Metric(known, month)}, {(Gap(known) is { Length: > 0 } gap ? gap : $"at {Figures.Percent(known.Attainment)}")}" : "the scorecard";
        return slot.Reason switch
        {
            DigestReasons.Behind => $"Behind at {score}. Start with {cell}.",
            DigestReasons.TurnedRed => $"Turned red: {cell}.",
            DigestReasons.Leads => $"{(slot.Led is { } led ? $"{slot.Count} of the {Figures.Count(led, "person", "people")}" : Figures.Count(slot.Count ?? 0, "person", "people"))} they lead {(slot.Count == 1 ? "is" : "are")} behind.",
            DigestReasons.Red => $"At {score} on the whole, but red: {cell}.",
            DigestReasons.Slipping => $"Close at {score}. Weakest: {cell}.",
            DigestReasons.Unknown => "No figures yet. Is their CRM user mapped?",
            DigestReasons.WellDone => slot.Score is null ? "Say well done." : $"On track at {score}. Say well done.",
            _ when slot is { Score: null, Led: > 0 and var led } => $"Of the {Figures.Count(led, "person", "people")} they lead nobody is behind.",
            _ => slot.Score is null ? "Keep in touch." : $"On track at {score}. Ask what would help next.",
        };
    }

    private string Gap(DigestCell cell) => names.Measured(cell.Metric).Gap(cell.Value, cell.Target, cell.Missing);

    /// <summary>What to praise, a line for each person: won 2 deals worth USD 21,649; turned Calls completed green.</summary>
    public IReadOnlyList<(string Person, string Text)> Praised(Digest digest) =>
        [.. digest.Praise.Items
            .GroupBy(praise => praise.Person)
            .Select(same => (same.Key, string.Join("; ", same.Where(praise => praise.Kind != DigestPraise.TurnedGreen).Select(Praise).Concat(Greens(same)))))];

    private IEnumerable<string> Greens(IEnumerable<DigestPraise> praises)
    {
        var greens = praises.Where(praise => praise.Kind == DigestPraise.TurnedGreen).Select(praise => names.Metric(praise.Metric ?? "")).ToList();
        if (greens.Count > 0)
        {
            yield return $"turned {Listed(greens)} green";
        }
    }

    private static string Listed(List<string> names) => names switch
    {
        [var only] => only,
        { Count: <= MaxTurned } => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        _ => $"{string.Join(", ", names.Take(MaxTurned))} and {names.Count - MaxTurned} more",
    };

    private string Praise(DigestPraise praise) => praise.Kind switch
    {
        DigestPraise.Won => $"won {Figures.Count(praise.Deals, "deal", "deals")}{Worth(praise)}",
        DigestPraise.Improved => $"went from {Figures.Percent(praise.Before)} to {Figures.Percent(praise.Score)} in a week",
        _ => $"turned {names.Metric(praise.Metric ?? "")} green",
    };

    /// <summary>What turned, a line for each person and colour: Calls completed (42 against 60), Deals won (1 against 2).</summary>
    public IReadOnlyList<(string Person, string To, string Text)> Turned(Digest digest) =>
        [.. digest.Crossed.Items
            .GroupBy(crossing => (crossing.Person, crossing.To))
            .Select(same => (same.Key.Person, same.Key.To, string.Join(", ", same.Take(MaxTurned).Select(crossing => Crossing(crossing, digest.Month)))
                + (same.Count() > MaxTurned ? $" and {same.Count() - MaxTurned} more" : "")))];

    private string Crossing(DigestCrossing crossing, string month)
    {
        var measured = names.Measured(crossing.Metric);
        var value = crossing.Target is { } target ? $" ({measured.Value(crossing.Value ?? 0m, target)} against {measured.Target(target)})" : "";
        return $"{names.Metric(crossing.Metric)}{(crossing.Period == month ? "" : $" in {names.Period(crossing.Period)}")}{value}";
    }

    /// <summary>Expected against quota: 412,000 of 500,000 (82 %).</summary>
    public static string Expected(DigestForecast forecast)
    {
        var expected = Figures.Value(forecast.Expected, forecast.Currency);
        return forecast.Quota is { } quota and > 0m
            ? $"{expected} of {Figures.Value(quota, forecast.Currency)} ({Figures.Percent(100m * forecast.Expected / quota)})"
            : $"{expected}, no quota";
    }

    public static string Outlook(DigestForecast forecast)
    {
        var parts = new List<string> { $"{Figures.Value(forecast.Closed, forecast.Currency)} won so far" };
        if (forecast.ProbabilityOfQuota is { } chance)
        {
            parts.Add($"{Figures.Chance(chance)} chance of quota");
        }

        parts.Add($"likely between {Figures.Value(forecast.P10, forecast.Currency)} and {Figures.Value(forecast.P90, forecast.Currency)}");
        if (forecast.ExpectedBefore is { } before)
        {
            parts.Add((forecast.Expected - before) switch
            {
                0m => "the same as last week",
                > 0m and var more => $"{Figures.Value(more, forecast.Currency)} more than last week",
                var less => $"{Figures.Value(-less, forecast.Currency)} less than last week",
            });
        }

        return string.Join(", ", parts) + ".";
    }

    /// <summary>9 green, 2 amber, 3 red; with what green and amber mean where that is to be said.</summary>
    public static string Colours(DigestColours colours, string green = "", string amber = "")
    {
        var parts = new (int Count, string Colour)[] { (colours.Green, "green" + green), (colours.Amber, "amber" + amber), (colours.Red, "red"), (colours.Grey, "unknown") };
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Colour}"));
    }

    /// <summary>A metric of everybody together: 1,811 of 1,952 expected by now (92 %), or 62 % of 48, 70 % expected (88 %).</summary>
    public string? Measure(DigestMeasure? measure, string metric) => measure is null ? null
        : names.Measured(metric).Together(measure.Value, measure.Denominator, measure.Target, measure.IsPace, measure.Attainment);

    /// <summary>8 green, 14 unknown, with the period of the colours where it is not the digest's month.</summary>
    public string People(DigestMetric metric, string month) =>
        Colours(metric.People) + (metric.Period is null || metric.Period == month || metric.People.Sum() == 0 ? "" : $" in {names.Period(metric.Period)}");

    private static string Worth(DigestPraise praise)
    {
        var amounts = praise.Amounts.Where(amount => amount.Amount > 0m).Select(amount => Figures.Value(amount.Amount, amount.Currency)).ToList();
        return amounts.Count == 0 ? "" : $" worth {string.Join(" and ", amounts)}";
    }
}
