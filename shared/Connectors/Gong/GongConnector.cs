using System.Collections.ObjectModel;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Gong;

/// <summary>Gong automation rules: one call a request, hours after it was held; the sender shows the key in the address or in a header.</summary>
public sealed class GongConnector : IConnector
{
    /// <summary>Topics, trackers and CRM fields of a call come with it.</summary>
    private const int MaxBytes = 1024 * 1024;

    public string Provider => "gong";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public int? LaterStatus => null;

    public ProviderMapping Mapping { get; } = new() { ActivityTypes = new Dictionary<string, string> { ["call"] = ActivityTypes.CallCompleted }, HasOwnerMail = true };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        SharedKey.Refusal(request, secrets) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([GongCall.Read(body, source, now)]) { Reply = ProviderReply.Ok }
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.CallOf(row, source, GongCall.KeyOf);

    public string? SecretProblem(string secret) => SharedKey.Problem(secret);
}
