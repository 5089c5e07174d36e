using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>What multipliers, gates, kickers, caps, objectives, spiffs, draws and ramps must satisfy.</summary>
internal sealed class PlanPartRules(Plan plan, ProblemList problems)
{
    private const string AmountText = "must be 0 to 10^15";
    private readonly RateTableRules tables = new(plan.MaxRatePercent, problems);

    public RateTableRules Tables => tables;

    public void Multipliers(string at, PlanComponent component) => Each(at, component.Multipliers, one => one.Id, (here, multiplier) =>
    {
        problems.OneOf($"{here}/kind", multiplier.Kind, "accelerator", "decelerator");
        Selector(here, multiplier.Selector, multiplier.Metric);
        problems.OneOf($"{here}/boundary", multiplier.Boundary, "higher", "lower");
        if (multiplier.SelectorOf is not null)
        {
            problems.OneOf($"{here}/selectorOf", multiplier.SelectorOf, "self", "team", "company");
            var isOwn = multiplier.SelectorOf == "self" || (multiplier.On == "whole" && multiplier.Table is null && multiplier.Selector != SelectorNames.Metric);
            problems.Check($"{here}/selectorOf", isOwn, "must be self for slices, entered metrics, and beside a table, which has its own");
        }

        problems.OneOf($"{here}/on", multiplier.On, "whole", "slice");
        problems.Check(here, multiplier.Factor is null != multiplier.Table is null, "must have either factor or table");
        problems.Check($"{here}/factor", multiplier.Factor is null or (>= 0m and <= 1000m), "must be 0 to 1000");
        if (multiplier.On == "slice")
        {
            problems.Check($"{here}/on", multiplier.Table is null, "must be whole beside a table: what is beyond a threshold has one factor");
            problems.Check($"{here}/on", component.Measure != "deal", "must be whole where each deal is measured on its own");
            problems.Check(
                $"{here}/on",
                component.Table is { } table && table.Selector == multiplier.Selector && multiplier.Selector is SelectorNames.Credit or SelectorNames.Attainment,
                "must be whole unless the multiplier looks at the table's own selector, and that is credit or attainment");
        }

        if (multiplier.Table is not null)
        {
            tables.Factors($"{here}/table", multiplier.Table, true);
        }
    });

    public void Gates(string at, PlanComponent component) => Each(at, component.Gates, one => one.Id, (here, gate) =>
    {
        Selector(here, gate.Selector, gate.Metric);
        if (gate.Component is not null)
        {
            var other = plan.Components.FirstOrDefault(known => known?.Id == gate.Component);
            problems.Check($"{here}/component", other is not null, "is not a component of the plan");
            problems.Check($"{here}/component", other?.Measure != "deal", "is measured deal by deal and has no value of a period");
            problems.Check($"{here}/component", gate.Selector != SelectorNames.Metric, "does not go with a metric");
        }

        if (gate.Measure is not null)
        {
            problems.OneOf($"{here}/measure", gate.Measure, "month", "quarter", "half", "year");
            problems.Check($"{here}/measure", gate.Selector == SelectorNames.Metric, "belongs to a metric: credit is measured as its component is");
        }

        problems.OneOf($"{here}/otherwise", gate.Otherwise, "zero", "limitPay", "limitTier");
        var isLimit = gate.Otherwise == "limitPay";
        problems.Check(here, isLimit == gate.LimitAmount is null != gate.LimitTargetPayPercent is null || (!isLimit && gate is { LimitAmount: null, LimitTargetPayPercent: null }), "must have either limitAmount or limitTargetPayPercent, with limitPay only");
        problems.Check($"{here}/limitAmount", IsAmount(gate.LimitAmount), AmountText);
        problems.Check($"{here}/limitTargetPayPercent", IsShare(gate.LimitTargetPayPercent), "must be 0 to 100000");
        problems.Check($"{here}/limitTier", gate.Otherwise == "limitTier" == gate.LimitTier is >= 1, "must be the number of a tier, from 1, with limitTier only");
        problems.Check($"{here}/limitTier", gate.LimitTier is null || component.Table?.Tiers is { Count: > 0 } tiers && gate.LimitTier <= tiers.Count, "is not a tier of the table");
    });

    public void Kickers(string at, PlanComponent component) => Each(at, component.Kickers, one => one.Id, (here, kicker) =>
    {
        Selector(here, kicker.Selector, kicker.Metric);
        problems.Check(here, kicker.Amount is null != kicker.TargetPayPercent is null, "must have either amount or targetPayPercent");
        problems.Check($"{here}/amount", IsAmount(kicker.Amount), AmountText);
        problems.Check($"{here}/targetPayPercent", IsShare(kicker.TargetPayPercent), "must be 0 to 100000");
    });

