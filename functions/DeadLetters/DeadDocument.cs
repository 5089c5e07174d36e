namespace SalesPerf.Functions.DeadLetters;

/// <summary>What can never succeed as it stands, kept with its bytes and the reason until somebody looks.</summary>
/// <param name="Id">Made of the message's id, or of what was rejected.</param>
/// <param name="At">When it was received.</param>
/// <param name="Queue">The queue it came from; null for what a source's webhook brought and no queue ever had.</param>
/// <param name="Reason">Why it can never succeed.</param>
/// <param name="Source">The source, where it is known.</param>
/// <param name="Key">The event key, where it is known.</param>
/// <param name="Body">The message, or the item as received (of a batch in brackets); at most 64 KB of it.</param>
public sealed record DeadDocument(string Id, DateTimeOffset At, string? Queue, string Reason, string? Source, string? Key, string Body)
{
    /// <summary>The <see cref="Encoding"/> of bytes that are no valid UTF-8.</summary>
    public const string Base64 = "base64";

    /// <summary>How the body is written: null is as it came, or <see cref="Base64"/>.</summary>
    public string? Encoding { get; init; }

    /// <summary>True when there was more of the body.</summary>
    public bool IsCut { get; init; }

    /// <summary>Of a webhook's item: the headers that say something of it.</summary>
    public SortedDictionary<string, string>? Headers { get; init; }

    /// <summary>When it was last sent again; null when it never was, or has failed again since.</summary>
    public DateTimeOffset? RedrivenAt { get; init; }
}
