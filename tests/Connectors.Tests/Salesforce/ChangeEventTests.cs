using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Salesforce.SalesforceRequests;

namespace SalesPerf.Connectors.Tests.Salesforce;

public sealed class ChangeEventTests
{
    private const string Whole = $$"""
        "AccountId":"001SM0000000iibYAA","Name":"Acme","Description":null,"StageName":"Prospecting","Amount":40000.50,"Probability":10,"ExpectedRevenue":null,"CloseDate":1653955200000,"IsClosed":false,"IsWon":false,"CurrencyIsoCode":"EUR","OwnerId":"{{Owner}}"
        """;

    [Fact]
    public void Read_Creation_IsADealWithAllItsFields()
    {
        var activity = Only(Events(Change("Opportunity", "CREATE", Whole, ",\"nulledFields\":[],\"diffFields\":[],\"changedFields\":[]")));
        Assert.Equal(("deal.created", "sf", CommitTime, false), (activity.Type, activity.Source, activity.OccurredAt, activity.IsUndated));
        Assert.Equal($"0000be70-a756-e601-9202-32967602a6be:1:Opportunity:CREATE:{Deal}", activity.Key);
        Assert.Equal(("deal", Deal, Owner, "001SM0000000iibYAA"), (activity.RecordType, activity.RecordId, activity.Owner, activity.Account));
        Assert.Equal((40000.5m, "EUR"), (activity.Amount, activity.Currency));
        // 1653955200000 ms is 2022-05-31T00:00Z; 10 percent is 0.1
        Assert.Equal(
            [("account", "001SM0000000iibYAA"), ("amount", "40000.5"), ("currency", "EUR"), ("expectedCloseDate", "2022-05-31"), ("owner", Owner), ("probability", "0.1"), ("stage", "Prospecting")],
            Fields(activity));
    }

    [Theory]
    [InlineData("\"StageName\":\"Negotiation/Review\"", "deal.stageChanged", "stage", "Negotiation/Review")]
    [InlineData("\"Amount\":6e4", "deal.amountChanged", "amount", "60000")]
    [InlineData("\"Amount\":{\"double\":60000.25}", "deal.amountChanged", "amount", "60000.25")]
    [InlineData("\"CloseDate\":\"2026-06-30\"", "deal.closeDateChanged", "expectedCloseDate", "2026-06-30")]
    [InlineData("\"OwnerId\":\"0057F000001abcdQAA\"", "deal.ownerChanged", "owner", Owner)]
    [InlineData("\"StageName\":\"Over\",\"IsClosed\":true,\"IsWon\":true", "deal.won", "stage", "Over")]
    [InlineData("\"StageName\":\"Over\",\"IsClosed\":true,\"IsWon\":false", "deal.lost", "stage", "Over")]
    [InlineData("\"StageName\":\"Over\",\"IsClosed\":true", "deal.lost", "stage", "Over")]
    [InlineData("\"StageName\":\"Over\",\"IsWon\":false", "deal.lost", "stage", "Over")]
    [InlineData("\"StageName\":\"Over\",\"IsWon\":true", "deal.won", "stage", "Over")]
    [InlineData("\"StageName\":\"Over\",\"IsClosed\":false,\"IsWon\":false", "deal.reopened", "stage", "Over")]
    [InlineData("\"StageName\":\"Over\",\"IsClosed\":true,\"IsWon\":null", "deal.lost", "stage", "Over")]
    public void Read_Change_SetsWhatItNames(string fields, string type, string field, string expected)
    {
        foreach (var wrapped in new[] { "{0}", "{{\"schema\":\"x\",\"payload\":{0},\"event\":{{\"replayId\":7}}}}", "{{\"data\":{{\"payload\":{0},\"event\":{{}}}},\"channel\":\"/data/OpportunityChangeEvent\"}}", "{{\"detail\":{{\"payload\":{0}}}}}" })
        {
            var activity = Only(Events(string.Format(System.Globalization.CultureInfo.InvariantCulture, wrapped, Change("Opportunity", "UPDATE", fields))));
            Assert.Equal(type, activity.Type);
            Assert.Equal([(field, expected)], Fields(activity));
        }
    }

