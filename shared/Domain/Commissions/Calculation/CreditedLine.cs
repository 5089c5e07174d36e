namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>A line as one component credits it, in plan currency: steps 1 to 4.</summary>
internal sealed record CreditedLine
{
    /// <summary>The rule, the source and the type of credit that finance adds by hand.</summary>
    public const string Adjustment = "adjustment";

    /// <summary>What the ids of credits that take back for a deal that ended end with.</summary>
    public const string Ended = "~ended";

    private string? id;
    private string? partId;

    public required CreditLine Line { get; init; }

    public required MatchedCredit Match { get; init; }

    /// <summary>The day it counts on, where it is not the line's own.</summary>
    public DateOnly? Moved { get; init; }

    /// <summary>The day it counts on.</summary>
    public DateOnly Date => Moved ?? Line.Date;

    /// <summary>0 where nothing in the component looks at it.</summary>
    public decimal Units { get; init; }

    public decimal Margin { get; init; }

    /// <summary>1 for the first line of a deal, unless it takes back.</summary>
    public decimal Deals { get; init; }

    /// <summary>Plan currency for one of the deal's.</summary>
    public decimal Rate { get; init; } = 1m;

    public decimal Amount { get; init; }

    /// <summary>Names it among the parts of a rounded whole; the line's own where none is given.</summary>
    public string Id { get => id ??= IdOf(Line); init => id = value; }

    /// <summary>Names it among what a component's pay is made of.</summary>
    public string PartId => partId ??= ComponentLedger.LinePart + Id;

    /// <summary>What takes back as much as this gives.</summary>
    public CreditedLine Mirrored() => Part(-1m, 1m);

    /// <summary>A part of it, above ÷ below.</summary>
    public CreditedLine Part(decimal above, decimal below) => this with
    {
        Match = Match with { Base = Match.Base * above / below, Credit = Match.Credit * above / below, QuotaCredit = Match.QuotaCredit * above / below },
        Units = Units * above / below,
        Deals = Deals * above / below,
        Margin = Margin * above / below,
        Amount = Amount * above / below,
    };

    /// <summary>What the end of its deal puts into the running totals of that day, where the plan treats it so; null elsewhere.</summary>
    public CreditedLine? Negative(PlanTerms terms)
    {
        if (terms.Plan.Clawback is not { TreatAs: DealFacts.NegativeCredit } clawback || DealFacts.Ended(Line) is not { } day || day < Line.Date || !terms.Covers(day))
        {
            return null;
        }

        var share = DealFacts.ClawedShare(clawback, Line, day);
        return share == 0m ? null : Part(-share, 1m) with { Id = Id + Ended, partId = null, Moved = day };
    }

    /// <summary>Credit that finance adds by hand. No id of a line begins with what this one does.</summary>
    public static CreditedLine Of(CreditAdjustment one, string currency) => new()
    {
        Id = $"~{Adjustment}~{one.Id}",
        Line = new CreditLine { Source = Adjustment, Deal = one.Id, Type = Adjustment, Date = one.Date, Amount = one.Credit, Currency = currency, Attributes = [] },
        Match = new MatchedCredit(Adjustment, one.Credit, one.Credit, one.Credit),
    };

    /// <summary>True for what is due as it is earned, whatever the plan's payments say: no deal has it.</summary>
    public static bool IsByHand(string id) => id.StartsWith('~');

    /// <summary>The id of a line.</summary>
    public static string IdOf(CreditLine line) =>
        (line.IsBooking ? $"{line.Source}~{line.Deal}~{line.Event}" : $"{line.Source}~{line.Deal}~{line.Event}~{line.Type}") + (line.Owner is null ? "" : "~" + line.Owner);

    /// <summary>The lines that a component credits, in the sequence of crediting.</summary>
    public static IReadOnlyList<CreditedLine> Of(PlanComponent component, Plan plan, string person, IReadOnlyList<CreditLine> lines, WarningList warnings)
    {
        var match = CreditMatch.Of(component, plan, person);
        string[] selectors =
        [
            component.Table?.Selector ?? "",
            .. (component.ChainedTables ?? []).Select(table => table.Selector),
            .. (component.Multipliers ?? []).SelectMany(one => new[] { one.Selector, one.Table?.Selector ?? "" }),
            .. (component.Gates ?? []).Select(gate => gate.Selector),
            .. (component.Kickers ?? []).Select(kicker => kicker.Selector),
        ];
        var (needsUnits, needsMargin, needsAmount) = (
            selectors.Contains(SelectorNames.Units),
            selectors.Contains(SelectorNames.Margin) || selectors.Contains(SelectorNames.MarginPercent),
            selectors.Contains(SelectorNames.MarginPercent));
        var deals = selectors.Contains(SelectorNames.Deals) ? new HashSet<(string, string)>() : null;
        var found = new List<CreditedLine>(lines.Count);
        foreach (var line in lines)
        {
            var credit = match.Match(line, warnings);
            if (credit.Rule is not null)
            {
                found.Add(new CreditedLine
                {
                    Line = line,
                    Match = credit,
                    Rate = match.RateOf(line) ?? 1m,
                    Units = needsUnits ? match.Number("units", line, warnings) : 0m,
                    Deals = deals is not null && credit.Base >= 0m && deals.Add((line.Source, line.Deal)) ? 1m : 0m,
                    Margin = needsMargin ? match.Number("margin", line, warnings) : 0m,
                    Amount = needsAmount ? match.Number("amount", line, warnings) : 0m,
                });
            }
        }

        return found;
    }
}
