using System.Text.Json;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>An event in CloudEvents 1.0, as far as it means something here. Extensions are checked and left behind.</summary>
public sealed record CloudEvent
{
    public required string Id { get; init; }

    /// <summary>Here: a registered source's id.</summary>
    public required string Source { get; init; }

    public required string Type { get; init; }

    /// <summary>UTC; null when the sender did not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Null means JSON.</summary>
    public string? DataContentType { get; init; }

    /// <summary>Null when there is none, or when it is not JSON.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>An item of a message: an event, or why it is none.</summary>
/// <param name="Index">Position, from 0.</param>
/// <param name="Event">Null when there are errors.</param>
/// <param name="Errors">By pointer into the item.</param>
public sealed record ParsedEvent(int Index, CloudEvent? Event, IReadOnlyList<ReadError> Errors);

/// <summary>The events of a request, or why the request as a whole carries none.</summary>
/// <param name="Events">In the order of the request.</param>
/// <param name="Refusal">Null, <see cref="ConnectorResult.BadRequest"/> or <see cref="ConnectorResult.UnsupportedMediaType"/>.</param>
public sealed record CloudEventMessage(IReadOnlyList<ParsedEvent> Events, ConnectorResult? Refusal = null)
{
    /// <summary>Where each event of a batch is in the body; null when the body is the one event.</summary>
    public IReadOnlyList<Range>? Parts { get; init; }
}
