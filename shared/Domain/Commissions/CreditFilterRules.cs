using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>What a credit rule's filter must satisfy: a condition, or all, or any of several, not too deep and not too many.</summary>
internal sealed class CreditFilterRules(ProblemList problems)
{
    private const int MaxDepth = 8;

    private int conditions;

    public void Validate(string at, CreditFilter filter, int depth = 1)
    {
        conditions++;
        if (conditions == PlanRules.MaxEntries + 1)
        {
            problems.Check(at, false, $"is one condition too many: a filter has at most {PlanRules.MaxEntries}");
        }

        if (depth > MaxDepth)
        {
            problems.Check(at, false, $"is nested more than {MaxDepth} deep");
            return;
        }

        var given = (filter.All is null ? 0 : 1) + (filter.Any is null ? 0 : 1) + (filter.Field is null ? 0 : 1);
        problems.Check(at, given == 1, "must have exactly one of all, any and field");
        Parts($"{at}/all", filter.All, depth);
        Parts($"{at}/any", filter.Any, depth);
        if (filter.Field is not null)
        {
            Condition(at, filter, filter.Field);
        }
        else
        {
            problems.Check($"{at}/op", filter.Op is null && filter.Value is null && filter.Values is null, "needs a field");
        }
    }

    private void Parts(string at, IReadOnlyList<CreditFilter>? parts, int depth)
    {
        if (parts is null || !problems.List(at, parts, PlanRules.MaxEntries))
        {
            return;
        }

        for (var i = 0; i < parts.Count; i++)
        {
            if (problems.Present($"{at}/{i}", parts[i]))
            {
                Validate($"{at}/{i}", parts[i], depth + 1);
            }
        }
    }

    private void Condition(string at, CreditFilter filter, string field)
    {
        problems.Check($"{at}/field", field.Length is > 0 and <= 120, "must be 1 to 120 characters");
        if (!problems.OneOf($"{at}/op", filter.Op, "equals", "notEquals", "in", "exists", "absent", "atLeast", "above", "atMost", "below"))
        {
            return;
        }

        var isList = filter.Op == "in";
        var isNothing = filter.Op is "exists" or "absent";
        problems.Check($"{at}/value", isList || isNothing ? filter.Value is null : filter.Value is not null, isList || isNothing ? "does not belong to this op" : "is missing");
        if (isList)
        {
            problems.List($"{at}/values", filter.Values, 10 * PlanRules.MaxEntries);
            problems.Check($"{at}/values", filter.Values is null || !filter.Values.Contains(null!), "must not hold null");
        }
        else
        {
            problems.Check($"{at}/values", filter.Values is null, "belongs to the op in");
        }

        if (filter.Op is "atLeast" or "above" or "atMost" or "below" && filter.Value is not null)
        {
            var isOfDays = field is "creditDate" or "bookingDate";
            problems.Check(
                $"{at}/value",
                CreditTest.IsDay(filter.Value) || (!isOfDays && MetricNumber.Read(filter.Value) is not null),
                isOfDays ? "must be a day, such as 2026-03-31" : "must be a number, such as 1000.50, of at most 10^15, or a day, such as 2026-03-31");
            problems.Check($"{at}/op", isOfDays || !CreditTest.OwnFields.Contains(field), "does not go with this field: it is a text");
        }
    }
}
