using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Agreements;

/// <summary>
/// What a person is to agree to, now and later on. Days on which nothing that it says changes are one agreement, which begins on the first of them: it is the same on whatever day it is asked for.
/// Objectives are those of the fiscal year, so that a year that has some begins a new one.
/// </summary>
public sealed class PlanAgreements
{
    private readonly Model model;
    private readonly FiscalCalendar calendar;
    private readonly DateOnly today;
    private readonly Func<PlanAgreement, string> fingerprint;

    private PlanAgreements(Model model, FiscalCalendar calendar, DateOnly today, Func<PlanAgreement, string> fingerprint) =>
        (this.model, this.calendar, this.today, this.fingerprint) = (model, calendar, today, fingerprint);

    /// <summary>Those that are not over, by assignment and then by day.</summary>
    /// <param name="model">As known now.</param>
    /// <param name="person">Whose.</param>
    /// <param name="calendar">The organisation's.</param>
    /// <param name="today">The organisation's day.</param>
    /// <param name="fingerprint">The same for equal content, and for nothing else.</param>
    public static IReadOnlyList<PlanAgreement> Of(Model model, string person, FiscalCalendar calendar, DateOnly today, Func<PlanAgreement, string> fingerprint)
    {
        var agreements = new PlanAgreements(model, calendar, today, fingerprint);
        return [.. model.AssignmentsEver(person).OrderBy(assignment => assignment.Id, StringComparer.Ordinal).SelectMany(assignment => agreements.Of(assignment, person))];
    }

    private IEnumerable<PlanAgreement> Of(Resource<PlanAssignment> assignment, string person)
    {
        var own = model.Objectives.Values.Where(objective => objective.Versions.Any(version => version.Content is { Level: "person" } content && content.Subject == person)).ToList();
        var (found, said) = (new List<PlanAgreement>(), (string?)null);
        foreach (var day in Days(assignment, own).Distinct().Order())
        {
            var now = On(assignment, person, own, day);
            var says = now is null ? null : fingerprint(now with { From = DateOnly.MinValue });
            if (says == said)
            {
                continue;
            }

            if (said is not null)
            {
                found[^1] = found[^1] with { Until = day };
            }

            said = says;
            if (now is not null)
            {
                found.Add(now with { Version = fingerprint(now) });
            }
        }

        return found.Where(one => one.Until is null || one.Until > today);
    }

    private PlanAgreement? On(Resource<PlanAssignment> assignment, string person, List<Resource<Objective>> own, DateOnly day)
    {
        if (assignment.At(day, model.AsOf) is not { } content || content.Person != person || content.From > day || content.To <= day
            || model.Plans.GetValueOrDefault(content.Plan)?.VersionAt(day, model.AsOf) is not { Content: { } plan } version)
        {
            return null;
        }

        var year = calendar.PeriodOf(PeriodKind.Year, day);
        var target = content.TargetPay ?? (content.Ote is { } ote ? ote - (content.BaseSalary ?? 0m) : null);
        return new PlanAgreement
        {
            Person = person,
            Assignment = content.Id,
            Plan = plan.Id,
            PlanVersion = version.Number,
            PlanName = plan.Name,
            From = day,
            Currency = plan.Currency,
            PayPeriod = plan.PayPeriod,
            TargetPay = target is { } pay ? new Money(pay, plan.Currency) : null,
            BaseSalary = content.BaseSalary is { } salary ? new Money(salary, plan.Currency) : null,
            PayoutCurrency = content.PayoutCurrency,
            RampStart = content.RampStart,
            Quotas = [.. content.Quotas.Select(quota => QuotaOn(quota, plan.Currency, day))],
            Objectives =
            [
                .. own.Select(objective => objective.At(day, model.AsOf))
                    .OfType<Objective>()
                    .Where(objective => objective.Subject == person && calendar.Parse(objective.Period) is { } period && period.Start < year.End && period.End > year.Start)
                    .OrderBy(objective => objective.Id, StringComparer.Ordinal)
                    .Select(objective => new AgreedObjective(objective.Id, objective.Measure, objective.Period, objective.Amount)),
            ],
        };
    }

    private AgreedQuota QuotaOn(ComponentQuota quota, string currency, DateOnly day) => quota.Objective is { } named
        ? new AgreedQuota(quota.Component, model.Objective(named, day)?.Amount, model.Objective(named, day)?.Period, named, quota.WeightPercent)
        : new AgreedQuota(quota.Component, quota.Amount is { } amount ? new Money(amount, currency) : null, quota.Period, null, quota.WeightPercent);

    /// <summary>The days on which anything that is agreed to may change.</summary>
    private IEnumerable<DateOnly> Days(Resource<PlanAssignment> assignment, List<Resource<Objective>> own)
    {
        var (first, days) = (DateOnly.MaxValue, new List<DateOnly>());
        foreach (var version in assignment.Versions)
        {
            days.Add(version.EffectiveFrom);
            if (version.Content is not { } content)
            {
                continue;
            }

            first = content.From < first ? content.From : first;
            days.Add(content.From);
            days.AddRange(content.To is { } to ? [to] : []);
            days.AddRange(model.Plans.GetValueOrDefault(content.Plan)?.Versions.Select(plan => plan.EffectiveFrom) ?? []);
            days.AddRange(content.Quotas
                .Select(quota => quota.Objective is { } named ? model.Objectives.GetValueOrDefault(named) : null)
                .SelectMany(objective => objective?.Versions.Select(of => of.EffectiveFrom) ?? []));
        }

        days.AddRange(own.SelectMany(objective => objective.Versions).Select(version => version.EffectiveFrom));
        return days.Concat(Years(own, first)).Where(day => day >= first);
    }

    /// <summary>First days of fiscal years up to this one, and of those after it that have objectives.</summary>
    private IEnumerable<DateOnly> Years(List<Resource<Objective>> own, DateOnly first)
    {
        var later = own.SelectMany(objective => objective.Versions)
            .Select(version => version.Content is { } content ? calendar.Parse(content.Period) : null)
            .OfType<Period>()
            .Select(period => calendar.PeriodOf(PeriodKind.Year, period.Start).Start);
        return first > today ? later : calendar.PeriodsOf(PeriodKind.Year, first, today.AddDays(1)).Select(year => year.Start).Concat(later);
    }
}
