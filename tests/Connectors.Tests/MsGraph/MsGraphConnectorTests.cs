using System.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.MsGraph;

public sealed class MsGraphConnectorTests
{
    private const string Secret = "c75831bd-fad3-4191-9a66-280a48528679";
    private const string Mailbox = "8ac7b1c2-0f4e-4f5e-9f3a-1d2c3b4a5968";
    private static readonly IConnector Connector = ConnectorRegistry.For("msgraph")!;
    private static readonly Source Source = Samples.Source("msgraph", "mail");

    [Fact]
    public void Read_Validation_IsEchoedAsPlainText()
    {
        var answer = Assert.IsType<ConnectorResult.Handshake>(Read([], "?validationToken=Validation%3a+Testing+client%20application+%3Cb%3E%2B"));
        Assert.Equal((200, "text/plain", "Validation: Testing client application <b>+"), (answer.Status, answer.ContentType, answer.Body));
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.IsType<ConnectorResult.Handshake>(Connector.Read(Request([], "?validationToken=a"), Source, SourceSecrets.None, Samples.Now));
    }

    [Theory]
    [InlineData("?validationToken=")]
    [InlineData("?validationToken=a%0d%0ab")]
    [InlineData("?validationToken=a&validationToken=b")]
    [InlineData("?ValidationToken=a")]
    public void Read_ValidationThatCannotBeGraphs_IsRefused(string query) => Assert.IsType<ConnectorResult.Unauthorized>(Read([], query));

