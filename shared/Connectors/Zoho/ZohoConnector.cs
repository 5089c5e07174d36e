using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Zoho;

/// <summary>Zoho CRM notifications. Nothing is signed: the token given at subscription comes back in the body, which is why it is parsed before it is verified.</summary>
public sealed class ZohoConnector : IConnector
{
    private const int MaxBytes = 512 * 1024;
    private const int LongestToken = 50;

    public string Provider => "zoho";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ZohoDefaults.Stages;

    public int? LaterStatus => null;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = ZohoDeal.Members.ToDictionary(member => member.Field, member => member.Name),
        ActivityTypes = new Dictionary<string, string> { ["Calls"] = ActivityTypes.CallCompleted, ["Tasks"] = ActivityTypes.TaskCompleted, ["Leads"] = ActivityTypes.ProspectCreated },
        Pipeline = "Pipeline",
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        var token = request.Body.Length <= MaxBytes ? StrictJson.Parse(request.Body.Span, out _)?.TextAt(ZohoToken.Member) : null;
        return token is null ? new ConnectorResult.Unauthorized("signature-missing")
            : SecretText.IsSecret(token, secrets.Active) ? ReadVerified(request, source, now)
            : new ConnectorResult.Unauthorized("signature-wrong");
    }

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([.. ZohoActivities.Read(body, source, now)])
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body) => ZohoToken.Masked(body);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.DoneOf(row);

    public string? SecretProblem(string secret) =>
        PlainText.Problem(secret, LongestToken) is not null || string.IsNullOrWhiteSpace(secret) ? "The token of the notification channel is expected: 1 to 50 characters." : null;
}
