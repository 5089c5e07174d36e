using System.Text;

using SalesPerf.Domain.Activities;
namespace SalesPerf.Connectors.Tests.Zoho;

public sealed class ZohoConnectorTests
{
    private const string Token = "TOKEN_OF_CHANNEL_1";
    private const string Values = """{"Amount":1000.5,"Currency":"EUR","Stage":"Closed Won","Closing_Date":"2026-06-30","Probability":100,"Owner":{"name":"A","id":"77"},"Account_Name":{"id":18},"Contact_Name":{"id":5},"field71":"受注"}""";

    private static readonly ProviderPosts Posts = new("zoho", Token, Request);

    [Fact]
    public void Read_NewDealWithValues_SetsWhatTheySay()
    {
        var activity = Posts.Activity(Notification("Deals", "insert", values: Values));
        Assert.Equal(("deal.created", "5725767000003000064", "5", "77"), (activity.Type, activity.Deal, activity.Contact, activity.Owner));
        Assert.Equal(("Deals:insert:5725767000003000064", true, DateTimeOffset.FromUnixTimeMilliseconds(1772355600123)), (activity.Key, activity.IsUndated, activity.OccurredAt));
        Assert.Equal(
            [("account", "18"), ("amount", "1000.5"), ("currency", "EUR"), ("expectedCloseDate", "2026-06-30"), ("owner", "77"), ("probability", "1"), ("stage", "Closed Won")],
            activity.Fields!.Select(field => (field.Key, field.Value!)));
    }

    [Theory]
    [InlineData("""{"Stage":"Qualification"}""", "deal.stageChanged", "stage=Qualification")]
    [InlineData("""{"Amount":"5","Currency":null}""", "deal.amountChanged", "amount=5;currency=")]
    [InlineData("""{"Owner":{"id":"78"}}""", "deal.ownerChanged", "owner=78")]
    [InlineData("""{"Owner":null}""", "deal.ownerChanged", "owner=")]
    [InlineData("""{"Closing_Date":"2026-07-01"}""", "deal.closeDateChanged", "expectedCloseDate=2026-07-01")]
    public void Read_ChangedDealWithValues_SetsWhatChanged(string values, string type, string fields)
    {
        var activity = Posts.Activity(Notification("Deals", "update", values: values));
        Assert.Equal((type, false), (activity.Type, activity.IsUndated));
        Assert.Equal(fields, string.Join(';', activity.Fields!.Select(field => $"{field.Key}={field.Value}")));
    }

    [Fact]
    public void Read_DealWithoutValues_SaysWhatWouldHaveToBeFetched()
    {
        Assert.Contains("fetched (Deals/{id})", Posts.Ignored(Notification("Deals", "update")), StringComparison.Ordinal);
        Assert.NotEmpty(Posts.Ignored(Notification("Deals", "update", values: """{"field71":"受注"}""")));
        Assert.Empty(Posts.Activity(Notification("Deals", "insert")).Fields!);
        Assert.Equal("deal.deleted", Posts.Activity(Notification("Deals", "delete")).Type);
    }

    [Theory]
    [InlineData("Leads", "insert", "{}", "prospect.created")]
    [InlineData("Tasks", "update", """{"Status":"Completed"}""", "task.completed")]
    [InlineData("Calls", "insert", """{"Outgoing_Call_Status":"Completed","Call_Type":"Outbound","Call_Duration_in_seconds":95}""", "call.completed")]
    [InlineData("Calls", "update", """{"Call_Status":"Completed"}""", "call.completed")]
    [InlineData("Calls", "insert", """{"Outbound_Call_Status":"Completed"}""", "call.completed")]
    [InlineData("Calls", "insert", """{"Call_Type":"Outbound","Call_Status":"Attended Dialled"}""", "call.completed")]
    [InlineData("Calls", "update", """{"Call_Status":"Scheduled Attended Delay"}""", "call.completed")]
    [InlineData("Calls", "insert", """{"Call_Type":"Inbound","Outgoing_Call_Status":null}""", "call.completed")]
    public void Read_LeadTaskOrCall_IsThatActivity(string module, string operation, string values, string expected)
    {
        var activity = Posts.Activity(Notification(module, operation, values: values.Replace("{", "{\"Owner\":{\"id\":\"77\"},", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal)));
        Assert.Equal((expected, "77", "5725767000003000064"), (activity.Type, activity.Owner, activity.Attributes!["objectId"]));
        Assert.Equal(module == "Leads" ? "5725767000003000064" : null, activity.Contact);
        Assert.Equal(values.Contains("95", StringComparison.Ordinal) ? "95" : null, activity.Attributes.GetValueOrDefault("durationSeconds"));
    }

