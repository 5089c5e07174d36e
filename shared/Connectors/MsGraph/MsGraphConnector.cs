using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.MsGraph;

/// <summary>
/// Change notifications of Microsoft Graph for mail: a batch of notifications, of several subscriptions perhaps, each with the secret that its subscription
/// was made with (clientState).
/// </summary>
public sealed class MsGraphConnector : IConnector
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxNotifications = 1_000;
    private const int LongestToken = 2_048;
    private const string State = "clientState";

    /// <summary>After the secret in the clientState of a subscription to the sent items: a notification names the message alone, never the folder that was subscribed to.</summary>
    private const string OfSentItems = ".sent";

    public string Provider => "msgraph";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public int? LaterStatus => 503;

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (Handshake(request) is { } handshake)
        {
            return handshake;
        }

        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        // What cannot be parsed shows no clientState, so it is nobody's: nothing of it may be kept.
        if (request.Body.Length > MaxBytes || Notifications(request.Body.Span) is not { } ranges)
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        var known = secrets.Active.Select(secret => secret.Trim()).ToList();
        var sent = known.ConvertAll(secret => secret + OfSentItems);
        var items = Items(request, ranges, source, now, item =>
            item.At(State) is { ValueKind: JsonValueKind.String } state && SecretText.IsSecret(state.GetString()!, known) | SecretText.IsSecret(state.GetString()!, sent));
        return items.Any(item => item is not IgnoredItem { Reason: MsGraphNotification.Stranger })
            ? new ConnectorResult.Accepted(items) { Parts = ranges }
            : new ConnectorResult.Unauthorized("signature-wrong");
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        Notifications(request.Body.Span) is { } ranges
            ? new ConnectorResult.Accepted(Items(request, ranges, source, now, _ => true)) { Parts = ranges }
            : new ConnectorResult.BadRequest(new ReadError("/value", "An array of notifications is expected."));

    public bool IsAskedFirst => true;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    /// <summary>The secret, and not what it says of the subscription.</summary>
    public ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body) => JsonMask.Member(body, State, OfSentItems);

    public string? SecretProblem(string secret) => secret.Trim() switch
    {
        { Length: < 16 or > 123 } => "The clientState that the subscriptions are made with, of 16 to 123 characters, is expected: without the .sent of those to sent items.",
        var state when state.EndsWith(OfSentItems, StringComparison.Ordinal) => "A secret that ends in .sent would make every created message one that was sent: only the clientState of subscriptions to sent items ends so, after the secret.",
        _ => null,
    };

    /// <summary>The question that comes when a subscription is made: the token back, as plain text. It gives nothing away, so whoever asks is answered.</summary>
    private static ConnectorResult? Handshake(WebhookRequest request) => request.Query("validationToken") switch
    {
        [] => null,
        [{ Length: > 0 and <= LongestToken } token] when !token.Any(char.IsControl) => new ConnectorResult.Handshake(200, "text/plain", token)
        {
            Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Content-Type-Options"] = "nosniff" },
        },
        _ => new ConnectorResult.Unauthorized("signature-missing"),
    };

    /// <summary>Where the notifications are; null when there are none to be found. A kept one stands in an array of its own.</summary>
    private static IReadOnlyList<Range>? Notifications(ReadOnlySpan<byte> body)
    {
        if (StrictJson.StartsArray(body))
        {
            return StrictJson.Elements(body, MaxNotifications, out _);
        }

        if (StrictJson.Member(body, "value") is not { } value || StrictJson.Elements(body[value], MaxNotifications, out _) is not { } inside)
        {
            return null;
        }

        var start = value.Start.Value;
        return [.. inside.Select(range => (range.Start.Value + start)..(range.End.Value + start))];
    }

    private static List<ReadItem> Items(WebhookRequest request, IReadOnlyList<Range> ranges, Source source, DateTimeOffset now, Func<JsonElement, bool> isKnown)
    {
        var items = new List<ReadItem>(ranges.Count);
        foreach (var range in ranges)
        {
            items.Add(StrictJson.Parse(request.Body.Span[range], out _) is not { ValueKind: JsonValueKind.Object } item || !isKnown(item)
                ? new IgnoredItem(items.Count, MsGraphNotification.Stranger)
                : MsGraphNotification.Read(items.Count, item, source.Id, item.TextAt(State)?.EndsWith(OfSentItems, StringComparison.Ordinal) == true, now));
        }

        return items;
    }
}
