using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Attio;

/// <summary>
/// Attio webhooks. They say that something of a record changed, with ids only: no value, no time, and not even whether the record is a deal.
/// So they are verified and taken, and nothing is made of them but the reason why.
/// </summary>
public sealed class AttioConnector : IConnector
{
    private const int MaxBytes = 256 * 1024;
    private const string SignatureHeader = "Attio-Signature";
    private const string OtherSignatureHeader = "X-Attio-Signature";
    private const string KeyHeader = "Idempotency-Key";

    public string Provider => "attio";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    /// <summary>Both headers may come; both have the same value, and the documented one counts.</summary>
    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        HmacSignature.Refusal(
            request,
            request.Headers.Has(SignatureHeader) ? SignatureHeader : OtherSignatureHeader,
            secrets,
            secret => HmacSignature.Sha256Hex(HmacSignature.KeyOf(secret.Trim()), string.Empty, request.Body.Span))
        ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now)
    {
        if (JsonBody.Read(request, MaxBytes, out var refusal) is not { } body)
        {
            return refusal!;
        }

        return body.At("events") is { ValueKind: JsonValueKind.Array } events && events.GetArrayLength() > 0
            ? new ConnectorResult.Accepted([.. events.EnumerateArray().Select((item, index) => Event(index, item))])
            : new ConnectorResult.Accepted([new RejectedItem(0, [new ReadError("/events", "At least one event is expected.")])]);
    }

    /// <summary>The key is the same over all retries of a request: whoever fetches the record later recognises them by it.</summary>
    public bool IsContent(string header) => MediaType.IsHeader(header) || string.Equals(header, KeyHeader, StringComparison.OrdinalIgnoreCase);

    public string? SecretProblem(string secret) =>
        secret.Trim().Length < 16 ? "The secret that Attio showed when the webhook was made is expected." : null;

    private static ReadItem Event(int index, JsonElement item) => item.TextAt("event_type") switch
    {
        null => new RejectedItem(index, [new ReadError($"/events/{index}/event_type", "Required.")]),
        "record.created" or "record.updated" or "record.deleted" or "record.merged" or "list-entry.created" or "list-entry.updated" or "list-entry.deleted" =>
            new IgnoredItem(index, "Attio names the record and no value of it: fetch it by its object_id and record_id to learn what it is and what changed."),
        "task.created" or "task.updated" or "task.deleted" => new IgnoredItem(index, "Attio does not say whether the task is completed: fetch it by its task_id."),
        "call-recording.created" => new IgnoredItem(index, "Attio does not say when the call was held, nor by whom: fetch it by its meeting_id and call_recording_id."),
        _ => new IgnoredItem(index, "Events of this type are not used."),
    };
}
