namespace SalesPerf.Functions;

/// <summary>Every queue, the topic and its subscriptions. A queue is named after the function that consumes it; infra/ creates the same ones.</summary>
public static class Queues
{
    /// <summary>The setting that names the Service Bus namespace.</summary>
    public const string Connection = "ServiceBus";

    public const string IngestActivities = "ingest-activities";
    public const string ApplyDeal = "apply-deal";
    public const string RemapIdentity = "remap-identity";
    public const string RemapSource = "remap-source";
    public const string EvaluateCompetencies = "evaluate-competencies";
    public const string ForecastCommissions = "forecast-commissions";
    public const string CalculateCommissions = "calculate-commissions";
    public const string CompleteForecast = "complete-forecast";
    public const string SendDigest = "send-digest";
    public const string ReleaseQuarantine = "release-quarantine";
    public const string DeliverEmail = "deliver-email";
    public const string DeliverWebhook = "deliver-webhook";
    public const string ErasePerson = "erase-person";
    public const string ClosePeriod = "close-period";
    public const string CompleteClose = "complete-close";

    /// <summary>The topic that notification events go to.</summary>
    public const string Notifications = "notifications";

    /// <summary>Subscriptions of <see cref="Notifications"/>, a function each.</summary>
    public const string Email = "email";
    public const string Webhooks = "webhooks";
    public const string Wall = "wall";

    /// <summary>The queues alone, in the order above.</summary>
    public static IReadOnlyList<string> All { get; } =
        [IngestActivities, ApplyDeal, RemapIdentity, RemapSource, EvaluateCompetencies, ForecastCommissions, CalculateCommissions, CompleteForecast, SendDigest, ReleaseQuarantine, DeliverEmail, DeliverWebhook, ErasePerson, ClosePeriod, CompleteClose];

    /// <summary>The queue that a path segment names; of a subscription with a dot for the slash. Null when there is none.</summary>
    public static string? Named(string segment) =>
        All.Contains(segment) ? segment : Subscriptions.FirstOrDefault(subscription => subscription.Replace('/', '.') == segment);

    /// <summary>The queues of the subscriptions, as <c>{topic}/{subscription}</c>.</summary>
    public static IReadOnlyList<string> Subscriptions { get; } =
        [$"{Notifications}/{Email}", $"{Notifications}/{Webhooks}", $"{Notifications}/{Wall}"];
}
