using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Connectors.Tests.Salesloft;

/// <summary>Salesloft publishes no signature that could be checked: these are computed here.</summary>
public sealed class SalesloftConnectorTests
{
    private const string Token = "callback-token";
    private const string Task = """{"id":721,"created_at":"2026-02-27T01:00:00.5-05:00","completed_at":"2026-02-28T01:00:00.5-05:00","completed_by":{"id":50},"updated_at":"2026-02-28T01:00:01.587713-05:00","current_state":"completed","task_type":"general","person":{"id":436},"user":{"id":49}}""";
    private const string Call = """{"id":8,"created_at":"2026-02-28T10:00:00Z","updated_at":"2026-02-28T10:00:05Z","duration":95,"disposition":"Connected","sentiment":"Interested","called_person":{"id":436},"user":{"id":49},"cadence":{"id":3},"direction":null}""";
    private const string Mail = """{"id":9,"created_at":"2026-02-28T10:00:00Z","sent_at":"2026-02-28T10:00:02Z","updated_at":"2026-02-28T10:00:05Z","status":"sent","counts":{"clicks":0,"views":2,"replies":0},"user":{"id":49},"recipient":{"id":436},"cadence":{"id":3}}""";

    [Fact]
    public void Read_CompletedTask_BelongsToWhoCompletedIt()
    {
        var change = Posts("task_completed").Activity(Task);
        Assert.Equal(("task.changed", "task", "721", "task_completed:721:2026-02-28T06:00:01.5877130Z"), (change.Type, change.RecordType, change.Record, change.Key));
        var activity = Folded(change)!;
        Assert.Equal(("task.completed", "50", "436"), (activity.Type, activity.Owner, activity.Contact));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 6, 0, 0, 500, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal([("objectId", "721"), ("taskType", "general")], activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Read_NewCall_IsACallThatWasMade()
    {
        var activity = Folded(Posts("call_created").Activity(Call))!;
        Assert.Equal(("call.completed", "49", "436", new DateTimeOffset(2026, 2, 28, 10, 0, 0, TimeSpan.Zero)), (activity.Type, activity.Owner, activity.Contact, activity.OccurredAt));
        Assert.Equal(
            [("cadence", "3"), ("durationSeconds", "95"), ("objectId", "8"), ("outcome", "Connected"), ("sentiment", "Interested")],
            activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
        Assert.NotEmpty(Posts("call_data_record_created").Ignored(Call));
    }

    /// <summary>The outcome is corrected and the sentiment taken back an hour later: one call, as the latest message says, whichever comes first, and when only the latest comes.</summary>
    [Fact]
    public void Read_CallToldTwice_IsOneCallInAnyOrder()
    {
        var later = Call.Replace("10:00:05", "11:00:05", StringComparison.Ordinal).Replace("Connected", "Voicemail", StringComparison.Ordinal).Replace("\"Interested\"", "null", StringComparison.Ordinal);
        var (first, second) = (Posts("call_created").Activity(Call), Posts("call_updated").Activity(later));
        var activity = Folded(first, second)!;
        Assert.Equal(("49", new DateTimeOffset(2026, 2, 28, 10, 0, 0, TimeSpan.Zero)), (activity.Owner, activity.OccurredAt));
        Assert.Equal([("cadence", "3"), ("durationSeconds", "95"), ("objectId", "8"), ("outcome", "Voicemail")], activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(ActivityContent.Bytes(activity), ActivityContent.Bytes(Folded(second, first)!));
        Assert.Equal(ActivityContent.Bytes(activity), ActivityContent.Bytes(Folded(second)!));
    }

    /// <summary>A completed task that is changed afterwards says again that it is completed: it counts once, and by that message alone when the first was lost.</summary>
    [Fact]
    public void Read_TaskToldTwice_IsOneTaskInAnyOrder()
    {
        var (first, second) = (Posts("task_completed").Activity(Task), Posts("task_updated").Activity(Task.Replace("01.587713", "09.587713", StringComparison.Ordinal)));
        var activity = Folded(first, second)!;
        Assert.Equal(("50", new DateTimeOffset(2026, 2, 28, 6, 0, 0, 500, TimeSpan.Zero)), (activity.Owner, activity.OccurredAt));
        Assert.Equal(ActivityContent.Bytes(activity), ActivityContent.Bytes(Folded(second, first)!));
        Assert.Equal(ActivityContent.Bytes(activity), ActivityContent.Bytes(Folded(second)!));
        var open = Task.Replace("\"2026-02-28T01:00:00.5-05:00\"", "null", StringComparison.Ordinal).Replace("\"completed\"", "\"scheduled\"", StringComparison.Ordinal);
        Assert.NotEmpty(Posts("task_updated").Ignored(open));
        Assert.NotEmpty(Posts("task_created").Ignored(open));
    }

    /// <summary>Deleted after it was completed: it counts no more, whichever is told first, and however often.</summary>
    [Theory]
    [InlineData(Task)]
    [InlineData("""{"id":721}""")]
    [InlineData("""{"id":721,"updated_at":null}""")]
    public void Read_DeletedTask_CountsNoMore(string body)
    {
        var (completed, deleted) = (Posts("task_completed").Activity(Task), Posts("task_deleted").Activity(body));
        Assert.Equal(("task.deleted", "task", "721", "task_deleted:721"), (deleted.Type, deleted.RecordType, deleted.Record, deleted.Key));
        Assert.Null(Folded(completed, deleted));
        Assert.Null(Folded(deleted, completed));
        Assert.Null(Folded(deleted, Posts("task_updated").Activity(Task.Replace("01.587713", "09.587713", StringComparison.Ordinal))));
        Assert.True(ActivityContent.AreEqual(deleted, Posts("task_deleted").Activity("""{"id":721,"updated_at":"2026-03-01T10:00:00Z"}""")));
        Assert.Equal(["/updated_at"], Posts("task_deleted").Pointers("""{"id":721,"updated_at":"soon"}"""));
    }

    [Fact]
    public void RecordOf_RowOfAnExport_IsTheCallOrTaskThatTheWebhookTells()
    {
        var call = new Activity { Source = "crm", Key = "row", Type = "call.completed", OccurredAt = Samples.Now, ReceivedAt = Samples.Now };
        var connector = Posts("").Connector;
        var source = Samples.Source("salesloft");
        Assert.Equal(new RecordName("call", "8"), connector.RecordOf(new ImportedActivity(1, call, TimeSpan.Zero, "8"), source));
        Assert.Equal(new RecordName("task", "721"), connector.RecordOf(new ImportedActivity(1, call with { Type = "task.completed" }, TimeSpan.Zero, "721"), source));
        Assert.Null(connector.RecordOf(new ImportedActivity(1, call, TimeSpan.Zero, null), source));
        Assert.Null(connector.RecordOf(new ImportedActivity(1, call with { Type = "email.sent" }, TimeSpan.Zero, "9"), source));
    }

    [Fact]
    public void Read_NewPerson_IsAProspectOfTheOwner()
    {
        var activity = Posts("person_created").Activity("""{"id":436,"created_at":"2026-02-28T10:00:00Z","updated_at":"2026-02-28T10:00:00Z","owner":{"id":49},"account":{"id":12}}""");
        Assert.Equal(("prospect.created", "49", "12", "436", "person:436:created"), (activity.Type, activity.Owner, activity.Account, activity.Contact, activity.Key));
    }

    [Fact]
    public void Read_MailToldAgain_IsSentOnce()
    {
        var first = Posts("email_updated").Activity(Mail);
        Assert.Equal(("email.sent", "email:9:sent", "49", "436", "9"), (first.Type, first.Key, first.Owner, first.Contact, first.Conversation));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 10, 0, 2, TimeSpan.Zero), first.OccurredAt);

        // Opened a third time, a minute later.
        var later = Mail.Replace("10:00:05", "10:01:05", StringComparison.Ordinal).Replace("\"views\":2", "\"views\":3", StringComparison.Ordinal);
        Posts("email_updated").IsSameAgain(Mail, later);
    }

    [Fact]
    public void Read_MailRepliedTo_IsSentAndRepliedOnce()
    {
        var replied = Mail.Replace("\"replies\":0", "\"replies\":1", StringComparison.Ordinal);
        var activities = Posts("email_updated").Items(replied).Cast<ReadActivity>().Select(item => item.Activity).ToList();
        Assert.Equal([("email.sent", "email:9:sent"), ("email.replied", "email:9:replied")], activities.Select(activity => (activity.Type, activity.Key)));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 10, 0, 5, TimeSpan.Zero), activities[1].OccurredAt);
        Assert.True(ActivityContent.AreEqual(activities[0], Posts("email_updated").Activity(Mail)));
        Posts("email_updated").IsSameAgain(replied, replied.Replace("10:00:05", "11:00:05", StringComparison.Ordinal).Replace("\"replies\":1", "\"replies\":2", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MailNotYetSent_IsIgnored() =>
        Assert.NotEmpty(Posts("email_updated").Ignored(Mail.Replace("\"2026-02-28T10:00:02Z\"", "null", StringComparison.Ordinal)));

    [Theory]
    [InlineData("meeting_booked")]
    [InlineData("meeting_updated")]
    [InlineData("person_updated")]
    [InlineData("account_created")]
    [InlineData("cadence_membership_created")]
    [InlineData("note_created")]
    [InlineData("success_created")]
    public void Read_EventThatMeansNothingHere_IsIgnoredWithTheReason(string name) => Assert.NotEmpty(Posts(name).Ignored(Task));

    [Fact]
    public void Read_Meeting_SaysWhatWouldHaveToBeFetched() => Assert.Contains("fetched", Posts("meeting_updated").Ignored("{}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("call_created", "{}", "/id", "/updated_at")]
    [InlineData("call_created", """{"id":1,"updated_at":"now"}""", "/updated_at")]
    [InlineData("call_created", """{"id":1,"updated_at":"1926-02-28T10:00:00Z"}""", "/updated_at")]
    [InlineData("call_created", """{"id":1,"updated_at":"2026-02-28T10:00:00Z","user":{"id":"\u0000"}}""", "")]
    [InlineData("", "{}", "")]
    public void Read_BrokenResource_IsRejectedByPointer(string name, string body, params string[] pointers) => Assert.Equal(pointers, Posts(name).Pointers(body));

    [Fact]
    public void Read_Retry_IsTheSameActivityAndAnotherVersionIsNot()
    {
        Posts("call_created").IsSameAgain(Call);
        Assert.NotEqual(Posts("task_completed").Activity(Task).Key, Posts("task_completed").Activity(Task.Replace("01.587713", "02.587713", StringComparison.Ordinal)).Key);
        Assert.NotEqual(Posts("task_completed").Activity(Task).Key, Posts("call_created").Activity(Task).Key);
    }

    [Fact]
    public void Read_HeaderIsContent_SoThatARejectedItemCanBeReadAgain()
    {
        Assert.True(Posts("").Connector.IsContent("X-Salesloft-Event"));
        Assert.False(Posts("").Connector.IsContent("x-salesloft-signature"));
    }

    [Fact]
    public void Read_AnyBitChanged_IsUnauthorized()
    {
        var body = Samples.Utf8(Call);
        var signature = Sign(body);
        Assert.All(Bits.Flipped(body), changed => Posts("call_created").Refused(Request(changed, "call_created", signature)));
        Assert.All(Bits.Flipped(signature), changed => Posts("call_created").Refused(Request(body, "call_created", changed)));
        Assert.All(Bits.Flipped(Token), token => Posts("call_created").Refused(Request(body, "call_created", signature), with: token));
        Posts("call_created").Refused(Request(body, "call_created", Convert.ToHexStringLower(HMACSHA256.HashData(Samples.Utf8(Token), body))));
        Posts("call_created").Refused(Request(body, "call_created") with { Headers = Samples.Headers() }, "signature-missing");
        Posts("call_created").SecretsMayRotate(Call);
        Assert.NotNull(Posts("").Connector.SecretProblem(" "));
        Assert.Null(Posts("").Connector.SecretProblem(Token));
    }

    [Fact]
    public void Read_HostileBytes_AlwaysAnswers()
    {
        Posts("email_updated").Survives(400, Mail.Replace("\"replies\":0", "\"replies\":1", StringComparison.Ordinal));
        Posts("call_created").Survives(400, Call);
        Posts("\u0001").Survives(1, "{}");
    }

    [Fact]
    public void Read_PublishedSample_IsIgnoredUntilItIsCompleted()
    {
        if (Samples.Shared("crm/salesloft/task_created.json") is { } sample)
        {
            Assert.NotEmpty(Posts("task_created").Ignored(File.ReadAllText(sample)));
            var activity = Folded(Posts("task_completed").Activity(File.ReadAllText(sample)))!;
            Assert.Equal(("task.completed", "49067", "436664215"), (activity.Type, activity.Owner, activity.Contact));
        }
    }

    private static Activity? Folded(params Activity[] told) =>
        ActivityFold.Fold(told.Aggregate((DealRecord?)null, (record, change) => DealFold.Add(record, change.Source, change.Record!, [change], change.RecordType!))!, DateTimeOffset.MaxValue);

    private static ProviderPosts Posts(string name) => new("salesloft", Token, body => Request(body, name));

    private static WebhookRequest Request(byte[] body, string name, string? signature = null) =>
        new("POST", "https://x.example/api/v1/webhooks/crm", Samples.Headers(("x-salesloft-event", name), ("x-salesloft-signature", signature ?? Sign(body)), ("Content-Type", "application/json")), body);

    [SuppressMessage("Security", "CA5350", Justification = "It is what Salesloft signs with.")]
    private static string Sign(byte[] body) => Convert.ToHexStringLower(HMACSHA1.HashData(Samples.Utf8(Token), body));
}
