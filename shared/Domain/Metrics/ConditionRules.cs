namespace SalesPerf.Domain.Metrics;

/// <summary>What a metric's conditions must be like.</summary>
internal static class ConditionRules
{
    private const int MaxConditions = 20;
    private const int MaxValues = 100;
    private const int MaxLength = 512;

    private static readonly string[] Ops = ["equals", "notEquals", "in", "exists", "absent", "atLeast", "above", "atMost", "below"];

    public static void Check(MetricMeasure measure, RuleList rules)
    {
        var where = measure.Where ?? [];
        rules.ErrorWhen(
            where.Count > 0 && measure.Kind is MetricKinds.Ratio or MetricKinds.Entered,
            "/measure/where",
            $"A metric of kind {measure.Kind} has no conditions; put them on what it is made of.");
        rules.ErrorWhen(where.Count > MaxConditions, "/measure/where", $"At most {MaxConditions} conditions are allowed.");
        foreach (var (index, condition) in where.Index())
        {
            One(condition, $"/measure/where/{index}", rules);
        }
    }

    private static void One(MetricCondition? condition, string pointer, RuleList rules)
    {
        if (condition is null)
        {
            rules.Error(pointer, "A condition is expected.");
            return;
        }

        rules.ErrorWhen(condition.Field is not { Length: > 0 and <= 100 }, pointer + "/field", "A field's name of 1 to 100 characters is expected.");
        rules.Word(condition.Op, Ops, pointer + "/op");
        if (condition.Op == "in")
        {
            rules.ErrorWhen(condition.Value is not null, pointer + "/value", "The operator in takes values.");
            rules.ErrorWhen(condition.Values is not { Count: > 0 and <= MaxValues }, pointer + "/values", $"1 to {MaxValues} values are expected.");
            foreach (var (index, value) in (condition.Values ?? []).Index())
            {
                Text(value, $"{pointer}/values/{index}", rules);
            }

            return;
        }

        rules.ErrorWhen(condition.Values is not null, pointer + "/values", "Only the operator in takes values.");
        switch (condition.Op)
        {
            case "equals" or "notEquals":
                Text(condition.Value, pointer + "/value", rules);
                break;
            case "atLeast" or "above" or "atMost" or "below":
                rules.ErrorWhen(MetricNumber.Read(condition.Value) is null, pointer + "/value", "A number without exponent is expected, at most 10^15.");
                break;
            case "exists" or "absent":
                rules.ErrorWhen(condition.Value is not null, pointer + "/value", $"The operator {condition.Op} takes no value.");
                break;
            default:
                break;
        }
    }

    private static void Text(string? value, string pointer, RuleList rules) => rules.ErrorWhen(
        value is not { Length: > 0 and <= MaxLength }, pointer, $"A text of 1 to {MaxLength} characters is expected; use absent for none.");
}
