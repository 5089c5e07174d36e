using System.Collections.ObjectModel;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>
/// CloudEvents 1.0 posted to a source's own address. The format has no signature: the sender shows the source's secret as
/// <c>Authorization: Bearer</c>, as the CloudEvents webhook specification describes.
/// </summary>
public sealed class CloudEventsConnector : IConnector
{
    private const string Scheme = "Bearer ";
    private const int ShortestSecret = 16;

    public string Provider => "cloudevents";

    public bool IsAlwaysTaken => false;

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (request.Headers.One("Authorization") is not { } authorization || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new ConnectorResult.Unauthorized("signature-missing");
        }

        var token = authorization[Scheme.Length..].Trim();
        if (!SecretText.IsSecret(token, secrets.Active))
        {
            return new ConnectorResult.Unauthorized(secrets.Active.Count == 0 ? "secret-missing" : "signature-wrong");
        }

        return ReadVerified(request, source, now);
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now)
    {
        var message = CloudEventFormat.Parse(request.Body, request.Headers.One("Content-Type"), request.Headers);
        return message.Refusal
            ?? new ConnectorResult.Accepted([.. message.Events.Select(parsed => CloudEventActivity.Read(parsed, source.Id, now))]) { Parts = message.Parts };
    }

    public bool IsContent(string header) => MediaType.IsHeader(header) || header.StartsWith("ce-", StringComparison.OrdinalIgnoreCase);

    public string? SecretProblem(string secret) =>
        secret.Trim().Length < ShortestSecret || secret.Any(character => !char.IsAscii(character) || char.IsControl(character) || character == ' ')
            ? "At least 16 characters of ASCII without spaces are expected."
            : null;
}
