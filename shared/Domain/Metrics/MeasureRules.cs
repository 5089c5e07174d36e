using SalesPerf.Domain.Activities;

namespace SalesPerf.Domain.Metrics;

/// <summary>What a metric's measure must be like, by kind.</summary>
internal static class MeasureRules
{
    private const int MaxTypes = 50;

    /// <summary>Each has a document of its own in every month's commit, which holds 100.</summary>
    private const int MaxKeptApart = 50;

    private static readonly string[] Pers = ["period", "day", "account"];
    private static readonly string[] NotNumbers = ["account", "contact", "deal", "conversation", "currency", "source", "stage"];
    private static readonly string[] NotKeys = ["amount", "margin", "currency", "source"];

    public static void Check(Metric metric, IReadOnlyCollection<Metric> others, RuleList rules)
    {
        if (metric.Measure is not { } measure)
        {
            rules.Error("/measure", "A measure is expected.");
            return;
        }

        rules.Word(measure.Kind, MetricKinds.All, "/measure/kind");
        if (!MetricKinds.All.Contains(measure.Kind))
        {
            return;
        }

        rules.ErrorWhen(
            MetricKinds.IsKeptApart(measure.Kind) && others.Count(other => MetricKinds.IsKeptApart(other.Measure.Kind)) >= MaxKeptApart,
            "/measure/kind",
            $"At most {MaxKeptApart} metrics are distinct or replied.");
        Types(measure, rules);
        Field(measure, rules);
        Stages(measure, rules);
        Parts(metric, measure, others, rules);
        rules.ErrorWhen(measure.MinDenominator < 0m, "/measure/minDenominator", "A smallest denominator is not negative.");
        ConditionRules.Check(measure, rules);
    }

    private static void Types(MetricMeasure measure, RuleList rules)
    {
        var types = measure.Types ?? [];
        if (measure.Kind is MetricKinds.Ratio or MetricKinds.Conversion or MetricKinds.Duration or MetricKinds.Entered)
        {
            rules.ErrorWhen(types.Count > 0, "/measure/types", $"A metric of kind {measure.Kind} counts no types.");
            return;
        }

        rules.ErrorWhen(types.Count == 0 && measure.Kind != MetricKinds.Replied, "/measure/types", "At least one type is expected.");
        rules.ErrorWhen(types.Count > MaxTypes, "/measure/types", $"At most {MaxTypes} types are allowed.");
        rules.Distinct(types, index => $"/measure/types/{index}", "The type is there already.");
        var isDeals = types.Any(type => type is not null && ActivityTypes.IsDealChange(type));
        rules.ErrorWhen(
            isDeals && !types.All(type => type is not null && ActivityTypes.IsDealChange(type)),
            "/measure/types",
            "Deal changes and other activities cannot be counted together.");
        rules.ErrorWhen(isDeals && measure.Kind == MetricKinds.Distinct, "/measure/types", "Distinct values are not counted over deal changes.");
        rules.ErrorWhen(isDeals && measure.Kind == MetricKinds.Replied, "/measure/types", "A deal change is not a mail that was sent.");
        foreach (var (index, type) in types.Index())
        {
            var pointer = $"/measure/types/{index}";
            if (ActivityTypeName.Problem(type ?? "") is { } problem)
            {
                rules.Error(pointer, problem);
            }

            rules.ErrorWhen(type == ActivityTypes.DealDeleted, pointer, "A deal that is deleted has no history left to count.");
            rules.ErrorWhen(
                measure.Kind == MetricKinds.Replied && type == ActivityTypes.EmailReplied, pointer, "The types are those sent, not the replies.");
        }
    }

