using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>What single parts of a component look at: each deal alone, or values that must be reached.</content>
internal sealed partial class ComponentPay
{
    /// <summary>Each deal alone, as if there were no other; one that takes back earns the mirror of what it would earn.</summary>
    private void Deals(IReadOnlyList<CreditedLine> credited)
    {
        var (paid, more, sums) = (new WalkedLine[credited.Count], new SortedDictionary<(string Kind, string Id), decimal>(), new decimal[3]);
        foreach (var deal in credited.Index().GroupBy(line => (line.Item.Line.Source, line.Item.Line.Deal)))
        {
            var (places, own) = (deal.Select(line => line.Index).ToArray(), deal.Select(line => line.Item).ToArray());
            var sign = own.Sum(line => line.Match.Credit) < 0m ? -1m : 1m;
            CreditedLine[] given = sign < 0m ? [.. own.Select(line => line.Mirrored())] : own;
            var alone = new ComponentPay(terms, ComponentTotals.Of(given, terms.Quota), ofPeriod);
            alone.Earn(given);
            for (var i = 0; i < places.Length; i++)
            {
                paid[places[i]] = sign < 0m ? alone.lines[i].Mirrored(own[i]) : alone.lines[i];
            }

            foreach (var (kind, id, amount) in alone.extras)
            {
                more[(kind, id)] = more.GetValueOrDefault((kind, id)) + (sign * amount);
            }

            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += sign * alone.steps[i].Amount;
            }
        }

        lines = paid;
        extras.AddRange(more.Select(one => (one.Key.Kind, one.Key.Id, one.Value)));
        steps.AddRange([(7, "table", sums[0]), (8, "multiplied", sums[1]), (9, "dealCapped", sums[2])]);
    }

    private bool Passes(PayGate gate)
    {
        var seen = gate.Component is { } other && other != terms.Component.Id ? terms.Other(other) ?? default : ofPeriod;
        return IsReached(gate.Selector, gate.Metric, PeriodKinds.Parse(gate.Measure), gate.AtLeast, seen);
    }

    /// <summary>Attainment is compared in credit, so that no division comes between a value and an equal bound.</summary>
    private bool IsReached(string selector, string? metric, PeriodKind? kind, decimal least, ComponentTotals seen) => selector == SelectorNames.Attainment
        ? (seen.Quota is > 0m ? terms.Attained(seen) * 100m >= least * seen.Quota.Value : least <= 0m)
        : terms.ValueOf(selector, metric, kind, seen) >= least;

    private bool IsBeyond(string selector, string? metric, decimal least, ComponentTotals seen) => selector == SelectorNames.Attainment
        ? seen.Quota is > 0m && terms.Attained(seen) * 100m > least * seen.Quota.Value
        : terms.ValueOf(selector, metric, null, seen) > least;
}
