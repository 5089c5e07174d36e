using System.Collections.ObjectModel;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesloft;

/// <summary>Salesloft webhooks: the bare resource as it is now. What happened is named in a header, which the signature does not cover.</summary>
public sealed class SalesloftConnector : IConnector
{
    private const int MaxBytes = 512 * 1024;
    private const string EventHeader = "x-salesloft-event";

    public string Provider => "salesloft";

    /// <summary>Three tries within 45 seconds are all it makes.</summary>
    public int? LaterStatus => null;

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public ProviderMapping Mapping { get; } = new()
    {
        ActivityTypes = new Dictionary<string, string>
        {
            ["call_created"] = ActivityTypes.CallCompleted,
            ["person_created"] = ActivityTypes.ProspectCreated,
            ["task_completed"] = ActivityTypes.TaskCompleted,
        },
        IsAnyActivity = true,
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        HmacSignature.Refusal(request, "x-salesloft-signature", secrets, secret => HmacSignature.Sha1Hex(HmacSignature.KeyOf(secret), request.Body.Span))
            ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([.. SalesloftActivities.Read(request.Headers.One(EventHeader), body, source, now)])
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header) || string.Equals(header, EventHeader, StringComparison.OrdinalIgnoreCase);

    public RecordName? RecordOf(ImportedActivity row, Source source) => SalesloftWork.RecordOf(row, source);

    public string? SecretProblem(string secret) =>
        string.IsNullOrWhiteSpace(secret) ? "The subscription's callback_token is expected." : null;
}
