using SalesPerf.Domain.Commissions.Calculation;

namespace SalesPerf.Functions.Pages;

/// <summary>What steps and amounts of a statement are called where people read them.</summary>
internal static class StatementWords
{
    /// <summary>Of steps 12 to 17.</summary>
    public static string Step(string name) => name switch
    {
        "components" => "Your components together",
        "bounded" => "After the plan's minimum and maximum",
        "earned" => "Earned, with what is listed under “Besides”",
        "held" => "Kept until it is due",
        "released" => "Due now, of what was kept",
        "cancelled" => "Kept before, and not to be paid any more",
        "payable" => "Payable",
        "drawTopUp" => "Added by your draw",
        "drawRecovery" => "Paid back on your draw",
        "advance" => "Your draw, paid in advance",
        "settlement" => "Settled beyond the draw",
        "loan" => "Lent as a draw",
        "loanDeducted" => "Lent before, taken back",
        "result" => "After the draw",
        "carried" => "Below zero: carried into the next periods",
        "recovered" => "Taken for what was carried before",
        "payout" => "Paid out",
        _ => Spelt(name),
    };

    /// <summary>Of steps 7 to 12 of a component.</summary>
    public static string Component(string name) => name switch
    {
        "table" => "by the table",
        "multiplied" => "multiplied",
        "dealCapped" => "after the cap on deals, with kickers",
        "gated" => "after gates",
        "bounded" => "after the component's minimum and cap",
        "split" => "your part",
        "earnedToDate" => "rounded",
        "earned" => "in this period",
        _ => Spelt(name),
    };

    /// <summary>Of an amount that is no credit's.</summary>
    public static string Extra(StatementExtra extra) => extra.Kind switch
    {
        "kicker" => "Kicker",
        "minimum" => "Up to the minimum",
        "carried" => "Carried in from above the cap",
        "table" => "By the table, before any credit",
        "objective" => "Objective",
        "correction" => "Correction",
        "clawback" => "Taken back, as the deal ended",
        "spiff" => "SPIFF",
        "adjustment" => "Adjustment",
        "rounding" => "Rounding",
        _ => Spelt(extra.Kind),
    };

    /// <summary>drawTopUp as "Draw top up": a step that is new here is still read.</summary>
    public static string Spelt(string name)
    {
        var words = string.Concat(name.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
        return Names.Clean(words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..]);
    }
}
