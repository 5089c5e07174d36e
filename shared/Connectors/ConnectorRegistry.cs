using SalesPerf.Connectors.Aircall;
using SalesPerf.Connectors.Attio;
using SalesPerf.Connectors.Close;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Connectors.Dynamics;
using SalesPerf.Connectors.EventGrid;
using SalesPerf.Connectors.Gong;
using SalesPerf.Connectors.HubSpot;
using SalesPerf.Connectors.Monday;
using SalesPerf.Connectors.MsGraph;
using SalesPerf.Connectors.Outreach;
using SalesPerf.Connectors.Pipedrive;
using SalesPerf.Connectors.Salesforce;
using SalesPerf.Connectors.Salesloft;
using SalesPerf.Connectors.StandardWebhooks;
using SalesPerf.Connectors.Zoho;
using SalesPerf.Connectors.ZoomPhone;

namespace SalesPerf.Connectors;

/// <summary>Every provider that is understood, by the name a source gives.</summary>
public static class ConnectorRegistry
{
    private static readonly Dictionary<string, IConnector> ByName = new IConnector[]
    {
        new CloudEventsConnector(),
        StandardWebhooksConnector.Standard,
        new HubSpotConnector(),
        new AircallConnector(),
        new AttioConnector(),
        new CloseConnector(),
        new DynamicsConnector(),
        new EventGridConnector(),
        new GongConnector(),
        new MondayConnector(),
        new MsGraphConnector(),
        new OutreachConnector(),
        new PipedriveConnector(),
        new SalesforceConnector(),
        new SalesloftConnector(),
        StandardWebhooksConnector.Svix,
        new ZohoConnector(),
        new ZoomPhoneConnector(),
    }.ToDictionary(connector => connector.Provider, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<IConnector> All => ByName.Values;

    /// <summary>Null for a provider that is not understood.</summary>
    public static IConnector? For(string provider) => ByName.GetValueOrDefault(provider);

    /// <summary>
    /// The answer to whoever is not known, in the words of what was sent: by the source's own words could be learnt that it exists, and whose it is.
    /// </summary>
    public static ConnectorResult.Unauthorized Unknown(WebhookRequest request, ConnectorResult.Unauthorized refusal) =>
        refusal with { Reply = SalesforceConnector.IsXml(request.Body.Span) ? OutboundReplies.Unknown : null };
}
