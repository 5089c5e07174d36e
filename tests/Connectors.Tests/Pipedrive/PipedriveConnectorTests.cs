using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Pipedrive.PipedriveBodies;

namespace SalesPerf.Connectors.Tests.Pipedrive;

public sealed class PipedriveConnectorTests
{
    private const string Call = """{"id":9,"done":true,"type":"call","owner_id":77,"assigned_to_user_id":77,"person_id":5,"org_id":18,"deal_id":10,"duration":"01:30","due_time":null,"marked_as_done_time":"2026-02-28 10:00:00"}""";

    [Theory]
    [InlineData("call", "call.completed")]
    [InlineData("meeting", "meeting.held")]
    [InlineData("email", "email.sent")]
    [InlineData("task", "task.completed")]
    public void Read_ActivityMarkedAsDone_IsThatActivity(string type, string expected)
    {
        var now = Call.Replace("\"call\"", $"\"{type}\"", StringComparison.Ordinal);
        foreach (var body in new[] { Second("activity", "change", now, """{"done":false}"""), Second("activity", "create", now), First("activity", "updated", now, """{"done":0}"""), First("activity", "added", now, "null") })
        {
            var activity = Posts.Activity(body);
            Assert.Equal((expected, "77", "18", "5", "10"), (activity.Type, activity.Owner, activity.Account, activity.Contact, activity.Deal));
            Assert.Equal([("durationSeconds", "5400"), ("objectId", "9")], activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
            Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, 375, TimeSpan.Zero), activity.OccurredAt);
            Assert.Null(activity.RecordType);
        }
    }

    [Theory]
    [InlineData("person", "9")]
    [InlineData("lead", "5")]
    public void Read_NewPersonOrLead_IsAProspect(string entity, string contact)
    {
        var activity = Posts.Activity(Second(entity, "create", """{"id":"9","owner_id":{"id":77},"person_id":5,"org_id":null}"""));
        Assert.Equal(("prospect.created", contact, "77"), (activity.Type, activity.Contact, activity.Owner));
        Assert.Equal((entity, "9"), (activity.Attributes!["object"], activity.Attributes["objectId"]));
        Assert.Null(activity.Account);
    }

    [Theory]
    [InlineData("activity", "change", """{"done":true,"type":"call"}""", """{"subject":"x"}""")]
    [InlineData("activity", "change", """{"done":true,"type":"call"}""", """{"done":true}""")]
    [InlineData("activity", "change", """{"done":false,"type":"call"}""", """{"done":true}""")]
    [InlineData("activity", "create", """{"done":false,"type":"call"}""", "null")]
    [InlineData("activity", "create", """{"done":true,"type":"lunch"}""", "null")]
    [InlineData("activity", "delete", "null", """{"done":true,"type":"call"}""")]
    [InlineData("person", "change", "{}", "{}")]
    [InlineData("lead", "delete", "null", "{}")]
    [InlineData("organization", "create", "{}", "null")]
    [InlineData("deal", "archive", "{}", "null")]
    public void Read_EventThatMeansNothingHere_IsIgnoredWithTheReason(string entity, string action, string data, string previous) =>
        Assert.NotEmpty(Posts.Ignored(Second(entity, action, data, previous)));

    [Theory]
    [InlineData("\"timestamp\":1772355600,\"timestamp_micro\":1772355600375123", 3751230)]
    [InlineData("\"timestamp\":1772355600", 0)]
    public void Read_TimeOfVersion1_IsTheFinestThere(string time, int ticks) =>
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero).AddTicks(ticks), Posts.Activity(First("deal", "deleted", "null", "{}", time)).OccurredAt);

    [Fact]
    public void Read_TimeAndCompanyMasked_TakesTheTimeOfTheRecord()
    {
        var activity = Posts.Activity("""{"meta":{"action":"change","entity":"deal","id":"***","entity_id":"***","timestamp":"***"},"data":{"value":5,"update_time":"2026-03-01 09:00:00"},"previous":{"value":1}}""");
        Assert.Equal((new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), "***"), (activity.OccurredAt, activity.Deal));
    }

    [Fact]
    public void Read_TimeOfVersion2AsANumber_IsRead() =>
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), Posts.Activity(Second("deal", "delete", "null", timestamp: "1772355600")).OccurredAt);

    [Theory]
    [InlineData("{}", "/meta")]
    [InlineData("""{"meta":{"action":"change"}}""", "/meta")]
    [InlineData("""{"meta":{"action":"change","entity":"deal","entity_id":1,"company_id":1,"timestamp":"2026-03-01T09:00:00Z"},"data":null}""", "/data")]
    [InlineData("""{"meta":{"action":"delete","entity":"deal","entity_id":1,"company_id":1,"timestamp":"soon"}}""", "/meta/timestamp")]
    [InlineData("""{"meta":{"action":"delete","entity":"deal","entity_id":1,"company_id":1,"timestamp":"1999-03-01T09:00:00Z"}}""", "/meta/timestamp")]
    [InlineData("""{"meta":{"action":"delete","entity":"deal","company_id":1,"timestamp":"2026-03-01T09:00:00Z"}}""", "/meta/entity_id")]
    [InlineData("""{"meta":{"action":"deleted","object":"deal","id":1,"company_id":"\u0000","timestamp":1772355600}}""", "/meta/company_id")]
    public void Read_BrokenEvent_IsRejectedByPointer(string body, string pointer) => Assert.Equal([pointer], Posts.Pointers(body));

    [Fact]
    public void Read_Retry_IsTheSameActivity()
    {
        var second = Second("deal", "change", DealNow, """{"value":1}""");
        Posts.IsSameAgain(second, second.Replace("\"attempt\":1", "\"attempt\":3", StringComparison.Ordinal));
        Posts.IsSameAgain(First("deal", "updated", DealNow, """{"value":1}"""), First("deal", "updated", DealNow, """{"value":1}""", retry: 3).Replace("\"webhook_id\":\"5\"", "\"webhook_id\":\"6\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ActivityThatTwoWebhooksTell_CountsOnce()
    {
        const string done = """{"id":9,"done":true,"type":"call","owner_id":7}""";
        var one = Second("activity", "change", done, """{"done":false}""");
        foreach (var again in new[] { one.Replace("7a40ac1f", "7a40ac1e", StringComparison.Ordinal), First("activity", "updated", done, """{"id":9,"done":false}""") })
        {
            Assert.True(ActivityContent.AreEqual(Posts.Activity(one), Posts.Activity(again)));
        }
    }

    [Fact]
    public void Read_DistinctChanges_HaveDistinctKeys()
    {
        string[] bodies =
        [
            Second("deal", "change", DealNow, """{"value":1}"""),
            Second("deal", "change", DealNow, """{"value":1}""").Replace("7a40ac1f", "7a40ac1e", StringComparison.Ordinal),
            First("deal", "updated", DealNow, """{"value":1}"""),
            First("deal", "updated", DealNow, """{"value":1}""", "\"timestamp_milli\":1772355600376"),
            First("deal", "updated", DealNow.Replace("3500.5", "3500.6", StringComparison.Ordinal), """{"value":1}"""),
            First("deal", "deleted", "null", DealNow),
        ];
        Assert.Equal(bodies.Length, bodies.Select(body => Posts.Activity(body).Key).Distinct().Count());
    }

    [Fact]
    public void Read_OtherUserOrPassword_IsUnauthorized()
    {
        var body = Samples.Utf8(First("deal", "deleted", "null", "{}"));
        var genuine = "Basic " + Convert.ToBase64String(Samples.Utf8(Secret));
        Assert.IsType<ConnectorResult.Accepted>(Posts.Read(Request(body, genuine)));
        Assert.All(Bits.Flipped(genuine), given => Posts.Refused(Request(body, given)));
        Posts.Refused(Request(body) with { Headers = Samples.Headers() }, "signature-missing");
        Posts.SecretsMayRotate(First("deal", "deleted", "null", "{}"));
    }

    [Theory]
    [InlineData("user:password", true)]
    [InlineData("user:pass:word", true)]
    [InlineData("user", false)]
    [InlineData(":password", false)]
    [InlineData("user:", false)]
    [InlineData("us\ner:password", false)]
    public void SecretProblem_AnythingButUserAndPassword_IsNamed(string secret, bool isUsable) =>
        Assert.Equal(isUsable, Posts.Connector.SecretProblem(secret) is null);

    [Fact]
    public void Read_HostileBytes_AlwaysAnswers() =>
        Posts.Survives(400, Second("deal", "change", DealNow, """{"value":1,"status":"won"}"""), First("deal", "merged", DealNow, """{"id":8}"""), First("activity", "updated", Call, """{"done":false}"""));

    [Fact]
    public void Read_PublishedSamples_AreUnderstood()
    {
        if (Samples.Shared("crm/pipedrive/v1-added.deal.json") is not { } capture)
        {
            return;
        }

        var activity = Posts.Activity(File.ReadAllText(capture));
        Assert.Equal(("deal.created", "9", 3500m, "CLF", "2428657"), (activity.Type, activity.Deal, activity.Amount!.Value, activity.Currency, activity.Owner));
        Assert.Equal(("1", "2017-04-29", "18"), (activity.Fields!["stage"], activity.Fields["expectedCloseDate"], activity.Account));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1492695625650), activity.OccurredAt);
        Assert.NotEmpty(Posts.Ignored(File.ReadAllText(Samples.Shared("crm/pipedrive/v2-create.activity.json")!)));
        Assert.NotEmpty(Posts.Ignored(File.ReadAllText(Samples.Shared("crm/pipedrive/v2-change.activity.json")!)));
        Assert.True(ActivityContent.AreEqual(activity, Posts.Activity(File.ReadAllText(capture))));
    }
}
