namespace SalesPerf.Contracts.Webhooks;

/// <summary>What an endpoint is sent: the three members of a Standard Webhooks payload.</summary>
/// <param name="Type">The notification's type; it keeps its meaning for ever.</param>
/// <param name="Timestamp">When it was announced.</param>
/// <param name="Data">What is told.</param>
public sealed record WebhookPayload(string Type, DateTimeOffset Timestamp, WebhookData Data);

/// <summary>Small facts and ids, no personal data.</summary>
/// <param name="Id">The notification's id. The header <c>webhook-id</c> is made from it.</param>
/// <param name="Person">Whom it is about; absent for what is about nobody.</param>
/// <param name="Team">The team; absent where there is none.</param>
/// <param name="Facts">Facts by name; numbers as invariant text.</param>
/// <param name="Links">Where to look: relation → absolute address.</param>
public sealed record WebhookData(string Id, string? Person, string? Team, IReadOnlyDictionary<string, string> Facts, IReadOnlyDictionary<string, string> Links);
