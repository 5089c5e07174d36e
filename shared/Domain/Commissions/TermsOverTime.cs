using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A person's terms over the fiscal years that a period touches: as long as anything measured in it. An assignment's days without a gap are one stretch, cut
/// where its plan changes, and where its quota does: there at the start of the pay period of the change.
/// </summary>
internal sealed class TermsOverTime(Model model, string person, Period period, FiscalCalendar calendar)
{
    private readonly DateOnly first = calendar.PeriodOf(PeriodKind.Year, period.Start).Start;
    private readonly DateOnly end = calendar.PeriodOf(PeriodKind.Year, period.Last).End;

    public IEnumerable<PlanTerms> All() => model.AssignmentsEver(person).OrderBy(assignment => assignment.Id, StringComparer.Ordinal).SelectMany(Of);

    private List<PlanTerms> Of(Resource<PlanAssignment> assignment)
    {
        var (found, stretch) = (new List<PlanTerms>(), new List<Version>());
        foreach (var day in Changes(assignment).Where(day => day > first && day < end).Append(first).Distinct().Order())
        {
            if (On(assignment, day) is { } terms)
            {
                stretch.Add(new Version(day, terms));
            }
            else if (stretch.Count > 0)
            {
                found.AddRange(Cut(stretch, day));
                stretch.Clear();
            }
        }

        if (stretch.Count > 0)
        {
            found.AddRange(Cut(stretch, stretch[^1].Terms.To));
        }

        return found;
    }

    /// <summary>The days on which anything about an assignment may change.</summary>
    private IEnumerable<DateOnly> Changes(Resource<PlanAssignment> assignment)
    {
        foreach (var version in assignment.Versions)
        {
            yield return version.EffectiveFrom;
            if (version.Content is not { } content)
            {
                continue;
            }

            yield return content.From;
            yield return content.To ?? end;
            var plans = model.Plans.GetValueOrDefault(content.Plan)?.Versions.Select(plan => plan.EffectiveFrom) ?? [];
            var objectives = content.Quotas
                .Select(quota => quota.Objective is null ? null : model.Objectives.GetValueOrDefault(quota.Objective))
                .SelectMany(objective => objective?.Versions.Select(of => of.EffectiveFrom) ?? []);
            foreach (var day in plans.Concat(objectives))
            {
                yield return day;
            }
        }
    }

    private PlanTerms? On(Resource<PlanAssignment> assignment, DateOnly day) =>
        assignment.At(day, model.AsOf) is { } content
        && content.Person == person
        && content.From <= day
        && (content.To is null || day < content.To)
        && model.Plan(content.Plan, day) is { } plan
            ? PlanTerms.Of(content, plan, id => model.Objective(id, day), calendar) with
            {
                Entered = assignment.LatestContent(model.AsOf)?.Entered ?? [],
                Counting = DayCounting.Of(plan, assignment.LatestContent(model.AsOf)?.Absences),
            }
            : null;

    private List<PlanTerms> Cut(List<Version> stretch, DateOnly? to)
    {
        var start = stretch[0].Day;
        var from = start == first ? stretch[0].Terms.From : start;
        var (cut, quotas, planSince) = (new List<PlanTerms>(), new List<Version>(), start);
        for (var i = 0; i < stretch.Count; i++)
        {
            var (day, terms) = stretch[i];
            var isPlanNew = i == 0 || !ReferenceEquals(terms.Plan, stretch[i - 1].Terms.Plan);
            var isQuotaNew = i == 0 || !terms.Quotas.SequenceEqual(stretch[i - 1].Terms.Quotas) || !terms.TargetPays.SequenceEqual(stretch[i - 1].Terms.TargetPays)
                || terms.Plan.Currency != stretch[i - 1].Terms.Plan.Currency;
            if (!isPlanNew && !isQuotaNew)
            {
                continue;
            }

            if (isQuotaNew)
            {
                quotas.Add(stretch[i]);
            }

            planSince = isPlanNew ? day : planSince;
            var pay = calendar.PeriodOf(PeriodKinds.Parse(terms.Plan.PayPeriod) ?? PeriodKind.Month, day).Start;
            var since = isPlanNew ? day : pay > planSince ? pay : planSince;
            var isSameDay = cut.Count > 0 && since == (cut[^1].Since ?? start);
            var next = terms with
            {
                From = from,
                To = to,
                Since = since == start ? null : since,
                Quotas = Dated(quotas, terms.Plan.Currency, one => one.Quotas),
                TargetPays = Dated(quotas, terms.Plan.Currency, one => one.TargetPays),
                QuotasBefore = isPlanNew ? null : isSameDay ? cut[^1].QuotasBefore : cut[^1].Quotas,
            };
            if (isSameDay)
            {
                cut[^1] = next;
                continue;
            }

            if (cut.Count > 0)
            {
                cut[^1] = cut[^1] with { Until = since };
            }

            cut.Add(next);
        }

        return cut;
    }

    /// <summary>Quotas one after the other, those of another currency left out.</summary>
    private static List<QuotaTerm> Dated(List<Version> versions, string currency, Func<PlanTerms, IReadOnlyList<QuotaTerm>> of)
    {
        var dated = new List<QuotaTerm>();
        for (var i = 0; i < versions.Count; i++)
        {
            var (since, until) = (i == 0 ? (DateOnly?)null : versions[i].Day, i + 1 < versions.Count ? versions[i + 1].Day : (DateOnly?)null);
            if (versions[i].Terms.Plan.Currency == currency)
            {
                dated.AddRange(of(versions[i].Terms).Select(quota => quota with { Since = since, Until = until }));
            }
        }

        return dated;
    }

    private readonly record struct Version(DateOnly Day, PlanTerms Terms);
}
