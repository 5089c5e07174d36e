namespace SalesPerf.Contracts.Webhooks;

/// <summary>Asks for notifications to be posted somewhere: <c>PUT /api/v1/webhook-subscriptions/{id}</c>.</summary>
public sealed record WebhookSubscriptionBody
{
    /// <summary>An https address of at most 2,000 characters, without user and fragment.</summary>
    public string? Url { get; init; }

    /// <summary>Types of notifications; absent or empty for every one.</summary>
    public IReadOnlyList<string?>? Types { get; init; }

    /// <summary>False to pause it. Absent is true: it also ends a pause that this app made because nothing could be delivered.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>A subscription as it is shown.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where notifications are posted.</param>
/// <param name="Types">The types; empty for every one.</param>
/// <param name="Enabled">False while nothing is sent.</param>
/// <param name="DisabledBecause"><c>gone</c> (the endpoint answered 410) or <c>failing</c> (for three days); absent when somebody paused it.</param>
/// <param name="FailingSince">When the first of the attempts failed that failed in a row; absent while it works.</param>
/// <param name="ChangedAt">In UTC.</param>
/// <param name="ChangedBy">Principal id; absent when this app did.</param>
/// <param name="Secret">What requests are signed with. Only in the answer to what made it.</param>
public sealed record WebhookSubscriptionView(
    string Id,
    string Url,
    IReadOnlyList<string> Types,
    bool Enabled,
    string? DisabledBecause,
    DateTimeOffset? FailingSince,
    DateTimeOffset ChangedAt,
    string? ChangedBy,
    string? Secret = null);

/// <summary>A new secret: the only time it is shown. The ones before, three at most, sign along for a day.</summary>
/// <param name="Secret">What requests are signed with.</param>
/// <param name="PreviousUntil">Until when the ones before sign too.</param>
public sealed record WebhookSecretView(string Secret, DateTimeOffset PreviousUntil);
