using System.Collections.ObjectModel;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Close;

/// <summary>Close webhooks: one event of its log a request.</summary>
public sealed class CloseConnector : IConnector
{
    /// <summary>An event of a mail holds the mail.</summary>
    private const int MaxBytes = 1024 * 1024;

    public string Provider => "close";

    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = CloseOpportunity.Members.ToDictionary(member => member.Field, member => member.Name),
        ActivityTypes = new Dictionary<string, string>
        {
            ["activity.call.completed"] = ActivityTypes.CallCompleted,
            ["activity.call.created"] = ActivityTypes.CallCompleted,
            ["activity.email.created"] = ActivityTypes.EmailReplied,
            ["activity.email.sent"] = ActivityTypes.EmailSent,
            ["activity.meeting.completed"] = ActivityTypes.MeetingHeld,
            ["lead.created"] = ActivityTypes.ProspectCreated,
        },
        IsAnyActivity = true,
        Pipeline = "pipeline_id",
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) =>
        CloseSignature.Refusal(request, source, secrets, now) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([.. CloseActivities.Read(body, source, now)])
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.DoneOf(row);

    public string? SecretProblem(string secret) =>
        CloseSignature.KeyOf(secret) is null ? "The webhook's signature_key is expected: at least 32 hexadecimal digits." : null;
}
