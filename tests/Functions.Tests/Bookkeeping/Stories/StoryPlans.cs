using System.Globalization;

namespace SalesPerf.Functions.Tests.Bookkeeping.Stories;

/// <summary>The plans of a story, in versions that numbers choose.</summary>
internal sealed class StoryPlans
{
    /// <summary>What every plan of the sellers has beside its components in a settled story.</summary>
    private const string Settlement =
        ""","payments":[{"sharePercent":60},{"sharePercent":40,"on":"months","months":2}],"draw":{"kind":"guarantee","amount":300,"periods":4},"clawback":{"windowMonths":4},"caps":[{"on":"plan","amount":1500,"excess":"carried"}],"onLeaving":{"held":"forfeit","draw":"deduct","receivable":"invoice"}""";

    public static readonly IReadOnlyList<string> Names = ["flat", "tiers", "whole", "lead"];

    public static readonly IReadOnlyList<string> OfSellers = ["flat", "tiers", "whole"];

    private readonly StoryBooks books;

    public StoryPlans(StoryBooks books) => this.books = books;

    public string Json(string plan, IReadOnlyList<int> n)
    {
        var rate = string.Create(CultureInfo.InvariantCulture, $"{1 + (books == StoryBooks.Linear ? n[2] % 6 : n[2] % 12 / 2m)}");
        var change = (n[3] % 3) switch { 0 => "continue", 1 => "trueUp", _ => "restart" };
        var (measure, table, own) = plan switch
        {
            _ when books == StoryBooks.Linear => ("quarter", $$"""{"tiers":[{"from":0,"ratePercent":{{rate}}}]}""", ""),
            "flat" => ("month", $$"""{"tiers":[{"from":0,"ratePercent":{{rate}}}]}""", ""),
            "tiers" => ("quarter", $$"""{"tiers":[{"from":0,"ratePercent":{{rate}}},{"from":10000,"ratePercent":8},{"from":25000,"ratePercent":9.5}]}""", ""),
            "whole" => ("quarter", $$"""{"mode":"whole","selector":"attainment","tiers":[{"from":0,"ratePercent":{{rate}}},{"from":80,"ratePercent":7}]}""", ""","kickers":[{"id":"k","threshold":100,"amount":111.11}]"""),
            _ => ("quarter", $$"""{"tiers":[{"from":0,"ratePercent":{{rate}}},{"from":40000,"ratePercent":7}]}""", ""),
        };
        var rule = plan == "lead" ? """{"id":"below","creditOf":"reports"}""" : """{"id":"won"}""";
        var second = plan == "lead"
            ? ""","components":[X,{"id":"team","measure":"quarter","creditRules":[{"id":"west","creditOf":"reports","filter":{"field":"person.team","op":"equals","value":"west"}}],"table":{"tiers":[{"from":0,"ratePercent":1}]}}]"""
            : ""","components":[X]""";
        var component = $$"""{"id":"bookings","measure":"{{measure}}","creditRules":[{{rule}}],"table":{{table}}{{own}}}""";
        return $$"""{"id":"{{plan}}","currency":"USD","payPeriod":"month","onChange":"{{change}}"{{(plan == "lead" || books != StoryBooks.Settled ? "" : Settlement)}}{{second.Replace("X", component, StringComparison.Ordinal)}}}""";
    }
}

/// <summary>What kind of plans there are.</summary>
public enum StoryBooks
{
    /// <summary>Tiers, kickers, whole tables. No deal ends: what an end takes is decided once, by what the tiers are then.</summary>
    Additive,

    /// <summary>Every credit is worth what it is worth alone, in whole cents, and what an end takes is the same whenever it is heard of.</summary>
    Linear,

    /// <summary>Pay comes later than it is earned, is advanced, limited, taken back and let go: when it is known decides what is paid.</summary>
    Settled,
}
