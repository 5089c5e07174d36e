using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>Deals. A change sets what differs from the state before; where there is none, everything the state says.</summary>
internal static class PipedriveDeals
{
    private const string Status = "status";

    public static readonly (string Name, string Field, DealEvent.Reading Read)[] Members =
    [
        ("value", RecordFields.Amount, FieldText.Amount),
        ("currency", RecordFields.Currency, FieldText.Currency),
        ("stage_id", RecordFields.Stage, FieldText.Id),
        ("owner_id", RecordFields.Owner, FieldText.Id),
        ("user_id", RecordFields.Owner, FieldText.Id),
        ("org_id", RecordFields.Account, FieldText.Id),
        ("probability", RecordFields.Probability, FieldText.Percent),
        ("expected_close_date", RecordFields.ExpectedCloseDate, FieldText.Date),
        ("lost_reason", RecordFields.LossReason, FieldText.Reason),
    ];

    public static IEnumerable<ReadItem> Read(PipedriveEvent happened, Activity activity, Source source)
    {
        activity = activity with { Deal = happened.Id };
        switch (happened.Action)
        {
            case PipedriveEvent.Delete:
                return [Deleted(happened, activity)];
            case PipedriveEvent.Merge:
                var merged = happened.Current.Text("merge_what_id") ?? happened.Previous.Text("id");
                var survivor = State(happened, activity, source, null, isAll: true);
                return merged is null || merged == happened.Id ? [survivor] : [Deleted(happened with { MergedInto = happened.Id }, activity with { Deal = merged }), survivor];
            case PipedriveEvent.Create:
                return [State(happened, activity, source, ActivityTypes.DealCreated, isAll: true)];
            case PipedriveEvent.Change:
                return [Changed(happened, activity, source)];
            default:
                return [new IgnoredItem(0, "Only creations, changes, deletions and merges of deals are used.")];
        }
    }

    private static ReadItem Changed(PipedriveEvent happened, Activity activity, Source source)
    {
        if (happened.Previous is null)
        {
            return State(happened, activity, source, Closed(happened), isAll: true);
        }

        return PipedriveMember.HasChanged(happened.Current, happened.Previous, Status)
            ? State(happened, activity, source, Moved(happened), isAll: false)
            : State(happened, activity, source, null, isAll: false);
    }

    /// <summary>A restore brings back whatever the deal was; only then does leaving <c>deleted</c> say nothing of won or lost.</summary>
    private static string? Moved(PipedriveEvent happened) =>
        happened.Previous.Text(Status) == "deleted" ? ActivityTypes.DealReopened
        : Closed(happened) ?? (happened.Current.Text(Status) == "open" ? ActivityTypes.DealReopened : null);

    public static string? Closed(PipedriveEvent happened) => happened.Current.Text(Status) switch
    {
        "won" => ActivityTypes.DealWon,
        "lost" => ActivityTypes.DealLost,
        "deleted" => ActivityTypes.DealDeleted,
        _ => null,
    };

    private static ReadItem State(PipedriveEvent happened, Activity activity, Source source, string? type, bool isAll)
    {
        var deal = new DealEvent(new ReadErrors());
        foreach (var (member, field, read) in Mapped.In(source, Members))
        {
            var isSet = isAll ? happened.Current.Plain(member) is { ValueKind: not JsonValueKind.Null } : PipedriveMember.HasChanged(happened.Current, happened.Previous, member);
            if (isSet)
            {
                deal.Set(field, happened.Current.Plain(member), JsonPointer.Append(happened.Root, member), read);
            }
        }

        deal.InPipeline(source, happened.Current.Text("pipeline_id"));
        return type is null && !deal.IsAny
            ? new IgnoredItem(0, "Nothing of the deal that is used has changed.")
            : deal.Read(0, activity, type);
    }

    private static ReadItem Deleted(PipedriveEvent happened, Activity activity)
    {
        activity = activity with { Attributes = PlainActivity.Attributes(("mergedInto", happened.MergedInto)) };
        return PlainActivity.Checked(0, activity, happened.Root) is RejectedItem rejected ? rejected : new DealEvent(new ReadErrors()).Read(0, activity, ActivityTypes.DealDeleted);
    }
}
