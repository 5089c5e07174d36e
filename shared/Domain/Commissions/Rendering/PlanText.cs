namespace SalesPerf.Domain.Commissions.Rendering;

/// <summary>A plan in plain English, part by part: every part that it has, and nothing else.</summary>
public static class PlanText
{
    /// <param name="plan">A valid plan.</param>
    public static IReadOnlyList<PlanSection> Of(Plan plan)
    {
        var sections = new List<PlanSection> { new("plan", null, plan.Name ?? plan.Id, [.. General(plan)]) };
        sections.AddRange(plan.Components.Select(component => new PlanSection("component", component.Id, component.Name ?? component.Id, [.. ComponentText.Of(component, plan.Currency)])));
        Add("limits", "Limits on all components", Limits(plan));
        Add("spiffs", "Spiffs", (plan.Spiffs ?? []).Select(spiff => Spiff(spiff, plan.Currency)));
        Add("payments", "When it is paid", (plan.Payments ?? []).Select(Payment).Concat(plan.Payments is { Count: > 0 } ? ["What is not due yet is held, and cancelled if the deal ends."] : []));
        Add("draw", "Draw", plan.Draw is { } draw ? Draw(draw, plan) : []);
        Add("receivable", "What is owed", Receivable(plan));
        Add("clawback", "Deals that end", Clawback(plan));
        Add("ramp", "Ramp", plan.Ramp is { } ramp ? Ramp(ramp, plan.Currency) : []);
        Add("leaving", "When somebody leaves", plan.OnLeaving is { } leaving ? Leaving(leaving) : []);
        Add("rates", "Other currencies", Rates(plan));
        return sections;

        void Add(string id, string title, IEnumerable<string> sentences)
        {
            if (sentences.ToList() is { Count: > 0 } said)
            {
                sections.Add(new(id, null, title, said));
            }
        }
    }

    private static IEnumerable<string> General(Plan plan)
    {
        yield return $"Pay is computed in {plan.Currency} for every {PlanWords.Period(plan.PayPeriod)}, and rounded once a component to {PlanWords.Digits(plan)}, half away from zero.";
        yield return plan.Components.Count == 1 ? "There is one component." : $"There are {plan.Components.Count} components, which add up.";
        yield return plan.OnChange switch
        {
            "trueUp" => "If a new version starts inside a measure period, all of that period is paid by the new one.",
            "restart" => "If a new version starts inside a measure period, running totals start again at 0.",
            _ => "If a new version starts inside a measure period, pay goes on from what the new one says of the day before.",
        };
        if (plan.DayCount == "excludeFirst")
        {
            yield return "Where quotas, target pay and the draw are prorated, the first day on the plan does not count.";
        }
    }

    private static IEnumerable<string> Limits(Plan plan)
    {
        if (plan.Minimum is { } least)
        {
            yield return $"All components together pay at least {PlanWords.Money(least, plan.Currency)} a pay period; it is not recovered.";
        }

        foreach (var cap in plan.Caps ?? [])
        {
            yield return ComponentText.Cap(cap, plan.Currency, "");
        }
    }

    private static string Spiff(Spiff spiff, string currency)
    {
        var pays = spiff.Amount is { } amount ? $"{PlanWords.Money(amount, currency)} a deal"
            : spiff.PerUnit is { } unit ? $"{PlanWords.Money(unit, currency)} for each unit of {spiff.Base}"
            : $"{PlanWords.Percent(spiff.RatePercent ?? 0m)} of {spiff.Base}";
        var from = spiff.From is { } first ? $" from {PlanWords.Day(first)}" : "";
        var to = spiff.To is { } end ? $" to {PlanWords.Day(end.AddDays(-1))}" : "";
        var least = spiff.AtLeast is { } atLeast ? $" with {spiff.Base} of at least {PlanWords.Number(atLeast)}" : "";
        var filter = spiff.Filter is { } condition ? $" where {CreditText.Filter(condition)}" : "";
        return $"“{spiff.Name ?? spiff.Id}”: {pays} for deals{from}{to}{least}{filter}, outside quota and caps.";
    }

