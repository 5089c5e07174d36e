using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Pipedrive.PipedriveBodies;

namespace SalesPerf.Connectors.Tests.Pipedrive;

public sealed class PipedriveDealTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, 375, TimeSpan.Zero);

    [Fact]
    public void Read_NewDeal_SetsEverythingItHas()
    {
        var activity = Posts.Activity(Second("deal", "create", DealNow));
        Assert.Equal(("deal.created", "9", "deal", At), (activity.Type, activity.Deal, activity.RecordType, activity.OccurredAt));
        Assert.Equal("8087566:deal:create:9:7a40ac1f-debd-4d22-b8d6-d9a687a96ec4", activity.Key);
        Assert.Equal(
            [("account", "18"), ("amount", "3500.5"), ("currency", "EUR"), ("expectedCloseDate", "2026-06-30"), ("owner", "77"), ("probability", "0.4"), ("stage", "2")],
            activity.Fields!.Select(field => (field.Key, field.Value!)));
        Assert.Equal(("77", "18", 3500.5m, "EUR"), (activity.Owner, activity.Account, activity.Amount, activity.Currency));
    }

    [Theory]
    [InlineData("""{"stage_id":1}""", "deal.stageChanged", "stage=2")]
    [InlineData("""{"value":10}""", "deal.amountChanged", "amount=3500.5")]
    [InlineData("""{"value":"3500.5","currency":"USD"}""", "deal.amountChanged", "currency=EUR")]
    [InlineData("""{"owner_id":12}""", "deal.ownerChanged", "owner=77")]
    [InlineData("""{"owner_id":{"id":12,"value":13}}""", "deal.ownerChanged", "owner=77")]
    [InlineData("""{"expected_close_date":null}""", "deal.closeDateChanged", "expectedCloseDate=2026-06-30")]
    [InlineData("""{"lost_reason":"price"}""", "deal.stageChanged", "lossReason=")]
    [InlineData("""{"status":"won"}""", "deal.reopened", "")]
    [InlineData("""{"status":"deleted"}""", "deal.reopened", "")]
    [InlineData("""{"stage_id":1,"value":1,"owner_id":1,"update_time":"x"}""", "deal.stageChanged", "amount=3500.5;owner=77;stage=2")]
    public void Read_ChangedDeal_SetsWhatChanged(string previous, string type, string fields)
    {
        foreach (var body in new[] { Second("deal", "change", DealNow, previous), First("deal", "updated", DealNow, previous) })
        {
            var activity = Posts.Activity(body);
            Assert.Equal(type, activity.Type);
            Assert.Equal(fields, string.Join(';', activity.Fields!.Select(field => $"{field.Key}={field.Value}")));
        }
    }

    [Theory]
    [InlineData("won", "deal.won")]
    [InlineData("lost", "deal.lost")]
    [InlineData("deleted", "deal.deleted")]
    public void Read_ChangedStatus_OutweighsTheRest(string status, string type)
    {
        var activity = Posts.Activity(Second("deal", "change", DealNow.Replace("\"open\"", $"\"{status}\"", StringComparison.Ordinal), """{"status":"open","stage_id":1}"""));
        Assert.Equal(type, activity.Type);
        Assert.Equal(("stage", "2"), (activity.Fields!.Single().Key, activity.Fields!.Single().Value));
        Posts.IsCreatedThen(type, Second("deal", "create", DealNow.Replace("\"open\"", $"\"{status}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_ChangeWithoutWhatItWas_SetsTheWholeState()
    {
        var activity = Posts.Activity(Second("deal", "change", DealNow.Replace("\"open\"", "\"won\"", StringComparison.Ordinal)));
        Assert.Equal(("deal.won", 7), (activity.Type, activity.Fields!.Count));
    }

    [Fact]
    public void Read_ObjectsWhereNumbersWere_AreThoseNumbers()
    {
        const string current = """{"id":999,"user_id":{"id":2428657,"value":1656137},"org_id":{"name":"A","value":18},"value":1000,"currency":"USD","status":"open","stage_id":1}""";
        var activity = Posts.Activity(First("deal", "updated", current, """{"id":999,"user_id":2428657,"org_id":18,"value":0,"currency":"USD","status":"open","stage_id":1}"""));
        Assert.Equal("deal.amountChanged", activity.Type);
        Assert.Equal(["amount"], activity.Fields!.Keys);
        Assert.Equal(("2428657", "18"), (Posts.Activity(First("deal", "added", current, "null")).Owner, Posts.Activity(First("deal", "added", current, "null")).Account));
    }

    [Fact]
    public void Read_DeletedDeal_SaysNothingElse()
    {
        foreach (var body in new[] { Second("deal", "delete", "null", DealNow), First("deal", "deleted", "null", DealNow) })
        {
            var activity = Posts.Activity(body);
            Assert.Equal(("deal.deleted", "9"), (activity.Type, activity.Deal));
            Assert.Empty(activity.Fields!);
            Assert.Null(activity.Attributes);
        }
    }

    [Fact]
    public void Read_MergeOfVersion2_IsADeletionAndAChange()
    {
        var deleted = Posts.Activity(Second("deal", "delete", "null", DealNow, "\"merged_to_id\":\"11\","));
        Assert.Equal(("deal.deleted", "11"), (deleted.Type, deleted.Attributes!["mergedInto"]));
        Assert.Equal("deal.amountChanged", Posts.Activity(Second("deal", "change", DealNow, """{"value":1}""", "\"merged_from_id\":\"11\",")).Type);
    }

    [Fact]
    public void Read_MergeOfVersion1_DeletesOneAndTellsTheStateOfTheOther()
    {
        var items = Posts.Items(First("deal", "merged", DealNow.Replace("\"id\":9", "\"id\":9,\"merge_what_id\":8", StringComparison.Ordinal), """{"id":8,"status":"won","value":1}"""));
        var activities = items.Cast<ReadActivity>().ToList();
        Assert.Equal([("deal.deleted", "8"), ("deal.stageChanged", "9")], activities.Select(item => (item.Activity.Type, item.Activity.Deal!)));
        Assert.Equal("9", activities[0].Activity.Attributes!["mergedInto"]);
        Assert.Equal(7, activities[1].Activity.Fields!.Count);
        Assert.Equal(2, activities.Select(item => item.Activity.Key).Distinct().Count());
        Assert.All(items, item => Assert.Equal(0, item.Index));
    }

    [Theory]
    [InlineData("""{"update_time":"2026-02-01T09:00:00Z"}""")]
    [InlineData("""{"stage_id":2,"title":"B"}""")]
    [InlineData("{}")]
    public void Read_ChangeOfNothingThatIsUsed_IsIgnored(string previous) =>
        Assert.Contains("used", Posts.Ignored(Second("deal", "change", DealNow, previous)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"value\":3500.5", "\"value\":\"1e400\"", "/current/value")]
    [InlineData("\"value\":3500.5", "\"value\":[1]", "/current/value")]
    [InlineData("\"EUR\"", "\"euro\"", "/current/currency")]
    [InlineData("\"probability\":40", "\"probability\":140", "/current/probability")]
    [InlineData("2026-06-30", "30.06.2026", "/current/expected_close_date")]
    [InlineData("\"stage_id\":2", "\"stage_id\":\"\\u0000\"", "/current/stage_id")]
    public void Read_ImpossibleValue_IsRejectedByPointer(string part, string replacement, string pointer)
    {
        var broken = DealNow.Replace(part, replacement, StringComparison.Ordinal);
        Assert.Equal([pointer], Posts.Pointers(First("deal", "added", broken, "null")));
        Assert.Equal([pointer.Replace("current", "data", StringComparison.Ordinal)], Posts.Pointers(Second("deal", "create", broken)));
    }
}
