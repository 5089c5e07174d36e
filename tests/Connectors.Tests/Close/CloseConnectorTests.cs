using System.Globalization;
using System.Security.Cryptography;
using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Close.CloseBodies;

namespace SalesPerf.Connectors.Tests.Close;

public sealed class CloseConnectorTests
{
    private const string Data = """{"user_id":"user_1","contact_id":"cont_1","thread_id":"thr_1","direction":"outbound","duration":95,"disposition":"answered","status":"completed","activity_at":"2026-02-28T10:00:00+00:00"}""";

    [Theory]
    [InlineData("activity.call", "completed", "call.completed")]
    [InlineData("activity.call", "created", "call.completed")]
    [InlineData("activity.email", "sent", "email.sent")]
    [InlineData("activity.meeting", "completed", "meeting.held")]
    public void Read_CallMailOrMeeting_IsThatActivity(string type, string action, string expected)
    {
        var activity = Posts.Activity(Event(type, action, Data));
        Assert.Equal((expected, "user_1", "lead_1", "cont_1", "thr_1"), (activity.Type, activity.Owner, activity.Account, activity.Contact, activity.Conversation));
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 10, 0, 0, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal([("direction", "outbound"), ("durationSeconds", "95"), ("objectId", "obj_1"), ("outcome", "answered")], activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
        Assert.Null(activity.RecordType);
    }

    [Fact]
    public void Read_IncomingMail_IsAReply() =>
        Assert.Equal("email.replied", Posts.Activity(Event("activity.email", "created", Data.Replace("outbound", "incoming", StringComparison.Ordinal))).Type);

    [Fact]
    public void Read_FinishedTask_CountsOnce()
    {
        var activity = Posts.Activity(Event("task.lead", "completed", """{"assigned_to":"user_2"}"""));
        Assert.Equal(("task.completed", "user_2", "lead_1"), (activity.Type, activity.Owner, activity.Account));
        Assert.NotEmpty(Posts.Ignored(Event("activity.task_completed", "created")));
    }

    [Fact]
    public void Read_NewLead_IsOneProspect()
    {
        var activity = Posts.Activity(Event("lead", "created"));
        Assert.Equal(("prospect.created", "user_9", "obj_1"), (activity.Type, activity.Owner, activity.Account));
        Assert.NotEmpty(Posts.Ignored(Event("contact", "created")));
    }

    [Theory]
    [InlineData("activity.call", "answered")]
    [InlineData("activity.call", "updated")]
    [InlineData("activity.email", "created")]
    [InlineData("activity.sms", "created")]
    [InlineData("activity.note", "created")]
    [InlineData("task.lead", "updated")]
    [InlineData("lead", "merged")]
    [InlineData("lead", "deleted")]
    public void Read_EventThatMeansNothingHere_IsIgnoredWithTheReason(string type, string action) => Assert.NotEmpty(Posts.Ignored(Event(type, action, Data)));

    [Fact]
    public void Read_CallThatIsStillGoing_IsIgnored() =>
        Assert.NotEmpty(Posts.Ignored(Event("activity.call", "created", """{"status":"in-progress"}""")));

    [Theory]
    [InlineData("activity.call", "completed", "activity.call", "created", """{"status":"completed"}""")]
    [InlineData("activity.email", "sent", "activity.email", "sent", "{}")]
    [InlineData("task.lead", "completed", "task.lead", "completed", "{}")]
    [InlineData("lead", "created", "lead", "created", "{}")]
    public void Read_RecordThatIsToldAgainLater_CountsOnce(string type, string action, string laterType, string laterAction, string data)
    {
        var first = Posts.Activity(Event(type, action, data));
        var again = Posts.Activity(Event(laterType, laterAction, data, updated: "2026-03-01T09:00:05.000000"));
        Assert.True(ActivityContent.AreEqual(first, again));
        Assert.NotEqual(first.Key, Posts.Activity(Event(type, action, data).Replace("obj_1", "obj_2", StringComparison.Ordinal)).Key);
    }

    [Fact]
    public void Read_ConsolidatedEvent_IsAnotherChangeUnderTheSameId()
    {
        const string data = """{"value":1000,"value_currency":"USD","user_id":"user_1"}""";
        var first = Posts.Activity(Event("opportunity", "updated", data, "[\"value\"]"));
        var second = Posts.Activity(Event("opportunity", "updated", data, "[\"value\",\"user_id\"]", updated: "2026-03-01T09:00:05.000000"));
        Assert.NotEqual(first.Key, second.Key);
        Assert.Equal(TimeSpan.FromMilliseconds(4605), second.OccurredAt - first.OccurredAt);
        Posts.IsSameAgain(Event("opportunity", "updated", data, "[\"value\"]"));
    }

    [Theory]
    [InlineData("{}", "/event")]
    [InlineData("""{"event":5}""", "/event")]
    [InlineData("""{"event":{"object_type":"lead","action":"created","object_id":"o","date_updated":"2026-03-01T09:00:00"}}""", "/event/id")]
    [InlineData("""{"event":{"object_type":"lead","action":"created","id":"e","date_updated":"2026-03-01T09:00:00"}}""", "/event/object_id")]
    [InlineData("""{"event":{"object_type":"lead","action":"created","id":"e","object_id":"o"}}""", "/event/date_updated")]
    [InlineData("""{"event":{"object_type":"lead","action":"created","id":"e","object_id":"o","date_updated":"2226-03-01T09:00:00"}}""", "/event/date_updated")]
    [InlineData("""{"event":{"object_type":"opportunity","action":"created","id":"e","object_id":"o","date_updated":"2026-03-01T09:00:00"}}""", "/event/data")]
    public void Read_BrokenEvent_IsRejectedByPointer(string body, string pointer) => Assert.Equal([pointer], Posts.Pointers(body));

    [Fact]
    public void Read_AnyBitChanged_IsUnauthorized()
    {
        var body = Samples.Utf8(Event("lead", "created"));
        var time = Samples.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = Sign(body, time);
        Assert.All(Bits.Flipped(body), changed => Posts.Refused(Request(changed, time, hash)));
        Assert.All(Bits.Flipped(hash), changed => Posts.Refused(Request(body, time, changed)));
        Assert.All(Bits.Flipped(time), changed => Posts.Refused(Request(body, changed, hash)));
        Assert.All(Bits.Flipped(Convert.FromHexString(Secret)), key => Posts.Refused(Request(body, time, hash), with: Convert.ToHexStringLower(key)));

        // The key's text instead of its bytes.
        Posts.Refused(Request(body, time, Convert.ToHexStringLower(HMACSHA256.HashData(Samples.Utf8(Secret), (byte[])[.. Samples.Utf8(time), .. body]))));
        Posts.Refused(Request(body) with { Headers = Samples.Headers(("close-sig-timestamp", time)) }, "signature-missing");
        Posts.Refused(Request(body) with { Headers = Samples.Headers(("close-sig-hash", hash)) }, "signature-missing");
        Posts.SecretsMayRotate(Event("lead", "created"));
    }

    [Theory]
    [InlineData(301, false)]
    [InlineData(300, true)]
    [InlineData((-72 * 3600) - 300, true)]
    [InlineData((-72 * 3600) - 301, false)]
    public void Read_SignedTime_MayBeAsOldAsTheLastRetry(int seconds, bool isVerified)
    {
        var time = Samples.Now.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var result = Posts.Read(Request(Samples.Utf8(Event("lead", "created")), time));
        Assert.Equal(isVerified ? null : "timestamp-wrong", (result as ConnectorResult.Unauthorized)?.Reason);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99999999999")]
    [InlineData("999999999999999999999")]
    public void Read_SignedTimeThatIsNone_IsUnauthorized(string time) => Posts.Refused(Request(Samples.Utf8("{}"), time), "timestamp-wrong");

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("not hexadecimal, but of an even number of letters", false)]
    [InlineData("0f1e2d3c4b5a69788796a5b4c3d2e1f", false)]
    [InlineData("0f1e", false)]
    public void SecretProblem_AnythingButAKey_IsNamed(string secret, bool isUsable) => Assert.Equal(isUsable, Posts.Connector.SecretProblem(secret) is null);

    [Fact]
    public void Read_HostileBytes_AlwaysAnswers() =>
        Posts.Survives(400, Event("opportunity", "updated", """{"value":1000,"status_type":"won","date_won":"2026-03-01"}""", "[\"value\",\"status_type\",\"date_won\"]"), Event("activity.call", "completed", Data));
}