    public void Caps(string at, IReadOnlyList<PayCap>? caps, params string[] places) => Each(at, caps, one => one.On, (here, cap) =>
    {
        if (!problems.OneOf($"{here}/on", cap.On, places))
        {
            return;
        }

        var (isPercent, isAmount) = (cap.On is not "deal", cap.On is "deal" or "component" or "plan");
        problems.Check(here, cap.Amount is null != cap.Percent is null, "must have either amount or percent");
        problems.Check($"{here}/percent", cap.Percent is null || isPercent, "does not belong to this cap: it is an amount");
        problems.Check($"{here}/amount", cap.Amount is null || isAmount, "does not belong to this cap: it is per cent");
        problems.Check($"{here}/amount", IsAmount(cap.Amount), AmountText);
        problems.Check($"{here}/percent", cap.Percent is null or (>= 0m and <= PlanRules.MaxAttainmentPercent), "must be 0 to 1000000");
        if (cap.Per is not null)
        {
            problems.Check(
                $"{here}/per",
                cap.On == "plan" ? cap.Per is "payPeriod" or "year" : cap.On == "component" && cap.Per is "measure" or "payPeriod",
                "must be measure or payPeriod for a component, payPeriod or year for a plan");
        }

        problems.OneOf($"{here}/excess", cap.Excess, "lost", "carried");
        problems.Check($"{here}/excess", cap.Excess != "carried" || cap.On is "component" or "plan", "must be lost: only what is beyond a component's or the plan's cap is carried");
    });

    public void Objectives(string at, IReadOnlyList<PayObjective> objectives)
    {
        Each(at, objectives, one => one.Metric, (here, objective) =>
        {
            problems.Check($"{here}/weightPercent", objective.WeightPercent is > 0m and <= 100m, "must be above 0, and at most 100");
            problems.Check($"{here}/amount", IsAmount(objective.Amount), AmountText);
            for (var i = 0; i < (objective.Ladder?.Count ?? 0); i++)
            {
                var step = objective.Ladder![i];
                if (problems.Present($"{here}/ladder/{i}", step))
                {
                    problems.Check($"{here}/ladder/{i}/atLeast", i == 0 || objective.Ladder[i - 1] is not { } before || step.AtLeast > before.AtLeast, "must be above the step before");
                    problems.Check($"{here}/ladder/{i}/payPercent", step.PayPercent is >= 0m and <= 100_000m, "must be 0 to 100000");
                }
            }
        });
        var weighed = objectives.Where(one => one is { Amount: null }).ToList();
        problems.Check(at, weighed.Count == 0 || weighed.Sum(one => one.WeightPercent) == 100m, "must have weights that sum to 100, but for those with an amount");
    }

    public void Plan()
    {
        Minimum("", plan.Minimum, plan.Caps, "payPeriod");
        Caps("/caps", plan.Caps, "plan");
        Each("/spiffs", plan.Spiffs, one => one.Id, Spiff);
        if (plan.Draw is { } draw)
        {
            Draw(draw);
        }

        Each("/rates", plan.Rates, null, (here, rate) =>
        {
            problems.Check($"{here}/currency", CurrencyDigits.IsCode(rate.Currency) && rate.Currency != plan.Currency, "must be the ISO 4217 code of another currency than the plan's");
            problems.Check($"{here}/rate", rate.Rate is > 0m and <= 1_000_000_000m, "must be above 0, and at most 1000000000");
            problems.Check(here, plan.Rates!.Count(other => other?.Currency == rate.Currency && other.From == rate.From) == 1, "is there before");
        });
        if (plan.Clawback is { } clawback)
        {
            Clawback(clawback);
        }

        Each("/payments", plan.Payments, null, Payment);
        problems.Check("/payments", plan.Payments is null or [] || plan.Payments.Sum(payment => payment?.SharePercent ?? 0m) == 100m, "must have shares that sum to 100");
        if (plan.Receivable is { } receivable)
        {
            problems.Check("/receivable/recoverRatePercent", receivable.RecoverRatePercent is >= 0m and <= 100m, "must be 0 to 100");
            problems.Check("/receivable/floor", IsAmount(receivable.Floor), AmountText);
            problems.Check("/receivable/instalments", receivable.Instalments is null or (>= 1 and <= 120), "must be 1 to 120");
        }

        Each("/ramp/steps", plan.Ramp?.Steps, null, (here, step) =>
        {
            problems.Check($"{here}/quotaPercent", step.QuotaPercent is >= 0m and <= 1000m, "must be 0 to 1000");
            problems.Check($"{here}/targetPayPercent", step.TargetPayPercent is null or (>= 0m and <= 1000m), "must be 0 to 1000");
            problems.Check($"{here}/multiplier", step.Multiplier is null or (>= 0m and <= 1000m), "must be 0 to 1000");
            problems.Check($"{here}/drawAmount", IsAmount(step.DrawAmount), AmountText);
        });
        problems.Check("/ramp/steps", plan.Ramp is null || plan.Ramp.Steps is { Count: > 0 }, "must have 1 to 60 entries");
        if (plan.Conversion is not null)
        {
            problems.OneOf("/conversion", plan.Conversion, "spot", "month", "fixed");
        }

        if (plan.OnLeaving is { } leaving)
        {
            OneOf("/onLeaving/unpaidCredit", leaving.UnpaidCredit, "pay", "forfeit");
            OneOf("/onLeaving/held", leaving.Held, "pay", "forfeit");
            OneOf("/onLeaving/draw", leaving.Draw, "pay", "forfeit", "deduct", "invoice");
            OneOf("/onLeaving/receivable", leaving.Receivable, "pay", "forfeit", "deduct", "invoice");
        }

        if (plan.OnChange is not null)
        {
            problems.OneOf("/onChange", plan.OnChange, "continue", "trueUp", "restart");
        }

        if (plan.DayCount is not null)
        {
            problems.OneOf("/dayCount", plan.DayCount, "inclusive", "excludeFirst");
        }
    }

