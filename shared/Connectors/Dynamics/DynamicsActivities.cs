using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Dynamics;

/// <summary>What messages on leads, contacts and activity tables mean. Facts that an Update does not repeat are taken from its images.</summary>
internal static class DynamicsActivities
{
    private const int Completed = 1;
    private const int Cancelled = 2;
    private const string Regarding = "regardingobjectid";
    private const int ConversationLength = 44;
    private const decimal SecondsPerMinute = 60m;

    /// <summary>The name of the field in a source's mapping.</summary>
    public const string ConversationField = "conversation";

    /// <summary>By table.</summary>
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["phonecall"] = ActivityTypes.CallCompleted,
        ["appointment"] = ActivityTypes.MeetingHeld,
        ["task"] = ActivityTypes.TaskCompleted,
    };

    public static ReadItem Read(DynamicsContext context) => (context.Table, context.Message) switch
    {
        (_, "Delete") => Ignored("What was done stays counted when its record is deleted."),
        (_, "Assign") => Ignored("What was done belongs to whoever owned it then."),
        (_, "SetState" or "SetStateDynamicEntity" or "QualifyLead") => Ignored("The Update that Dataverse makes of it counts."),
        ("lead" or "contact", "Create") => Created(context),
        ("lead", "Update") => context.NewState == Completed ? Item(context, ActivityTypes.ProspectQualified, context.At) : Ignored("Of leads only qualifying counts."),
        ("email", "Send") => Item(context, ActivityTypes.EmailSent, context.At),
        ("email", "Create") => Email(context),
        ("email", _) => Ignored("Of e-mail the Create of one received or already sent counts, and Send."),
        ("phonecall", "Create" or "Update") => Done(context, ActivityTypes.CallCompleted, "actualend"),
        ("appointment", "Create" or "Update") => Done(context, ActivityTypes.MeetingHeld, "scheduledend"),
        ("task", "Create" or "Update") => Done(context, ActivityTypes.TaskCompleted, "actualend"),
        ("contact" or "phonecall" or "appointment" or "task", _) => Ignored("Messages of this name are not used."),
        (_, "Create" or "Update") when Mapped.Says(context.Settings, context.Table) => Done(context, ActivityTypes.TaskCompleted, "actualend"),
        _ => Ignored("Tables of this name are not used."),
    };

    private static ReadItem Created(DynamicsContext context) => !context.Target.IsThere && !context.IsCut ? Missing
        : context.Table == "contact" && context.Target.Text("originatingleadid") is not null ? Ignored("The contact was made of a lead, which counts already.")
        : Item(context, ActivityTypes.ProspectCreated, context.At);

    private static ReadItem Email(DynamicsContext context)
    {
        if (!context.Target.IsThere)
        {
            return context.IsCut ? Cut : Missing;
        }

        return context.Target.Text("directioncode") is "false" or "0" ? Item(context, ActivityTypes.EmailReplied, context.At)
            : context.Target.Number("statecode") is null or Completed ? Item(context, ActivityTypes.EmailSent, context.At)
            : Ignored("It is a draft: it counts when it is sent.");
    }

    private static ReadItem Done(DynamicsContext context, string type, string end)
    {
        if (!context.Target.IsThere)
        {
            return context.IsCut ? Cut : Missing;
        }

        var at = context.Telling(end).Time(end) is { } ended && ended <= context.At ? ended : context.At;
        return context.NewState switch
        {
            Completed => Item(context, type, at),
            Cancelled => Ignored("It was cancelled."),
            _ => Ignored("It counts when it is completed."),
        };
    }

    private static ReadItem Item(DynamicsContext context, string type, DateTimeOffset at)
    {
        if (context.RecordId is null)
        {
            context.Errors.Add("/PrimaryEntityId", "The id of a record is expected.");
        }

        if (TimeBounds.EffectiveProblem(at, context.Now) is { } problem)
        {
            context.Errors.Add("/OperationCreatedOn", problem);
        }

        var isPerson = context.Table is "lead" or "contact";
        var regarding = context.Telling(Regarding);
        var activity = new Activity
        {
            Source = context.Source,
            Key = isPerson || context.RecordId is null ? context.Key : EventKey.Done(context.RecordId),
            Type = type,
            OccurredAt = at,
            IsOnce = !isPerson,
            ReceivedAt = context.Now,
            Owner = DynamicsValue.Id(context.Telling("ownerid").Text("ownerid")) ?? context.Actor,
            Account = isPerson ? Text(context, "parentaccountid") ?? context.Telling("parentcustomerid").Reference("parentcustomerid", "account") : regarding.Reference(Regarding, "account"),
            Contact = isPerson ? context.RecordId : regarding.Reference(Regarding, "contact") ?? regarding.Reference(Regarding, "lead"),
            Deal = regarding.Reference(Regarding, "opportunity"),
            Conversation = context.Table == "email" ? Conversation(context) : null,
            Attributes = Attributes(context),
        };
        return context.Errors.Any ? new RejectedItem(0, context.Errors.All) : new ReadActivity(0, activity);
    }

    /// <summary>Replies continue the index of what they answer; its first 22 bytes name the conversation.</summary>
    private static string? Conversation(DynamicsContext context) =>
        context.Settings.Mapping?.Fields?.GetValueOrDefault(ConversationField) is { } mapped ? Text(context, mapped)
            : Text(context, "conversationindex") is { Length: >= ConversationLength } index && index.All(char.IsAsciiHexDigit)
            ? index[..ConversationLength].ToUpperInvariant()
            : Text(context, "baseconversationindexhash");

    private static SortedDictionary<string, string> Attributes(DynamicsContext context)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["objectType"] = context.Table };
        Add("objectId", context.RecordId);
        if (context.Table is "phonecall" or "email")
        {
            Add("direction", Text(context, "directioncode") switch { "true" or "1" => "outbound", "false" or "0" => "inbound", _ => null });
        }

        if (context.Table is "phonecall" or "appointment" && Text(context, "actualdurationminutes") is { } text && DecimalText.Parse(text, out _) is { } minutes)
        {
            Add("durationSeconds", CanonicalText.Of(minutes * SecondsPerMinute));
        }

        Add("outcome", context.Table is "phonecall" or "appointment" or "task" ? Text(context, "statuscode") : null);
        return attributes;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                attributes[name] = value;
            }
        }
    }

    /// <summary>An attribute that can be kept as it is.</summary>
    private static string? Text(DynamicsContext context, string name) =>
        context.Telling(name).Text(name) is { } text && PlainText.Problem(text, ItemLimits.MaxId) is null ? text : null;

    private static IgnoredItem Ignored(string reason) => new(0, reason);

    private static readonly IgnoredItem Cut = new(0, "Over 256 KB Dataverse leaves out what changed: the record must be fetched.");

    private static readonly RejectedItem Missing = new(0, [new ReadError("/InputParameters/Target", "Required for this message.")]);
}
