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

    /// <summary>The score's period: Score in November 2026.</summary>
    public string Score(Digest digest) => $"Score in {names.Period(digest.Month)}: {Colours(digest.People)}";

    /// <summary>A metric, with its period when that is not the digest's month.</summary>
    public string Metric(DigestCell cell, string month) =>
        cell.Period == month ? names.Metric(cell.Metric) : $"{names.Metric(cell.Metric)} in {names.Period(cell.Period)}";

    /// <summary>42 of 60 expected by now, 18 short, 6.2 a day needed.</summary>
    public string Facts(DigestCell cell)
    {
        var unit = names.Unit(cell.Metric);
        var words = Figures.Value(cell.Value, cell.Target is null ? unit : null);
        if (cell.Target is { } target)
        {
            words += $" {(IsLower(cell) ? "against" : "of")} {Figures.Value(target, unit)}{(cell.IsPace ? " expected by now" : "")}";
        }

        words += cell.Missing is null ? "" : $", {Gap(cell)}";
        return cell.PerDay switch
        {
            null => words,
            < 1m and var few => $"{words}, {Figures.Value(DaysAWeek * few, unit)} a week needed",
            var day => $"{words}, {Figures.Value(day, unit)} a day needed",
        };
    }

    /// <summary>Why to talk to them, in a line.</summary>
    public string Reason(DigestSlot slot, string month)
    {
        var score = Figures.Percent(slot.Score);
        var cell = slot.Cell is { } known ? $"{Metric(known, month)}, {(known.Missing is null ? $"at {Figures.Percent(known.Attainment)}" : Gap(known))}" : "the scorecard";
        return slot.Reason switch
        {
            DigestReasons.Behind => $"Behind at {score}. Start with {cell}.",
            DigestReasons.TurnedRed => $"Turned red: {cell}.",
            DigestReasons.Leads => $"{Figures.Count(slot.Count ?? 0, "person", "people")} they lead {(slot.Count == 1 ? "is" : "are")} behind.",
            DigestReasons.Red => $"At {score} on the whole, but red: {cell}.",
            DigestReasons.Slipping => $"Close at {score}. Weakest: {cell}.",
            DigestReasons.Unknown => "No figures yet. Is their CRM user mapped?",
            DigestReasons.WellDone => slot.Score is null ? "Say well done." : $"On track at {score}. Say well done.",
            _ => slot.Score is null ? "Keep in touch." : $"On track at {score}. Ask what would help next.",
        };
    }

    private bool IsLower(DigestCell cell) => names.Definition(cell.Metric)?.Direction == "lowerIsBetter";

    private string Gap(DigestCell cell) =>
        $"{Figures.Value(cell.Missing, names.Unit(cell.Metric))} {(IsLower(cell) ? "too much" : cell.Target is null ? "outside the range" : "short")}";

    public string Praise(DigestPraise praise) => praise.Kind switch
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
        var unit = names.Unit(crossing.Metric);
        var value = crossing.Target is { } target ? $" ({Figures.Number(crossing.Value ?? 0m)} against {Figures.Value(target, unit)})" : "";
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

    /// <summary>9 green, 2 amber, 3 red.</summary>
    public static string Colours(DigestColours colours)
    {
        var parts = new (int Count, string Colour)[] { (colours.Green, "green"), (colours.Amber, "amber"), (colours.Red, "red"), (colours.Grey, "unknown") };
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Colour}"));
    }

    private static string Worth(DigestPraise praise)
    {
        var amounts = praise.Amounts.Where(amount => amount.Amount > 0m).Select(amount => Figures.Value(amount.Amount, amount.Currency)).ToList();
        return amounts.Count == 0 ? "" : $" worth {string.Join(" and ", amounts)}";
    }
}