    private static void Field(MetricMeasure measure, RuleList rules)
    {
        var needsField = measure.Kind is MetricKinds.Sum or MetricKinds.Distinct;
        rules.ErrorWhen(needsField && string.IsNullOrEmpty(measure.Field), "/measure/field", $"A metric of kind {measure.Kind} needs a field.");
        rules.ErrorWhen(!needsField && measure.Field is not null, "/measure/field", $"A metric of kind {measure.Kind} has no field.");
        rules.ErrorWhen(measure.Field is { Length: > 100 }, "/measure/field", "A field's name has at most 100 characters.");
        rules.ErrorWhen(
            measure.Kind == MetricKinds.Sum && NotNumbers.Contains(measure.Field), "/measure/field", $"{measure.Field} is not a number.");
        rules.ErrorWhen(
            measure.Kind == MetricKinds.Distinct && NotKeys.Contains(measure.Field), "/measure/field", $"Different values of {measure.Field} are not counted.");
        if (measure.Kind == MetricKinds.Distinct && measure.Per is not null)
        {
            rules.Word(measure.Per, Pers, "/measure/per");
        }

        rules.ErrorWhen(measure.Kind != MetricKinds.Distinct && measure.Per is not null, "/measure/per", "Only distinct metrics count per something.");
    }

    private static void Stages(MetricMeasure measure, RuleList rules)
    {
        if (measure.Kind is not (MetricKinds.Conversion or MetricKinds.Duration))
        {
            const string detail = "Only conversions and durations go between stages.";
            rules.ErrorWhen(measure.FromStage is not null, "/measure/fromStage", detail);
            rules.ErrorWhen(measure.ToStage is not null, "/measure/toStage", detail);
            return;
        }

        rules.ErrorWhen(string.IsNullOrEmpty(measure.FromStage), "/measure/fromStage", "The stage it starts at, or created, is expected.");
        rules.ErrorWhen(string.IsNullOrEmpty(measure.ToStage), "/measure/toStage", "The stage it ends at, or won or lost, is expected.");
        rules.ErrorWhen(measure.FromStage is "won" or "lost", "/measure/fromStage", "Nothing starts where a deal ends.");
        rules.ErrorWhen(measure.ToStage == "created", "/measure/toStage", "Nothing ends where a deal starts.");
        rules.ErrorWhen(
            !string.IsNullOrEmpty(measure.ToStage) && measure.FromStage == measure.ToStage, "/measure/toStage", "It ends at the stage it starts at.");
    }

    private static void Parts(Metric metric, MetricMeasure measure, IReadOnlyCollection<Metric> others, RuleList rules)
    {
        if (measure.Kind == MetricKinds.Ratio)
        {
            Part(measure.Numerator, "/measure/numerator");
            Part(measure.Denominator, "/measure/denominator");
        }
        else
        {
            rules.ErrorWhen(measure.Numerator is not null, "/measure/numerator", "Only ratios have a numerator.");
            rules.ErrorWhen(measure.Denominator is not null, "/measure/denominator", "Only ratios have a denominator.");
        }

        var usedBy = others.FirstOrDefault(other =>
            other.Measure.Kind == MetricKinds.Ratio && (other.Measure.Numerator == metric.Id || other.Measure.Denominator == metric.Id));
        rules.ErrorWhen(
            usedBy is not null && !MetricKinds.CanBeRatioPart(measure.Kind),
            "/measure/kind",
            $"The ratio {usedBy?.Id} is made of this metric, so it must be a count, sum, distinct or replied.");

        void Part(string? id, string pointer)
        {
            var part = others.FirstOrDefault(other => other.Id == id);
            rules.ErrorWhen(string.IsNullOrEmpty(id), pointer, "A metric's id is expected.");
            rules.ErrorWhen(!string.IsNullOrEmpty(id) && part is null, pointer, id == metric.Id ? "A ratio is not made of itself." : "There is no such metric.");
            rules.ErrorWhen(
                part is not null && !MetricKinds.CanBeRatioPart(part.Measure.Kind),
                pointer,
                $"A ratio is made of counts, sums, distinct or replied metrics; this is a {part?.Measure.Kind}.");
        }
    }
}
