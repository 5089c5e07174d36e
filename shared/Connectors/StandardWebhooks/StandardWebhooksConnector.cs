using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.StandardWebhooks;

/// <summary>
/// One event a request: {type, timestamp, data}, signed as Standard Webhooks describes. <c>webhook-id</c>, which stays the same over retries,
/// is the key; <c>timestamp</c> in the body is the effective time. Other members beside the three are left to the sender.
/// Svix, from which the standard comes, has its own names for the three headers.
/// </summary>
public sealed class StandardWebhooksConnector : IConnector
{
    private const int LongestText = 1_024;
    private readonly string headers;

    private StandardWebhooksConnector(string provider, string headers)
    {
        Provider = provider;
        this.headers = headers;
    }

    public static StandardWebhooksConnector Standard { get; } = new("standard-webhooks", "webhook-");

    public static StandardWebhooksConnector Svix { get; } = new("svix", "svix-");

    public string Provider { get; }

    private string KeyHeader => headers + "id";

    public bool IsAlwaysTaken => false;

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        StandardWebhookSignature.Refusal(request, headers, source, secrets, now) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now)
    {
        if (!MediaType.IsJsonOrAbsent(request.Headers))
        {
            return new ConnectorResult.UnsupportedMediaType("application/json");
        }

        if (request.Body.Length > ItemLimits.MaxItemBytes)
        {
            return new ConnectorResult.Accepted([new RejectedItem(0, [ItemLimits.TooLarge])]);
        }

        if (StrictJson.Parse(request.Body.Span, out var error) is not { } body)
        {
            return new ConnectorResult.BadRequest(error!);
        }

        return body.ValueKind != JsonValueKind.Object
            ? new ConnectorResult.BadRequest(new ReadError(string.Empty, "An object is expected."))
            : new ConnectorResult.Accepted([ReadEvent(request, body, source.Id, now)]);
    }

    public bool IsContent(string header) => MediaType.IsHeader(header) || string.Equals(header, KeyHeader, StringComparison.OrdinalIgnoreCase);

    public string? SecretProblem(string secret) =>
        StandardWebhookPublicKey.IsOne(secret)
            ? StandardWebhookPublicKey.Read(secret) is null ? "whpk_ and the 32 bytes of an Ed25519 public key in Base64 are expected." : null
            : StandardWebhookSecret.Key(secret) is null ? "whsec_ and 24 to 64 bytes in Base64, or a public key (whpk_), are expected." : null;

    private ReadItem ReadEvent(WebhookRequest request, JsonElement body, string sourceId, DateTimeOffset now)
    {
        var errors = new ReadErrors();
        var key = request.Headers.One(KeyHeader) ?? string.Empty;
        if (PlainText.Problem(key, ItemLimits.MaxKey) is { } keyProblem)
        {
            errors.Add(string.Empty, $"The header {KeyHeader}: {keyProblem}");
        }

        var members = new JsonMembers(body, string.Empty, errors);
        var type = members.RequireText("type", LongestText);
        if (type is not null && ActivityTypeName.Problem(type) is { } typeProblem)
        {
            members.Problem("type", typeProblem);
            type = null;
        }

        var time = EffectiveTime(members, now);
        return ActivityReader.Read(new ActivityEnvelope(0, sourceId, key, type, time, errors), members.Take("data"), now, allowRecordedAt: false);
    }

    private static DateTimeOffset? EffectiveTime(JsonMembers members, DateTimeOffset now)
    {
        const string name = "timestamp";
        if (members.RequireText(name, LongestText) is not { } text)
        {
            return null;
        }

        var time = Rfc3339.Parse(text);
        if ((time is { } at ? TimeBounds.EffectiveProblem(at, now) : ActivityReader.InstantDetail) is { } problem)
        {
            members.Problem(name, problem);
        }

        return time;
    }
}
