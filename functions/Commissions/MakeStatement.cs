using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions.Entered;

namespace SalesPerf.Functions.Commissions;

/// <summary>Makes a person's statement of a pay period from what is stored now.</summary>
public sealed class MakeStatement(ReadPersonDeals deals, EnteredValues entered, AdjustmentBooks adjustments, HoldBooks holds)
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
        Model model, FiscalCalendar calendar, string person, Period period, ClosedBooks posted, CancellationToken cancellationToken) =>
        await new StatementInputs(new StoredFacts(deals, entered, adjustments), model, calendar).OfAsync(person, period, posted, cancellationToken) with { Holds = await holds.PayAsync(person, cancellationToken) };
}

/// <summary>What statements are made from, read once for however many of them.</summary>
internal sealed class StatementInputs(IStatementFacts facts, Model model, FiscalCalendar calendar)
{
    private readonly Dictionary<(string Person, DateOnly From, DateOnly To), IReadOnlyList<Credit>> read = [];

    /// <summary>Days on which a team changed, or somebody others report to.</summary>
    private readonly Lazy<IReadOnlyList<DateOnly>> organisation = new(() =>
    {
        var teams = model.Teams.Values.SelectMany(team => team.Versions).ToList();
        var people = model.People.Values.SelectMany(one => one.Versions).Select(version => version.Content?.Manager);
        var managers = teams.Select(version => version.Content?.Manager).Concat(people).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. managers.Select(model.People.GetValueOrDefault).SelectMany(one => one?.Versions ?? []).Select(version => version.EffectiveFrom)
            .Concat(teams.Select(version => version.EffectiveFrom))
            .Distinct()];
    });

    /// <summary>All terms that were found: the person's, and those of others whose pay the person's is based on.</summary>
    public List<PlanTerms> Found { get; } = [];

    /// <summary>Whose pay is being asked for: pay based on pay that is based on it counts nothing.</summary>
    private readonly HashSet<string> asked = [];

    public async Task<StatementInput> OfAsync(string person, Period period, ClosedBooks posted, CancellationToken cancellationToken)
    {
        var span = Span(person, period);
        var terms = MetricEntry.Over(
            PlanTerms.Find(model, person, span with { End = span.End.AddDays(1) }, calendar), // who begins another plan the day after does not leave
            await facts.EnteredAsync(person, cancellationToken));
        Found.AddRange(terms);
        IReadOnlyList<PlanComponent> components = [.. terms.SelectMany(one => one.Plan.Components)];

        // What is invoiced or paid now may have been booked at any time before.
        var from = components.SelectMany(component => component.CreditRules).Any(rule => rule.Event != "booking") ? DateOnly.MinValue : span.Start;
        var near = Near(person, span, components);
        var others = new List<OtherCredit>();
        foreach (var other in near)
        {
            foreach (var credit in await CreditsAsync(other, from, span.End, cancellationToken))
            {
                var level = model.LevelBelow(person, other, credit.Date);
                others.Add(new OtherCredit(credit, other, IsTeam(person, other, credit.Date), level > 0, level));
            }
        }

        var (fixedOnes, added) = await facts.AdjustmentsAsync(person, cancellationToken);
        return new StatementInput
        {
            Person = person,
            Period = period,
            Calendar = calendar,
            Terms = terms,
            Closed = posted.States,
            OpenFrom = posted.OpenFrom,
            Reopened = posted.Reopened ?? [],
            Credits = await CreditsAsync(person, from, span.End, cancellationToken),
            OtherCredits = others,
            Posts = [.. near.Append(person).SelectMany(Posts)],
            OtherPay = await OtherPayAsync(person, span, components, cancellationToken),
            Adjustments = fixedOnes,
            CreditAdjustments = added,
        };
    }

    /// <summary>Those whose credits a rule or a table of the person's plans looks at, by id.</summary>
    private List<string> Near(string person, Period span, IReadOnlyList<PlanComponent> components)
    {
        var rules = components.SelectMany(component => component.CreditRules).ToList();
        var tables = components.SelectMany(SelectorsOf).ToHashSet();
        var isCompany = tables.Contains("company");
        var named = rules.SelectMany(rule => (rule.People ?? []).Concat((rule.Splits ?? []).Select(split => split.Person))).ToHashSet(StringComparer.Ordinal);
        var isWide = tables.Contains("team") || rules.Exists(rule => rule.CreditOf is "team" or "reports" or "subtree");
        return isCompany || isWide || named.Count > 0
            ? [.. model.People.Keys.Where(id => id != person && (isCompany || named.Contains(id) || (isWide && IsNear(person, id, span)))).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>What the components of others earned on which the person's are based: their own statements, gone through in the same way.</summary>
    private async Task<IReadOnlyList<OtherPay>> OtherPayAsync(string person, Period span, IReadOnlyList<PlanComponent> components, CancellationToken cancellationToken)
    {
        var based = components.Where(component => component.IsOfOthersPay).ToList();
        if (based.Count == 0 || !asked.Add(person))
        {
            return [];
        }

        var named = based.SelectMany(component => component.People ?? []).ToHashSet(StringComparer.Ordinal);
        var isWide = based.Exists(component => component.CreditOf is "reports" or "team");
        var found = new List<OtherPay>();
        foreach (var other in model.People.Keys.Where(id => id != person && !asked.Contains(id) && (named.Contains(id) || (isWide && IsNear(person, id, span)))).Order(StringComparer.Ordinal))
        {
            foreach (var kind in PlanTerms.Find(model, other, span, calendar).Select(terms => PeriodKinds.Parse(terms.Plan.PayPeriod)).OfType<PeriodKind>().Distinct().Order())
            {
                var input = await OfAsync(other, calendar.PeriodOf(kind, span.Last), ClosedBooks.None, cancellationToken);
                found.AddRange(CommissionStatement.Earnings(input).Select(earned => new OtherPay(
                    other, earned.Component, earned.Date, earned.Amount, earned.Currency, IsTeam(person, other, earned.Date), model.LevelBelow(person, other, earned.Date))));
            }
        }

        asked.Remove(person);
        return found;
    }

    /// <summary>Whose values a component's tables and multipliers look at.</summary>
    private static IEnumerable<string?> SelectorsOf(PlanComponent component) =>
    [
        component.Table?.SelectorOf,
        .. (component.ChainedTables ?? []).Select(table => table.SelectorOf),
        .. (component.Multipliers ?? []).Select(multiplier => multiplier.Table?.SelectorOf ?? multiplier.SelectorOf),
    ];

    private async Task<IReadOnlyList<Credit>> CreditsAsync(string person, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (!read.TryGetValue((person, from, to), out var credits))
        {
            read[(person, from, to)] = credits = await facts.CreditsAsync(person, from, to, cancellationToken);
        }

        return credits;
    }

    private IEnumerable<PersonPost> Posts(string person) => (model.People.GetValueOrDefault(person)?.Versions ?? [])
        .Select(version => version.EffectiveFrom)
        .Distinct()
        .Select(day => model.Person(person, day) is { } known ? new PersonPost(person, day, known.Role, known.Team) : new PersonPost(person, day, null, null));

    /// <summary>True for whoever was in the team or below on some day on which the organisation changed; so that not everybody's credits are read.</summary>
    private bool IsNear(string person, string other, Period span) =>
        Days(person, other, span).Any(day => IsTeam(person, other, day) || model.IsInSubtree(person, other, day));

    private IEnumerable<DateOnly> Days(string person, string other, Period span) =>
        model.People[other].Versions.Select(version => version.EffectiveFrom)
            .Concat(model.People.GetValueOrDefault(person)?.Versions.Select(version => version.EffectiveFrom) ?? [])
            .Concat(organisation.Value)
            .Append(span.Start)
            .Where(day => day < span.End)
            .Append(span.Last)
            .Distinct();

    private bool IsTeam(string person, string other, DateOnly day) =>
        model.Person(person, day)?.Team is { } team && model.Person(other, day)?.Team == team;

    /// <summary>From the first day of the person's assignments: what was owed and carried then may be so still.</summary>
    private Period Span(string person, Period period)
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
/// <param name="Reopened">Closed days whose terms are those of a reopening, the latest last; null is none.</param>
public sealed record ClosedBooks(IReadOnlyList<ClosedPay> States, DateOnly? OpenFrom, IReadOnlyList<ReopenedDays>? Reopened = null)
{
    public static readonly ClosedBooks None = new([], null);
}

/// <summary>A statement that is being closed.</summary>
/// <param name="Statement">It.</param>
/// <param name="Posted">Where pay goes on from after it.</param>
/// <param name="Followed">By assignment the one that it follows: whose balances go on in it.</param>
public sealed record FrozenStatement(Statement Statement, IReadOnlyList<ClosedPay> Posted, IReadOnlyDictionary<string, string> Followed);