    [Theory]
    [InlineData("created")]
    [InlineData("updated")]
    [InlineData("deleted")]
    public void Read_MessageThatAppearedOrChanged_IsIgnoredAndSaysWhatMustBeFetched(string change) =>
        Assert.Contains(change == "deleted" ? "sent all the same" : "conversationId", Assert.IsType<IgnoredItem>(Item(Notification($"Users/{Mailbox}/Messages/AAMk1", change))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("Users/8ac7b1c2-0f4e-4f5e-9f3a-1d2c3b4a5968/MailFolders('SentItems')/Messages('AAMk1')")]
    [InlineData("users/8AC7b1c2-0f4e-4f5e-9f3a-1d2c3b4a5968/mailFolders/sentitems/messages/AAMk1")]
    public void Read_MessageThatAppearedInTheSentItems_IsAMailSent(string resource)
    {
        var activity = Assert.IsType<ReadActivity>(Item(Notification(resource))).Activity;
        Assert.Equal(("mail", "sent:AAMk1", "email.sent", Mailbox), (activity.Source, activity.Key, activity.Type, activity.Owner));
        Assert.True(activity.IsUndated);
        Assert.Equal(Samples.Now, activity.OccurredAt);
        Assert.Null(activity.Conversation);
        Assert.IsType<IgnoredItem>(Item(Notification(resource, "updated")));
    }

    /// <summary>What Graph sends for a subscription to users/{id}/mailFolders('SentItems')/messages: the folder is in none of it.</summary>
    [Fact]
    public void Read_MessageOfASubscriptionToTheSentItems_IsAMailSent()
    {
        var notification = Notification($"Users/{Mailbox}/Messages/AAMk1").Replace(Secret, Secret + ".sent", StringComparison.Ordinal);

        var activity = Assert.IsType<ReadActivity>(Item(notification)).Activity;

        Assert.Equal(("sent:AAMk1", "email.sent", Mailbox, true), (activity.Key, activity.Type, activity.Owner, activity.IsUndated));
        Assert.IsType<IgnoredItem>(Item(notification.Replace("\"created\"", "\"updated\"", StringComparison.Ordinal)));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8($$"""{"value":[{{notification.Replace(".sent", ".seen", StringComparison.Ordinal)}}]}""")));
        var kept = Connector.WithoutSecrets(Samples.Utf8($"[{notification}]"));
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(kept.Span), StringComparison.Ordinal);
        var again = Assert.IsType<ConnectorResult.Accepted>(Connector.ReadVerified(new WebhookRequest("POST", "", Samples.Headers(), kept), Source, Samples.Now));
        Assert.True(ActivityContent.AreEqual(activity, Assert.IsType<ReadActivity>(Assert.Single(again.Items)).Activity));
    }

    [Fact]
    public void Read_MessageThatComesAlong_IsSentWhenItsAuthorIsTheMailbox()
    {
        const string message = "\"id\":\"AAMk1\",\"isDraft\":false,\"sentDateTime\":\"2026-03-01T09:00:00Z\",\"conversationId\":\"AAQk7\",\"from\":{\"emailAddress\":{\"address\":\"Rep@Example.com\"}}";
        foreach (var change in new[] { "created", "updated" })
        {
            var activity = Assert.IsType<ReadActivity>(Item(Notification("Users/rep@example.com/Messages/AAMk1", change, message))).Activity;
            Assert.Equal(("sent:AAMk1", "email.sent", "rep@example.com", "AAQk7"), (activity.Key, activity.Type, activity.Owner, activity.Conversation));
            Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), activity.OccurredAt);
            Assert.False(activity.IsUndated);
        }

        Assert.IsType<IgnoredItem>(Item(Notification("Users/rep@example.com/Messages/AAMk1", "updated", message.Replace("false", "true", StringComparison.Ordinal))));
        Assert.IsType<IgnoredItem>(Item(Notification("Users/other@example.com/Messages/AAMk1", "updated", message)));
    }

    [Theory]
    [InlineData("missed", "delta query")]
    [InlineData("subscriptionRemoved", "make it again")]
    [InlineData("reauthorizationRequired", "renewed")]
    [InlineData("other", "not about mail")]
    public void Read_Lifecycle_IsIgnoredWithWhatToDo(string lifecycle, string expected) => Assert.Contains(
        expected,
        Assert.IsType<IgnoredItem>(Item($$"""{"subscriptionId":"s","clientState":"{{Secret}}","lifecycleEvent":"{{lifecycle}}","tenantId":"t"}""")).Reason,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Users/1/Events/AAMk1")]
    [InlineData("Users/1/Messages/AAMk1/Attachments/2")]
    [InlineData("chats('19')/messages('5')")]
    [InlineData("messages")]
    public void Read_OtherResources_AreIgnored(string resource) => Assert.IsType<IgnoredItem>(Item(Notification(resource)));

    [Fact]
    public void Read_EncryptedMessage_IsIgnoredAndSaysWhy() => Assert.Contains(
        "encrypted", Assert.IsType<IgnoredItem>(Item(Notification("Users/1/Messages/2").Replace("\"tenantId\"", "\"encryptedContent\":{\"data\":\"x\"},\"tenantId\"", StringComparison.Ordinal))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"resource\":\"Users/1/Messages/2\"", "\"resource\":5.5e3", null)]
    [InlineData("\"resource\":\"Users/1/Messages/2\"", "\"resource\":{}", "/resource")]
    [InlineData("\"resource\":\"Users/1/Messages/2\"", "\"x\":1", "/resource")]
    [InlineData("\"changeType\":\"created\"", "\"changeType\":null", "/changeType")]
    public void Read_NotificationThatBreaksTheRules_IsRejectedByPointer(string part, string other, string? pointer)
    {
        var item = Item(Notification("Users/1/Messages/2").Replace(part, other, StringComparison.Ordinal));
        Assert.Equal(pointer, (item as RejectedItem)?.Errors[0].Pointer);
    }

    [Fact]
    public void Read_BatchOfSeveralSubscriptions_TakesOnlyThoseWithTheSecret()
    {
        var stranger = Notification("me/mailFolders('SentItems')/messages/AAMk2").Replace(Secret, "another", StringComparison.Ordinal);
        var body = $$"""{"value":[{{Notification("me/mailFolders('SentItems')/messages/AAMk1")}}, {{stranger}} ,{"clientState":null},5],"validationTokens":["x"]}""";
        var accepted = Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(body)));
        Assert.Equal(["ReadActivity", "IgnoredItem", "IgnoredItem", "IgnoredItem"], accepted.Items.Select(item => item.GetType().Name));
        Assert.Equal(stranger, Encoding.UTF8.GetString(Samples.Utf8(body)[accepted.Parts![1]]));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8($$"""{"value":[{{stranger}}]}""")));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8("""{"value":[]}""")));
    }

    [Fact]
    public void ReadVerified_KeptNotification_IsReadFromAnArrayOfItsOwn()
    {
        var kept = Connector.WithoutSecrets(Samples.Utf8($"[{Notification("me/mailFolders('SentItems')/messages/AAMk1")}]"));
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(kept.Span), StringComparison.Ordinal);
        var again = Assert.IsType<ConnectorResult.Accepted>(Connector.ReadVerified(new WebhookRequest("POST", "", Samples.Headers(), kept), Source, Samples.Now));
        Assert.Equal("sent:AAMk1", Assert.IsType<ReadActivity>(Assert.Single(again.Items)).Activity.Key);
    }

    [Fact]
    public void Read_AnyOneBitOfTheStateChanged_IsRefused()
    {
        var body = Notification("Users/1/Messages/2");
        Assert.All(
            Bits.Flipped(Secret).Where(changed => !changed.Any(char.IsControl) && !changed.Contains('"') && !changed.Contains('\\')),
            changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8($$"""{"value":[{{body.Replace(Secret, changed, StringComparison.Ordinal)}}]}"""))));
        var request = Request(Samples.Utf8($$"""{"value":[{{body}}]}"""));
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Source, new SourceSecrets("another-secret-of-ours", Secret), Samples.Now));
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Source, SourceSecrets.None, Samples.Now));
    }

    [Fact]
    public void Read_PublishedSample_IsTaken()
    {
        if (Samples.Shared("crm/msgraph/message-created-docs.json") is { } file)
        {
            var result = Connector.Read(Request(File.ReadAllBytes(file)), Source, new SourceSecrets("secretClientValue"), Samples.Now);
            Assert.IsType<IgnoredItem>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(result).Items));
        }
    }

    [Fact]
    public void Read_LongIdsOfMessages_AreStillDistinctKeys()
    {
        var keys = new[] { 'a', 'b' }.Select(end => Assert.IsType<ReadActivity>(Item(Notification("me/mailFolders('SentItems')/messages/m", "created", $"\"id\":\"{new string('A', 250)}{end}\""))).Activity.Key).ToList();
        Assert.Equal(2, keys.Distinct().Count());
    }

    /// <summary>Every created message of such a source would be one that was sent.</summary>
    [Theory]
    [InlineData(Secret, true)]
    [InlineData(Secret + ".sent", false)]
    [InlineData(Secret + ".sent ", false)]
    [InlineData(".sent." + Secret, true)]
    public void SecretProblem_SecretThatEndsAsSubscriptionsToSentItemsDo_IsNamed(string secret, bool isUsable)
    {
        var problem = Connector.SecretProblem(secret);
        Assert.Equal(isUsable, problem is null);
        Assert.True(isUsable || problem!.Contains("ends in .sent", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered() =>
        HostilePayloads.Survive($$"""{"value":[{{Notification("me/mailFolders('SentItems')/messages/AAMk1")}}]}""", body => Read(body));

    private static ReadItem Item(string notification) =>
        Assert.Single(Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8($$"""{"value":[{{notification}}]}"""))).Items);

    private static ConnectorResult Read(byte[] body, string query = "") => Connector.Read(Request(body, query), Source, new SourceSecrets(Secret), Samples.Now);

    private static WebhookRequest Request(byte[] body, string query = "") => new("POST", "https://x/api/v1/webhooks/mail" + query, Samples.Headers(("Content-Type", "application/json")), body);

    private static string Notification(string resource, string change = "created", string data = "\"@odata.type\":\"#Microsoft.Graph.Message\",\"id\":\"AAMk1\"") =>
        $$$"""{"subscriptionId":"s","subscriptionExpirationDateTime":"2026-03-19T22:11:09.952Z","clientState":"{{{Secret}}}","changeType":"{{{change}}}","resource":"{{{resource}}}","tenantId":"t","resourceData":{{{{data}}}}}""";
}