    /// <summary>The least that is paid a period, which a cap of the same period comes after.</summary>
    public void Minimum(string at, decimal? minimum, IReadOnlyList<PayCap>? caps, string period)
    {
        problems.Check($"{at}/minimum", IsAmount(minimum), AmountText);
        var isBeyond = (caps ?? []).Any(cap => cap is { On: "component" or "plan", Amount: { } most } && (cap.Per ?? period) == period && most < minimum);
        problems.Warn($"{at}/minimum", !isBeyond, "is more than the cap, which is what is paid");
    }

    private void Spiff(string here, Spiff spiff)
    {
        problems.Check($"{here}/base", spiff.Base is { Length: > 0 and <= 100 }, "must be amount, margin, or the name of a deal's attribute, of 1 to 100 characters");
        problems.Check($"{here}/to", spiff.To is null || spiff.From is null || spiff.To > spiff.From, "must be after from: it is the day after the last");
        problems.Check(here, (spiff.Amount is null ? 0 : 1) + (spiff.PerUnit is null ? 0 : 1) + (spiff.RatePercent is null ? 0 : 1) == 1, "must have exactly one of amount, perUnit and ratePercent");
        problems.Check($"{here}/amount", IsAmount(spiff.Amount), AmountText);
        problems.Check($"{here}/perUnit", IsAmount(spiff.PerUnit), AmountText);
        problems.Check($"{here}/atLeast", IsAmount(spiff.AtLeast), AmountText);
        problems.Check($"{here}/ratePercent", spiff.RatePercent is null || (spiff.RatePercent >= 0m && spiff.RatePercent <= plan.MaxRatePercent), "must be 0 to the plan's maxRatePercent");
        if (spiff.Filter is not null)
        {
            new CreditFilterRules(problems).Validate($"{here}/filter", spiff.Filter);
        }
    }

    private void OneOf(string at, string? word, params string[] words)
    {
        if (word is not null)
        {
            problems.OneOf(at, word, words);
        }
    }

    private void Clawback(PlanClawback clawback)
    {
        OneOf("/clawback/treatAs", clawback.TreatAs, "clawback", "negativeCredit");
        problems.Check("/clawback/paymentsMade", clawback.PaymentsMade is null or { Length: > 0 and <= 100 }, "must be the name of a deal's attribute, of 1 to 100 characters");
        problems.Check("/clawback/windowDays", clawback.WindowDays is null or >= 1, "must be at least 1");
        problems.Check("/clawback/windowMonths", clawback.WindowMonths is null or >= 1, "must be at least 1");
        problems.OneOf("/clawback/share", clawback.Share, "full", "proRata", "schedule");
        Belongs("/clawback/months", clawback.Months is not null, clawback.Share == "proRata", "share proRata");
        problems.Check("/clawback/months", clawback.Months is null or (>= 1 and <= 600), "must be 1 to 600");
        Belongs("/clawback/schedule", clawback.Schedule is { Count: > 0 }, clawback.Share == "schedule", "share schedule");
        Each("/clawback/schedule", clawback.Schedule, null, (here, step) =>
        {
            problems.Check($"{here}/fromMonths", step.FromMonths >= 0, "must not be negative");
            problems.Check($"{here}/sharePercent", step.SharePercent is >= 0m and <= 100m, "must be 0 to 100");
        });
        problems.Check("/clawback/schedule", clawback.Schedule is null || clawback.Schedule.Zip(clawback.Schedule.Skip(1)).All(pair => pair.Second?.FromMonths > pair.First?.FromMonths), "must be in the order of months, each once");
        problems.Warn("/clawback/schedule", clawback.Schedule is not [{ FromMonths: > 0 }, ..], "takes nothing back before its first step: begin with fromMonths 0 where it should");
    }

