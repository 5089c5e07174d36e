using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>One component of one assignment, pay period by pay period: what it earns is what its measure period has earned to date less what it earned before.</summary>
internal sealed class ComponentLedger
{
    /// <summary>What the names of parts that are lines begin with.</summary>
    public const string LinePart = "1~";

    private readonly List<(DateOnly Start, decimal Earned)> earned = [];
    private Period? measure;
    private List<Part> paidBefore = [];
    private decimal earnedBefore;
    private decimal offset;
    private decimal deficitCarry;
    private decimal capCarry;
    private decimal periodCarry;
    private ComponentPay? last;

    public ComponentLedger()
    {
    }

    /// <summary>The same component under an earlier assignment carries its deficit, and what is beyond its caps, into this one.</summary>
    public ComponentLedger(ComponentLedger before) =>
        (deficitCarry, capCarry, periodCarry) = (before.last?.DeficitCarry ?? before.deficitCarry, before.last?.CapCarry ?? before.capCarry, before.periodCarry);

    private ComponentLedger(ComponentLedger other, bool isCopy)
    {
        (measure, paidBefore, earnedBefore, offset) = (other.measure, other.paidBefore, other.earnedBefore, other.offset);
        (deficitCarry, capCarry, periodCarry, last) = (other.deficitCarry, other.capCarry, other.periodCarry, other.last);
        earned.AddRange(isCopy ? other.earned : []);
    }

    /// <summary>What it comes to in the measure period to date; null before the first pay period.</summary>
    public ComponentTotals? Totals => last?.Totals;

    /// <summary>As it is now, to go on from another way.</summary>
    public ComponentLedger Copy() => new(this, true);

    /// <summary>Everything earned since a day, by the starts of pay periods.</summary>
    public decimal EarnedSince(DateOnly day) => earned.Where(period => period.Start >= day).Sum(period => period.Earned);

    public decimal EarnedIn(Period period) => earned.Where(one => period.Contains(one.Start)).Sum(one => one.Earned);

    /// <summary>Earns in a pay period, or in the part of it that one version of the plan decides on.</summary>
    /// <param name="make">What is paid by, up to a day, with what is carried in: deficit and cap.</param>
    /// <param name="credited">Credits of the assignment's days, in their sequence.</param>
    /// <param name="own">The measure period; the pay period where deals are measured on their own.</param>
    /// <param name="pay">The pay period.</param>
    /// <param name="end">The day after the last that counts.</param>
    /// <param name="change">The day a new version of the plan begins, where it begins inside this pay period.</param>
    /// <param name="digits">Decimals of pay.</param>
    /// <param name="isShown">True for the period that the statement is of.</param>
    public ComponentEarning Earn(
        Func<DateOnly, decimal, decimal, ComponentTerms> make, IReadOnlyList<CreditedLine> credited, Period own, Period pay, DateOnly end, PlanChange? change, int digits, bool isShown)
    {
        if (measure != own)
        {
            (deficitCarry, capCarry) = last is null ? (deficitCarry, capCarry) : (last.DeficitCarry, last.CapCarry);
            (measure, paidBefore, earnedBefore, offset) = (own, [], 0m, 0m);
        }

        if (change is { How: "restart" } && change.Since > own.Start)
        {
            credited = [.. credited.Where(line => line.Date >= change.Since)];
        }

        if (change is { IsNow: true, How: not "trueUp" } && change.Since > own.Start)
        {
            var atChange = ComponentPay.Of(make(change.Since, deficitCarry, capCarry), Within(credited, own, change.Since));
            offset = earnedBefore - Rounding.HalfAway(atChange.Total, digits);
            paidBefore = Parts(atChange);
        }

        if (change is { IsNow: true, How: "trueUp" } && change.Since > own.Start)
        {
            // All of it is paid anew, by whatever version and over whichever days some of it was paid before.
            (earnedBefore, offset) = (EarnedIn(own), 0m);
        }

        var terms = make(end, deficitCarry, capCarry);
        var result = ComponentPay.Of(terms, Within(credited, own, end));
        var parts = Parts(result);
        var before = earnedBefore;
        decimal whole;
        if (terms.CapOn("component") is { Per: "payPeriod" } cap)
        {
            // Each pay period has its own cap: what one loses must not come back in the next.
            var wanted = parts.Sum(part => part.Value) - paidBefore.Sum(part => part.Value) + periodCarry;
            var most = ComponentPay.MostOf(cap, terms.TargetPay);
            whole = Rounding.HalfAway(Math.Min(wanted, most), digits);
            periodCarry = cap.Excess == "carried" ? Math.Max(0m, wanted - most) : 0m;
        }
        else
        {
            whole = Rounding.HalfAway(result.Total, digits) + offset - earnedBefore;
        }

        earnedBefore += whole;
        earned.Add((pay.Start, whole));
        last = result;
        var shares = isShown ? Share(whole, parts, digits) : null;
        paidBefore = parts;
        return new ComponentEarning(terms, result, before, whole, shares);
    }

