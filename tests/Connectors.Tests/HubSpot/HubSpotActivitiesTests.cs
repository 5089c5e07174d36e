using System.Text;
using SalesPerf.Connectors.HubSpot;
using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.HubSpot.HubSpotRequests;

namespace SalesPerf.Connectors.Tests.HubSpot;

public sealed class HubSpotActivitiesTests
{
    private const long At = 1772355600000; // 2026-03-01T09:00:00Z

    [Theory]
    [InlineData("deal.creation", "", "deal.created")]
    [InlineData("deal.deletion", "", "deal.deleted")]
    [InlineData("deal.restore", "", "deal.reopened")]
    [InlineData("object.creation", "\"objectTypeId\":\"0-3\",", "deal.created")]
    [InlineData("object.deletion", "\"objectTypeId\":\"0-3\",", "deal.deleted")]
    public void Read_LifeOfADeal_ChangesTheRecord(string type, string members, string expected)
    {
        var activity = Activity(Event(type, members));
        Assert.Equal(expected, activity.Type);
        Assert.Equal(("deal", "741141656"), (activity.RecordType, activity.RecordId));
        Assert.Empty(activity.Fields!);
        Assert.Equal("hs", activity.Source);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(At), activity.OccurredAt);
        Assert.Null(activity.Owner);
    }

    [Theory]
    [InlineData("deal.merge", "\"primaryObjectId\":741141656,\"mergedObjectIds\":[9,\"10\"],\"newObjectId\":null,\"numberOfPropertiesMoved\":4,", "741141656", "9 10")]
    [InlineData("object.merge", "\"objectTypeId\":\"0-3\",\"primaryObjectId\":741141656,\"mergedObjectIds\":[9],\"newObjectId\":741141656,", "741141656", "9")]
    [InlineData("deal.merge", "\"primaryObjectId\":741141656,\"mergedObjectIds\":[9],\"newObjectId\":11,", "11", "9 741141656")]
    [InlineData("deal.merge", "\"primaryObjectId\":8,\"mergedObjectIds\":[741141656],", "8", "741141656")]
    [InlineData("deal.merge", "\"mergedObjectIds\":[9],", "741141656", "9")]
    public void Read_MergeOfDeals_DeletesThoseThatAreGone(string type, string members, string survivor, string gone)
    {
        var items = Items(Event(type, members));
        Assert.Equal(gone.Split(' '), items.Select(item => Assert.IsType<ReadActivity>(item).Activity.RecordId));
        Assert.All(items.Cast<ReadActivity>(), item =>
        {
            Assert.Equal((0, "deal.deleted", "deal", survivor), (item.Index, item.Activity.Type, item.Activity.RecordType, item.Activity.Attributes!["mergedInto"]));
            Assert.Equal($"62515:deal:merge:{item.Activity.RecordId}:{At}", item.Activity.Key);
        });
    }

    [Theory]
    [InlineData("\"mergedObjectIds\":[null],", "/mergedObjectIds")]
    [InlineData("\"mergedObjectIds\":[1.5],", "/mergedObjectIds")]
    [InlineData("\"mergedObjectIds\":[9],\"newObjectId\":\"x\",", "/newObjectId")]
    [InlineData("\"mergedObjectIds\":[9],\"primaryObjectId\":{},", "/primaryObjectId")]
    public void Read_MergeThatCannotBeRead_IsRejectedWithThePlace(string members, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Assert.IsType<RejectedItem>(Assert.Single(Items(Event("deal.merge", members)))).Errors).Pointer);

    [Theory]
    [InlineData("dealstage", "\"closedwon\"", "deal.stageChanged", "stage", "closedwon")]
    [InlineData("dealstage", "\"1f4f1ec1-8174-49f3-a112-4eaa4748e38e\"", "deal.stageChanged", "stage", "1f4f1ec1-8174-49f3-a112-4eaa4748e38e")]
    [InlineData("dealstage", "\"\"", "deal.stageChanged", "stage", null)]
    [InlineData("amount", "\"60000.50\"", "deal.amountChanged", "amount", "60000.5")]
    [InlineData("amount", "60000", "deal.amountChanged", "amount", "60000")]
    [InlineData("amount", "\"\"", "deal.amountChanged", "amount", null)]
    [InlineData("amount", "null", "deal.amountChanged", "amount", null)]
    [InlineData("deal_currency_code", "\"EUR\"", "deal.amountChanged", "currency", "EUR")]
    [InlineData("closedate", "\"1782863999999\"", "deal.closeDateChanged", "expectedCloseDate", "2026-06-30")]
    [InlineData("closedate", "\"2026-06-30\"", "deal.closeDateChanged", "expectedCloseDate", "2026-06-30")]
    [InlineData("closedate", "\"2026-06-30T23:00:00-02:00\"", "deal.closeDateChanged", "expectedCloseDate", "2026-07-01")]
    [InlineData("closedate", "\"\"", "deal.closeDateChanged", "expectedCloseDate", null)]
    [InlineData("hubspot_owner_id", "\"4521\"", "deal.ownerChanged", "owner", "4521")]
    [InlineData("hubspot_owner_id", "\"\"", "deal.ownerChanged", "owner", null)]
    [InlineData("hs_deal_stage_probability", "\"0.59999999999999997779553950749686919152736663818359375\"", "deal.stageChanged", "probability", "0.6")]
    [InlineData("hs_deal_stage_probability", "\"1\"", "deal.stageChanged", "probability", "1")]
    [InlineData("closed_lost_reason", "\"price\\r\\nand time \"", "deal.stageChanged", "lossReason", "price  and time")]
    public void Read_DealProperty_SetsOneField(string property, string value, string type, string field, string? expected)
    {
        foreach (var name in new[] { "deal.propertyChange", "object.propertyChange" })
        {
            var activity = Activity(Event(name, $"\"objectTypeId\":\"0-3\",\"propertyName\":\"{property}\",\"propertyValue\":{value},"));
            Assert.Equal(type, activity.Type);
            Assert.Equal([(field, expected)], activity.Fields!.Select(pair => (pair.Key, pair.Value)));
            Assert.Equal(field == "owner" ? expected : null, activity.Owner);
        }
    }

    [Theory]
    [InlineData("amount", "\"1e400\"")]
    [InlineData("amount", "\"NaN\"")]
    [InlineData("amount", "\"1.0123456789\"")]
    [InlineData("amount", "\"1,000\"")]
    [InlineData("amount", "[1]")]
    [InlineData("closedate", "\"32503680000000\"")]
    [InlineData("closedate", "\"-2208988800000\"")]
    [InlineData("closedate", "\"soon\"")]
    [InlineData("deal_currency_code", "\"euro\"")]
    [InlineData("hs_deal_stage_probability", "\"40\"")]
    [InlineData("dealstage", "\"a\\u0000\"")]
    public void Read_ImpossibleValue_IsRejectedByPointer(string property, string value) =>
        Assert.Equal(["/propertyValue"], Pointers(Event("deal.propertyChange", $"\"propertyName\":\"{property}\",\"propertyValue\":{value},")));

    [Theory]
    [InlineData("contact.creation", "", "prospect.created")]
    [InlineData("object.creation", "\"objectTypeId\":\"0-1\",", "prospect.created")]
    [InlineData("contact.propertyChange", "\"propertyName\":\"lifecyclestage\",\"propertyValue\":\"salesqualifiedlead\",", "prospect.qualified")]
    [InlineData("object.propertyChange", "\"objectTypeId\":\"0-1\",\"propertyName\":\"hs_lifecyclestage\",\"propertyValue\":\"salesqualifiedlead\",", "prospect.qualified")]
    public void Read_Contact_IsAProspectWithoutOwner(string type, string members, string expected)
    {
        var activity = Activity(Event(type, members));
        Assert.Equal((expected, "741141656"), (activity.Type, activity.Contact));
        Assert.Null(activity.Owner);
        Assert.Null(activity.RecordType);
    }

    [Fact]
    public void Read_Email_IsAnActivityWithItsId()
    {
        var activity = Activity(Event("object.creation", "\"objectTypeId\":\"0-49\","));
        Assert.Equal(("email.sent", null), (activity.Type, activity.RecordType));
        Assert.Equal("741141656", activity.Attributes!["objectId"]);
    }

    [Theory]
    [InlineData("company.creation", "")]
    [InlineData("contact.merge", "\"primaryObjectId\":741141656,\"mergedObjectIds\":[9],")]
    [InlineData("deal.merge", "")]
    [InlineData("deal.associationChange", "")]
    [InlineData("deal.propertyChange", "\"propertyName\":\"dealname\",\"propertyValue\":\"x\",")]
    [InlineData("contact.propertyChange", "\"propertyName\":\"lifecyclestage\",\"propertyValue\":\"subscriber\",")]
    [InlineData("contact.propertyChange", "\"propertyName\":\"firstname\",\"propertyValue\":\"x\",")]
    [InlineData("contact.deletion", "")]
    [InlineData("contact.privacyDeletion", "")]
    [InlineData("conversation.newMessage", "")]
    [InlineData("object.propertyChange", "\"objectTypeId\":\"0-48\",\"propertyName\":\"x\",\"propertyValue\":\"y\",")]
    [InlineData("object.creation", "\"objectTypeId\":\"2-1234\",")]
    public void Read_EventThatMeansNothingHere_IsIgnoredWithTheReason(string type, string members) =>
        Assert.NotEmpty(Assert.IsType<IgnoredItem>(Assert.Single(Items($"[{Event(type, members)}]"))).Reason);

    [Fact]
    public void Read_IgnoredPropertyOver32Kilobytes_IsStillIgnored()
    {
        var large = Event("deal.propertyChange", $"\"propertyName\":\"description\",\"propertyValue\":\"{new string('x', 40_000)}\",");
        Assert.IsType<IgnoredItem>(Assert.Single(Items($"[{large}]")));
        var used = Event("deal.propertyChange", $"\"propertyName\":\"closed_lost_reason\",\"propertyValue\":\"{new string('x', 40_000)}\",");
        Assert.IsType<RejectedItem>(Assert.Single(Items($"[{used}]")));
    }

    [Theory]
    [InlineData("\"portalId\":62515", "\"portalId\":1.5", "/portalId")]
    [InlineData("\"portalId\":62515,", "", "/portalId")]
    [InlineData("\"objectId\":741141656", "\"objectId\":null", "/objectId")]
    [InlineData("\"objectId\":741141656", "\"objectId\":-1", "/objectId")]
    [InlineData("\"occurredAt\":1772355600000", "\"occurredAt\":-2208988800000", "/occurredAt")]
    [InlineData("\"occurredAt\":1772355600000", "\"occurredAt\":1772355600", "/occurredAt")]
    [InlineData("\"occurredAt\":1772355600000", "\"occurredAt\":32472144000000", "/occurredAt")]
    [InlineData("\"occurredAt\":1772355600000", "\"occurredAt\":999999999999999", "/occurredAt")]
    [InlineData("\"occurredAt\":1772355600000", "\"occurredAt\":\"now\"", "/occurredAt")]
    [InlineData("\"deal.creation\"", "5", "/subscriptionType")]
    [InlineData("\"deal.creation\"", "\"deal\"", "/subscriptionType")]
    [InlineData("\"deal.creation\"", "\"deal.\"", "/subscriptionType")]
    [InlineData("\"deal.creation\"", "\"object.creation\"", "/objectTypeId")]
    [InlineData("\"deal.creation\"", "\"deal.propertyChange\"", "/propertyName")]
    public void Read_BrokenEvent_IsRejectedByPointer(string part, string replacement, string pointer)
    {
        var broken = Event("deal.creation").Replace(part, replacement, StringComparison.Ordinal);
        Assert.Contains(pointer, Pointers(broken));
    }

    [Fact]
    public void Read_LargeIds_AreExact()
    {
        var activity = Activity(Event("deal.creation").Replace("741141656", "9007199254740993", StringComparison.Ordinal));
        Assert.Equal("9007199254740993", activity.Deal);
    }

    [Fact]
    public void Read_Retry_IsTheSameActivity()
    {
        var item = Event("deal.propertyChange", "\"propertyName\":\"amount\",\"propertyValue\":\"5\",");
        var first = Activity(item);
        var retry = item.Replace("\"attemptNumber\":0", "\"attemptNumber\":7", StringComparison.Ordinal)
            .Replace("\"eventId\":1", "\"eventId\":99", StringComparison.Ordinal)
            .Replace("\"subscriptionId\":12345", "\"subscriptionId\":6", StringComparison.Ordinal);
        var later = Read(Version3(Samples.Utf8($"[{retry}]"), at: Samples.Now.AddDays(1)), now: Samples.Now.AddDays(1));
        var again = Assert.IsType<ReadActivity>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(later).Items)).Activity;
        Assert.NotEqual(first.ReceivedAt, again.ReceivedAt);
        Assert.True(ActivityContent.AreEqual(first, again));
    }

    [Fact]
    public void Read_OldAndNewStyleOfOneChange_AreTheSameActivity()
    {
        const string property = "\"propertyName\":\"dealstage\",\"propertyValue\":\"closedwon\",";
        var old = Activity(Event("deal.propertyChange", property));
        var generic = Activity(Event("object.propertyChange", "\"objectTypeId\":\"0-3\"," + property));
        Assert.True(ActivityContent.AreEqual(old, generic));
    }

    [Fact]
    public void Read_DistinctChanges_HaveDistinctKeys()
    {
        var change = Event("deal.propertyChange", "\"propertyName\":\"amount\",\"propertyValue\":\"5\",");
        string[] items =
        [
            change,
            change.Replace("\"5\"", "\"6\"", StringComparison.Ordinal),
            change.Replace("\"5\"", "\"\"", StringComparison.Ordinal),
            change.Replace("\"amount\"", "\"dealstage\"", StringComparison.Ordinal),
            change.Replace("741141656", "741141657", StringComparison.Ordinal),
            change.Replace("62515", "62516", StringComparison.Ordinal),
            change.Replace("1772355600000", "1772355600001", StringComparison.Ordinal),
            Event("deal.creation"),
            Event("deal.deletion"),
            Event("contact.creation"),
            Event("object.creation", "\"objectTypeId\":\"0-48\","),
        ];
        var activities = Items($"[{string.Join(',', items)}]").Cast<ReadActivity>().Select(item => item.Activity).ToList();
        Assert.Equal(items.Length, activities.Select(activity => activity.Key).Distinct().Count());
        Assert.All(activities, activity => Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey));
    }

    [Fact]
    public void Read_BatchWithBadItems_SpoilsNoOther()
    {
        var items = Items($"[{Event("deal.creation")},5,{{\"a\":1,\"a\":2}},\"\\ud800\",{Event("company.creation")},{Event("deal.deletion")}]");
        Assert.Equal([typeof(ReadActivity), typeof(RejectedItem), typeof(RejectedItem), typeof(RejectedItem), typeof(IgnoredItem), typeof(ReadActivity)], items.Select(item => item.GetType()));
        Assert.Equal(Enumerable.Range(0, 6), items.Select(item => item.Index));
    }

    [Fact]
    public void Read_BatchSize_EndsAtAThousand()
    {
        static string Batch(int count) => $"[{string.Join(',', Enumerable.Repeat("{}", count))}]";
        Assert.Equal(1_000, Items(Batch(1_000)).Count);
        Assert.Empty(Items("[]"));
        Assert.IsType<ConnectorResult.BadRequest>(Read(Version3(Samples.Utf8(Batch(1_001)))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("[] x")]
    public void Read_SignedBodyThatIsNoBatch_IsBad(string body) =>
        Assert.IsType<ConnectorResult.BadRequest>(Read(Version3(Samples.Utf8(body))));

    [Fact]
    public void Read_PublishedSamples_AreUnderstood()
    {
        if (Samples.Shared("crm/hubspot/deal.propertyChange-dealstage-uuid.json") is not { } capture)
        {
            return;
        }

        var activity = Assert.IsType<ReadActivity>(Assert.Single(ItemsOf(capture))).Activity;
        Assert.Equal(("deal.stageChanged", "1f4f1ec1-8174-49f3-a112-4eaa4748e38e"), (activity.Type, activity.Fields!["stage"]));
        Assert.IsType<IgnoredItem>(Assert.Single(ItemsOf(Samples.Shared("crm/hubspot/contact.creation-app-ui-sample.json")!)));
        Assert.Equal(
            [typeof(IgnoredItem), typeof(ReadActivity)],
            ItemsOf(Samples.Shared("crm/hubspot/docs-batch-two-events.json")!).Select(item => item.GetType()));
    }

    [Fact]
    public void Stages_Defaults_SayWhichAreWonAndLost()
    {
        var stages = ProviderStages.Of("hubspot");
        Assert.Same(HubSpotDefaults.Stages, stages);
        Assert.Equal("won", stages["closedwon"].Outcome);
        Assert.Equal("lost", stages["closedlost"].Outcome);
        Assert.Equal(5, stages.Values.Count(stage => stage.Outcome == "open"));
        Assert.Empty(ProviderStages.Of("cloudevents"));
        Assert.Empty(ProviderStages.Of("nobody"));
        Assert.Empty(ProviderStages.Of(null));
    }

    private static IReadOnlyList<ReadItem> ItemsOf(string file) => Items(File.ReadAllText(file, Encoding.UTF8));

    private static string Event(string type, string members = "") =>
        $"{{\"eventId\":1,\"subscriptionId\":12345,{members}\"portalId\":62515,\"appId\":54321,\"occurredAt\":{At},\"subscriptionType\":\"{type}\",\"attemptNumber\":0,\"objectId\":741141656,\"changeSource\":\"CRM_UI\"}}";
}
