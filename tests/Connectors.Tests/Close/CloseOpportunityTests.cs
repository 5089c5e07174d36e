using static SalesPerf.Connectors.Tests.Close.CloseBodies;

namespace SalesPerf.Connectors.Tests.Close;

public sealed class CloseOpportunityTests
{
    private const string Data = """{"id":"oppo_other","value":100050,"value_currency":"USD","value_period":"one_time","status_id":"stat_1","status_type":"active","user_id":"user_1","lead_id":"lead_1","contact_id":"cont_1","confidence":70,"date_won":"2026-06-30","note":""}""";

    [Fact]
    public void Read_NewOpportunity_SetsEverythingItHas()
    {
        // 100050 cents are 1000.50 USD.
        var activity = Posts.Activity(Event("opportunity", "created", Data));
        Assert.Equal(("deal.created", "obj_1", "deal"), (activity.Type, activity.Deal, activity.RecordType));
        Assert.Equal("ev_1:2026-03-01T09:00:00.3950000Z", activity.Key);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, 395, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal(
            [("account", "lead_1"), ("amount", "1000.5"), ("currency", "USD"), ("expectedCloseDate", "2026-06-30"), ("owner", "user_1"), ("probability", "0.7"), ("stage", "stat_1")],
            activity.Fields!.Select(field => (field.Key, field.Value!)));
        Assert.Equal(("user_1", "lead_1", "cont_1", 1000.50m, "USD"), (activity.Owner, activity.Account, activity.Contact, activity.Amount!.Value, activity.Currency));
        Assert.Equal("one_time", activity.Attributes!["valuePeriod"]);
    }

    [Theory]
    [InlineData("[\"status_id\",\"status_label\"]", "{}", "deal.stageChanged", "stage=stat_1")]
    [InlineData("[\"value\"]", "{}", "deal.amountChanged", "amount=1000.5;currency=USD")]
    [InlineData("[\"user_id\",\"date_updated\"]", "{}", "deal.ownerChanged", "owner=user_1")]
    [InlineData("[]", "{\"date_won\":null}", "deal.closeDateChanged", "expectedCloseDate=2026-06-30")]
    [InlineData("null", "{\"confidence\":10}", "deal.stageChanged", "probability=0.7")]
    [InlineData("[\"status_type\"]", "{\"status_type\":\"won\"}", "deal.reopened", "")]
    [InlineData("[\"status_type\",\"status_id\"]", "{\"status_type\":\"lost\"}", "deal.reopened", "stage=stat_1")]
    public void Read_ChangedOpportunity_SetsWhatChanged(string changed, string previous, string type, string fields)
    {
        var activity = Posts.Activity(Event("opportunity", "updated", Data, changed, previous));
        Assert.Equal(type, activity.Type);
        Assert.Equal(fields, string.Join(';', activity.Fields!.Select(field => $"{field.Key}={field.Value}")));
    }

    [Theory]
    [InlineData("won", "deal.won")]
    [InlineData("lost", "deal.lost")]
    public void Read_ChangedStatusType_IsWonOrLost(string status, string type)
    {
        var data = Data.Replace("\"active\"", $"\"{status}\"", StringComparison.Ordinal);
        Assert.Equal(type, Posts.Activity(Event("opportunity", "updated", data, "[\"status_type\",\"value\"]")).Type);
        Posts.IsCreatedThen(type, Event("opportunity", "created", data));

        // Moved between two won statuses: the deal was won before.
        Assert.Equal("deal.stageChanged", Posts.Activity(Event("opportunity", "updated", data, "[\"status_id\"]")).Type);
    }

    [Fact]
    public void Read_ClearedValue_ClearsTheAmount()
    {
        var activity = Posts.Activity(Event("opportunity", "updated", Data.Replace("100050", "null", StringComparison.Ordinal), "[\"value\"]"));
        Assert.Null(activity.Fields!["amount"]);
        Assert.Null(activity.Amount);
    }

    [Fact]
    public void Read_DeletedOpportunity_SaysNothingElse()
    {
        var activity = Posts.Activity(Event("opportunity", "deleted", "{}", "[]", Data));
        Assert.Equal(("deal.deleted", "obj_1"), (activity.Type, activity.Deal));
        Assert.Empty(activity.Fields!);
    }

    [Theory]
    [InlineData("opportunity", "updated")]
    [InlineData("opportunity", "merged")]
    [InlineData("activity.opportunity_status_change", "created")]
    public void Read_WhatAddsNothing_IsIgnored(string type, string action) => Assert.NotEmpty(Posts.Ignored(Event(type, action, Data, "[\"note\"]")));

    [Theory]
    [InlineData("100050", "\"1,000\"", "/event/data/value")]
    [InlineData("100050", "{}", "/event/data/value")]
    [InlineData("\"USD\"", "\"$\"", "/event/data/value_currency")]
    [InlineData("70", "101", "/event/data/confidence")]
    [InlineData("2026-06-30", "soon", "/event/data/date_won")]
    [InlineData("cont_1", "\\u0007", "/event/data")]
    public void Read_ImpossibleValue_IsRejectedByPointer(string part, string replacement, string pointer) =>
        Assert.Equal([pointer], Posts.Pointers(Event("opportunity", "created", Data.Replace(part, replacement, StringComparison.Ordinal))));

    [Fact]
    public void Read_PublishedSample_IsWon()
    {
        if (Samples.Shared("crm/close/opportunity.updated-won.json") is not { } sample)
        {
            return;
        }

        // The page's own value is not among the changed fields: won, the last stage, and a confidence of 100 %.
        var activity = Posts.Activity(File.ReadAllText(sample));
        Assert.Equal(("deal.won", "oppo_7H4sjNso7FyBFaeR3RXi5PMJbilfo0c6UPCxsJtEhCO"), (activity.Type, activity.Deal));
        Assert.Equal([("probability", "1"), ("stage", "stat_wMS9M6HC2O3CSEOzF5g2vEGt6RM5R3RfhIQixdnmjf2")], activity.Fields!.Select(field => (field.Key, field.Value!)));
        Assert.Equal(new DateTimeOffset(2019, 1, 15, 12, 48, 23, 395, TimeSpan.Zero), activity.OccurredAt);
    }
}