    [Theory]
    [InlineData("Leads", "update", "{}")]
    [InlineData("Contacts", "insert", "{}")]
    [InlineData("Accounts", "insert", "{}")]
    [InlineData("Events", "update", "{}")]
    [InlineData("Tasks", "delete", "{}")]
    [InlineData("Tasks", "update", """{"Status":"In Progress"}""")]
    [InlineData("Calls", "insert", """{"Outgoing_Call_Status":"Scheduled"}""")]
    [InlineData("Calls", "insert", """{"Call_Type":"Outbound","Call_Status":"Unattended Dialled"}""")]
    [InlineData("Calls", "insert", """{"Call_Type":"Missed"}""")]
    [InlineData("Calls", "update", """{"Call_Type":"Inbound"}""")]
    [InlineData("Calls", "insert", """{"Call_Type":"Inbound","Call_Status":"Missed"}""")]
    [InlineData("Tasks", "update", null)]
    [InlineData("Calls", "insert", null)]
    [InlineData("Deals", "edit", "{}")]
    public void Read_NotificationThatMeansNothingHere_IsIgnoredWithTheReason(string module, string operation, string? values) =>
        Assert.NotEmpty(Posts.Ignored(Notification(module, operation, values: values)));

    [Fact]
    public void Read_SeveralRecords_AreSeveralActivities()
    {
        var items = Posts.Items(Notification("Deals", "delete", "\"1\",2,\"1\"")).Cast<ReadActivity>().ToList();
        Assert.Equal(["1", "2"], items.Select(item => item.Activity.Deal!));
        Assert.All(items, item => Assert.Equal(0, item.Index));
        Assert.Equal(2, items.Select(item => item.Activity.Key).Distinct().Count());
    }

    [Fact]
    public void Read_CallThatIsCompletedAndToldAgain_CountsOnce()
    {
        var logged = Notification("Calls", "insert", values: """{"Outgoing_Call_Status":"Completed"}""");
        foreach (var again in new[] { logged.Replace("1772355600123", "1772355600999", StringComparison.Ordinal), Notification("Calls", "update", values: """{"Call_Status":"Completed"}""") })
        {
            Assert.True(ActivityContent.AreEqual(Posts.Activity(logged), Posts.Activity(again)));
        }
    }

    [Fact]
    public void Read_AgainAndThroughAnotherChannel_IsTheSameActivity()
    {
        var update = Notification("Deals", "update", values: Values);
        Posts.IsSameAgain(update, update.Replace("1000000068001", "1000000068002", StringComparison.Ordinal));
        var insert = Notification("Leads", "insert");
        Posts.IsSameAgain(insert, insert.Replace("1772355600123", "1772355600999", StringComparison.Ordinal));
        Assert.NotEqual(Posts.Activity(update).Key, Posts.Activity(update.Replace("1772355600123", "1772355600999", StringComparison.Ordinal)).Key);
        Assert.NotEqual(Posts.Activity(update).Key, Posts.Activity(update.Replace("1000.5", "1000.6", StringComparison.Ordinal)).Key);
    }

    [Theory]
    [InlineData("\"module\":\"Deals\",", "", "")]
    [InlineData("\"5725767000003000064\"", "", "/ids")]
    [InlineData("\"5725767000003000064\"", "{}", "/ids/0")]
    [InlineData("1772355600123", "1772355600", "/server_time")]
    [InlineData("1772355600123", "null", "/server_time")]
    public void Read_BrokenNotification_IsRejectedByPointer(string part, string replacement, string pointer) =>
        Assert.Equal([pointer], Posts.Pointers(Notification("Deals", "delete").Replace(part, replacement, StringComparison.Ordinal)));

    [Fact]
    public void Read_ImpossibleValue_IsRejectedByPointer() =>
        Assert.Equal(["/affected_values/Amount"], Posts.Pointers(Notification("Deals", "update", values: """{"Amount":"a lot"}""")));

