namespace SalesPerf.Domain.Activities;

/// <summary>
/// One thing somebody did or that happened to a record, normalised: what a connector makes of a CRM's message.
/// Equal content means equal everything except <see cref="ReceivedAt"/>, and <see cref="OccurredAt"/> where the sender gives none.
/// </summary>
public sealed record Activity
{
    /// <summary>The registered source's id.</summary>
    public required string Source { get; init; }

    /// <summary>The source's event key: stable over the sender's retries, distinct for distinct events. 1 to 512 characters.</summary>
    public required string Key { get; init; }

    /// <summary>A canonical type (<see cref="ActivityTypes"/>) or a custom one: lower-case words joined by dots.</summary>
    public required string Type { get; init; }

    /// <summary>The effective time: when it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The CRM's owner id; a mail address is replaced by its keyed hash before anything is stored. Null when the source does not say.</summary>
    public string? Owner { get; init; }

    public string? Account { get; init; }

    public string? Contact { get; init; }

    /// <summary>The deal this belongs to; for deal types the record itself.</summary>
    public string? Deal { get; init; }

    public string? Conversation { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Whatever else the source says, as text; sorted by name.</summary>
    public SortedDictionary<string, string>? Attributes { get; init; }

    /// <summary>For changes of a record: the record's type (<c>deal</c>, <c>call</c>, <c>meeting</c>, <c>task</c>). Null for plain activities.</summary>
    public string? RecordType { get; init; }

    /// <summary>For changes of a record that is no deal: its id. Of a deal's <see cref="Deal"/> is.</summary>
    public string? Record { get; init; }

    /// <summary>For changes of a record: fields set by this change. An absent field is unchanged; null clears. Names are those of <see cref="RecordFields"/>.</summary>
    public SortedDictionary<string, string?>? Fields { get; init; }

    /// <summary>For the day a source tells when it learnt of it (imports by admins only); null means <see cref="ReceivedAt"/>.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>True for history imported or repaired afterwards.</summary>
    public bool Repaired { get; init; }

    /// <summary>True when the sender gives no time: <see cref="OccurredAt"/> is that of the receipt which was stored first, and is not part of the content. Of two changes that nobody dated the one received later counts as later.</summary>
    public bool IsUndated { get; init; }

    /// <summary>
    /// True when the key names what was done, and not the message that tells it, which may know more or less each time: whatever comes again under the key is a repeat.
    /// </summary>
    public bool IsOnce { get; init; }

    /// <summary>
    /// For changes of a record: true when it tells how the record stands, and not what happened to it. That a deal is open then opens one that was won or lost, unless the stage it stands in says that it is closed.
    /// </summary>
    public bool IsState { get; init; }

    /// <summary>The name of the source's mapping by which it was read; null for the provider's defaults. Not part of the content: what comes again after the mapping changed is a repeat, whatever it would now be read as.</summary>
    public string? Mapping { get; init; }

    /// <summary>When we received it first. Not part of the content.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The recorded time: what <c>asOf</c> compares with.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset Recorded => RecordedAt ?? ReceivedAt;

    /// <summary>The record this changes; null for a plain activity.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? RecordId => RecordType is null ? null : Record ?? Deal;
}
