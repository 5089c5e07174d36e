using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>HubSpot webhooks: an array of events, at most 1,000 (HubSpot sends 100); a single event outside an array is read too.</summary>
public sealed class HubSpotConnector : IConnector
{
    private const int MaxEvents = 1_000;

    /// <summary>Up to here an event is looked at even if it is too large to keep: a long text property that is not used is no fault of the sender.</summary>
    private const int MaxBytesLookedAt = 256 * 1024;

    public string Provider => "hubspot";

    public bool IsAlwaysTaken => false;

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => HubSpotDefaults.Stages;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = HubSpotDealProperty.Fields,
        ActivityTypes = new Dictionary<string, string> { [HubSpotEventType.Call] = ActivityTypes.CallCompleted, [HubSpotEventType.Email] = ActivityTypes.EmailSent },
        OtherActivities = [HubSpotEventType.Meeting, HubSpotEventType.Task],
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        HubSpotSignature.Refusal(request, source, secrets, now) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now)
    {
        if (!MediaType.IsJsonOrAbsent(request.Headers))
        {
            return new ConnectorResult.UnsupportedMediaType("application/json");
        }

        var body = request.Body.Span;
        if (!StrictJson.StartsArray(body))
        {
            return body.Length > ItemLimits.MaxItemBytes ? new ConnectorResult.Accepted([new RejectedItem(0, [ItemLimits.TooLarge])])
                : StrictJson.Parse(body, out var malformed) is { } only ? new ConnectorResult.Accepted([.. HubSpotActivities.Read(0, only, body.Length, source, now)])
                : new ConnectorResult.BadRequest(malformed!);
        }

        if (StrictJson.Elements(body, MaxEvents, out var error) is not { } ranges)
        {
            return new ConnectorResult.BadRequest(error!);
        }

        var items = new List<ReadItem>(ranges.Count);
        foreach (var (index, range) in ranges.Index())
        {
            var item = body[range];
            items.AddRange(item.Length > MaxBytesLookedAt ? [new RejectedItem(index, [ItemLimits.TooLarge])]
                : StrictJson.Parse(item, out error) is { } value ? HubSpotActivities.Read(index, value, item.Length, source, now)
                : [new RejectedItem(index, [error!])]);
        }

        return new ConnectorResult.Accepted(items) { Parts = ranges };
    }

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public RecordName? RecordOf(ImportedActivity row, Source source) => HubSpotEngagement.RecordOf(row, source);

    public string? SecretProblem(string secret) =>
        string.IsNullOrWhiteSpace(secret) ? "The app's client secret is expected." : null;
}
