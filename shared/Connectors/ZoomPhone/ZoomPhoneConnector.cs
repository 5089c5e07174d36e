using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.ZoomPhone;

/// <summary>Zoom Phone webhooks: one event a request, signed, answered 200 within three seconds.</summary>
public sealed class ZoomPhoneConnector : IConnector
{
    private const int MaxBytes = 256 * 1024;
    private const int ShortestSecret = 8;
    private const int LongestToken = 256;
    private const string SignatureHeader = "x-zm-signature";
    private const string TimeHeader = "x-zm-request-timestamp";
    private const string Validation = "endpoint.url_validation";

    public string Provider => "zoom-phone";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public int? LaterStatus => 503;

    public ProviderMapping Mapping { get; } = new() { ActivityTypes = new Dictionary<string, string> { ["call"] = ActivityTypes.CallCompleted }, HasOwnerMail = true };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        // Zoom signs the handshake too. One without a signature is answered all the same: what is signed for it can never be the text of an event.
        var isUnsigned = !request.Headers.Has(SignatureHeader);
        if (isUnsigned && (request.Body.Length > ItemLimits.MaxItemBytes || !IsValidation(StrictJson.Parse(request.Body.Span, out _))))
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        return (isUnsigned ? null : Refusal(request, source, secrets, now)) ?? Answer(request, secrets.Active[0]) ?? ReadVerified(request, source, now);
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now)
    {
        var result = JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted(ZoomPhoneCalls.Read(body, source, now))
            : refusal!;
        return result is ConnectorResult.Accepted ? result with { Reply = ProviderReply.Ok } : result;
    }

    public bool IsAskedFirst => true;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.CallOf(row, source, ZoomPhoneCalls.KeyOf);

    public string? SecretProblem(string secret) =>
        secret.Trim().Length < ShortestSecret ? "The secret token of the Zoom app is expected." : null;

    private static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (request.Headers.One(TimeHeader) is not { } time)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        return HmacSignature.Refusal(request, SignatureHeader, secrets, secret => $"v0={HmacSignature.Sha256Hex(HmacSignature.KeyOf(secret.Trim()), $"v0:{time}:", request.Body.Span)}")
            ?? (SignedTime.IsCurrentSeconds(time, source, now) || SignedTime.IsCurrentMilliseconds(time, source, now) ? null : new ConnectorResult.Unauthorized("timestamp-wrong"));
    }

    private static bool IsValidation(JsonElement? body) => body is { ValueKind: JsonValueKind.Object } value && value.TextAt("event") == Validation;

    /// <summary>The answer to Zoom's question whether the secret is known here; null for an event.</summary>
    private static ConnectorResult? Answer(WebhookRequest request, string secret)
    {
        if (request.Body.Length > ItemLimits.MaxItemBytes || StrictJson.Parse(request.Body.Span, out _) is not { } body || !IsValidation(body))
        {
            return null;
        }

        // Without a colon the token cannot begin like the signed text of an event. Another is nobody's: who asks is not known, so nothing of it may be kept.
        return body.TextAt("payload", "plainToken") is { Length: <= LongestToken } token && token.All(character => character is > ' ' and <= '~' and not ':')
            ? JsonReply.Handshake(("plainToken", token), ("encryptedToken", HmacSignature.Sha256Hex(HmacSignature.KeyOf(secret.Trim()), token, [])))
            : new ConnectorResult.Unauthorized("signature-wrong");
    }
}
