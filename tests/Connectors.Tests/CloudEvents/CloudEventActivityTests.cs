using System.Globalization;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.CloudEvents;

public sealed class CloudEventActivityTests
{
    [Fact]
    public void Read_CallWithEveryMember_IsAnActivity()
    {
        var activity = Accepted("call.completed", """
            {"owner":4521,"account":"a-1","contact":"c-1","deal":"d-1","conversation":"t-1","amount":"1234.500","currency":"USD",
             "attributes":{"outcome":"connected","minutes":12.50,"isFirst":true,"none":null,"big":12345678901234567890}}
            """, time: "2026-03-01T09:30:00.5+02:00");

        Assert.Equal("crm", activity.Source);
        Assert.Equal("e-1", activity.Key);
        Assert.Equal("call.completed", activity.Type);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 7, 30, 0, 500, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal(TimeSpan.Zero, activity.OccurredAt.Offset);
        Assert.Equal(("4521", "a-1", "c-1", "d-1", "t-1"), (activity.Owner, activity.Account, activity.Contact, activity.Deal, activity.Conversation));
        Assert.Equal((1234.5m, "USD"), (activity.Amount, activity.Currency));
        Assert.Equal(["big=12345678901234567890", "isFirst=true", "minutes=12.5", "outcome=connected"], activity.Attributes!.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(Samples.Now, activity.ReceivedAt);
        Assert.Null(activity.RecordType);
        Assert.Null(activity.Fields);
        Assert.Null(activity.RecordedAt);
        Assert.False(activity.Repaired);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{}")]
    public void Read_PlainTypeWithoutData_HasNoOwner(string? data)
    {
        var activity = Accepted("meeting.held", data);
        Assert.Null(activity.Owner);
        Assert.Null(activity.Attributes);
    }

    [Fact]
    public void Read_DealWithEveryField_HasCanonicalTexts()
    {
        var activity = Accepted("deal.created", """
            {"deal":"d-9","owner":"7","account":"a-1","amount":{"amount":"50000.00","currency":"EUR"},"stage":"qualified","probability":0.40,
             "margin":12500.10,"expectedCloseDate":"2026-06-30","lossReason":"price"}
            """);
        Assert.Equal("deal", activity.RecordType);
        Assert.Equal("d-9", activity.RecordId);
        Assert.Equal(
            ["account=a-1", "amount=50000", "currency=EUR", "expectedCloseDate=2026-06-30", "lossReason=price", "margin=12500.1", "owner=7", "probability=0.4", "stage=qualified"],
            activity.Fields!.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Read_DealFields_AbsentIsUnchangedAndNullClears()
    {
        var activity = Accepted("deal.amountChanged", """{"deal":"d-9","amount":null,"owner":null,"expectedCloseDate":null,"probability":null,"stage":"x"}""");
        Assert.Equal(
            [("amount", null), ("expectedCloseDate", null), ("owner", null), ("probability", null), ("stage", "x")],
            activity.Fields!.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("\"probability\":\"0.25\"", "0.25")]
    [InlineData("\"probability\":1", "1")]
    [InlineData("\"probabilityPercent\":40", "0.4")]
    [InlineData("\"probabilityPercent\":\"12.5\"", "0.125")]
    public void Read_Probability_IsAShare(string member, string expected) =>
        Assert.Equal(expected, Accepted("deal.stageChanged", $$"""{"deal":"d",{{member}}}""").Fields!["probability"]);

    [Theory]
    [InlineData("1e400")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("1.0123456789")]
    [InlineData("\"1.0123456789\"")]
    [InlineData("1234567890123456")]
    [InlineData("1e25")]
    [InlineData("\"1,5\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"amount\":1}")]
    [InlineData("{\"amount\":1,\"currency\":\"USD\",\"x\":1}")]
    [InlineData("{\"amount\":\"1e400\",\"currency\":\"USD\"}")]
    [InlineData("{\"amount\":1,\"currency\":\"usd\"}")]
    public void Read_ImpossibleAmount_IsRejectedByPointer(string amount)
    {
        foreach (var (type, deal) in new[] { ("invoice.issued", string.Empty), ("deal.won", "\"deal\":\"d\",") })
        {
            var errors = Rejected(type, $"{{{deal}\"amount\":{amount}}}");
            Assert.All(errors, error => Assert.StartsWith("/data/amount", error.Pointer, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("\"currency\":\"US\"", "/data/currency")]
    [InlineData("\"currency\":840", "/data/currency")]
    [InlineData("\"amount\":{\"amount\":1,\"currency\":\"USD\"},\"currency\":\"EUR\"", "/data/currency")]
    [InlineData("\"owner\":\"\"", "/data/owner")]
    [InlineData("\"owner\":1.5", "/data/owner")]
    [InlineData("\"owner\":{\"id\":1}", "/data/owner")]
    [InlineData("\"owner\":\"a\\u0000b\"", "/data/owner")]
    [InlineData("\"contact\":\"a\\u009fb\"", "/data/contact")]
    [InlineData("\"onwer\":\"7\"", "/data/onwer")]
    [InlineData("\"stage\":\"x\"", "/data/stage")]
    [InlineData("\"attributes\":[]", "/data/attributes")]
    [InlineData("\"attributes\":{\"a\":{\"b\":1}}", "/data/attributes/a")]
    [InlineData("\"attributes\":{\"a/b~c\":1e400}", "/data/attributes/a~1b~0c")]
    [InlineData("\"attributes\":{\"\":1}", "/data/attributes/")]
    [InlineData("\"attributes\":{\"a\":\"x\\u0007\"}", "/data/attributes/a")]
    [InlineData("\"recordedAt\":\"2026-01-01T00:00:00Z\"", "/data/recordedAt")]
    public void Read_WrongMember_IsRejectedByPointer(string member, string pointer) =>
        Assert.Equal([pointer], Rejected("call.completed", $"{{{member}}}").Select(error => error.Pointer));

    [Theory]
    [InlineData("\"probability\":1.01", "/data/probability")]
    [InlineData("\"probability\":-0.1", "/data/probability")]
    [InlineData("\"probabilityPercent\":101", "/data/probabilityPercent")]
    [InlineData("\"probability\":0.4,\"probabilityPercent\":40", "/data/probabilityPercent")]
    [InlineData("\"expectedCloseDate\":\"1900-01-01\"", "/data/expectedCloseDate")]
    [InlineData("\"expectedCloseDate\":\"2999-01-01\"", "/data/expectedCloseDate")]
    [InlineData("\"expectedCloseDate\":\"2026-02-30\"", "/data/expectedCloseDate")]
    [InlineData("\"expectedCloseDate\":\"2026-03-01T00:00:00Z\"", "/data/expectedCloseDate")]
    [InlineData("\"expectedCloseDate\":20260301", "/data/expectedCloseDate")]
    [InlineData("\"margin\":\"lots\"", "/data/margin")]
    [InlineData("\"lossReason\":\"\"", "/data/lossReason")]
    [InlineData("\"stages\":\"x\"", "/data/stages")]
    public void Read_WrongDealMember_IsRejectedByPointer(string member, string pointer) =>
        Assert.Equal([pointer], Rejected("deal.stageChanged", $"{{\"deal\":\"d\",{member}}}").Select(error => error.Pointer));

    [Theory]
    [InlineData("{}")]
    [InlineData(null)]
    [InlineData("{\"deal\":null}")]
    [InlineData("{\"deal\":\"\"}")]
    public void Read_DealTypeWithoutItsDeal_IsRejected(string? data) =>
        Assert.Equal(["/data/deal"], Rejected("deal.won", data).Select(error => error.Pointer));

    [Theory]
    [InlineData("calls")]
    [InlineData("Call.completed")]
    [InlineData("call.")]
    [InlineData(".call")]
    [InlineData("call..done")]
    [InlineData("call.Done")]
    [InlineData("call.done-now")]
    [InlineData("c\u00e0ll.done")]
    [InlineData("deal.exploded")]
    public void Read_TypeOutsideTheRules_IsRejected(string type) =>
        Assert.Equal(["/type"], Rejected(type, """{"stage":"whatever belongs to the type"}""").Select(error => error.Pointer));

    [Theory]
    [InlineData("demo.given")]
    [InlineData("field2.rideAlong.done")]
    [InlineData("task.completed")]
    public void Read_CustomType_IsAccepted(string type) => Assert.Equal(type, Accepted(type, null).Type);

    [Theory]
    [InlineData("1900-01-01T00:00:00Z", false)]
    [InlineData("1999-12-31T23:59:59Z", false)]
    [InlineData("2000-01-01T00:00:00Z", true)]
    [InlineData("2026-03-05T00:00:00Z", true)]
    [InlineData("2036-03-02T12:00:00Z", true)]
    [InlineData("2036-03-02T12:00:00.0000001Z", false)]
    [InlineData("2999-01-01T00:00:00Z", false)]
    public void Read_Time_IsBoundedByTheGivenClock(string time, bool isAccepted)
    {
        var item = Read("call.completed", null, time);
        Assert.Equal(isAccepted, item is ReadActivity);
        Assert.Equal(isAccepted ? null : "/time", (item as RejectedItem)?.Errors.Single().Pointer);
    }

    [Fact]
    public void Read_EventOfAnotherSource_IsRejected()
    {
        var parsed = Parsed("call.completed", null, "2026-03-01T09:00:00Z");
        Assert.Equal("/source", Assert.IsType<RejectedItem>(CloudEventActivity.Read(parsed, "other", Samples.Now)).Errors.Single().Pointer);
    }

    [Fact]
    public void Read_EventWithoutTime_IsRejected()
    {
        var parsed = Parsed("call.completed", null, null);
        Assert.Equal("/time", Assert.IsType<RejectedItem>(CloudEventActivity.Read(parsed, "crm", Samples.Now)).Errors.Single().Pointer);
    }

    [Fact]
    public void Read_DataThatIsNotJson_IsRejected()
    {
        var message = CloudEventFormat.Parse(
            Samples.Utf8("""{"specversion":"1.0","id":"1","source":"crm","type":"a.b","time":"2026-03-01T09:00:00Z","datacontenttype":"text/plain","data":"x"}"""),
            "application/cloudevents+json", Samples.Headers());
        Assert.Equal("/datacontenttype", Assert.IsType<RejectedItem>(CloudEventActivity.Read(message.Events[0], "crm", Samples.Now)).Errors.Single().Pointer);
    }

    [Fact]
    public void Read_DataInBase64_IsReadAsJson()
    {
        var data = Convert.ToBase64String(Samples.Utf8("""{"owner":"7"}"""));
        var message = CloudEventFormat.Parse(
            Samples.Utf8($$"""{"specversion":"1.0","id":"1","source":"crm","type":"a.b","time":"2026-03-01T09:00:00Z","data_base64":"{{data}}"}"""),
            "application/cloudevents+json", Samples.Headers());
        Assert.Equal("7", Assert.IsType<ReadActivity>(CloudEventActivity.Read(message.Events[0], "crm", Samples.Now)).Activity.Owner);
    }

    [Fact]
    public void Read_RecordedAtOfAnAdministrator_IsARepair()
    {
        var parsed = Parsed("deal.won", """{"deal":"d","recordedAt":"2016-10-20T00:00:00Z"}""", "2016-10-20T00:00:00Z");
        var activity = Assert.IsType<ReadActivity>(CloudEventActivity.Read(parsed, "crm", Samples.Now, allowRecordedAt: true)).Activity;
        Assert.Equal(new DateTimeOffset(2016, 10, 20, 0, 0, 0, TimeSpan.Zero), activity.RecordedAt);
        Assert.True(activity.Repaired);
    }

    [Fact]
    public void Read_ImportThatDoesNotSayWhenRecorded_IsNoRepair()
    {
        var activity = Assert.IsType<ReadActivity>(CloudEventActivity.Read(Parsed("deal.won", """{"deal":"d"}""", "2016-10-20T00:00:00Z"), "crm", Samples.Now, allowRecordedAt: true)).Activity;
        Assert.Null(activity.RecordedAt);
        Assert.False(activity.Repaired);
    }

    [Theory]
    [InlineData("\"2026-03-02T12:05:01Z\"")]
    [InlineData("\"1999-01-01T00:00:00Z\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("5")]
    public void Read_ImpossibleRecordedAt_IsRejected(string recordedAt)
    {
        var parsed = Parsed("call.completed", $$"""{"recordedAt":{{recordedAt}}}""", "2016-10-20T00:00:00Z");
        Assert.Equal("/data/recordedAt", Assert.IsType<RejectedItem>(CloudEventActivity.Read(parsed, "crm", Samples.Now, allowRecordedAt: true)).Errors.Single().Pointer);
    }

    [Fact]
    public void Read_ManyProblems_AreReportedAtOnceAndBounded()
    {
        Assert.Equal(
            ["/type", "/time", "/data/owner", "/data/currency"],
            Rejected("Nope", """{"owner":"","currency":"x"}""", "1900-01-01T00:00:00Z").Select(error => error.Pointer).Order(new ByPlace()));
        var many = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"x{i}\":1"));
        Assert.Equal(20, Rejected("call.completed", $"{{{many}}}").Count);
    }

    [Fact]
    public void Read_BoundsOfTexts_AreInclusive()
    {
        Accepted("call.completed", $"{{\"owner\":\"{new string('o', 256)}\",\"attributes\":{{\"{new string('n', 64)}\":\"{new string('v', 1024)}\"}}}}");
        Rejected("call.completed", $$"""{"owner":"{{new string('o', 257)}}"}""");
        Rejected("call.completed", $"{{\"attributes\":{{\"{new string('n', 65)}\":\"v\"}}}}");
        Rejected("call.completed", $"{{\"attributes\":{{\"n\":\"{new string('v', 1025)}\"}}}}");
        static string Attributes(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"n{i}\":{i}"));
        Accepted("call.completed", $"{{\"attributes\":{{{Attributes(50)}}}}}");
        Rejected("call.completed", $"{{\"attributes\":{{{Attributes(51)}}}}}");
    }

    [Fact]
    public void Read_TheSecondTime_HasTheSameContent()
    {
        const string data = """{"owner":"7","amount":10.50,"attributes":{"b":1,"a":"x"}}""";
        const string shuffled = """{"attributes":{"a":"x","b":1.0},"amount":"10.5","owner":"7"}""";
        var first = Accepted("invoice.issued", data, "2026-03-01T09:00:00Z");
        var again = Assert.IsType<ReadActivity>(CloudEventActivity.Read(Parsed("invoice.issued", shuffled, "2026-03-01T10:00:00+01:00"), "crm", Samples.Now.AddDays(2))).Activity;
        Assert.NotEqual(first.ReceivedAt, again.ReceivedAt);
        Assert.True(ActivityContent.AreEqual(first, again));
    }

    private static ParsedEvent Parsed(string type, string? data, string? time)
    {
        var timeMember = time is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $",\"time\":\"{time}\"");
        var dataMember = data is null ? string.Empty : $",\"data\":{data}";
        var body = $"{{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"crm\",\"type\":\"{type}\"{timeMember}{dataMember}}}";
        var message = CloudEventFormat.Parse(Samples.Utf8(body), "application/cloudevents+json", Samples.Headers());
        Assert.Null(message.Refusal);
        return Assert.Single(message.Events);
    }

    private static ReadItem Read(string type, string? data, string time = "2026-03-01T09:00:00Z") =>
        CloudEventActivity.Read(Parsed(type, data, time), "crm", Samples.Now);

    private static Activity Accepted(string type, string? data, string time = "2026-03-01T09:00:00Z") =>
        Assert.IsType<ReadActivity>(Read(type, data, time)).Activity;

    private static IReadOnlyList<ReadError> Rejected(string type, string? data, string time = "2026-03-01T09:00:00Z") =>
        Assert.IsType<RejectedItem>(Read(type, data, time)).Errors;

    /// <summary>The order a reader meets them in.</summary>
    private sealed class ByPlace : IComparer<string>
    {
        private static readonly string[] Places = ["/type", "/time", "/data/owner", "/data/currency"];

        public int Compare(string? x, string? y) => Array.IndexOf(Places, x).CompareTo(Array.IndexOf(Places, y));
    }
}
