using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Domain.Metrics;

/// <summary>
/// An activity, or a deal's event, and how it counted in a metric's value over some days. Over all items of a metric the parts add up to its
/// <see cref="MetricValue"/>: of counts, sums, distinct and replied metrics the values, of quotients the numerators and the denominators.
/// </summary>
public sealed record CountedItem
{
    /// <summary>The activity; null for a deal's event.</summary>
    public Activity? Activity { get; init; }

    /// <summary>The deal as far as it is the person's; null for an activity.</summary>
    public Contribution? Contribution { get; init; }

    /// <summary>The deal's event; null for an activity.</summary>
    public DealEvent? Happened { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The person's local day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>What it adds to a count, sum, distinct or replied metric; null when it adds nothing.</summary>
    public decimal? Value { get; init; }

    /// <summary>What it adds above the line of a quotient; null when it adds nothing.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>What it adds below the line of a quotient; null when it adds nothing.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>Why it adds nothing at all (<see cref="NotCountedReasons"/>); null when it adds something.</summary>
    public string? NotCounted { get; init; }

    /// <summary>Source and event key.</summary>
    public (string Source, string Key) Id => Activity is { } activity ? (activity.Source, activity.Key) : (Contribution!.Source, Happened!.Key);
}

/// <summary>Why something of a metric's types adds nothing to it.</summary>
public static class NotCountedReasons
{
    /// <summary>A condition of the metric does not hold.</summary>
    public const string Condition = "condition";

    /// <summary>The field to add up holds no number.</summary>
    public const string NoNumber = "noNumber";

    /// <summary>The amount is in another currency than the metric's.</summary>
    public const string OtherCurrency = "otherCurrency";

    /// <summary>The field whose different values are counted is empty.</summary>
    public const string NoValue = "noValue";

    /// <summary>It names no conversation, so nobody can tell what answers what.</summary>
    public const string NoConversation = "noConversation";

    /// <summary>The same value or conversation counted before in the period, by an earlier item.</summary>
    public const string CountedBefore = "countedBefore";

    /// <summary>A mail that was answered in the period: its answer counts.</summary>
    public const string AnswerCounts = "answerCounts";

    /// <summary>A mail without an answer in the period.</summary>
    public const string NotAnswered = "notAnswered";

    /// <summary>An answer to no mail that counts: none was sent before it in the months looked back on.</summary>
    public const string NoMailBefore = "noMailBefore";

    /// <summary>A deal that began its way and has not arrived.</summary>
    public const string NotArrived = "notArrived";
}
