using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// What counts as a person's credit and quota of a period, in one currency. Each plan's leading component speaks for it: the first with a quota, else the
/// first. A line counts once, however many plans pay for it: with the largest credit that one of the plans with a quota gives it, or of all where none has.
/// </summary>
internal sealed class PeriodCredit
{
    private readonly Leader[] leaders;

    /// <param name="terms">In one currency, by assignment and then by day.</param>
    /// <param name="period">The forecast period.</param>
    /// <param name="calendar">The organisation's.</param>
    public PeriodCredit(IReadOnlyList<PlanTerms> terms, Period period, FiscalCalendar calendar)
    {
        leaders = [.. terms.Select(one => Leader.Of(one, period, calendar))];
        foreach (var assignment in leaders.GroupBy(leader => leader.Terms.Assignment))
        {
            // The last terms know the quotas of those before them.
            var last = assignment.Last().Terms;
            foreach (var component in assignment.Select(leader => leader.Component).Distinct())
            {
                Quota = last.QuotaOf(component, period, calendar) is { } part ? (Quota ?? 0m) + part : Quota;
            }
        }
    }

    /// <summary>The sum over the plans; null without any.</summary>
    public decimal? Quota { get; }

    public decimal Of(CreditLine line, WarningList warnings)
    {
        var hasQuota = Array.Exists(leaders, leader => leader.Quota is not null && leader.Terms.Decides(line.Date));
        var most = 0m;
        foreach (var leader in leaders)
        {
            if (leader.Terms.Decides(line.Date)
                && (leader.Quota is not null || !hasQuota)
                && leader.Match.QuotaOf(line, warnings) is var credit
                && Math.Abs(credit) > Math.Abs(most))
            {
                most = credit;
            }
        }

        return most;
    }

    private sealed record Leader(PlanTerms Terms, string Component, CreditMatch Match, decimal? Quota)
    {
        public static Leader Of(PlanTerms terms, Period period, FiscalCalendar calendar)
        {
            var component = terms.Plan.Components.FirstOrDefault(component => terms.Quotas.Any(quota => quota.Component == component.Id)) ?? terms.Plan.Components[0];
            return new Leader(terms, component.Id, CreditMatch.Of(component, terms.Plan), terms.QuotaOf(component.Id, period, calendar));
        }
    }
}
