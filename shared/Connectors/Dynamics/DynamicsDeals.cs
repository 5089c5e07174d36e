using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Dynamics;

/// <summary>What a message on an opportunity says of the deal.</summary>
internal static class DynamicsDeals
{
    private const int Open = 0;
    private const int Won = 1;
    private const int Lost = 2;
    private const string Opportunity = "opportunity";
    /// <summary>The business process whose steps the stages are.</summary>
    public const string Pipeline = "processid";

    private const string CloseParameter = "OpportunityClose";

    /// <summary>Where two attributes may say one field, the first that has a value does.</summary>
    public static readonly (string Field, string[] Names, DealEvent.Reading Read)[] Fields =
    [
        (RecordFields.Stage, ["stepname", "stageid", "salesstage"], FieldText.Id),
        (RecordFields.Probability, ["closeprobability"], FieldText.Percent),
        (RecordFields.ExpectedCloseDate, ["estimatedclosedate"], DynamicsTime.Date),
        (RecordFields.Owner, ["ownerid"], FieldText.Id),
        (RecordFields.Account, ["parentaccountid", "customerid", "accountid"], FieldText.Id),
    ];

    public static ReadItem Read(DynamicsContext context)
    {
        var deal = new DealEvent(context.Errors);
        if (context.Table != Opportunity && context.Message is not ("Win" or "Lose"))
        {
            return new IgnoredItem(0, "The opportunity's own messages count.");
        }

        switch (context.Message)
        {
            case "Create" or "Update" when context.Target.IsThere || context.IsCut:
                return ReadTarget(context, deal);
            case "Create" or "Update":
                return Missing(context, "Target");
            case "Win" or "WinOpportunity" or "Lose" or "LoseOpportunity":
                return ReadClosing(context, deal, context.Message[0] == 'W');
            case "Assign" when context.Parameter("Assignee").Entity is { } assignee && DynamicsValue.Text(assignee, out _) is { } owner:
                deal.Set(RecordFields.Owner, owner, DynamicsContext.Pointer("Assignee"), FieldText.Id);
                return Item(context, deal, ActivityTypes.DealOwnerChanged);
            case "Assign":
                return context.IsCut ? Cut : Missing(context, "Assignee");
            case "SetState" or "SetStateDynamicEntity":
                return context.IsCut ? Cut : TypeOf(ParsedState(context)) is { } type ? Item(context, deal, type) : Missing(context, "State");
            case "Delete":
                return Item(context, deal, ActivityTypes.DealDeleted);
            default:
                return new IgnoredItem(0, "Messages of this name are not used.");
        }
    }

    private static ReadItem ReadTarget(DynamicsContext context, DealEvent deal)
    {
        var target = context.Target;
        var isCreated = context.Message == "Create";
        var type = isCreated ? ActivityTypes.DealCreated : TypeOf(context.NewState);
        var mapped = context.Settings.Mapping?.Fields ?? [];
        foreach (var (field, names, read) in Fields.Where(field => !mapped.ContainsKey(field.Field)))
        {
            Set(deal, target, field, names, read, isCreated);
        }

        foreach (var (field, name) in mapped.Where(field => MappingRules.DealFields.Contains(field.Key)))
        {
            var read = Array.Find(Fields, own => own.Field == field).Read;
            Set(deal, target, field, [name], field is RecordFields.Amount or RecordFields.Margin ? Amount : read ?? Mapped.Reading(field, []), isCreated);
        }

        if (!mapped.ContainsKey(RecordFields.Amount))
        {
            // Closing as lost sets the actual value to zero, which says nothing of what the deal was worth.
            Set(deal, target, RecordFields.Amount, type == ActivityTypes.DealLost || target.Text("actualvalue") is null ? ["estimatedvalue"] : ["actualvalue"], Amount, isCreated);
        }

        deal.InPipeline(context.Settings, context.Telling(Pipeline).Text(Pipeline));
        return type is not null || deal.IsAny || context.Errors.Any ? Item(context, deal, type)
            : context.IsCut ? Cut
            : new IgnoredItem(0, "None of the attributes that changed is used.");
    }

    private static ReadItem ReadClosing(DynamicsContext context, DealEvent deal, bool isWon)
    {
        var close = context.Parameter(CloseParameter);
        if (!close.IsThere && !context.IsCut)
        {
            return Missing(context, CloseParameter);
        }

        if (isWon)
        {
            Set(deal, close, RecordFields.Amount, ["actualrevenue"], Amount, skipsNull: true);
        }
        else if (close.Text("description") is { } reason)
        {
            deal.Set(RecordFields.LossReason, reason, close.PointerTo("description"), FieldText.Reason);
        }

        var id = DynamicsValue.Id(close.Text("opportunityid"));
        return Item(context with { RecordId = id ?? (context.Table == Opportunity ? context.RecordId : null) }, deal, isWon ? ActivityTypes.DealWon : ActivityTypes.DealLost);
    }

    /// <summary>Dataverse writes money to ten places, most of them zeros, which mean nothing.</summary>
    private static string? Amount(string value, out string? problem) =>
        FieldText.Amount(value.Contains('.', StringComparison.Ordinal) && value.TrimEnd('0') is var cut && !cut.Contains('e', StringComparison.OrdinalIgnoreCase) ? cut.TrimEnd('.') : value, out problem);

    /// <summary>A field from the first of its attributes that has a value; cleared when one is there without; a creation skips those.</summary>
    private static void Set(DealEvent deal, DynamicsRecord record, string field, string[] names, DealEvent.Reading read, bool skipsNull)
    {
        var name = Array.Find(names, name => record.Text(name) is not null) ?? (skipsNull ? null : Array.Find(names, record.Has));
        if (name is not null)
        {
            deal.Set(field, record.Text(name) ?? string.Empty, record.PointerTo(name), read);
        }
    }

    private static ReadItem Item(DynamicsContext context, DealEvent deal, string? type)
    {
        if (context.RecordId is null)
        {
            context.Errors.Add("/PrimaryEntityId", "The id of a record is expected.");
        }

        return deal.Read(0, new Activity
        {
            Source = context.Source,
            Key = context.Key,
            Type = string.Empty,
            OccurredAt = context.At,
            ReceivedAt = context.Now,
            Deal = context.RecordId,
            Contact = context.Target.Reference("parentcontactid", "contact") ?? context.Target.Reference("customerid", "contact"),
            Attributes = context.ParameterText("Status") is { } status && PlainText.Problem(status, ItemLimits.MaxAttributeName) is null ? new(StringComparer.Ordinal) { ["statusCode"] = status } : null,
        }, type);
    }

    private static int? ParsedState(DynamicsContext context) => int.TryParse(context.ParameterText("State"), out var state) ? state : null;

    private static string? TypeOf(int? state) => state switch
    {
        Open => ActivityTypes.DealReopened,
        Won => ActivityTypes.DealWon,
        Lost => ActivityTypes.DealLost,
        _ => null,
    };

    private static RejectedItem Missing(DynamicsContext context, string parameter) => new(0, [new ReadError(DynamicsContext.Pointer(parameter), "Required for this message.")]);

    private static readonly IgnoredItem Cut = new(0, "Over 256 KB Dataverse leaves out what changed: the record must be fetched.");
}
