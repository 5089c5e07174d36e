using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;

namespace SalesPerf.Functions.Commissions;

/// <summary>Makes a person's statement of a pay period from what is stored now.</summary>
public sealed class MakeStatement(ReadPersonDeals deals, AdjustmentBooks adjustments)
{
    /// <summary>A statement as it is closed, with where pay goes on from.</summary>
    /// <inheritdoc cref="InputAsync"/>
    public async Task<FrozenStatement> CloseAsync(
        Model model, FiscalCalendar calendar, string person, Period period, ClosedBooks posted, CancellationToken cancellationToken)
    {
        var input = await InputAsync(model, calendar, person, period, posted, cancellationToken);
        try
        {
            var (statement, states) = CommissionStatement.Freeze(input);
            return new FrozenStatement(statement, states, CommissionStatement.Followed(input));
        }
        catch (OverflowException)
        {
            // Whoever closes accepted it without figures; what it goes on from stays.
            return new FrozenStatement(CommissionStatement.Compute(input), [], CommissionStatement.Followed(input));
        }
    }

    /// <summary>What a statement is made from.</summary>
    /// <param name="model">The resources, with the days of closed months as known when they were closed.</param>
    /// <param name="calendar">The organisation's.</param>
    /// <param name="person">Whose.</param>
    /// <param name="period">The pay period.</param>
    /// <param name="posted">Where pay goes on from after closed pay periods.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<StatementInput> InputAsync(
        Model model, FiscalCalendar calendar, string person, Period period, ClosedBooks posted, CancellationToken cancellationToken)
    {
        var span = Span(model, calendar, person, period);
        var found = await deals.NowAsync(person, calendar, [span], cancellationToken);
        var terms = PlanTerms.Find(model, person, span with { End = span.End.AddDays(1) }, calendar); // who begins another plan the day after does not leave
        return new StatementInput
        {
            Person = person,
            Period = period,
            Calendar = calendar,
            Terms = terms,
            Closed = posted.States,
            OpenFrom = posted.OpenFrom,
            Adjustments = await adjustments.ApprovedAsync(person, cancellationToken),
            Credits = found.Credits,
            OtherCredits = await OthersAsync(model, calendar, person, span, terms, cancellationToken),
        };
    }

    /// <summary>The credits of those whom a rule of the person's plans looks at: the hierarchy is that of each booking.</summary>
    private async Task<IReadOnlyList<OtherCredit>> OthersAsync(
        Model model, FiscalCalendar calendar, string person, Period span, IReadOnlyList<PlanTerms> terms, CancellationToken cancellationToken)
    {
        var rules = terms.SelectMany(one => one.Plan.Components).SelectMany(component => component.CreditRules).Where(rule => rule.CreditOf is not null and not "self" || rule.Splits is { Count: > 0 }).ToList();
        var tables = terms.SelectMany(one => one.Plan.Components).SelectMany(SelectorsOf).ToHashSet();
        var isCompany = tables.Contains("company");
        if (rules.Count == 0 && !isCompany && !tables.Contains("team"))
        {
            return [];
        }

        var named = rules.SelectMany(rule => (rule.People ?? []).Concat((rule.Splits ?? []).Select(split => split.Person))).ToHashSet(StringComparer.Ordinal);
        var isWide = tables.Contains("team") || rules.Exists(rule => rule.CreditOf is "team" or "reports" or "subtree");
        var others = new List<OtherCredit>();
        foreach (var other in model.People.Keys.Where(id => id != person && (isCompany || named.Contains(id) || (isWide && IsNear(model, person, id, span)))).Order(StringComparer.Ordinal))
        {
            foreach (var credit in (await deals.NowAsync(other, calendar, [span], cancellationToken)).Credits)
            {
                others.Add(new OtherCredit(credit, other, IsTeam(model, person, other, credit.Date), model.IsInSubtree(person, other, credit.Date)));
            }
        }

        return others;
    }

    /// <summary>Whose values a component's tables and multipliers look at.</summary>
    private static IEnumerable<string?> SelectorsOf(PlanComponent component) =>
    [
        component.Table?.SelectorOf,
        .. (component.ChainedTables ?? []).Select(table => table.SelectorOf),
        .. (component.Multipliers ?? []).Select(multiplier => multiplier.Table?.SelectorOf ?? multiplier.SelectorOf),
    ];

    /// <summary>True for whoever was in the team or below on some day on which the organisation changed; so that not everybody's credits are read.</summary>
    private static bool IsNear(Model model, string person, string other, Period span) =>
        Days(model, person, other, span).Any(day => IsTeam(model, person, other, day) || model.IsInSubtree(person, other, day));

    private static IEnumerable<DateOnly> Days(Model model, string person, string other, Period span) =>
        model.People[other].Versions.Select(version => version.EffectiveFrom)
            .Concat(model.People.GetValueOrDefault(person)?.Versions.Select(version => version.EffectiveFrom) ?? [])
            .Concat(model.Teams.Values.SelectMany(team => team.Versions).Select(version => version.EffectiveFrom))
            .Append(span.Start)
            .Select(day => day < span.Start ? span.Start : day)
            .Where(day => day < span.End)
            .Append(span.Last)
            .Distinct();

    private static bool IsTeam(Model model, string person, string other, DateOnly day) =>
        model.Person(person, day)?.Team is { } team && model.Person(other, day)?.Team == team;

    /// <summary>From the first day of the person's assignments: what was owed and carried then may be so still.</summary>
    private static Period Span(Model model, FiscalCalendar calendar, string person, Period period)
    {
        var first = model.AssignmentsEver(person)
            .SelectMany(assignment => assignment.Versions)
            .Select(version => version.Content?.From)
            .Append(period.Start)
            .Min()!.Value; // the period's own is there
        return period with { Start = calendar.PeriodOf(PeriodKind.Year, first).Start };
    }
}

/// <summary>Where a person's pay goes on from.</summary>
/// <param name="States">Of each assignment the latest.</param>
/// <param name="OpenFrom">The first day that is not closed; null while all are open.</param>
public sealed record ClosedBooks(IReadOnlyList<ClosedPay> States, DateOnly? OpenFrom)
{
    public static readonly ClosedBooks None = new([], null);
}

/// <summary>A statement that is being closed.</summary>
/// <param name="Statement">It.</param>
/// <param name="Posted">Where pay goes on from after it.</param>
/// <param name="Followed">By assignment the one that it follows: whose balances go on in it.</param>
public sealed record FrozenStatement(Statement Statement, IReadOnlyList<ClosedPay> Posted, IReadOnlyDictionary<string, string> Followed);
