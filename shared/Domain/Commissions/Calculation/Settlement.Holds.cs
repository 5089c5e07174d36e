using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>What finance holds by hand. Credits are held one by one, so that the end of a deal cancels what was not paid; what is no credit's is held as a rest.</content>
internal sealed partial class Settlement
{
    /// <summary>What names the rest of a pay period, and begins the name of a component's.</summary>
    public const string Rest = "~rest";

    private static string RestOf(string component) => $"{Rest}~{component}";

    private bool IsHeldByHand(MeasureKey key, string line, Period pay) =>
        input.Holds.Any(hold => Covers(hold, key, line, pay));

    private bool Covers(PayHold hold, MeasureKey key, string line, Period pay) => hold.IsIn(pay)
        && (hold.Assignment ?? key.Assignment) == key.Assignment
        && (hold.Component is null || hold.Component == key.Component || RestOf(hold.Component) == key.Component)
        && (hold.Deal is null || (Find(line) is { } known && known.Deal == hold.Deal && known.Source == hold.Source));

    /// <summary>Holds what of a component's pay no credit made.</summary>
    /// <param name="key">The component and its measure period.</param>
    /// <param name="amount">What all of it comes to.</param>
    /// <param name="share">What the plan's cap leaves of it: 0 to 1.</param>
    /// <param name="slot">The pay period.</param>
    /// <param name="digits">Decimals of pay.</param>
    private void HoldRest(MeasureKey key, decimal amount, decimal share, Slot slot, int digits)
    {
        var rest = new MeasureKey(key.Assignment, RestOf(key.Component), slot.Pay.Start);
        if (IsHeldByHand(rest, Rest, slot.Pay))
        {
            var left = amount - held.AddedOf(key);
            held.Add(rest, Rest, left, share == 1m ? left : Rounding.HalfAway(left * share, digits));
        }
    }

    /// <summary>Holds a fixed adjustment of a component that is held.</summary>
    private void HoldFixed(FixedAdjustment one, Slot slot, int digits)
    {
        if (one.Component is { } component && new MeasureKey(one.Assignment, RestOf(component), slot.Pay.Start) is var rest && IsHeldByHand(rest, Rest, slot.Pay))
        {
            var amount = Rounding.HalfAway(one.Amount, digits);
            held.Add(rest, Rest, amount, amount);
        }
    }

    /// <summary>Where all of an assignment's pay is held: whatever is not held yet of a pay period.</summary>
    private bool HoldWhole(PlanTerms terms, decimal total, Slot slot)
    {
        var rest = new MeasureKey(terms.Assignment, Rest, slot.Pay.Start);
        if (!IsHeldByHand(rest, Rest, slot.Pay))
        {
            return false;
        }

        var left = total - held.Added;
        held.Add(rest, Rest, left, left);
        return true;
    }

    /// <summary>Holds that an assignment's statement tells of; null for none.</summary>
    private List<StatementHold>? Holds(Slot slot, string currency)
    {
        List<StatementHold> found =
        [
            .. input.Holds
                .Where(hold => hold.IsSeenIn(slot.Pay) && (hold.Assignment is null || chain.Any(one => one.Pieces[0].Assignment == hold.Assignment)))
                .OrderBy(hold => hold.From)
                .ThenBy(hold => hold.Id, StringComparer.Ordinal)
                .Select(hold => new StatementHold
                {
                    Id = hold.Id,
                    From = hold.From,
                    ReleasedOn = hold.IsIn(slot.Pay) ? null : hold.ReleasedOn,
                    Component = hold.Component,
                    Source = hold.Source,
                    Deal = hold.Deal,
                    Amount = new Money(held.BalanceOf((key, line) => Covers(hold, key, line, slot.Pay)), currency),
                }),
        ];
        return found.Count == 0 ? null : found;
    }
}
