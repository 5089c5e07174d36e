using SalesPerf.Connectors;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities.Previews;

/// <summary>What a payload would become.</summary>
public sealed record WebhookPreview
{
    public const string Passed = "passed";
    public const string Failed = "failed";
    public const string Missing = "missing";
    public const string NotAsked = "notAsked";

    public required string Source { get; init; }

    public required string Provider { get; init; }

    /// <summary>False: whatever it posts now is answered as of a source that is switched off.</summary>
    public required bool Enabled { get; init; }

    /// <summary><c>passed</c>, <c>failed</c>, <c>missing</c>, or <c>notAsked</c> for a handshake, which is answered whoever asks.</summary>
    public required string Signature { get; init; }

    /// <summary>Why the signature would not pass: <c>signature-missing</c>, <c>signature-wrong</c>, <c>timestamp-wrong</c>, <c>secret-missing</c>.</summary>
    public string? SignatureCode { get; init; }

    /// <summary>What the provider would be answered.</summary>
    public required PreviewedAnswer Answer { get; init; }

    /// <summary><c>items</c>, <c>handshake</c> (nothing is stored) or <c>unreadable</c> (<see cref="Errors"/> say why).</summary>
    public required string Outcome { get; init; }

    /// <summary>Why the body cannot be read as a whole.</summary>
    public required IReadOnlyList<ActivityError> Errors { get; init; }

    public required PreviewCounts Counts { get; init; }

    /// <summary>The first hundred; <see cref="Counts"/> have them all.</summary>
    public required IReadOnlyList<PreviewedItem> Items { get; init; }
}

/// <summary>How many of the payload's items become what. One item may be several activities.</summary>
public sealed record PreviewCounts(int Activities, int Ignored, int Rejected);

/// <summary>What a provider would be answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Null: our own JSON.</param>
/// <param name="Body">A body in the provider's own form; null is ours.</param>
public sealed record PreviewedAnswer(int Status, string? ContentType = null, string? Body = null)
{
    public static PreviewedAnswer Of(ConnectorResult read, IConnector connector, WebhookRequest request, bool isOn) => read switch
    {
        ConnectorResult.Handshake handshake => new(handshake.Status, handshake.ContentType, handshake.Body),
        ConnectorResult.Unauthorized refused when ConnectorRegistry.Unknown(request, refused).Reply is { } unknown => new(unknown.Status, unknown.ContentType, unknown.Body),
        ConnectorResult.Unauthorized => new(401),
        _ when !isOn && connector.IsDroppedWhenOff => new(ProviderReply.Ok.Status, ProviderReply.Ok.ContentType, ProviderReply.Ok.Body),
        _ when !isOn => connector.Later(request) is { } later ? new(later.Status, later.ContentType, later.Body) : new(503),
        { Reply: { } reply } => new(reply.Status, reply.ContentType, reply.Body),
        ConnectorResult.Accepted accepted => new(connector.IsAlwaysTaken || accepted.Items.Any(item => item is not RejectedItem) ? 202 : 422),
        _ when connector.IsAlwaysTaken => new(202),
        ConnectorResult.UnsupportedMediaType => new(415),
        _ => new(400),
    };
}

/// <summary>What one item would become.</summary>
/// <param name="Index">Its position in the payload, from 0.</param>
/// <param name="Outcome"><c>activity</c>, <c>ignored</c> or <c>rejected</c>.</param>
public sealed record PreviewedItem(int Index, string Outcome)
{
    /// <summary>Why it is ignored.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it is rejected. A rejected item is kept as a dead document.</summary>
    public IReadOnlyList<ActivityError>? Errors { get; init; }

    /// <summary>As it would be stored; mail addresses of owners and ids of people who are erased replaced.</summary>
    public Activity? Activity { get; init; }

    /// <summary><c>new</c>, <c>duplicate</c> (counted already: success), <c>conflict</c> (the key is taken by other content: a dead document) or <c>quarantined</c> (ahead of time, released when due).</summary>
    public string? Key { get; init; }

    /// <summary>The owners that it names, and who they are today.</summary>
    public IReadOnlyList<PreviewedOwner>? Owners { get; init; }

    /// <summary>What the source's settings make of it.</summary>
    public IReadOnlyList<string>? Meaning { get; init; }
}

/// <summary>An owner id and its person.</summary>
/// <param name="Id">As it would be stored.</param>
/// <param name="Person">Who claims it today; null is nobody: it would be listed as unassigned.</param>
public sealed record PreviewedOwner(string Id, string? Person);
