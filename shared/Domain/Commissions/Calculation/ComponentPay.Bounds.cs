using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>Steps 10 to 12: gates, minimum and cap, and who shares what deals pay.</content>
internal sealed partial class ComponentPay
{
    private void Gate()
    {
        foreach (var gate in (terms.Component.Gates ?? []).Where(gate => gate.Otherwise != "limitTier" && !Passes(gate)))
        {
            if (gate.Otherwise == "zero")
            {
                Scale(0m);
            }
            else
            {
                AtMost(gate.LimitAmount ?? ((terms.TargetPay ?? 0m) * (gate.LimitTargetPayPercent ?? 0m) / 100m));
            }
        }

        Step(10, "gated");
    }

    private void Bound()
    {
        if (terms.Component.Minimum is { } least && Total is var total && total < least)
        {
            extras.Add(("minimum", terms.Component.Id, least - total));
        }

        if (terms.CapOn("component") is { } cap && cap.Per != "payPeriod")
        {
            if (terms.CapCarry != 0m)
            {
                extras.Add(("carried", terms.Component.Id, terms.CapCarry));
            }

            var before = Total;
            AtMost(MostOf(cap, terms.TargetPay));
            CapCarry = cap.Excess == "carried" ? before - Total : 0m;
        }

        Step(11, "bounded");
    }

    /// <summary>The rounded whole of each credit over its parties, by largest remainder, ties by id: everybody's part of it is here the same number.</summary>
    private void Split()
    {
        var whole = Rounding.HalfAway(Paid(), terms.Digits);
        var rounded = lines.Length == 0 ? [] : Rounding.Parts(whole, [.. lines.Select(line => new Part(line.Line.Id, line.Pay))], terms.Digits);
        for (var i = 0; i < lines.Length; i++)
        {
            var own = rounded[i];
            if (lines[i].Line.Match.Parties is { } parties)
            {
                var parts = Rounding.Parts(own, [.. parties.Select(party => party with { Value = party.Value * own })], terms.Digits);
                var shared = lines[i].Line.Line;
                own = parts.Zip(parties).Where(part => IsOwn(part.Second.Id, shared)).Sum(part => part.First)
                    + Rounding.HalfAway(own * (lines[i].Line.Match.Overlay ?? 0m), terms.Digits);
            }

            lines[i] = lines[i] with { Pay = own };
        }

        Step(12, "split");
    }

    private bool IsOwn(string party, CreditLine line) => party.StartsWith(MatchedCredit.Recorded, StringComparison.Ordinal)
        ? line.SharedAs?.Contains(party[MatchedCredit.Recorded.Length..]) == true
        : party == terms.Person;

    /// <summary>What a cap on a component or a plan comes to.</summary>
    public static decimal MostOf(PayCap cap, decimal? targetPay) => cap.Amount ?? ((targetPay ?? 0m) * (cap.Percent ?? 0m) / 100m);

    private void AtMost(decimal most)
    {
        var total = Total;
        if (total > most)
        {
            Scale(most / total, most);
        }
    }

    private void Scale(decimal factor, decimal? whole = null)
    {
        if (factor == 1m)
        {
            return;
        }

        lines = [.. lines.Select(line => line with { Pay = line.Pay * factor })];
        for (var i = 0; i < extras.Count; i++)
        {
            extras[i] = extras[i] with { Amount = extras[i].Amount * factor };
        }

        // Division may lose the last digit of the whole.
        var lost = whole is { } wanted ? wanted - Total : 0m;
        if (lost != 0m && lines.Length > 0)
        {
            lines[^1] = lines[^1] with { Pay = lines[^1].Pay + lost };
        }
        else if (lost != 0m)
        {
            extras[^1] = extras[^1] with { Amount = extras[^1].Amount + lost };
        }
    }
}
