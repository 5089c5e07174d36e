using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// What is told of a meeting that has ended: each is a change of one record, as a row of an export is. So it counts once, whichever of them come and whoever they name, for whoever had it at its
/// end, also where its end was corrected afterwards. One that has not ended tells nothing: it may still be moved.
/// </summary>
internal static class SalesforceMeeting
{
    private const decimal LongestMeeting = 100_000m;

    public static ReadItem Read(SalesforceEvent happened, Source source)
    {
        if (happened.Flag("IsChild") == true)
        {
            return SalesforceActivities.Ignored(happened, "It is an invitee's copy: the organizer's event counts.");
        }

        if (happened.Flag("IsRecurrence") == true)
        {
            return SalesforceActivities.Ignored(happened, "It is a series: each of its events counts.");
        }

        if (happened.Kind == SalesforceKind.Changed && happened.Changed?.Contains("OwnerId") == true)
        {
            return SalesforceActivities.Ignored(happened, "Who a meeting is given to afterwards did not hold it.");
        }

        if (EndOf(happened) is not { } end)
        {
            return SalesforceActivities.Ignored(happened, "It does not say when the meeting ends.");
        }

        // Whether it is held is judged at the commit; a message's rule decides when it is sent, so the receipt is as near as it gets.
        if (end > (happened.Kind == SalesforceKind.State ? happened.Now : happened.OccurredAt))
        {
            return SalesforceActivities.Ignored(happened, "The meeting has not ended.");
        }

        return TimeBounds.EffectiveProblem(end, happened.Now) is { } problem
            ? new RejectedItem(happened.Index, [new ReadError(happened.Pointer, problem)])
            : new ReadActivity(happened.Index, Held(happened, end, Mapped.Name(source, SalesforceActivities.ConversationField, SalesforceActivities.Conversation)));
    }

    /// <summary>A message may be of a record that was changed last before its end: it is then held since its end.</summary>
    private static Activity Held(SalesforceEvent happened, DateTimeOffset end, string conversation)
    {
        var fields = SalesforceRecord.Fields(happened, conversation);
        fields[RecordFields.CountsAs] = ActivityTypes.MeetingHeld;
        fields[RecordFields.Done] = RecordFields.True;
        fields[RecordFields.At] = CanonicalText.Of(end);
        return SalesforceRecord.Change(happened, ActivityTypes.Meeting, happened.OccurredAt > end ? happened.OccurredAt : end, fields, SalesforceActivities.Attributes(happened));
    }

    /// <summary>The end; from start and duration, in minutes, where it is not given.</summary>
    private static DateTimeOffset? EndOf(SalesforceEvent happened)
    {
        if (happened.Time("EndDateTime") is { } end)
        {
            return end;
        }

        var start = happened.Time("ActivityDateTime") ?? happened.Time("StartDateTime");
        return start is { } known && happened.Text("DurationInMinutes") is { } text && DecimalText.Parse(text, out _) is >= 0m and <= LongestMeeting and var minutes
            ? known.AddTicks((long)(minutes * TimeSpan.TicksPerMinute))
            : null;
    }
}
