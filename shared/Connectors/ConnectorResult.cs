using System.Collections.ObjectModel;

namespace SalesPerf.Connectors;

/// <summary>What became of a request.</summary>
public abstract record ConnectorResult
{
    private ConnectorResult()
    {
    }

    /// <summary>What this provider must be answered, where it does not do with ours: once all that was accepted is durable, or at once for a refusal. Null: our own answer.</summary>
    public ProviderReply? Reply { get; init; }

    /// <summary>The sender is known and the body is well-formed; each item says for itself what became of it. An empty batch has no items.</summary>
    public sealed record Accepted(IReadOnlyList<ReadItem> Items) : ConnectorResult
    {
        /// <summary>Where each item of a batch is in the body; null when the body is the one item.</summary>
        public IReadOnlyList<Range>? Parts { get; init; }

        /// <summary>A body that holds the item at an index alone and can be read again, without credentials, where a part of the body could not be; null otherwise.</summary>
        public Func<int, ReadOnlyMemory<byte>>? Alone { get; init; }
    }

    /// <summary>Not from the sender, or not from now. Callers learn nothing but <see cref="PublicDetail"/>.</summary>
    /// <param name="Reason">For logs only: <c>signature-missing</c>, <c>signature-wrong</c>, <c>timestamp-wrong</c>, <c>secret-missing</c> or <c>source-unknown</c>.</param>
    public sealed record Unauthorized(string Reason) : ConnectorResult
    {
        public const string PublicDetail = "The request could not be verified.";
    }

    /// <summary>Verified, but not readable as a whole.</summary>
    public sealed record BadRequest(IReadOnlyList<ReadError> Errors) : ConnectorResult
    {
        public BadRequest(ReadError error)
            : this([error])
        {
        }
    }

    /// <summary>A media type or character set that this provider does not use.</summary>
    /// <param name="Expected">What would be read.</param>
    public sealed record UnsupportedMediaType(string Expected) : ConnectorResult;

    /// <summary>A subscription's handshake: answer exactly this and store nothing.</summary>
    public sealed record Handshake(int Status, string ContentType, string Body) : ConnectorResult
    {
        /// <summary>Headers of the answer.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;
    }
}

/// <summary>An answer in a provider's own form.</summary>
public sealed record ProviderReply(int Status, string ContentType, string Body)
{
    /// <summary>200 and nothing else, for senders that take no other answer as received.</summary>
    public static readonly ProviderReply Ok = new(200, "text/plain", "");
}