    [Fact]
    public void Read_OtherToken_IsUnauthorized()
    {
        var body = Notification("Deals", "delete");
        Assert.All(Bits.Flipped(Token), token => Assert.IsType<ConnectorResult.Unauthorized>(Posts.Read(body.Replace(Token, token, StringComparison.Ordinal))));
        Assert.All(Bits.Flipped(Token), secret => Posts.Refused(Request(Samples.Utf8(body)), with: secret));
        Posts.Refused(Request(Samples.Utf8("{}")), "signature-missing");
        Posts.Refused(Request(Samples.Utf8("{")), "signature-missing");
        Posts.Refused(Request(Samples.Utf8($"{{\"query_params\":{{\"token\":\"{Token}\"}}}}")), "signature-missing");
        Posts.SecretsMayRotate(body);
        Assert.NotNull(Posts.Connector.SecretProblem(""));
        Assert.NotNull(Posts.Connector.SecretProblem(new string('x', 51)));
        Assert.Null(Posts.Connector.SecretProblem(new string('x', 50)));
    }

    [Fact]
    public void WithoutSecrets_Token_IsOverwrittenInPlace()
    {
        var body = "\uFEFF" + Notification("Deals", "delete").Replace("\"token\"", "\"tok\\u0065n\"", StringComparison.Ordinal).Replace(Token, "TOKEN\\u005fOF_CHANNEL_1", StringComparison.Ordinal);
        Assert.IsType<ConnectorResult.Accepted>(Posts.Read(body));
        var masked = Encoding.UTF8.GetString(Posts.Connector.WithoutSecrets(Samples.Utf8(body)).Span);
        Assert.Equal(body.Replace("TOKEN\\u005fOF_CHANNEL_1", new string('*', 23), StringComparison.Ordinal), masked);
        Assert.IsType<ConnectorResult.Accepted>(Posts.Connector.ReadVerified(Request(Samples.Utf8(masked)), Samples.Source("zoho"), Samples.Now));
    }

    [Fact]
    public void WithoutSecrets_BodyThatCannotBeRead_IsOverwrittenWhole()
    {
        Assert.Equal("****************", Encoding.UTF8.GetString(Posts.Connector.WithoutSecrets(Samples.Utf8("{\"token\":\"secret")).Span));
        Assert.Equal("""{"token":111,"a":[{"token":"***"}]}""", Encoding.UTF8.GetString(Posts.Connector.WithoutSecrets(Samples.Utf8("""{"token":123,"a":[{"token":"abc"}]}""")).Span));
    }

    [Fact]
    public void Read_HostileBytes_AlwaysAnswers() =>
        Posts.Survives(600, Notification("Deals", "update", values: Values), Notification("Tasks", "update", values: """{"Status":"Completed"}"""));

    [Fact]
    public void Stages_Defaults_SayWhichAreWonAndLost()
    {
        var stages = ProviderStages.Of("zoho");
        Assert.Equal("won", stages["Closed Won"].Outcome);
        Assert.Equal("lost", stages["Closed Lost"].Outcome);
    }

    [Fact]
    public void Read_PublishedSample_IsANewProspect()
    {
        if (Samples.Shared("crm/zoho/notification-leads-insert-docs.json") is { } sample)
        {
            var activity = Posts.Activity(File.ReadAllText(sample).Replace("TOKEN_FOR_VERIFICATION_OF_1000000068001", Token, StringComparison.Ordinal));
            Assert.Equal(("prospect.created", "5725767000003000064", DateTimeOffset.FromUnixTimeMilliseconds(1718117126473)), (activity.Type, activity.Contact, activity.OccurredAt));
        }
    }

    private static WebhookRequest Request(byte[] body) =>
        new("POST", "https://x.example/api/v1/webhooks/crm", Samples.Headers(("Content-Type", "application/json;charset=UTF-8")), body);

    private static string Notification(string module, string operation, string ids = "\"5725767000003000064\"", string? values = null)
    {
        var affected = values is null ? "" : $$""","affected_values":[{"record_id":"5725767000003000064","values":{{values}} }]""";
        return $$"""{"server_time":1772355600123,"query_params":{},"module":"{{module}}","resource_uri":"https://www.zohoapis.com/crm/v2/Leads","ids":[{{ids}}],"affected_fields":[{"572":["Stage"]}],"operation":"{{operation}}","channel_id":"1000000068001","token":"{{Token}}"{{affected}} }""";
    }
}
