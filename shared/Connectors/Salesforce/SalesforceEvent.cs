using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>What an event says of a record.</summary>
internal enum SalesforceKind
{
    Created,
    Changed,
    Deleted,
    Restored,

    /// <summary>What the record looks like now, with no word about what changed: an Outbound Message.</summary>
    State,
}

/// <summary>One record's event in either form: fields as text, whichever way the form writes them.</summary>
internal sealed record SalesforceEvent
{
    public required int Index { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required SalesforceKind Kind { get; init; }

    /// <summary><c>Opportunity</c>, <c>Task</c>, …</summary>
    public required string Entity { get; init; }

    public required string RecordId { get; init; }

    public required string Key { get; init; }

    /// <summary>UTC; null when the message has no time.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>Who made the change; null when it is not said.</summary>
    public string? Actor { get; init; }

    /// <summary>Set fields by name. Absent is unchanged or not told, null is cleared.</summary>
    public required IReadOnlyDictionary<string, string?> Fields { get; init; }

    /// <summary>The names of what changed; null when it is not said. Fields beside them tell the record's state.</summary>
    public IReadOnlySet<string>? Changed { get; init; }

    /// <summary>What was cleared, where it can only be told with the schema; null mostly.</summary>
    public string? ClearedUnread { get; init; }

    /// <summary>Where the fields are in the item.</summary>
    public string Pointer { get; init; } = string.Empty;

    public DateTimeOffset OccurredAt => At ?? Now;

    /// <summary>A field's text; null when it is absent, cleared or empty.</summary>
    public string? Text(string name) => Fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>As <see cref="Text"/>, and null for what cannot be an id.</summary>
    public string? Id(string name) => Text(name) is { } text && PlainText.Problem(text, ItemLimits.MaxId) is null ? text : null;

    public bool? Flag(string name) => Text(name) switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    /// <summary>As <see cref="Flag"/>, and null for a field that is only told beside what changed.</summary>
    public bool? ChangedFlag(string name) => Changed is null || Changed.Contains(name) ? Flag(name) : null;

    public DateTimeOffset? Time(string name) => Text(name) is { } text ? SalesforceTime.Instant(text) : null;
}
