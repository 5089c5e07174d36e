namespace SalesPerf.Connectors;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">Upper case, as received.</param>
/// <param name="Url">Absolute, as received: escapes untouched.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Body">The raw body, already unpacked when a content encoding was used.</param>
public sealed record WebhookRequest(string Method, string Url, WebhookHeaders Headers, ReadOnlyMemory<byte> Body);
