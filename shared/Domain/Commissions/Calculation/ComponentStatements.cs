using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Writes out what a component earned and why.</summary>
internal static class ComponentStatements
{
    private const int ShownDigits = 10;

    public static ComponentStatement Of(PlanComponent component, string currency, ComponentEarning earning)
    {
        var (terms, pay) = (earning.Terms, earning.Pay);
        var shares = earning.Shares ?? new Dictionary<string, decimal>();
        var totals = pay.Totals;
        Money InPlan(decimal value) => new(value, currency);
        List<StatementStep> steps =
        [
            new(2, "base", InPlan(totals.Base)),
            new(3, "credit", InPlan(totals.Credit)),
            new(3, "quotaCredit", InPlan(totals.QuotaCredit)),
            .. pay.Steps.Select(step => new StatementStep(step.Step, step.Name, InPlan(step.Amount))),
            new(12, "earnedToDate", InPlan(earning.Before + earning.Earned)),
            new(12, "earned", InPlan(earning.Earned)),
        ];
        var extras = pay.Extras.Select(extra => new StatementExtra(extra.Kind, extra.Id, InPlan(shares.GetValueOrDefault($"2~{extra.Kind}~{extra.Id}")))).ToList();
        var lines = pay.Lines.Select(line => Line(line, terms, shares.GetValueOrDefault(line.Line.PartId), currency)).ToList();
        var rest = earning.Earned - extras.Sum(extra => extra.Amount.Amount) - lines.Sum(line => line.Earned.Amount);
        if (rest != 0m)
        {
            // What earlier pay periods had and is no more: a credit that went, a kicker that is missed again.
            extras.Add(new StatementExtra("correction", component.Id, InPlan(rest)));
        }

        return new ComponentStatement
        {
            Component = component.Id,
            Name = component.Name,
            Measure = terms.IsPerDeal ? "deal" : terms.Measure.Id,
            Quota = terms.Quota is { } quota ? InPlan(quota) : null,
            TargetPay = terms.TargetPay is { } target ? InPlan(target) : null,
            EffectiveRatePercent = terms is { TargetPay: { } pays, Quota: > 0m and var of } ? Rounding.HalfAway(pays * 100m / of, ShownDigits) : null,
            AttainmentPercent = Rounding.HalfAway(totals.AttainmentPercent, ShownDigits),
            Credit = InPlan(totals.Credit),
            QuotaCredit = InPlan(totals.QuotaCredit),
            EarnedBefore = InPlan(earning.Before),
            Earned = InPlan(earning.Earned),
            Steps = steps,
            Lines = lines,
            Extras = extras,
        };
    }

    private static StatementLine Line(WalkedLine walked, ComponentTerms terms, decimal share, string currency)
    {
        var (line, match) = (walked.Line.Line, walked.Line.Match);
        var isTiered = terms.Component.Table?.Tiers is { Count: > 0 };
        return new StatementLine
        {
            Source = line.Source,
            Deal = line.Deal,
            Event = line.Event,
            Date = walked.Line.Date,
            Account = line.Account,
            Rule = match.Rule!, // lines without a rule are no credits
            Base = match.Base,
            SharePercent = match.Base == 0m || match.Credit == match.Base ? 100m : Rounding.HalfAway(match.Credit * 100m / match.Base, ShownDigits),
            CurrencyRate = walked.Line.Rate == 1m ? null : walked.Line.Rate,
            Owner = line.Owner,
            Type = line.IsBooking ? null : line.Type,
            Overlay = line.Overlay != 0m && match.Credit != 0m ? true : null,
            Credit = match.Credit,
            QuotaCredit = match.QuotaCredit,
            SelectorValue = Rounding.HalfAway(walked.Selector, ShownDigits),
            Tier = isTiered ? walked.Tier + 1 : null,
            RatePercent = isTiered ? walked.RatePercent : null,
            Portions = walked.Portions,
            Capped = walked.IsCapped,
            PayToDate = walked.Pay,
            Earned = new Money(share, currency),
        };
    }
}