    [Theory]
    [InlineData("", true)] // an old stream without lists: only what changed is there
    [InlineData(",\"changedFields\":[\"Amount\"]", true)]
    [InlineData(",\"nulledFields\":[\"Amount\"],\"changedFields\":[\"Amount\"]", true)]
    [InlineData(",\"nulledFields\":[],\"changedFields\":[\"StageName\"]", false)]
    [InlineData(",\"nulledFields\":[],\"diffFields\":[],\"changedFields\":[\"0x02\"]", false)]
    // fields in their schema's order: 0 the header, 1 StageName, 2 Amount
    [InlineData(",\"nulledFields\":[\"0x04\"],\"diffFields\":[],\"changedFields\":[\"0x06\"]", true)]
    [InlineData(",\"nulledFields\":[\"0x0000000000000004\"],\"changedFields\":[\"4-0x01\",\"0x06\"]", true)]
    public void Read_Null_ClearsOnlyWhatIsNamed(string header, bool isCleared)
    {
        var activity = Only(Events(Change("Opportunity", "UPDATE", "\"StageName\":\"Won it\",\"Amount\":null", header)));
        Assert.Equal(isCleared ? [("amount", null), ("stage", "Won it")] : [("stage", "Won it")], Fields(activity));
        Assert.Null(activity.Attributes);
    }

    [Fact]
    public void Read_BitmapThatTheOrderCannotExplain_IsKeptBesideTheRest()
    {
        foreach (var bitmap in new[] { "0x02", "0x4000000000", "0xnonsense" })
        {
            var activity = Only(Events(Change("Opportunity", "UPDATE", "\"StageName\":\"Won it\",\"Amount\":null", $",\"nulledFields\":[\"{bitmap}\"]")));
            Assert.Equal([("stage", "Won it")], Fields(activity));
            Assert.Equal(bitmap, activity.Attributes!["nulledFields"]);
        }
    }

    [Fact]
    public void Read_EnrichedFields_DoNotReopen()
    {
        var enriched = "\"Amount\":5,\"IsClosed\":false,\"IsWon\":false,\"OwnerId\":\"0057F000001abcdQAA\"";
        Assert.Equal("deal.amountChanged", Only(Events(Change("Opportunity", "UPDATE", enriched, ",\"changedFields\":[\"Amount\"]"))).Type);
        Assert.Equal("deal.reopened", Only(Events(Change("Opportunity", "UPDATE", enriched, ",\"changedFields\":[\"Amount\",\"IsClosed\"]"))).Type);
    }

    [Fact]
    public void Read_CreatedClosed_IsAlsoWonUnlessTheStageSaysIt()
    {
        var items = Events(Change("Opportunity", "CREATE", "\"StageName\":\"Signed\",\"Amount\":5,\"IsClosed\":true,\"IsWon\":true"));
        Assert.Equal(["deal.created", "deal.won"], items.Cast<ReadActivity>().Select(item => item.Activity.Type));
        Assert.Equal(2, items.Cast<ReadActivity>().Select(item => item.Activity.Key).Distinct().Count());
        Assert.All(items, item => Assert.Equal(0, item.Index));
        Assert.Equal("deal.created", Only(Events(Change("Opportunity", "CREATE", "\"StageName\":\"Closed Lost\",\"IsClosed\":true,\"IsWon\":false"))).Type);
    }

    [Fact]
    public void Read_DeletionAndRestore_AreTheDeals()
    {
        var deleted = Only(Events(Change("Opportunity", "DELETE")));
        Assert.Equal("deal.deleted", deleted.Type);
        Assert.Empty(deleted.Fields!);
        var restored = Only(Events(Change("Opportunity", "UNDELETE", Whole)));
        Assert.Equal(("deal.reopened", 7), (restored.Type, restored.Fields!.Count));
    }

    [Fact]
    public void Read_OneEventOfSeveralRecords_IsAnActivityForEach()
    {
        var items = Events(Change("Opportunity", "UPDATE", "\"Amount\":5").Replace($"[\"{Deal}\"]", $"[\"{Deal}\",\"0067F000003pmdXQAQ\"]", StringComparison.Ordinal));
        Assert.Equal([Deal, "0067F000003pmdXQAQ"], items.Cast<ReadActivity>().Select(item => item.Activity.Deal));
        Assert.Equal(2, items.Cast<ReadActivity>().Select(item => item.Activity.Key).Distinct().Count());
        Assert.Equal(Deal, Only(Events(Change("Opportunity", "UPDATE", "\"Amount\":5").Replace($"\"recordIds\":[\"{Deal}\"]", $"\"recordId\":\"{Deal}\"", StringComparison.Ordinal))).Deal);
    }

