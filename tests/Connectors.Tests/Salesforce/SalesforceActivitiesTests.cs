using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using static SalesPerf.Connectors.Tests.Salesforce.SalesforceRequests;

namespace SalesPerf.Connectors.Tests.Salesforce;

public sealed class SalesforceActivitiesTests
{
    private const string Record = "00T7F00000abcdeUAA";
    private const string Task = $"\"OwnerId\":\"{Owner}\",\"WhoId\":\"0037F00000abcdeUAA\",\"WhatId\":\"{Deal}\",\"AccountId\":\"0017F000007ydJmQAI\",\"Status\":\"Completed\",\"IsClosed\":true";

    [Fact]
    public void Read_LoggedCall_IsACallCompleted()
    {
        var change = Only(Change("CREATE", Task + ",\"TaskSubtype\":\"Call\",\"CallType\":\"Outbound\",\"CallDurationInSeconds\":180,\"CallDisposition\":\"Reached\""));
        Assert.Equal(("task.created", "task", Record, Owner), (change.Type, change.RecordType, change.RecordId, change.Owner));
        var activity = Folded(change)!;
        Assert.Equal(("call.completed", CommitTime, Owner), (activity.Type, activity.OccurredAt, activity.Owner));
        Assert.Equal((Deal, "0037F00000abcdeUAA", "0017F000007ydJmQAI"), (activity.Deal, activity.Contact, activity.Account));
        Assert.Equal(
            [("direction", "outbound"), ("durationSeconds", "180"), ("objectId", Record), ("objectType", "Task"), ("outcome", "Reached")],
            activity.Attributes!.Select(attribute => (attribute.Key, attribute.Value)));
    }

    [Theory]
    [InlineData("CREATE", Task + ",\"TaskSubtype\":\"Email\"", "email.sent", Owner)]
    [InlineData("CREATE", Task + ",\"TaskSubtype\":\"Task\"", "task.completed", Owner)]
    [InlineData("CREATE", Task, "task.completed", Owner)]
    [InlineData("CREATE", "\"TaskSubtype\":\"Call\",\"OwnerId\":\"0057F000001abcdQAA\"", "call.completed", Owner)]
    [InlineData("UPDATE", "\"Status\":\"Completed\",\"IsClosed\":true", "task.completed", "005ak00000EpjsfAAB")]
    [InlineData("UPDATE", "\"Status\":\"Done\",\"IsClosed\":true", "task.completed", "005ak00000EpjsfAAB")]
    [InlineData("UPDATE", "\"Status\":\"Completed\",\"TaskSubtype\":\"Call\",\"OwnerId\":\"0057F000001abcdQAA\"", "call.completed", Owner)]
    public void Read_TaskDone_IsWhatItsSubtypeSays(string change, string fields, string type, string owner)
    {
        var activity = Folded(Only(Change(change, fields)))!;
        Assert.Equal((type, owner), (activity.Type, activity.Owner));
    }

    [Theory]
    [InlineData("CREATE", "\"TaskSubtype\":\"Call\",\"Status\":\"Not Started\",\"IsClosed\":false")]
    [InlineData("CREATE", "\"TaskSubtype\":\"Task\"")]
    [InlineData("UPDATE", "\"TaskSubtype\":\"Call\",\"CallDurationInSeconds\":180")]
    [InlineData("UPDATE", "\"Status\":\"In Progress\"")]
    [InlineData("UPDATE", "\"Status\":\"Completed\",\"IsClosed\":false")]
    public void Read_TaskThatIsNotDone_DoesNotCount(string change, string fields) => Assert.Null(Folded(Only(Change(change, fields))));

    [Theory]
    [InlineData("DELETE", "")]
    [InlineData("UNDELETE", Task)]
    [InlineData("UPDATE", "\"Subject\":\"x\"")]
    public void Read_TaskOfWhichNothingIsUsed_IsIgnoredWithTheReason(string change, string fields) => Assert.NotEmpty(Reason(Events(Change(change, fields))));

    [Fact]
    public void Read_EnrichedTask_CountsOnlyWhenItIsCompletedNow()
    {
        Assert.NotEmpty(Reason(Events(Change("UPDATE", Task + ",\"Subject\":\"x\"", ",\"changedFields\":[\"Subject\"]"))));
        Assert.Null(Folded(Only(Change("UPDATE", Task, ",\"changedFields\":[\"OwnerId\"]"))));
        Assert.Equal("task.completed", Folded(Only(Change("UPDATE", Task, ",\"changedFields\":[\"Status\",\"IsClosed\"]")))!.Type);

        // The status is the customer's own word; whether it means closed is told beside it.
        Assert.Equal("task.completed", Folded(Only(Change("UPDATE", "\"Status\":\"Erledigt\",\"IsClosed\":true", ",\"changedFields\":[\"Status\"]")))!.Type);
    }

