using System.Security.Cryptography;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Outreach;

/// <summary>Outreach publishes no signature that could be checked: these are computed here.</summary>
public sealed class OutreachConnectorTests
{
    private const string Secret = "outreach-secret";
    private const string Relations = """{"user":{"type":"user","id":7},"prospect":{"data":{"type":"prospect","id":456}},"account":{"id":13},"sequence":{"data":null}}""";
    private const string Opportunity = """{"amount":1000.5,"currencyType":"USD","closeDate":"2026-08-24T14:15:22.000Z","probability":40,"createdAt":"2026-03-01T09:00:00.000Z","updatedAt":"2026-03-01T09:30:00.000Z","trashedAt":null,"name":"x"}""";
    private const string Stages = """{"owner":{"type":"owner","id":7},"account":{"data":{"id":13}},"opportunityStage":{"data":{"type":"opportunityStage","id":3}}}""";

    private static readonly ProviderPosts Posts = new("outreach", Secret, body => Request(body));

    [Theory]
    [InlineData("mailing.delivered", "deliveredAt", "email.sent")]
    [InlineData("mailing.replied", "repliedAt", "email.replied")]
    [InlineData("call.created", "dialedAt", "call.completed")]
    [InlineData("task.completed", "completedAt", "task.completed")]
    public void Read_Activity_IsThatActivityAtItsOwnTime(string name, string time, string expected)
    {
        var activity = Posts.Activity(Event(name, $$"""{"{{time}}":"2026-03-01T08:00:00.000Z","updatedAt":"2026-03-01T09:00:00.000Z","direction":"outbound","outcome":"completed"}""", Relations));
        Assert.Equal((expected, "7", "13", "456"), (activity.Type, activity.Owner, activity.Account, activity.Contact));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal([("direction", "outbound"), ("objectId", "55"), ("outcome", "completed")], activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(name.StartsWith("mailing", StringComparison.Ordinal) ? "55" : null, activity.Conversation);
        Assert.False(activity.IsUndated);
    }

    /// <summary>Two webhooks, or an event that comes again with another owner, time and outcome: one key, which a row of an export of the call, mailing, task or prospect has too.</summary>
    [Theory]
    [InlineData("mailing.delivered", "email.sent")]
    [InlineData("mailing.replied", "email.replied")]
    [InlineData("call.created", "call.completed")]
    [InlineData("task.completed", "task.completed")]
    [InlineData("prospect.created", "prospect.created")]
    public void Read_DoneOnceAndToldTwice_IsTheSameAndSoIsARow(string name, string type)
    {
        var first = Posts.Activity(Event(name, """{"createdAt":"2026-03-01T08:00:00Z","updatedAt":"2026-03-01T08:00:00Z"}""", Relations));
        var again = Posts.Activity(Event(name, """{"updatedAt":"2026-03-01T09:00:00Z","outcome":"busy"}""", """{"user":{"id":8}}""").Replace("\"jobId\":\"j", "\"jobId\":\"k", StringComparison.Ordinal));
        Assert.Equal($"{name}:55", first.Key);
        Assert.True(ActivityContent.AreEqual(first, again));
        Assert.Equal(first.Key, Posts.Connector.KeyOf(RowKeys.Row(type, "55"), Samples.Source("outreach")));
        Assert.Null(Posts.Connector.KeyOf(RowKeys.Row(type, null), Samples.Source("outreach")));
    }

    /// <summary>Of two kinds that count as one a row could be either; a kind of task is a task.</summary>
    [Fact]
    public void KeyOf_RowOfMappedKinds_IsTheOnlyOneThatCountsSo()
    {
        var mapped = Samples.Source("outreach") with
        {
            Mapping = new SourceMapping { ActivityTypes = new(StringComparer.Ordinal) { ["call.created"] = "demo.given", ["in_person"] = "meeting.held", ["mailing.replied"] = "email.sent", ["task.completed"] = null } },
        };
        Assert.Equal("call.created:55", Posts.Connector.KeyOf(RowKeys.Row("demo.given", "55"), mapped));
        Assert.Equal("task.completed:55", Posts.Connector.KeyOf(RowKeys.Row("meeting.held", "55"), mapped));
        Assert.Null(Posts.Connector.KeyOf(RowKeys.Row("email.sent", "55"), mapped));
        Assert.Null(Posts.Connector.KeyOf(RowKeys.Row("call.completed", "55"), mapped));
        Assert.Null(Posts.Connector.KeyOf(RowKeys.Row("task.completed", "55"), mapped));
    }

    [Fact]
    public void Read_DefaultsAreMappedToThemselvesAndAKindOfADeal_ChangesNothing()
    {
        var plain = Posts.Activity(Event("opportunity.created", Opportunity, Stages));
        var source = Samples.Source("outreach") with
        {
            Mapping = new SourceMapping
            {
                Fields = new(Posts.Connector.Mapping.Fields.ToDictionary(), StringComparer.Ordinal),
                ActivityTypes = new(StringComparer.Ordinal) { ["opportunity.created"] = "demo.given" },
            },
        };

        var accepted = Assert.IsType<ConnectorResult.Accepted>(Posts.Connector.Read(Request(Samples.Utf8(Event("opportunity.created", Opportunity, Stages))), source, new SourceSecrets(Secret), Samples.Now));

        Assert.True(ActivityContent.AreEqual(plain, Assert.IsType<ReadActivity>(Assert.Single(accepted.Items)).Activity));
        Assert.Equal("/mapping/activityTypes/opportunity.created", Assert.Single(SalesPerf.Connectors.Mapping.MappingRules.Validate(source)).Pointer);
    }

    [Fact]
    public void Read_AnsweredCall_HasADuration() =>
        Assert.Equal("95", Posts.Activity(Event("call.created", """{"answeredAt":"2026-03-01T08:00:00Z","completedAt":"2026-03-01T08:01:35Z","createdAt":"2026-03-01T08:02:00Z"}""")).Attributes!["durationSeconds"]);

    [Fact]
    public void Read_MailingWithoutAUser_BelongsToItsMailbox() =>
        Assert.Equal("willy@example.com", Posts.Activity(Event("mailing.delivered", """{"updatedAt":"2026-03-01T08:00:00Z","mailboxAddress":"Willy@Example.com"}""")).Owner);

    [Fact]
    public void Read_NewProspect_IsAProspect()
    {
        var activity = Posts.Activity(Event("prospect.created", """{"createdAt":"2026-03-01T08:00:00.000Z"}""", """{"owner":{"type":"owner","id":2}}"""));
        Assert.Equal(("prospect.created", "55", "2"), (activity.Type, activity.Contact, activity.Owner));
    }

    [Fact]
    public void Read_NewOpportunity_SetsEverythingItHas()
    {
        var activity = Posts.Activity(Event("opportunity.created", Opportunity, Stages));
        Assert.Equal(("deal.created", "55", new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)), (activity.Type, activity.Deal, activity.OccurredAt));
        Assert.Equal(
            [("account", "13"), ("amount", "1000.5"), ("currency", "USD"), ("expectedCloseDate", "2026-08-24"), ("owner", "7"), ("probability", "0.4"), ("stage", "3")],
            activity.Fields!.Select(field => (field.Key, field.Value!)));
        Assert.Equal((1000.5m, "USD", "7"), (activity.Amount!.Value, activity.Currency, activity.Owner));
    }

