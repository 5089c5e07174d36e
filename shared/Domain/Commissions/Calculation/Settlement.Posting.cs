using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>What components and spiffs are worth, less what was posted of it.</content>
internal sealed partial class Settlement
{
    private (decimal Sum, List<ComponentStatement> Statements, List<(MeasureKey Key, Part Part)> Parts, List<(MeasureKey Key, decimal Amount)> Amounts) Components(IReadOnlyList<PeriodEarning> earned, bool isShown)
    {
        var (sum, statements, all, amounts) = (0m, new List<ComponentStatement>(), new List<(MeasureKey, Part)>(), new List<(MeasureKey, decimal)>());
        foreach (var one in earned)
        {
            if (one.Component is null || one.Earning is not { } earning)
            {
                continue;
            }

            var measure = measures[one.Key];
            var (before, cap) = (measure.Posted, earning.Terms.CapOn("component"));
            decimal? most = cap is { Per: "payPeriod" } ? ComponentPay.MostOf(cap, earning.Terms.TargetPay) : null;
            var (amount, parts) = measure.Post(earning.Earned, most, cap?.Excess == "carried", one.Terms.Digits);
            sum += amount;
            amounts.Add((one.Key, amount));
            all.AddRange(parts.Select(part => (one.Key, new Part(part.Key, part.Value))));
            if (isShown)
            {
                statements.Add(ComponentStatements.Of(one.Component, one.Terms.Plan.Currency, earning with { Before = before, Earned = amount, Shares = parts }));
            }
        }

        return (sum, statements, all, amounts);
    }

    private List<StatementExtra> Spiffs(IReadOnlyList<PeriodEarning> earned) =>
    [
        .. earned
            .Where(one => one.Component is null)
            .Select(one => (One: one, measures[one.Key].Post(one.Amount, null, false, one.Terms.Digits).Amount))
            .Where(one => one.Amount != 0m)
            .Select(one => new StatementExtra("spiff", one.One.Key.Component[PeriodEarning.Spiff.Length..], new Money(one.Amount, one.One.Terms.Plan.Currency))),
    ];

    /// <summary>What measure periods that are over are worth now and was not posted: one delta a component.</summary>
    private List<StatementExtra> Corrections(IReadOnlyList<PeriodEarning> earned, Slot slot, string currency, int digits)
    {
        var (found, own) = (new List<StatementExtra>(), earned.Select(one => one.Key).ToHashSet());
        foreach (var component in measures.Where(one => one.Value.Unposted != 0m && !own.Contains(one.Key)).GroupBy(one => one.Key.Component))
        {
            var sum = 0m;
            foreach (var (key, measure) in component)
            {
                var (amount, parts) = measure.Post(measure.Unposted, null, false, digits);
                sum += amount;
                Hold([.. parts.Select(part => (key, new Part(part.Key, part.Value)))], amount, amount, null, digits);
                HoldRest(key, amount, 1m, slot, digits);
            }

            if (sum != 0m)
            {
                found.Add(new StatementExtra("correction", component.Key.StartsWith(PeriodEarning.Spiff, StringComparison.Ordinal) ? component.Key[PeriodEarning.Spiff.Length..] : component.Key, new Money(sum, currency)));
            }
        }

        return found;
    }

    /// <summary>Holds what credits earned: of what the plan's cap cut, each its part.</summary>
    /// <param name="parts">Of each component.</param>
    /// <param name="sum">Of all of them.</param>
    /// <param name="bounded">What the plan's cap leaves of it.</param>
    /// <param name="pay">The pay period, for what is held by hand; null for corrections, of which the credits are not told apart.</param>
    /// <param name="digits">Decimals of pay.</param>
    private void Hold(List<(MeasureKey Key, Part Part)> parts, decimal sum, decimal bounded, Period? pay, int digits)
    {
        if ((!hasPayments && input.Holds.Count == 0 && held.IsEmpty) || parts.Count == 0)
        {
            return;
        }

        // What the plan adds, its floor and what its cap carried, is no credit's, and paid at once. So are kickers, minimums and the like.
        decimal[] kept = bounded < sum && sum > 0m
            ? Rounding.Parts(bounded, [.. parts.Select((one, i) => new Part($"{one.Key.Component}~{one.Part.Id}~{i:00000}", one.Part.Value * bounded / sum))], digits)
            : [.. parts.Select(one => one.Part.Value)];
        for (var i = 0; i < parts.Count; i++)
        {
            var (key, part) = parts[i];
            if (!part.Id.StartsWith(ComponentLedger.LinePart, StringComparison.Ordinal))
            {
                continue;
            }

            var line = part.Id[ComponentLedger.LinePart.Length..];
            if (IsHeld(key, line))
            {
                held.Add(key, line, part.Value, kept[i]);
            }
            else if (pay is not null && part.Value != 0m && IsHeldByHand(key, line, pay))
            {
                held.Begin(key, line, measures[key].PostedPart(part.Id) - part.Value);
                held.Add(key, line, part.Value, kept[i]);
            }
        }
    }
}
