using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>What a digest says, in words that the HTML and the plain text share.</summary>
internal sealed class DigestWords(Names names)
{
    public static string Subject(Digest digest) => $"Your week: {Headline(digest)}";

    /// <summary>3 people to talk to, 9 of 14 on track.</summary>
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

        var onTrack = $"{people.Green} of {all} on track";
        return people.Red == 0 ? onTrack : $"{Figures.Count(people.Red, "person", "people")} to talk to, {onTrack}";
    }

    /// <summary>Week 47, 16–22 November 2026.</summary>
    public string Week(Digest digest)
    {
        var week = names.Period(digest.Week);
        return $"{char.ToUpperInvariant(week[0])}{week[1..]}, {Figures.Days(digest.Start, digest.End.AddDays(-1))}";
    }

    /// <summary>42 of 60 expected by now, 18 short; 6.2 a day reach the target.</summary>
    public string Facts(DigestCell cell)
    {
        var unit = names.Unit(cell.Metric);
        var isLower = names.Definition(cell.Metric)?.Direction == "lowerIsBetter";
        var words = Figures.Value(cell.Value, unit);
        words += cell.Target is { } target ? $" of {Figures.Value(target, unit)}{(cell.IsPace ? " expected by now" : "")}" : "";
        words += cell.Missing is { } missing ? $", {Figures.Value(missing, unit)} {(isLower ? "too much" : cell.Target is null ? "outside the range" : "short")}" : "";
        words = isLower ? words.Replace(" of ", " against ", StringComparison.Ordinal) : words;
        return words + (cell.PerDay is { } day ? $"; {Figures.Value(day, unit)} a day would reach the target" : "");
    }

    /// <summary>Why to talk to them; with <paramref name="isShort"/> without the figures, which stand elsewhere.</summary>
    public string Reason(DigestSlot slot)
    {
        var cell = slot.Cell is { } known ? $"{names.Metric(known.Metric)} ({names.Period(known.Period)}): {Facts(known)}." : "";
        return slot.Reason switch
        {
            DigestReasons.Behind => $"Behind at {Figures.Percent(slot.Score)}. {cell}",
            DigestReasons.TurnedRed => $"Turned red. {cell}",
            DigestReasons.Leads => $"{Figures.Count(slot.Count ?? 0, "person", "people")} they lead {(slot.Count == 1 ? "is" : "are")} behind.",
            DigestReasons.Red => $"At {Figures.Percent(slot.Score)}, with one thing in the red. {cell}",
            DigestReasons.Slipping => $"Close, at {Figures.Percent(slot.Score)}. Weakest: {cell}",
            DigestReasons.Unknown => "No figures yet. Is their CRM user mapped?",
            DigestReasons.WellDone => slot.Score is null ? "Say well done." : $"On track at {Figures.Percent(slot.Score)}. Say well done.",
            _ => slot.Score is null ? "Keep in touch." : $"On track at {Figures.Percent(slot.Score)}. Ask what would help next.",
        };
    }

    public string Praise(DigestPraise praise) => praise.Kind switch
    {
        DigestPraise.Won => $"won {Figures.Count(praise.Deals, "deal", "deals")}{Worth(praise)}",
        DigestPraise.Improved => $"went from {Figures.Percent(praise.Before)} to {Figures.Percent(praise.Score)} in a week",
        _ => $"turned {names.Metric(praise.Metric ?? "")} green",
    };

    /// <summary>from amber to red; 42 against 60 in November.</summary>
    public string Crossing(DigestCrossing crossing)
    {
        var unit = names.Unit(crossing.Metric);
        var change = crossing.From is { } from ? $"from {from} to {crossing.To}" : $"to {crossing.To}";
        var value = crossing.Value is null ? "" : $": {Figures.Value(crossing.Value, unit)}{(crossing.Target is { } target ? $" against {Figures.Value(target, unit)}" : "")}";
        return $"{change}{value}, {names.Period(crossing.Period)}";
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