    [Theory]
    [InlineData("\"amount\":5", "{}", "deal.amountChanged", "amount=5")]
    [InlineData("\"amount\":null", "{}", "deal.amountChanged", "amount=")]
    [InlineData("\"closeDate\":\"2026-06-30\"", "{}", "deal.closeDateChanged", "expectedCloseDate=2026-06-30")]
    [InlineData("\"name\":\"x\"", """{"stage":{"data":{"type":"stage","id":4}}}""", "deal.stageChanged", "stage=4")]
    [InlineData("\"name\":\"x\"", """{"owner":{"type":"owner","id":8}}""", "deal.ownerChanged", "owner=8")]
    [InlineData("\"name\":\"x\"", """{"owner":{"data":null}}""", "deal.ownerChanged", "owner=")]
    [InlineData("\"name\":\"x\"", """{"owner":null}""", "deal.ownerChanged", "owner=")]
    [InlineData("\"trashedAt\":\"2026-03-01T09:00:00Z\"", "{}", "deal.deleted", "")]
    public void Read_ChangedOpportunity_SetsWhatChanged(string attribute, string relations, string type, string fields)
    {
        var activity = Posts.Activity(Event("opportunity.updated", $$"""{{{attribute}},"updatedAt":"2026-03-01T09:30:00.000Z"}""", relations));
        Assert.Equal((type, new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero)), (activity.Type, activity.OccurredAt));
        Assert.Equal(fields, string.Join(';', activity.Fields!.Select(field => $"{field.Key}={field.Value}")));
    }

    [Fact]
    public void Read_OpportunityTakenFromTheTrash_IsRestored() =>
        Assert.Equal("deal.reopened", Posts.Activity(Event("opportunity.updated", """{"trashedAt":null,"updatedAt":"2026-03-01T09:30:00Z"}""", before: """{"trashedAt":"2026-02-01T00:00:00Z"}""")).Type);

    [Fact]
    public void Read_DestroyedOpportunity_IsDeletedOnceWheneverItIsTold()
    {
        var body = Event("opportunity.destroyed", Opportunity, Stages);
        var activity = Posts.Activity(body);
        Assert.Equal(("deal.deleted", "opportunity.destroyed:55", true), (activity.Type, activity.Key, activity.IsUndated));
        Assert.Empty(activity.Fields!);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, 795, TimeSpan.Zero), activity.OccurredAt);
        Posts.IsSameAgain(body, body.Replace("02:00:00.795", "02:00:09.795", StringComparison.Ordinal).Replace("\"jobId\":\"j", "\"jobId\":\"k", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("account.created")]
    [InlineData("mailing.opened")]
    [InlineData("mailing.bounced")]
    [InlineData("mailing.created")]
    [InlineData("call.updated")]
    [InlineData("task.created")]
    [InlineData("sequenceState.updated")]
    [InlineData("prospect.updated")]
    [InlineData("opportunity.read")]
    public void Read_EventThatMeansNothingHere_IsIgnoredWithTheReason(string name) => Assert.NotEmpty(Posts.Ignored(Event(name)));

    [Fact]
    public void Read_OpportunityOfWhichNothingUsedChanged_IsIgnored() =>
        Assert.NotEmpty(Posts.Ignored(Event("opportunity.updated", """{"name":"x","updatedAt":"2026-03-01T09:30:00Z"}""")));

    [Fact]
    public void Read_Retry_IsTheSameActivity()
    {
        var dated = Event("call.created", """{"createdAt":"2026-03-01T08:00:00Z"}""");
        Posts.IsSameAgain(dated, dated.Replace("02:00:00.795", "02:00:01.795", StringComparison.Ordinal).Replace("\"jobId\":\"j", "\"jobId\":\"k", StringComparison.Ordinal));
        var undated = Event("mailing.replied");
        Assert.True(Posts.Activity(undated).IsUndated);
        Posts.IsSameAgain(undated, undated.Replace("02:00:00.795", "02:00:01.795", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_DistinctChanges_HaveDistinctKeys()
    {
        string[] bodies =
        [
            Event("opportunity.updated", """{"amount":1,"updatedAt":"2026-03-01T09:30:00Z"}"""),
            Event("opportunity.updated", """{"amount":2,"updatedAt":"2026-03-01T09:30:00Z"}"""),
            Event("opportunity.updated", """{"amount":1,"updatedAt":"2026-03-01T09:30:01Z"}"""),
            Event("opportunity.destroyed"),
            Event("mailing.replied", """{"repliedAt":"2026-03-01T09:30:00Z"}"""),
            Event("mailing.delivered"),
        ];
        Assert.Equal(bodies.Length, bodies.Select(body => Posts.Activity(body).Key).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"meta":{}}""", "/meta/eventName")]
    [InlineData("""{"meta":{"eventName":"call.created"}}""", "/data/id")]
    [InlineData("""{"meta":{"eventName":"opportunity.created"},"data":{"id":1}}""", "/meta/jobId")]
    [InlineData("""{"meta":{"eventName":"opportunity.created"},"data":{"id":1,"attributes":{"amount":"a lot","createdAt":"2026-03-01T09:30:00Z"}}}""", "/data/attributes/amount")]
    [InlineData("""{"meta":{"eventName":"opportunity.created"},"data":{"id":1,"attributes":{"createdAt":"2026-03-01T09:30:00Z"},"relationships":{"owner":{"id":{}}}}}""", "/data/relationships/owner")]
    [InlineData("5", "/meta/eventName")]
    [InlineData("{", "")]
    [InlineData("", "")]
    public void Read_BrokenEvent_IsKeptAndAnsweredWith200(string body, string pointer)
    {
        Assert.Equal([pointer], Posts.Pointers(body));
        Assert.Equal(ProviderReply.Ok, Posts.Read(body).Reply);
    }

    [Fact]
    public void Read_AnythingGenuine_IsAnsweredWith200()
    {
        Assert.Equal(ProviderReply.Ok, Posts.Read(Event("account.created")).Reply);
        Assert.Equal(ProviderReply.Ok, Posts.Read(Event("call.created")).Reply);
        Assert.Equal(ProviderReply.Ok, Posts.Read(new string(' ', (1024 * 1024) + 1)).Reply);
        Assert.Equal(ProviderReply.Ok, Posts.Read(Request(Samples.Utf8(Event("call.created")), type: "text/plain")).Reply);
    }

    [Fact]
    public void Read_AnyBitChanged_IsUnauthorized()
    {
        var body = Samples.Utf8(Event("account.created"));
        var signature = Sign(body);
        Assert.All(Bits.Flipped(body), changed => Posts.Refused(Request(changed, signature)));
        Assert.All(Bits.Flipped(signature), changed => Posts.Refused(Request(body, changed)));
        Assert.All(Bits.Flipped(Secret).Where(secret => !string.IsNullOrWhiteSpace(secret)), secret => Posts.Refused(Request(body, signature), with: secret));
        Posts.Refused(Request(body) with { Headers = Samples.Headers() }, "signature-missing");
        Posts.SecretsMayRotate(Event("account.created"));
        Assert.NotNull(Posts.Connector.SecretProblem(" "));
        Assert.Null(Posts.Connector.SecretProblem(Secret));
    }

    [Fact]
    public void Read_HostileBytes_AlwaysAnswers() =>
        Posts.Survives(400, Event("opportunity.updated", Opportunity, Stages), Event("mailing.replied", """{"repliedAt":"2026-03-01T08:00:00.000Z"}""", Relations), Event("mailing.delivered"));

    private static WebhookRequest Request(byte[] body, string? signature = null, string type = "application/json") =>
        new("POST", "https://x.example/api/v1/webhooks/crm", Samples.Headers(("Outreach-Webhook-Signature", signature ?? Sign(body)), ("Content-Type", type)), body);

    private static string Sign(byte[] body) => Convert.ToHexStringLower(HMACSHA256.HashData(Samples.Utf8(Secret), body));

    private static string Event(string name, string attributes = "{}", string relations = "{}", string before = "{}") =>
        $$"""{"data":{"type":"x","id":55,"attributes":{{attributes}},"relationships":{{relations}},"beforeUpdate":{{before}} },"meta":{"deliveredAt":"2026-03-01T02:00:00.795-08:00","eventName":"{{name}}","jobId":"j3dc9ab5"} }""";
}
