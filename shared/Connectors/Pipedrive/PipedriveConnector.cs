using System.Collections.ObjectModel;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>Pipedrive webhooks, version 1 and version 2, told apart by their shape. Nothing is signed: the sender is known by HTTP basic authentication.</summary>
public sealed class PipedriveConnector : IConnector
{
    private const int MaxBytes = 512 * 1024;
    private const string Scheme = "Basic ";

    public string Provider => "pipedrive";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public int? LaterStatus => null;

    public bool IsDroppedWhenOff => true;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = PipedriveDeals.Members.DistinctBy(member => member.Field).ToDictionary(member => member.Field, member => member.Name),
        ActivityTypes = PipedriveActivities.Types,
        IsAnyActivity = true,
        Pipeline = "pipeline_id",
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        return request.Headers.One("Authorization") is not { } given ? new ConnectorResult.Unauthorized("signature-missing")
            : SecretText.IsSecret(given, secrets.Active.Select(secret => Scheme + Convert.ToBase64String(HmacSignature.KeyOf(secret)))) ? ReadVerified(request, source, now)
            : new ConnectorResult.Unauthorized("signature-wrong");
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([.. PipedriveActivities.Read(body, source, now)])
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.DoneOf(row);

    public string? SecretProblem(string secret)
    {
        var colon = secret.IndexOf(':', StringComparison.Ordinal);
        return colon <= 0 || colon == secret.Length - 1 || secret.Any(char.IsControl)
            ? "user:password is expected, as entered for HTTP authentication in Pipedrive."
            : null;
    }
}
