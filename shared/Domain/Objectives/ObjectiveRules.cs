using System.Globalization;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Objectives;

/// <summary>What an objective must satisfy beyond its schema, alone and among its parent and children.</summary>
public static class ObjectiveRules
{
    /// <summary>Every problem at once. <paramref name="model"/> holds the objective as it would be from <paramref name="from"/> on.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Objective objective, Model model, DateOnly from)
    {
        var problems = References.Unknown(References.Of(objective), model, from).ToList();
        if (objective.Level == "company" && objective.Subject is not null)
        {
            problems.Add(new("/subject", "must be absent: the company has no id"));
        }
        else if (objective.Level is "team" or "person" && objective.Subject is null)
        {
            problems.Add(new("/subject", $"is required: the {objective.Level}'s id"));
        }

        if (!CurrencyDigits.IsCode(objective.Amount.Currency))
        {
            problems.Add(new("/amount/currency", "must be a currency code such as USD"));
        }

        if (objective.Amount.Amount <= 0)
        {
            problems.Add(new("/amount/amount", "must be above 0"));
        }
        else if (objective.Amount.Amount > MetricNumber.Max)
        {
            problems.Add(new("/amount/amount", "must be at most 10^15"));
        }

        var calendar = new FiscalCalendar(model.Calendar(from));
        if (calendar.Parse(objective.Period) is not { } period || period.Kind == PeriodKind.Week)
        {
            problems.Add(new("/period", "must be a fiscal period such as 2026, 2026-Q4 or 2026-11"));
        }
        else if (objective.Parent is not null && Known(objective.Parent, model, from) is { } parent)
        {
            UnderParent(objective, period, parent, calendar, problems);
            Shares(parent, "/amount/amount", calendar, model, from, problems);
        }

        Shares(objective, "/amount/amount", calendar, model, from, problems);
        if (IsUnderItself(objective, model, from))
        {
            problems.Add(new("/parent", "the objective would be a share of itself"));
        }

        return problems;
    }

    private static void UnderParent(Objective objective, Period period, Objective parent, FiscalCalendar calendar, List<FieldProblem> problems)
    {
        if (objective.Measure != parent.Measure)
        {
            problems.Add(new("/measure", $"must be {parent.Measure}, as of objective '{parent.Id}'"));
        }

        if (objective.Amount.Currency != parent.Amount.Currency)
        {
            problems.Add(new("/amount/currency", $"must be {parent.Amount.Currency}, as of objective '{parent.Id}'"));
        }

        if (calendar.Parse(parent.Period) is { } whole && !whole.Contains(period))
        {
            problems.Add(new("/period", $"must lie in {parent.Period}, the period of objective '{parent.Id}'"));
        }
    }

    /// <summary>Children together: too much is refused at any time, too little once every share is given.</summary>
    private static void Shares(Objective parent, string pointer, FiscalCalendar calendar, Model model, DateOnly from, List<FieldProblem> problems)
    {
        var children = model.Objectives.Keys
            .Where(id => id != parent.Id)
            .Order(StringComparer.Ordinal)
            .Select(id => Known(id, model, from))
            .OfType<Objective>()
            .Where(child => child.Parent == parent.Id)
            .ToList();
        if (children.Count == 0)
        {
            return;
        }

        var shared = children.Sum(child => child.Amount.Amount);
        var words = string.Create(CultureInfo.InvariantCulture, $"the shares of objective '{parent.Id}' are {shared:0.##########} of {parent.Amount.Amount:0.##########} {parent.Amount.Currency}");
        if (shared > parent.Amount.Amount * (1 + (parent.MaxOverAssignmentPercent / 100)))
        {
            problems.Add(new(pointer, string.Create(CultureInfo.InvariantCulture, $"{words}, more than {parent.MaxOverAssignmentPercent:0.##########} % over")));
        }
        else if (shared < parent.Amount.Amount)
        {
            var isWhole = ObjectiveShares.AreComplete(parent, children, calendar, model, from);
            problems.Add(new(pointer, isWhole ? $"{words}, and every share is given" : $"{words} so far", IsWarning: !isWhole));
        }
        else if (shared > parent.Amount.Amount)
        {
            problems.Add(new(pointer, words, IsWarning: true));
        }
    }

    private static bool IsUnderItself(Objective objective, Model model, DateOnly from)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var above = objective.Parent; above is not null && seen.Add(above); above = Known(above, model, from)?.Parent)
        {
            if (above == objective.Id)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As it is on the day, or else as it first will be.</summary>
    private static Objective? Known(string id, Model model, DateOnly from) =>
        model.Objectives.GetValueOrDefault(id)?.ContentsFrom(from, model.AsOf).FirstOrDefault();
}
