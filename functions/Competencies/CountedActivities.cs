using SalesPerf.Domain.Metrics;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// What a cell counted, one by one, and what that adds up to: the cell's own numbers, unless it <paramref name="IsEstimated"/> or is about to be refreshed.
/// </summary>
/// <param name="Kind">Of the metric: <c>count</c>, <c>sum</c>, <c>ratio</c>, …</param>
/// <param name="Value">What the items come to, in the metric's unit; absent when it is unknown, or when there is more than can be read.</param>
/// <param name="Numerator">Of quotients, what is above the line.</param>
/// <param name="Denominator">Of quotients, what is below the line.</param>
/// <param name="IsEstimated">The cell is projected from a sample: the items are exact.</param>
/// <param name="Items">Oldest first.</param>
/// <param name="IsCut">There is more than is shown; the sums are of all.</param>
public sealed record CountedActivities(
    string Person,
    string Metric,
    string Period,
    string Kind,
    decimal? Value,
    decimal? Numerator,
    decimal? Denominator,
    bool IsEstimated,
    IReadOnlyList<CountedActivity> Items,
    bool IsCut);

/// <summary>An activity or a deal's event, and how it counted.</summary>
/// <param name="Value">What it adds to a count, sum, distinct or replied metric; absent when it adds nothing.</param>
/// <param name="Numerator">What it adds above the line of a quotient; absent when it adds nothing.</param>
/// <param name="Denominator">What it adds below the line; absent when it adds nothing.</param>
/// <param name="NotCounted">Why it adds nothing at all: <c>condition</c>, <c>noNumber</c>, <c>otherCurrency</c>, <c>noValue</c>, <c>noConversation</c>,
/// <c>countedBefore</c>, <c>answerCounts</c>, <c>notAnswered</c>, <c>noMailBefore</c> or <c>notArrived</c>; absent when it adds something.</param>
/// <param name="Repaired">True for what was imported or repaired afterwards; absent otherwise.</param>
public sealed record CountedActivity(
    string Source,
    string Key,
    string Type,
    DateTimeOffset OccurredAt,
    string? Account,
    string? Contact,
    string? Deal,
    string? Conversation,
    decimal? Amount,
    string? Currency,
    SortedDictionary<string, string>? Attributes,
    decimal? Value,
    decimal? Numerator,
    decimal? Denominator,
    string? NotCounted,
    bool? Repaired)
{
    internal static CountedActivity Of(CountedItem item) => item switch
    {
        { Activity: { } activity } => new CountedActivity(
            activity.Source, activity.Key, activity.Type, item.At, activity.Account, activity.Contact, activity.Deal, activity.Conversation,
            activity.Amount, activity.Currency, activity.Attributes, item.Value, item.Numerator, item.Denominator, item.NotCounted, activity.Repaired ? true : null),
        { Contribution: { } deal, Happened: { } happened } => new CountedActivity(
            deal.Source, happened.Key, happened.Type, item.At, happened.State.Account, null, deal.Deal, null,
            happened.State.Amount, happened.State.Currency, null, item.Value, item.Numerator, item.Denominator, item.NotCounted, happened.Repaired),
        _ => throw new ArgumentException("An item is of an activity or of a deal.", nameof(item)),
    };
}
