using SalesPerf.Domain.Metrics;

namespace SalesPerf.Functions.Pages;

/// <summary>What a metric counts, in a sentence, and why something does not count in it.</summary>
internal static class MetricWords
{
    /// <summary>How the number comes about.</summary>
    public static string How(Metric metric, Names names)
    {
        var measure = metric.Measure;
        var types = string.Join(", ", measure.Types.Select(Type));
        var where = measure.Where.Count == 0 ? "" : $", where {string.Join(" and ", measure.Where.Select(Condition))}";
        return measure.Kind switch
        {
            MetricKinds.Count => $"The number of: {types}{where}.",
            MetricKinds.Sum => $"The sum of the field {Clean(measure.Field)} of: {types}{where}.",
            MetricKinds.Distinct => $"How many different values of {Clean(measure.Field)}{Per(measure)} there are in: {types}{where}.",
            MetricKinds.Ratio => $"{names.Metric(measure.Numerator ?? "")}, divided by {names.Metric(measure.Denominator ?? "")}.",
            MetricKinds.Replied => $"Conversations with {(types.Length == 0 ? "mail sent" : types)}{where} and an answer after it, in the period of the answer.",
            MetricKinds.Conversion => $"Of the deals that came to {Clean(measure.FromStage)}{where}, those that reached {Clean(measure.ToStage)} since, in the period in which they came.",
            MetricKinds.Duration => $"Days from {Clean(measure.FromStage)} to {Clean(measure.ToStage)}{where}, the mean of the deals that arrived in the period.",
            MetricKinds.Entered => "Entered by a person.",
            _ => "",
        };
    }

    /// <summary>A type of activity: call completed.</summary>
    public static string Type(string type) =>
        Clean(string.Concat(type.Select(one => one is '.' or '-' or '_' ? " " : char.IsUpper(one) ? $" {char.ToLowerInvariant(one)}" : one.ToString())));

    /// <summary>Why something adds nothing.</summary>
    public static string Why(string reason, Metric? metric) => reason switch
    {
        NotCountedReasons.Condition => metric is { Measure.Where: { Count: > 0 } where } ? $"counts only where {string.Join(" and ", where.Select(Condition))}" : "not as the conditions ask",
        NotCountedReasons.NoNumber => $"no number in {Clean(metric?.Measure.Field)}",
        NotCountedReasons.OtherCurrency => "in another currency",
        NotCountedReasons.NoValue => $"no {Clean(metric?.Measure.Field)}",
        NotCountedReasons.NoConversation => "names no conversation",
        NotCountedReasons.CountedBefore => "counted before in this period",
        NotCountedReasons.AnswerCounts => "its answer counts",
        NotCountedReasons.NotAnswered => "not answered in this period",
        NotCountedReasons.NoMailBefore => "answers no mail that counts",
        NotCountedReasons.NotArrived => "has not arrived yet",
        _ => Clean(reason),
    };

    private static string Condition(MetricCondition condition)
    {
        var (field, value) = (Clean(condition.Field), Clean(condition.Value));
        return condition.Op switch
        {
            "equals" => $"{field} is {value}",
            "notEquals" => $"{field} is not {value}",
            "in" => $"{field} is one of {string.Join(", ", (condition.Values ?? []).Take(10).Select(Clean))}",
            "exists" => $"there is {field}",
            "absent" => $"there is no {field}",
            "atLeast" => $"{field} is at least {value}",
            "above" => $"{field} is above {value}",
            "atMost" => $"{field} is at most {value}",
            "below" => $"{field} is below {value}",
            _ => field,
        };
    }

    private static string Per(MetricMeasure measure) => measure.Per switch { "day" => " each day", "account" => " in each account", _ => "" };

    private static string Clean(string? text) => Names.Clean(text ?? "");
}
