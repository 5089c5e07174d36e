using System.Globalization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Rendering;

/// <summary>Numbers and names as sentences about plans say them.</summary>
internal static class PlanWords
{
    /// <summary>Every digit, thousands apart.</summary>
    public static string Number(decimal value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);

    public static string Percent(decimal value) => $"{Number(value)} %";

    public static string Money(decimal value, string currency) => $"{currency} {Number(value)}";

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>What a selector counts, as a noun.</summary>
    public static string Selector(string selector, string? metric, string? of = null)
    {
        var whose = of switch { "team" => "the team's ", "company" => "the company's ", _ => "" };
        return whose + selector switch
        {
            SelectorNames.Attainment => "attainment of quota",
            SelectorNames.Units => "units sold",
            SelectorNames.Deals => "the number of deals",
            SelectorNames.Margin => "margin",
            SelectorNames.MarginPercent => "margin in per cent",
            SelectorNames.Metric => $"the value entered for “{metric}”",
            SelectorNames.EarnedToDate => "what the component earned earlier in the fiscal year",
            _ => "credit",
        };
    }

    /// <summary>A value in what a selector counts.</summary>
    public static string Value(decimal value, string selector, string currency) => selector switch
    {
        SelectorNames.Attainment or SelectorNames.MarginPercent => Percent(value),
        SelectorNames.Units or SelectorNames.Deals or SelectorNames.Metric => Number(value),
        _ => Money(value, currency),
    };

    public static string List(IEnumerable<string> parts, string word)
    {
        string[] all = [.. parts];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {word} {all[^1]}";
    }

    public static string Period(string word) => word switch { "half" => "half-year", _ => word };

    public static string Digits(Plan plan) => plan.RoundingDigits is { } digits ? $"{digits} decimals" : $"{CurrencyDigits.Of(plan.Currency)} decimals";
}