    private static string Payment(PlanPayment payment) => $"{PlanWords.Percent(payment.SharePercent)} is paid {payment.On switch
    {
        "invoice" => "when the deal is invoiced",
        "cash" => "pro rata to the customer's payments",
        "date" => $"on {(payment.Date is { } day ? PlanWords.Day(day) : "a day")}",
        "milestone" => $"when the milestone “{payment.Milestone}” is reached",
        "months" => $"{payment.Months} months after the credit",
        _ => "when it is earned",
    }}{(payment.OnlyIf is null ? "" : ", and never once the customer has left")}.";

    private static IEnumerable<string> Draw(PlanDraw draw, Plan plan)
    {
        var currency = plan.Currency;
        var amount = ComponentText.Amount(draw.Amount, draw.TargetPayPercent, currency);
        yield return draw.Kind switch
        {
            "upFront" => $"{amount} is paid at the start of each pay period; at its end what is beyond it is paid.",
            "additiveLoan" => $"{amount} is paid on top in pay period {PlanWords.List((draw.PaidIn ?? [1]).Select(number => PlanWords.Number(number)), "and")}, and taken off whole in the next one.",
            _ => $"Pay is topped up to {amount} a pay period.",
        };
        if (draw.Kind != "additiveLoan")
        {
            yield return draw.Recoverable
                ? $"What was added is recovered from later pay: {PlanWords.Percent(draw.RecoverRatePercent)} of what is above {(draw.Floor is { } floor ? PlanWords.Money(floor, currency) : "the draw")}."
                : "What was added is never taken back.";
        }

        if (draw.Periods is { } periods)
        {
            yield return $"It lasts {periods} pay periods from the start of the assignment.";
        }

        yield return plan.Ramp?.Steps.Any(step => step.DrawAmount is not null) == true
            ? "In months of the ramp that name a draw theirs is paid in its place. It is prorated by days."
            : "It is not ramped, and prorated by days.";
    }

    private static IEnumerable<string> Receivable(Plan plan)
    {
        if (plan.Receivable is { } owed)
        {
            yield return $"Pay is never negative: what is owed is recovered from later pay, {PlanWords.Percent(owed.RecoverRatePercent)} of what is above {PlanWords.Money(owed.Floor, plan.Currency)}"
                + (owed.Instalments is { } count ? $", over {count} pay periods." : ".");
        }
        else
        {
            yield return "Pay is never negative: what is owed is recovered whole from later pay.";
        }
    }

    private static IEnumerable<string> Clawback(Plan plan)
    {
        if (plan.Clawback is not { } clawback)
        {
            yield return "If a credited deal ends, all that it made is taken back, whenever that is.";
            yield break;
        }

        var from = clawback.StartsOn is { } field ? $"the day in “{field}”" : "the day of the credit";
        string[] bounds = [.. clawback.WindowMonths is { } months ? [$"{months} months"] : Array.Empty<string>(), .. clawback.WindowDays is { } days ? [$"{days} days"] : Array.Empty<string>()];
        var window = bounds.Length == 0 ? ", whenever that is" : $" within {PlanWords.List(bounds, "and")} of {from}";
        yield return $"If a credited deal ends{window}, {clawback.Share switch
        {
            "proRata" => $"the part that is not earned yet is taken back: it is earned month by month over {clawback.Months} months",
            "schedule" => $"a part of what it made is taken back: {PlanWords.List((clawback.Schedule ?? []).Select(step => $"{PlanWords.Percent(step.SharePercent)} {From(step)}"), "and")}",
            _ => "all that it made is taken back",
        }}.";
        if (bounds.Length > 0)
        {
            yield return "Later ends take nothing back.";
        }
        else if (clawback.Share != "full")
        {
            yield return $"Months count from {from}.";
        }

        if (clawback.PaymentsMade is { } made)
        {
            yield return $"In place of months the customer's payments count, where “{made}” says how many there were.";
        }

        if (clawback.TreatAs is not (null or "clawback"))
        {
            yield return "What is taken back is credit below 0 on the day of the end, and goes through the tables of that day's measure period.";
        }
    }

    private static string From(ClawbackStep step) => step.FromMonths switch
    {
        0 => "from the first day on",
        1 => "after 1 month",
        var months => $"after {months} months",
    };

    private static IEnumerable<string> Ramp(PlanRamp ramp, string currency)
    {
        foreach (var (index, step) in ramp.Steps.Index())
        {
            var more = (step.TargetPayPercent is { } pay ? $", target pay {PlanWords.Percent(pay)}" : "")
                + (step.Multiplier is { } factor ? $", pay × {PlanWords.Number(factor)}" : "")
                + (step.DrawAmount is { } draw ? $", draw {PlanWords.Money(draw, currency)} a pay period" : "");
            yield return $"Month {index + 1}: quota {PlanWords.Percent(step.QuotaPercent)}{more}.";
        }

        yield return "Month 1 is the calendar month of the assignment's ramp start.";
        yield return ramp.Accelerators ? "Accelerators pay during the ramp too." : "Accelerators do not pay during the ramp.";
    }

    private static IEnumerable<string> Leaving(PlanLeaving leaving)
    {
        if (leaving.UnpaidCredit is { } unpaid)
        {
            yield return unpaid == "forfeit" ? "What the last pay period earned is not paid." : "What the last pay period earned is paid.";
        }

        if (leaving.Held is { } held)
        {
            yield return held == "forfeit" ? "What is held is never paid." : "What is held is paid at once.";
        }

        if (leaving.Draw is { } draw)
        {
            yield return $"What is owed on the draw {Owed(draw)}.";
        }

        if (leaving.Receivable is { } receivable)
        {
            yield return $"What else is owed {Owed(receivable)}.";
        }
    }

    private static string Owed(string how) => how switch
    {
        "deduct" => "is taken from the last pay; the rest stays owed",
        "invoice" => "is invoiced",
        _ => "is let go",
    };

    private static IEnumerable<string> Rates(Plan plan) =>
        (plan.Rates is not { Count: > 0 } ? [] : new[]
        {
            plan.Conversion switch
            {
                "fixed" => "Credit is converted at the rate with which the plan year began.",
                "month" => "Credit is converted at the mean rate of its month; where pay is a share of target pay, at the rate with which the plan year began.",
                _ => "Credit is converted at the rate of its day; where pay is a share of target pay, at the rate with which the plan year began.",
            },
        }).Concat((plan.Rates ?? []).Select(rate => $"{rate.Currency} 1 is {PlanWords.Money(rate.Rate, plan.Currency)}{(rate.From is { } from ? $" from {PlanWords.Day(from)}" : "")}."));
}

/// <summary>A part of a plan in words.</summary>
/// <param name="Id"><c>plan</c>, <c>component</c>, <c>limits</c>, <c>spiffs</c>, <c>payments</c>, <c>draw</c>, <c>receivable</c>, <c>clawback</c>, <c>ramp</c>, <c>leaving</c>, <c>rates</c>.</param>
/// <param name="Component">The component's id.</param>
/// <param name="Title">Its name.</param>
/// <param name="Sentences">In their order.</param>
public sealed record PlanSection(string Id, string? Component, string Title, IReadOnlyList<string> Sentences);