    [Theory]
    [InlineData("GAP_CREATE")]
    [InlineData("GAP_UPDATE")]
    [InlineData("GAP_DELETE")]
    [InlineData("GAP_UNDELETE")]
    [InlineData("GAP_OVERFLOW")]
    public void Read_Gap_IsIgnoredAndSaysThatTheRecordMustBeFetched(string type)
    {
        Assert.Contains("fetched", Reason(Events(Change("Opportunity", type))), StringComparison.Ordinal);
        Assert.Contains("fetched", Reason(Events(Change("Opportunity", type).Replace($"[\"{Deal}\"]", "[]", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Keys_DifferByTransactionSequenceRecordAndKind()
    {
        var change = Change("Opportunity", "UPDATE", "\"Amount\":5");
        string[] events =
        [
            change,
            change.Replace("0000be70", "0000be71", StringComparison.Ordinal),
            change.Replace("\"sequenceNumber\":1", "\"sequenceNumber\":2", StringComparison.Ordinal),
            change.Replace(Deal, "0067F000003pmdXQAQ", StringComparison.Ordinal),
            Change("Opportunity", "DELETE"),
        ];
        var once = Events($"[{string.Join(',', events)}]").Cast<ReadActivity>().Select(item => item.Activity).ToList();
        var again = Events($"[{string.Join(',', events.Reverse())}]").Cast<ReadActivity>().Select(item => item.Activity).Reverse().ToList();
        Assert.Equal(events.Length, once.Select(activity => activity.Key).Distinct().Count());
        Assert.All(once.Zip(again), pair => Assert.True(ActivityContent.AreEqual(pair.First, pair.Second)));

        // Without a transaction key the commit number stands for it, digit by digit: no double holds it.
        var numbered = change.Replace("\"transactionKey\":\"0000be70-a756-e601-9202-32967602a6be\",", "", StringComparison.Ordinal);
        Assert.StartsWith("1745500706683617281:1:", Only(Events(numbered)).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"UPDATE\"", "\"UPSERT\"", "/ChangeEventHeader/changeType")]
    [InlineData("[\"0067F000003pmdWQAQ\"]", "[]", "/ChangeEventHeader/recordIds")]
    [InlineData("[\"0067F000003pmdWQAQ\"]", "[{}]", "/ChangeEventHeader/recordIds")]
    [InlineData("1772355600000", "\"soon\"", "/ChangeEventHeader/commitTimestamp")]
    [InlineData("1772355600000", "1", "/ChangeEventHeader/commitTimestamp")]
    [InlineData("\"sequenceNumber\":1,", "", "/ChangeEventHeader/sequenceNumber")]
    [InlineData("\"Opportunity\"", "null", "/ChangeEventHeader/entityName")]
    [InlineData("ChangeEventHeader", "Header", "/ChangeEventHeader")]
    [InlineData("54321", "\"much\"", "/Amount")]
    [InlineData("54321", "[1]", null)] // compound: not an amount, and nothing else is left
    public void Read_ImpossibleEvent_IsRejectedByPointer(string part, string with, string? pointer)
    {
        var items = Events(Change("Opportunity", "UPDATE", "\"Amount\":54321").Replace(part, with, StringComparison.Ordinal));
        if (pointer is null)
        {
            Assert.NotEmpty(Reason(items));
        }
        else
        {
            Assert.Equal([pointer], Pointers(items));
        }
    }

    [Fact]
    public void Read_BatchWithBadItems_SpoilsNoOther() =>
        Assert.Equal(
            [typeof(ReadActivity), typeof(RejectedItem), typeof(RejectedItem), typeof(IgnoredItem), typeof(IgnoredItem)],
            Events($"[{Change("Opportunity", "DELETE")},5,{{\"a\":1,\"a\":2}},{Change("Account", "CREATE", "\"Name\":\"x\"")},{Change("Opportunity", "UPDATE", "\"Name\":\"x\"")}]").Select(item => item.GetType()));

    [Fact]
    public void Read_PublishedSamples_AreUnderstood()
    {
        if (Samples.Shared("crm/salesforce/cdc-pubsub-opportunity-create.json") is not { } deal)
        {
            return;
        }

        var activity = Only(ItemsOf(Relay(File.ReadAllBytes(deal))));
        Assert.Equal(("deal.created", "006SM0000001Tb3YAE", 40000m, "005SM000000146PYAQ"), (activity.Type, activity.Deal, activity.Amount, activity.Owner));
        Assert.Equal(
            [("account", "001SM0000000iibYAA"), ("amount", "40000"), ("expectedCloseDate", "2022-05-31"), ("owner", "005SM000000146PYAQ"), ("probability", "0.1"), ("stage", "Prospecting")],
            Fields(activity));
        Assert.NotEmpty(Reason(ItemsOf(Relay(File.ReadAllBytes(Samples.Shared("crm/salesforce/cdc-relay-account-create.json")!)))));
    }
}
