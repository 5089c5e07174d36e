using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;
using static SalesPerf.Connectors.Tests.Salesforce.SalesforceRequests;

namespace SalesPerf.Connectors.Tests.Salesforce;

public sealed class OutboundMessageTests
{
    private const string Fields = "<sf:AccountId>0017F000007ydJmQAI</sf:AccountId><sf:Amount>120000.0</sf:Amount><sf:CloseDate>2017-04-03</sf:CloseDate><sf:StageName>Perception Analysis</sf:StageName>";

    [Fact]
    public void Read_Opportunity_IsTheDealsStateWithoutATime()
    {
        var activity = Only(Notified(Notification("Opportunity", Fields + $"<sf:OwnerId>{Owner}</sf:OwnerId><sf:Probability>70</sf:Probability><sf:NextStep>a &amp; b</sf:NextStep>")));
        Assert.Equal(("deal.stageChanged", true, Samples.Now), (activity.Type, activity.IsUndated, activity.OccurredAt));
        Assert.StartsWith("04l7F000008aeAyQAI:", activity.Key, StringComparison.Ordinal);
        Assert.Equal((Deal, Owner, 120000m), (activity.RecordId, activity.Owner, activity.Amount));
        Assert.Equal(
            [("account", "0017F000007ydJmQAI"), ("amount", "120000"), ("expectedCloseDate", "2017-04-03"), ("owner", Owner), ("probability", "0.7"), ("stage", "Perception Analysis")],
            SalesforceRequests.Fields(activity));
    }

    [Theory]
    [InlineData("<sf:IsClosed>true</sf:IsClosed><sf:IsWon>true</sf:IsWon>", "deal.won")]
    [InlineData("<sf:IsWon>true</sf:IsWon>", "deal.won")]
    [InlineData("<sf:IsClosed>true</sf:IsClosed><sf:IsWon>false</sf:IsWon>", "deal.lost")]
    [InlineData("<sf:IsClosed>true</sf:IsClosed>", "deal.stageChanged")]
    [InlineData("<sf:IsClosed>false</sf:IsClosed><sf:IsWon>false</sf:IsWon>", "deal.reopened")]
    [InlineData("<sf:IsClosed>false</sf:IsClosed>", "deal.reopened")]
    [InlineData("<sf:IsWon>false</sf:IsWon>", "deal.stageChanged")]
    public void Read_ClosingFlags_DecideWhereBothAreThere(string flags, string type) =>
        Assert.Equal(type, Only(Notified(Notification("Opportunity", Fields + flags))).Type);

    /// <summary>Whichever stages are set: a deal that was won and is open now is not won.</summary>
    [Theory]
    [InlineData(new[] { 0, 1, 2 })]
    [InlineData(new[] { 2, 1, 0 })]
    [InlineData(new[] { 1, 2, 0, 1 })]
    public void Read_DealThatIsOpenAgain_IsOpenInAnyOrder(int[] order)
    {
        var messages = new[] { ("01", "Angebot", "false", "false"), ("02", "Gewonnen", "true", "true"), ("03", "Angebot", "false", "false") };
        DealRecord? record = null;
        foreach (var (day, stage, isClosed, isWon) in order.Select(number => messages[number]))
        {
            var activity = Only(Notified(Notification("Opportunity", $"<sf:StageName>{stage}</sf:StageName><sf:IsClosed>{isClosed}</sf:IsClosed><sf:IsWon>{isWon}</sf:IsWon><sf:LastModifiedDate>2026-02-{day}T10:00:00Z</sf:LastModifiedDate>")));
            Assert.Equal(isClosed == "false", activity.IsState);
            record = DealFold.Add(record, "sf", Deal, [activity]);
        }

        var history = DealFold.Fold(record!, _ => null, DateTimeOffset.MaxValue);
        Assert.Equal(DealStatus.Open, history.Latest.Status);
        Assert.DoesNotContain(history.Events, happened => happened.Type == ActivityTypes.DealWon);

        // Where the customer has set that stage as won, it is won for all that.
        Assert.Equal(DealStatus.Won, DealFold.Fold(record!, _ => new StageSetting("won"), DateTimeOffset.MaxValue).Latest.Status);
    }

    [Fact]
    public void Read_Dates_SayWhenItWasAndWhenItWasCreated()
    {
        const string modified = "<sf:LastModifiedDate>2026-03-01T10:00:00.000Z</sf:LastModifiedDate>";
        var dated = Only(Notified(Notification("Opportunity", Fields + modified)));
        Assert.Equal((new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), false), (dated.OccurredAt, dated.IsUndated));
        Assert.Equal("deal.created", Only(Notified(Notification("Opportunity", Fields + modified + "<sf:CreatedDate>2026-03-01T10:00:00Z</sf:CreatedDate>"))).Type);
        Assert.Equal(dated.OccurredAt, Only(Notified(Notification("Opportunity", Fields + modified.Replace("LastModifiedDate", "SystemModstamp", StringComparison.Ordinal)))).OccurredAt);