    [Fact]
    public void Read_TaskEvents_FoldToOneActivityOfItsSubtype()
    {
        const string earlier = "2026-02-27T09:00:00Z";
        var created = Only(Change("CREATE", "\"TaskSubtype\":\"Call\",\"Status\":\"Not Started\",\"IsClosed\":false,\"OwnerId\":\"0057F000001abcdQAA\"")) with { OccurredAt = DateTimeOffset.Parse(earlier, System.Globalization.CultureInfo.InvariantCulture), Key = "1" };
        var done = Only(Change("UPDATE", "\"Status\":\"Completed\"")) with { Key = "2" };
        var closedAgain = Only(Change("UPDATE", "\"Status\":\"Completed\",\"CallDurationInSeconds\":60")) with { Key = "3", OccurredAt = CommitTime.AddHours(1) };
        foreach (var order in new Activity[][] { [created, done, closedAgain], [closedAgain, done, created], [done, created, closedAgain, done] })
        {
            var activity = Folded(order)!;
            Assert.Equal(("call.completed", CommitTime), (activity.Type, activity.OccurredAt));
        }

        Assert.Null(Folded(created, done, Only(Change("UPDATE", "\"Status\":\"Deferred\"")) with { Key = "4", OccurredAt = CommitTime.AddHours(2) }));
    }

    [Theory]
    [InlineData("00T7F00000abcde", "00T7F00000abcdeUAA")]
    [InlineData("00T7F00000abcdeUAA", "00T7F00000abcdeUAA")]
    [InlineData("0067F000003pmdW", null)]
    public void RecordOf_RowOfAReport_IsTheSameTask(string id, string? record)
    {
        var row = new ImportedActivity(1, new Activity { Source = "sf", Key = "", Type = "call.completed", OccurredAt = CommitTime }, TimeSpan.Zero, id);
        Assert.Equal(record, Connector.RecordOf(row, Samples.Source("salesforce", "sf"))?.Id);
    }

    [Theory]
    [InlineData("\"EndDateTime\":\"2026-03-01T08:30:00.000Z\"", true)]
    [InlineData("\"EndDateTime\":1772353800000", true)]
    [InlineData("\"ActivityDateTime\":\"2026-03-01T08:00:00.000Z\",\"DurationInMinutes\":30", true)]
    [InlineData("\"EndDateTime\":\"2026-03-01T09:00:01.000Z\"", false)]
    [InlineData("\"EndDateTime\":\"2026-03-01T08:30:00.000Z\",\"IsChild\":true", false)]
    [InlineData("\"EndDateTime\":\"2026-03-01T08:30:00.000Z\",\"IsRecurrence\":true", false)]
    [InlineData("\"Subject\":\"x\"", false)]
    public void Read_Event_CountsOnceItHasEnded(string fields, bool isHeld)
    {
        var items = Events(SalesforceRequests.Change("Event", "CREATE", fields + $",\"OwnerId\":\"{Owner}\"", record: Record));
        if (!isHeld)
        {
            Assert.NotEmpty(Reason(items));
            return;
        }

        var told = SalesforceRequests.Only(items);
        Assert.Equal(("meeting.created", "meeting", Record), (told.Type, told.RecordType, told.Record));
        var activity = Folded(told)!;
        Assert.Equal(("meeting.held", new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero), Owner), (activity.Type, activity.OccurredAt, activity.Owner));

