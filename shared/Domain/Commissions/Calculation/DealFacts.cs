using System.Globalization;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What becomes of a deal after its booking, as its invoices, payments and attributes tell: days and amounts.</summary>
internal static class DealFacts
{
    /// <summary>A way to treat ends of deals: see <see cref="PlanClawback.TreatAs"/>.</summary>
    public const string NegativeCredit = "negativeCredit";

    private const string Paid = "paid.";
    private const string InactiveOn = "inactiveOn";

    /// <summary>The day in an attribute; null where there is none.</summary>
    public static DateOnly? Day(CreditLine line, string attribute) =>
        line.Attributes.GetValueOrDefault(attribute) is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The day the deal ended; null while it has not.</summary>
    public static DateOnly? Ended(CreditLine line) => Day(line, "endedOn");

    /// <summary>The share of the deal's amount that was paid before a day: 0 to 1.</summary>
    public static decimal PaidShare(CreditLine line, DateOnly before)
    {
        var paid = 0m;
        foreach (var (name, value) in line.Attributes)
        {
            if (name.StartsWith(Paid, StringComparison.Ordinal)
                && DateOnly.TryParseExact(name[Paid.Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day < before)
            {
                paid += MetricNumber.Read(value) ?? 0m;
            }
        }

        foreach (var fact in line.Facts ?? [])
        {
            // Money of another currency than the deal's is no part of its amount.
            paid += fact.Type == "payment" && fact.Date < before && (fact.Currency ?? line.Currency) == (line.Currency ?? fact.Currency) ? fact.Amount : 0m;
        }

        return line.Whole == 0m ? 0m : Math.Clamp(paid / line.Whole, 0m, 1m);
    }

    /// <summary>The day of the first invoice; null while there is none.</summary>
    public static DateOnly? Invoiced(CreditLine line) =>
        Day(line, "invoicedOn") ?? line.Facts?.FirstOrDefault(fact => fact.Type == "invoice" && fact.Amount > 0m)?.Date;

    /// <summary>Completed months between two days: anniversaries, the day clamped to the month's end.</summary>
    public static int Months(DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return Math.Max(0, from.AddMonths(months) > to ? months - 1 : months);
    }

    /// <summary>What is taken back of a deal that ended, 0 to 1.</summary>
    public static decimal ClawedShare(PlanClawback? clawback, CreditLine line, DateOnly ended)
    {
        if (clawback is null)
        {
            return 1m;
        }

        var start = (clawback.StartsOn is { } attribute ? Day(line, attribute) : null) ?? line.Date;
        var months = PaymentsMade(clawback, line) ?? Months(start, ended);
        if (ended.DayNumber - start.DayNumber >= clawback.WindowDays || months >= clawback.WindowMonths)
        {
            return 0m;
        }

        return clawback.Share switch
        {
            "proRata" => Math.Max(0m, (clawback.Months ?? 0) - months) / Math.Max(1, clawback.Months ?? 1),
            "schedule" => ((clawback.Schedule ?? []).LastOrDefault(step => step.FromMonths <= months)?.SharePercent ?? 0m) / 100m,
            _ => 1m,
        };
    }

    /// <summary>The count in an attribute; null where there is none, or the plan counts months.</summary>
    private static int? PaymentsMade(PlanClawback clawback, CreditLine line) =>
        clawback.PaymentsMade is { } name && int.TryParse(line.Attributes.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The share of what a credit earned that is due before a day: 0 to 1.</summary>
    public static decimal DueShare(IReadOnlyList<PlanPayment> payments, CreditLine line, DateOnly before) =>
        payments.Sum(payment => payment.SharePercent / 100m * DueShare(payment, line, before));

    /// <summary>The share that never falls due, as the customer has left before a day.</summary>
    public static decimal LostShare(IReadOnlyList<PlanPayment> payments, CreditLine line, DateOnly before) => Day(line, InactiveOn) < before
        ? payments.Where(payment => payment.OnlyIf is not null).Sum(payment => payment.SharePercent / 100m * (1m - DueShare(payment, line, before)))
        : 0m;

    private static decimal DueShare(PlanPayment payment, CreditLine line, DateOnly before)
    {
        // What falls due once the customer has left is never paid: what had fallen due by then is all there is.
        var until = payment.OnlyIf is not null && Day(line, InactiveOn) is { } left && left < before ? left : before;
        return payment.On switch
        {
            "invoice" => Invoiced(line) < until ? 1m : 0m,
            "cash" => PaidShare(line, until),
            "date" => payment.Date < until ? 1m : 0m,
            "milestone" => Day(line, payment.Milestone ?? "") < until ? 1m : 0m,
            "months" => line.Date.AddMonths(payment.Months ?? 0) < until ? 1m : 0m,
            _ => 1m,
        };
    }
}