        // Any later message tells when the deal was created, and always in the same words.
        var later = Notified(Notification("Opportunity", Fields + modified + "<sf:CreatedDate>2026-02-01T08:00:00.000Z</sf:CreatedDate>")).Cast<ReadActivity>().Select(item => item.Activity).ToList();
        var muchLater = Notified(Notification("Opportunity", "<sf:Amount>1</sf:Amount><sf:CreatedDate>2026-02-01T08:00:00.000Z</sf:CreatedDate>", id: "04l7F000008aeAzQAI")).Cast<ReadActivity>().Select(item => item.Activity).ToList();
        Assert.Equal(["deal.stageChanged", "deal.created"], later.Select(activity => activity.Type));
        Assert.Equal((new DateTimeOffset(2026, 2, 1, 8, 0, 0, TimeSpan.Zero), $"Opportunity:{Deal}:deal.created"), (later[1].OccurredAt, later[1].Key));
        Assert.True(ActivityContent.AreEqual(later[1], muchLater[1]));
    }

    [Fact]
    public void Read_NilField_ClearsAndAbsentOneDoesNot()
    {
        var activity = Only(Notified(Notification("Opportunity", "<sf:StageName>x</sf:StageName><sf:Amount xsi:nil=\"true\"/><sf:CloseDate></sf:CloseDate>")));
        Assert.Equal([("amount", null), ("expectedCloseDate", null), ("stage", "x")], SalesforceRequests.Fields(activity));
    }

    [Fact]
    public void Read_SentAgain_IsTheSameUnlessTheRecordChanged()
    {
        var first = Only(Notified(Notification("Opportunity", Fields)));
        Assert.True(ActivityContent.AreEqual(first, Only(Notified(Notification("Opportunity", Fields)))));
        Assert.NotEqual(first.Key, Only(Notified(Notification("Opportunity", Fields.Replace("120000.0", "130000.0", StringComparison.Ordinal)))).Key);
        Assert.NotEqual(first.Key, Only(Notified(Notification("Opportunity", Fields, id: "04l7F000008aeAzQAI"))).Key);
    }

    [Fact]
    public void Read_Answer_IsSalesforcesAck()
    {
        var result = Message(Soap(Notification("Opportunity", Fields)));
        Assert.Equal((200, "text/xml"), (result.Reply!.Status, result.Reply.ContentType));
        Assert.Contains("<Ack>true</Ack>", result.Reply.Body, StringComparison.Ordinal);
        if (Samples.Shared("crm/salesforce/outbound-message-response-ack-true.xml") is { } published)
        {
            Assert.Equal(File.ReadAllBytes(published), Samples.Utf8(result.Reply.Body));
        }
    }

    [Fact]
    public void Read_HundredNotifications_AreOneItemEachAndABadOneSpoilsNoOther()
    {
        var many = Enumerable.Range(0, 99).Select(i => Notification("Opportunity", Fields, id: $"04l7F000008ae{i:000}QAI")).Append("<Notification><Id>1</Id></Notification>").ToList();
        var items = Notified(string.Concat(many));
        Assert.Equal(Enumerable.Range(0, 100), items.Select(item => item.Index));
        Assert.Equal(99, items.OfType<ReadActivity>().Select(item => item.Activity.Key).Distinct().Count());
        Assert.IsType<RejectedItem>(items[99]);
        var bad = Assert.IsType<ConnectorResult.BadRequest>(Message(Soap(string.Concat(many.Append(many[0])))));
        Assert.Equal(400, bad.Reply!.Status);
        Assert.Contains("Fault", bad.Reply.Body, StringComparison.Ordinal);
        Assert.IsType<ConnectorResult.BadRequest>(Message(Soap("")));
    }

    [Theory]
    [InlineData("<sf:Amount>much</sf:Amount>", "/Notification/sObject/Amount")]
    [InlineData("<sf:CloseDate>soon</sf:CloseDate>", "/Notification/sObject/CloseDate")]
    [InlineData("<sf:Amount>1</sf:Amount><sf:Amount>2</sf:Amount>", "/Notification/sObject")]
    [InlineData("<sf:LastModifiedDate>1999-01-01T00:00:00Z</sf:LastModifiedDate>", "/Notification/sObject/LastModifiedDate")]
    public void Read_ImpossibleField_IsRejectedByPointer(string fields, string pointer) =>
        Assert.Equal([pointer], Pointers(Notified(Notification("Opportunity", fields))));

    [Fact]
    public void Read_PublishedSample_IsUnderstood()
    {
        if (Samples.Shared("crm/salesforce/outbound-message-opportunity.xml") is not { } capture)
        {
            return;
        }

        var activity = Only(ItemsOf(Message(File.ReadAllText(capture))));
        Assert.Equal(("deal.stageChanged", Deal, 120000m, "0017F000007ydJmQAI"), (activity.Type, activity.Deal, activity.Amount, activity.Account));
        Assert.Equal(("Perception Analysis", "2017-04-03"), (activity.Fields!["stage"], activity.Fields["expectedCloseDate"]));
    }
}
