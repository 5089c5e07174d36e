using System.Globalization;
using SalesPerf.Connectors;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Functions.Activities.Previews;

/// <summary>What a source's settings make of an activity, in sentences.</summary>
internal static class PreviewedMeaning
{
    public static IReadOnlyList<string> Of(Activity activity, Source settings) =>
        activity.RecordType is null ? [.. Money(activity.Amount is not null, activity.Currency, settings)] :
        [
            .. Said(activity),
            .. activity.Fields?.GetValueOrDefault(RecordFields.Stage) is { } stage ? [Stage(stage, settings)] : Array.Empty<string>(),
            .. Money(
                activity.Fields?.GetValueOrDefault(RecordFields.Amount) is not null || activity.Fields?.GetValueOrDefault(RecordFields.Margin) is not null,
                activity.Fields?.GetValueOrDefault(RecordFields.Currency),
                settings),
        ];

    private static IEnumerable<string> Said(Activity activity) => activity.Type switch
    {
        _ when RecordChanges.CountsAs(activity) is { } type =>
            [$"All that is told of this {activity.RecordType} makes one {type}, which counts for its owner while it is said to be done."],
        ActivityTypes.DealWon => ["The event itself says that the deal is won."],
        ActivityTypes.DealLost => ["The event itself says that the deal is lost."],
        ActivityTypes.DealReopened => ["The event itself says that the deal is open again."],
        ActivityTypes.DealDeleted => ["The deal no longer counts."],
        _ => [],
    };

    private static string Stage(string stage, Source settings)
    {
        var set = settings.Stages.GetValueOrDefault(stage);
        var own = ProviderStages.Of(settings.Provider).GetValueOrDefault(stage);
        var outcome = set?.Outcome ?? own?.Outcome;
        if (outcome is null)
        {
            return $"Stage '{stage}' has no meaning in the source's settings: the deal stays open, unless another event closes it.";
        }

        var probability = set?.ProbabilityPercent ?? own?.ProbabilityPercent;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Stage '{stage}' means {outcome}{(outcome == "open" && probability is { } percent ? $" with {percent} %" : "")}: {(set?.Outcome is not null ? "the source's settings say so" : $"that is {settings.Provider}'s own meaning")}.");
    }

    private static IEnumerable<string> Money(bool hasAmount, string? currency, Source settings) => (hasAmount, currency, settings.DefaultCurrency) switch
    {
        (true, null, { } known) => [$"Without a currency of its own the amount is in {known}, the source's default."],
        (true, null, null) => ["Neither the event nor the source's settings name a currency: the deal's, else the plan's, is taken."],
        _ => [],
    };
}