    private void Payment(string here, PlanPayment payment)
    {
        OneOf($"{here}/onlyIf", payment.OnlyIf, "customerActive");
        problems.Check($"{here}/sharePercent", payment.SharePercent is > 0m and <= 100m, "must be above 0, and at most 100");
        problems.OneOf($"{here}/on", payment.On, "earned", "invoice", "cash", "date", "milestone", "months");
        Belongs($"{here}/date", payment.Date is not null, payment.On == "date", "on date");
        Belongs($"{here}/milestone", payment.Milestone is { Length: > 0 }, payment.On == "milestone", "on milestone");
        Belongs($"{here}/months", payment.Months is not null, payment.On == "months", "on months");
        problems.Check($"{here}/months", payment.Months is null or (>= 1 and <= 600), "must be 1 to 600");
    }

    /// <summary>A member that one word of another needs, and no other word has.</summary>
    private void Belongs(string at, bool isThere, bool isNeeded, string word)
    {
        problems.Check(at, isThere || !isNeeded, $"is needed with {word}");
        problems.Check(at, !isThere || isNeeded, $"goes with {word} only");
    }

    private void Draw(PlanDraw draw)
    {
        problems.OneOf("/draw/kind", draw.Kind, "guarantee", "upFront", "additiveLoan");
        problems.Check("/draw", draw.Amount is null != draw.TargetPayPercent is null, "must have either amount or targetPayPercent");
        problems.Check("/draw/amount", IsAmount(draw.Amount), AmountText);
        problems.Check("/draw/targetPayPercent", IsShare(draw.TargetPayPercent), "must be 0 to 100000");
        problems.Check("/draw/recoverRatePercent", draw.RecoverRatePercent is >= 0m and <= 100m, "must be 0 to 100");
        problems.Check("/draw/floor", IsAmount(draw.Floor), AmountText);
        problems.Check("/draw/periods", draw.Periods is null or >= 1, "must be at least 1");
        problems.Check("/draw/paidIn", draw.PaidIn is null || (draw.Kind == "additiveLoan" && draw.PaidIn.All(number => number >= 1)), "must be numbers of pay periods, from 1, of an additiveLoan");
        problems.Warn("/draw", draw is not { Kind: "additiveLoan" } or { Recoverable: true, RecoverRatePercent: 100m, Floor: null }, "takes an additiveLoan off whole in the next pay period: recoverable, recoverRatePercent and floor say nothing of it");
    }

    private void Selector(string at, string selector, string? metric)
    {
        if (tables.Selector(at, selector, metric))
        {
            problems.Check($"{at}/selector", selector != SelectorNames.EarnedToDate, "must not be earnedToDate: only tables look at it");
        }
    }

    private void Each<T>(string at, IReadOnlyList<T>? parts, Func<T, string?>? idOf, Action<string, T> check)
        where T : class
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        problems.Check(at, parts is null || parts.Count <= PlanRules.MaxEntries, $"must have at most {PlanRules.MaxEntries} entries");
        for (var i = 0; i < (parts?.Count ?? 0); i++)
        {
            if (problems.Present($"{at}/{i}", parts![i]))
            {
                var id = idOf is null ? $"{i}" : idOf(parts[i]);
                problems.Check($"{at}/{i}", id is { Length: > 0 }, "must be named");
                problems.Check($"{at}/{i}", string.IsNullOrEmpty(id) || seen.Add(id), "has the name of one before it");
                check($"{at}/{i}", parts[i]);
            }
        }
    }

    private static bool IsAmount(decimal? amount) => amount is null or (>= 0m and <= MetricNumber.Max);

    private static bool IsShare(decimal? percent) => percent is null or (>= 0m and <= 100_000m);
}