        // A later event that repeats the end, as an enriched one does, is the same meeting.
        var again = SalesforceRequests.Only(Events(SalesforceRequests.Change("Event", "UPDATE", fields + $",\"OwnerId\":\"{Owner}\",\"Description\":\"x\"", record: Record)));
        Assert.Equal(ActivityContent.Bytes(activity), ActivityContent.Bytes(Folded(told, again)!));
    }

    [Theory]
    [InlineData("CREATE", "\"Incoming\":true,\"Status\":\"0\"", "email.replied")]
    [InlineData("CREATE", "\"Incoming\":false,\"Status\":\"3\"", "email.sent")]
    [InlineData("UPDATE", "\"Status\":\"3\"", "email.sent")]
    [InlineData("CREATE", "\"Incoming\":false,\"Status\":\"5\"", null)]
    [InlineData("CREATE", "\"Incoming\":false,\"Status\":\"3\",\"ActivityId\":\"00T7F00000abcdeUAA\"", null)]
    [InlineData("UPDATE", "\"Status\":\"1\"", null)]
    [InlineData("UPDATE", "\"Incoming\":true,\"Status\":\"1\"", null)]
    public void Read_EmailMessage_IsSentOrReplied(string change, string fields, string? type)
    {
        var items = Events(SalesforceRequests.Change("EmailMessage", change, fields + $",\"RelatedToId\":\"{Deal}\",\"ThreadIdentifier\":\"thread-1\"", record: "02s7F00000abcdeUAA"));
        if (type is null)
        {
            Assert.NotEmpty(Reason(items));
            return;
        }

        var activity = SalesforceRequests.Only(items);
        Assert.Equal((type, Deal, "thread-1"), (activity.Type, activity.Deal, activity.Conversation));
    }

    [Theory]
    [InlineData("Lead", "CREATE", "\"Status\":\"Open\"", "prospect.created")]
    [InlineData("Contact", "CREATE", "\"LastName\":\"x\"", "prospect.created")]
    [InlineData("Lead", "UPDATE", "\"IsConverted\":true,\"Status\":\"Closed - Converted\"", "prospect.qualified")]
    [InlineData("Lead", "UPDATE", "\"Status\":\"Working\"", null)]
    [InlineData("Contact", "UPDATE", "\"Name\":{\"LastName\":\"x\"}", null)]
    [InlineData("User", "UPDATE", "\"Name\":{\"FirstName\":\"x\"}", null)]
    public void Read_Prospect_IsCreatedAndConverted(string entity, string change, string fields, string? type)
    {
        var items = Events(SalesforceRequests.Change(entity, change, fields + $",\"OwnerId\":\"{Owner}\"", record: "00Q7F00000abcdeUAA"));
        if (type is null)
        {
            Assert.NotEmpty(Reason(items));
            return;
        }

        var activity = SalesforceRequests.Only(items);
        Assert.Equal((type, "00Q7F00000abcdeUAA", Owner), (activity.Type, activity.Contact, activity.Owner));
    }

    [Fact]
    public void Read_Messages_CountARecordOnceHoweverOftenTheyCome()
    {
        var contact = Notice("Contact", "<sf:CreatedDate>2026-02-01T23:25:15.000Z</sf:CreatedDate><sf:LastModifiedDate>2026-03-01T10:00:00Z</sf:LastModifiedDate>", "1");
        Assert.Equal(("prospect.created", new DateTimeOffset(2026, 2, 1, 23, 25, 15, TimeSpan.Zero), Record), (contact.Type, contact.OccurredAt, contact.Contact));
        Assert.Equal("prospect.qualified", Notice("Lead", "<sf:IsConverted>true</sf:IsConverted><sf:ConvertedDate>2026-03-01</sf:ConvertedDate>", "1").Type);
        Assert.Equal("meeting.held", Folded(Notice("Event", "<sf:EndDateTime>2026-03-02T11:59:59Z</sf:EndDateTime>", "1"))!.Type);
        foreach (var (type, fields) in new[] { ("Event", "<sf:EndDateTime>2026-03-02T12:00:01Z</sf:EndDateTime>"), ("Contact", "<sf:LastName>x</sf:LastName>"), ("Account", "<sf:Name>x</sf:Name>"), ("Task", "<sf:Subject>x</sf:Subject>") })
        {
            Assert.NotEmpty(Reason(Notified(Notification(type, fields, Record))));
        }
    }

    /// <summary>Whoever the messages name and whatever end they give: the meeting is whoever's had it when it ended, at the end that was told of first.</summary>
    [Fact]
    public void Read_MeetingMessages_FoldToOneActivityInAnyOrder()
    {
        const string other = "0057F000001zzzzQAA";
        var first = Notice("Event", $"<sf:EndDateTime>2026-03-01T08:30:00Z</sf:EndDateTime><sf:OwnerId>{Owner}</sf:OwnerId><sf:LastModifiedDate>2026-02-20T10:00:00Z</sf:LastModifiedDate>", "1");
        var later = Notice("Event", $"<sf:EndDateTime>2026-03-01T08:45:00Z</sf:EndDateTime><sf:OwnerId>{other}</sf:OwnerId><sf:WhatId>{Deal}</sf:WhatId><sf:LastModifiedDate>2026-03-01T10:00:00Z</sf:LastModifiedDate>", "2");
        var activity = Folded(first, later)!;
        Assert.Equal(("meeting.held", Owner, Deal, new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero)), (activity.Type, activity.Owner, activity.Deal, activity.OccurredAt));
        Assert.Equal(ActivityContent.Bytes(activity), ActivityContent.Bytes(Folded(later, first)!));
        Assert.Equal(other, Folded(later)!.Owner);
    }

    /// <summary>A mail that is made as being sent and then sent, a lead that both forms tell: each once.</summary>
    [Theory]
    [InlineData("EmailMessage", "02s7F00000abcde", "02s7F00000abcdeQAA", "\"Incoming\":false,\"Status\":\"0\"", "UPDATE", "\"Status\":\"3\"")]
    [InlineData("Lead", "00Q7F00000abcde", "00Q7F00000abcdeUAA", "\"Status\":\"Open\"", "CREATE", "\"Status\":\"Working\"")]
    public void Read_OneRecordToldTwice_HasOneKeyAndARowHasItToo(string entity, string shortId, string id, string first, string change, string second)
    {
        var one = SalesforceRequests.Only(Events(SalesforceRequests.Change(entity, "CREATE", first, record: id)));
        var other = SalesforceRequests.Only(Events(SalesforceRequests.Change(entity, change, second, record: id).Replace("0000be70", "0000be71", StringComparison.Ordinal)));
        Assert.True(ActivityContent.AreEqual(one, other));
        var row = new ImportedActivity(1, one with { Key = "row", Repaired = true }, TimeSpan.Zero, shortId);
        Assert.Equal(one.Key, SalesforceRequests.Connector.KeyOf(row, Samples.Source("salesforce")));
        Assert.Null(SalesforceRequests.Connector.KeyOf(row with { Object = "0017F00000abcde" }, Samples.Source("salesforce")));
        Assert.Equal(new RecordName("meeting", "00U7F00000abcdeUAA"), SalesforceRequests.Connector.RecordOf(row with { Object = "00U7F00000abcdeUAA" }, Samples.Source("salesforce")));
    }

    [Fact]
    public void Read_LeadAsMessageAndAsChangeEvent_HasOneKey() => Assert.Equal(
        SalesforceRequests.Only(Events(SalesforceRequests.Change("Lead", "CREATE", "\"Status\":\"Open\"", record: Record))).Key,
        Notice("Lead", "<sf:CreatedDate>2026-02-01T23:25:15.000Z</sf:CreatedDate>", "1").Key);

    [Fact]
    public void Read_TaskMessages_FoldToOneActivityOfWhoeverHadItWhenItWasDone()
    {
        const string other = "0057F000001zzzzQAA";
        Activity[] told =
        [
            Notice("Task", State(9, other, "In Progress"), "1"),
            Notice("Task", State(10, Owner, "Completed"), "2"),
            Notice("Task", State(12, other, "Completed"), "3"),
        ];
        Assert.All(told, change => Assert.Equal(("task.changed", "task", Record, false), (change.Type, change.RecordType, change.RecordId, change.IsUndated)));

        foreach (var order in new[] { told, [.. told.Reverse()], [told[1], told[2], told[0], told[1]] })
        {
            Assert.Equal(("call.completed", Owner, new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)), Folded(order));
        }

        // What is told of it alone says when it was completed; opened again it does not count.
        Assert.Equal(("call.completed", other, new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero)), Folded(Notice("Task", State(12, other, "Completed", "2026-03-01T08:30:00Z"), "3")));
        Assert.Null(Folded([.. told, Notice("Task", State(13, other, "Not Started"), "4")]));
        Assert.True(Notice("Task", "<sf:Status>Completed</sf:Status>", "1").IsUndated);

        static (string, string?, DateTimeOffset)? Folded(params Activity[] changes) =>
            SalesforceActivitiesTests.Folded(changes) is { } folded ? (folded.Type, folded.Owner, folded.OccurredAt) : null;

        static string State(int hour, string owner, string status, string? completed = null) =>
            $"<sf:TaskSubtype>Call</sf:TaskSubtype><sf:OwnerId>{owner}</sf:OwnerId><sf:Status>{status}</sf:Status>{(completed is null ? "" : $"<sf:CompletedDateTime>{completed}</sf:CompletedDateTime>")}<sf:LastModifiedDate>2026-03-01T{hour:00}:00:00Z</sf:LastModifiedDate>";
    }

    private static Activity? Folded(params Activity[] changes) => ActivityFold.Fold(DealFold.Add(null, "sf", Record, changes, "task"), DateTimeOffset.MaxValue);

    private static Activity Only(string body) => SalesforceRequests.Only(Events(body));

    private static string Change(string change, string fields, string header = "") => SalesforceRequests.Change("Task", change, fields, header, Record);

    private static Activity Notice(string type, string fields, string id) => SalesforceRequests.Only(Notified(Notification(type, fields, Record, id)));
}
