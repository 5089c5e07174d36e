using System.Collections.ObjectModel;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Signing;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Dynamics;

/// <summary>
/// Dynamics 365 Sales on Dataverse: a service endpoint posts a RemoteExecutionContext. Nothing is signed; the sender shows the source's secret
/// in a header of any name, or in the address.
/// </summary>
public sealed class DynamicsConnector : IConnector
{
    /// <summary>Dataverse cuts at 256 KB, measured in its own way.</summary>
    private const int MaxBytes = 512 * 1024;

    private const string SizeHeader = "x-ms-dynamics-msg-size-exceeded";
    private const string Bearer = "Bearer ";
    private const int ShortestSecret = 16;

    /// <summary>Of a webhook key, and the usual names for a query string of one's own.</summary>
    private static readonly string[] Parameters = ["code", "key", "secret", "token"];

    public string Provider => "dynamics";

    /// <summary>None: Dataverse says itself what is won or lost.</summary>
    public IReadOnlyDictionary<string, StageSetting> DefaultStages => ReadOnlyDictionary<string, StageSetting>.Empty;

    public int? LaterStatus => null;

    public bool IsDroppedWhenOff => true;

    public ProviderMapping Mapping { get; } = new()
    {
        Fields = new Dictionary<string, string>(DynamicsDeals.Fields.Select(field => KeyValuePair.Create(field.Field, field.Names[0]))) { [RecordFields.Amount] = "estimatedvalue", [DynamicsActivities.ConversationField] = "conversationindex" },
        ActivityTypes = DynamicsActivities.Types,
        IsAnyActivity = true,
        Pipeline = DynamicsDeals.Pipeline,
    };

    public ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now) => Refusal(request, secrets) ?? ReadVerified(request, source, now);

    public ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now) =>
        JsonBody.Read(request, MaxBytes, out var refusal) is { } body
            ? new ConnectorResult.Accepted([Item(body, request.Headers.Has(SizeHeader), source, now)])
            : refusal!;

    public bool IsContent(string header) => MediaType.IsHeader(header) || header.Equals(SizeHeader, StringComparison.OrdinalIgnoreCase);

    public string? KeyOf(ImportedActivity row, Source source) => EventKey.DoneOf(row with { Object = DynamicsValue.Id(row.Object) ?? row.Object });

    public string? SecretProblem(string secret) => secret.Length >= ShortestSecret && secret.All(character => character is > ' ' and < (char)0x7F)
        ? null
        : "At least 16 characters of ASCII without spaces are expected.";

    private static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, SourceSecrets secrets)
    {
        if (secrets.Active.Count == 0)
        {
            return new("secret-missing");
        }

        // Every value is compared, whichever is right.
        var isKnown = false;
        foreach (var value in request.Headers.SelectMany(header => header.Value).Concat(Parameters.SelectMany(request.Query)))
        {
            isKnown |= SecretText.IsSecret(value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? value[Bearer.Length..] : value, secrets.Active);
        }

        return isKnown ? null : new("signature-wrong");
    }

    private static ReadItem Item(JsonElement body, bool isCut, Source source, DateTimeOffset now)
    {
        var errors = new ReadErrors();
        var context = Context(body, isCut, source, now, errors);
        return errors.Any ? new RejectedItem(0, errors.All)
            : context.IsUncommitted ? new IgnoredItem(0, "Before the operation it may still be taken back: register the step in the stage PostOperation.")
            : context.Message is "CreateMultiple" or "UpdateMultiple" or "UpsertMultiple" or "DeleteMultiple" ? new IgnoredItem(0, "For each of its records Dataverse raises the single message too: register those.")
            : context.Table is "opportunity" or "opportunityclose" ? DynamicsDeals.Read(context)
            : Mapped.Typed(DynamicsActivities.Read(context), source, context.Table);
    }

    private static DynamicsContext Context(JsonElement body, bool isCut, Source source, DateTimeOffset now, ReadErrors errors)
    {
        var context = new DynamicsContext
        {
            Settings = source,
            Now = now,
            Body = body,
            Errors = errors,
            Message = Required(body, "MessageName", errors),
            Table = Required(body, "PrimaryEntityName", errors),
            RecordId = DynamicsValue.Id(body.TextAt("PrimaryEntityId")),
            At = default,
            IsCut = isCut,
        };
        var at = context.Target.Time("modifiedon") ?? (body.TextAt("OperationCreatedOn") is { } text ? DynamicsTime.Instant(text) : null);
        if ((at is { } known ? TimeBounds.EffectiveProblem(known, now) : "/Date(milliseconds)/ is expected.") is { } problem)
        {
            errors.Add("/OperationCreatedOn", problem);
        }

        return context with { At = at ?? now, RecordId = context.RecordId ?? DynamicsValue.Id((context.Target.Entity ?? context.Parameter("EntityMoniker").Entity)?.TextAt("Id")) };
    }

    private static string Required(JsonElement body, string name, ReadErrors errors)
    {
        var text = body.TextAt(name) ?? string.Empty;
        if (PlainText.Problem(text, ItemLimits.MaxAttributeName) is { } problem)
        {
            errors.Add($"/{name}", problem);
        }

        return text;
    }
}
