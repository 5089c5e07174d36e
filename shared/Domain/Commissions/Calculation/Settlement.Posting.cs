using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <content>What components and spiffs are worth, less what was posted of it.</content>
internal sealed partial class Settlement
{
    private (decimal Sum, List<ComponentStatement> Statements) Components(IReadOnlyList<PeriodEarning> earned, bool isShown)
    {
        var (sum, statements) = (0m, new List<ComponentStatement>());
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
            Hold(one.Key, parts);
            if (isShown)
            {
                statements.Add(ComponentStatements.Of(one.Component, one.Terms.Plan.Currency, earning with { Before = before, Earned = amount, Shares = parts }));
            }
        }

        return (sum, statements);
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
    private List<StatementExtra> Corrections(IReadOnlyList<PeriodEarning> earned, string currency, int digits)
    {
        var (found, own) = (new List<StatementExtra>(), earned.Select(one => one.Key).ToHashSet());
        foreach (var component in measures.Where(one => one.Value.Unposted != 0m && !own.Contains(one.Key)).GroupBy(one => one.Key.Component))
        {
            var sum = 0m;
            foreach (var (key, measure) in component)
            {
                var (amount, parts) = measure.Post(measure.Unposted, null, false, digits);
                sum += amount;
                Hold(key, parts);
            }

            if (sum != 0m)
            {
                found.Add(new StatementExtra("correction", component.Key.StartsWith(PeriodEarning.Spiff, StringComparison.Ordinal) ? component.Key[PeriodEarning.Spiff.Length..] : component.Key, new Money(sum, currency)));
            }
        }

        return found;
    }

    private void Hold(MeasureKey key, IReadOnlyDictionary<string, decimal> parts)
    {
        foreach (var (id, part) in parts)
        {
            // Kickers, minimums and the like are no credit's, and paid at once.
            if (id.StartsWith(ComponentLedger.LinePart, StringComparison.Ordinal) && id[ComponentLedger.LinePart.Length..] is var line && IsHeld(key, line))
            {
                held.Add(key, line, part);
            }
        }
    }
}