    private static IReadOnlyList<CreditedLine> Within(IReadOnlyList<CreditedLine> credited, Period own, DateOnly end) =>
        credited.All(line => own.Start <= line.Date && line.Date < end) ? credited : [.. credited.Where(line => own.Start <= line.Date && line.Date < end)];

    private static List<Part> Parts(ComponentPay pay)
    {
        var parts = new List<Part>(pay.Lines.Count + pay.Extras.Count);
        foreach (var line in pay.Lines)
        {
            parts.Add(new Part(line.Line.PartId, line.Pay));
        }

        parts.AddRange(pay.Extras.Select(extra => new Part($"2~{extra.Kind}~{extra.Id}", extra.Amount)));
        return parts;
    }

    /// <summary>The rounded whole over what each part adds; parts that add nothing get nothing unless there is no other.</summary>
    private Dictionary<string, decimal> Share(decimal whole, List<Part> parts, int digits)
    {
        var added = Added(parts);
        if (added.Count == 0)
        {
            added.AddRange(whole == 0m ? [] : [new Part("2~rounding~" + digits, whole)]);
        }

        // A cap on pay periods takes the same share of each part.
        var sum = added.Sum(part => part.Value);
        if (sum != 0m && Math.Abs(sum - whole) > added.Count)
        {
            added = [.. added.Select(part => part with { Value = part.Value * whole / sum })];
        }

        var rounded = Rounding.Parts(whole, added, digits);
        var shares = new Dictionary<string, decimal>(rounded.Length, StringComparer.Ordinal);
        for (var i = 0; i < rounded.Length; i++)
        {
            shares.Add(added[i].Id, rounded[i]);
        }

        return shares;
    }

    /// <summary>What each part has more than before, those that are gone included.</summary>
    private List<Part> Added(List<Part> parts)
    {
        if (paidBefore.Count == 0)
        {
            return parts.FindAll(part => part.Value != 0m);
        }

        var before = paidBefore.ToDictionary(part => part.Id, part => part.Value, StringComparer.Ordinal);
        var added = new List<Part>(parts.Count);
        foreach (var part in parts)
        {
            var more = before.Remove(part.Id, out var paid) ? part.Value - paid : part.Value;
            if (more != 0m)
            {
                added.Add(part with { Value = more });
            }
        }

        added.AddRange(before.Where(gone => gone.Value != 0m).Select(gone => new Part(gone.Key, -gone.Value)));
        return added;
    }
}

/// <summary>A new version of the plan inside a measure period.</summary>
/// <param name="Since">Its first day.</param>
/// <param name="How"><c>continue</c>, <c>trueUp</c> or <c>restart</c>.</param>
/// <param name="IsNow">True where it decides for the first time.</param>
internal sealed record PlanChange(DateOnly Since, string How, bool IsNow);

/// <summary>What a component earned in a pay period.</summary>
/// <param name="Before">In earlier pay periods of the measure period.</param>
/// <param name="Earned">Rounded: step 12.</param>
/// <param name="Shares">By part; null where not shown.</param>
internal sealed record ComponentEarning(ComponentTerms Terms, ComponentPay Pay, decimal Before, decimal Earned, IReadOnlyDictionary<string, decimal>? Shares);
