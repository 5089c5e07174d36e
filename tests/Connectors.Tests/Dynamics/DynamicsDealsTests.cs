using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Dynamics.DynamicsRequests;

namespace SalesPerf.Connectors.Tests.Dynamics;

public sealed class DynamicsDealsTests
{
    [Fact]
    public void Read_Create_IsADealWithAllItsFields()
    {
        var activity = Activity(Context("Create", "opportunity", Target(string.Join(',',
            Money("estimatedvalue", "60000.5000000000"), Money("actualvalue", "null"), Pair("stepname", "\"1-Qualify\""), Pair("stageid", "\"6b9ce798-221a-4260-90b2-2a95ed51a5bc\""), Pair("closeprobability", "40"),
            Pair("estimatedclosedate", "\"\\/Date(1782777600000)\\/\""), Reference("ownerid", "systemuser", Owner), Reference("parentaccountid", "account", Account), Reference("customerid", "account", Account),
            Option("statecode", 0), Pair("description", "null"), Reference("transactioncurrencyid", "transactioncurrency", Account)))));
        Assert.Equal(("deal.created", "d365", At, false), (activity.Type, activity.Source, activity.OccurredAt, activity.IsUndated));
        Assert.Equal($"{Operation}:Create:opportunity:{RecordId}:40", activity.Key);
        Assert.Equal(("deal", RecordId, Owner, Account, 60000.5m), (activity.RecordType, activity.RecordId, activity.Owner, activity.Account, activity.Amount));
        // 1782777600000 ms is 2026-06-30T00:00Z
        Assert.Equal([("account", Account), ("amount", "60000.5"), ("expectedCloseDate", "2026-06-30"), ("owner", Owner), ("probability", "0.4"), ("stage", "1-Qualify")], Fields(activity));
    }

    public static TheoryData<string, string, string, string?> Updates => new()
    {
        { Pair("stepname", "\"2-Develop\""), "deal.stageChanged", "stage", "2-Develop" },
        { Pair("stageid", "\"6b9ce798-221a-4260-90b2-2a95ed51a5bc\""), "deal.stageChanged", "stage", "6b9ce798-221a-4260-90b2-2a95ed51a5bc" },
        { Money("estimatedvalue", "5"), "deal.amountChanged", "amount", "5" },
        { Money("actualvalue", "7") + "," + Money("estimatedvalue", "5"), "deal.amountChanged", "amount", "7" },
        { Pair("estimatedvalue", "null"), "deal.amountChanged", "amount", null },
        // midnight of 1 July two hours east is 22:00 of 30 June UTC: the date as written counts
        { Pair("estimatedclosedate", "\"\\/Date(1782856800000+0200)\\/\""), "deal.closeDateChanged", "expectedCloseDate", "2026-07-01" },
        { Reference("ownerid", "systemuser", Owner), "deal.ownerChanged", "owner", Owner },
        { Pair("stepname", "\"x\"") + "," + Option("statecode", 1), "deal.won", "stage", "x" },
        { Money("actualvalue", "0") + "," + Option("statecode", 2) + "," + Pair("closeprobability", "0"), "deal.lost", "probability", "0" },
        { Option("statecode", 0) + "," + Pair("stepname", "\"x\""), "deal.reopened", "stage", "x" },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void Read_Update_SetsWhatChanged(string attributes, string type, string field, string? expected)
    {
        var activity = Activity(Context("Update", "opportunity", Target(attributes)));
        Assert.Equal(type, activity.Type);
        Assert.Equal([(field, expected)], Fields(activity));
    }

    [Fact]
    public void Read_StateThatWasSoBefore_IsNoClosing()
    {
        var before = Image("PreEntityImages", Option("statecode", 0));
        Assert.Equal("deal.stageChanged", Activity(Context("Update", "opportunity", Target(Option("statecode", 0) + "," + Pair("stepname", "\"x\"")), before)).Type);
        Assert.Equal("deal.won", Activity(Context("Update", "opportunity", Target(Option("statecode", 1)), before)).Type);
        Assert.NotEmpty(Reason(Context("Update", "opportunity", Target(Option("statecode", 0)), before)));
    }

    [Fact]
    public void Read_UpdateWhoseParentSetTheState_IsTheClosing()
    {
        var parent = ",\"ParentContext\":" + Context("SetStateDynamicEntity", "opportunity", string.Join(',', Reference("EntityMoniker", "opportunity", RecordId), Option("State", 1), Option("Status", 3)));
        var update = Context("Update", "opportunity", Target(Pair("description", "\"x\"")), parent);
        Assert.Equal("deal.won", Activity(update).Type);
        // A plug-in's update in between is deeper, and another record's state is not this one's.
        Assert.NotEmpty(Reason(Deeper(update)));
        Assert.NotEmpty(Reason(update.Replace($"\"Id\":\"{RecordId}\",\"KeyAttributes\":[],\"LogicalName\":\"opportunity\",\"Name\"", $"\"Id\":\"{Owner}\",\"KeyAttributes\":[],\"LogicalName\":\"opportunity\",\"Name\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Win", "deal.won")]
    [InlineData("Lose", "deal.lost")]
    public void Read_WinAndLose_CloseTheDealThatTheyName(string message, string type)
    {
        var close = Pair("OpportunityClose", Entity(string.Join(',', Reference("opportunityid", "opportunity", Owner), Money("actualrevenue", "75000.25"), Pair("description", "\"too\\r\\nexpensive\"")), "opportunityclose"));
        var activity = Activity(Context(message, "opportunity", close + "," + Option("Status", 3)));
        Assert.Equal((type, Owner, At), (activity.Type, activity.Deal, activity.OccurredAt));
        Assert.Equal(message == "Win" ? [("amount", "75000.25")] : [("lossReason", "too  expensive")], Fields(activity));
        Assert.Equal("3", activity.Attributes!["statusCode"]);
    }

    [Fact]
    public void Read_AssignSetStateDelete_AreTheDeals()
    {
        var target = Reference("Target", "opportunity", RecordId);
        var assigned = Activity(Context("Assign", "opportunity", target + "," + Reference("Assignee", "systemuser", Owner)));
        Assert.Equal(("deal.ownerChanged", Owner), (assigned.Type, assigned.Owner));
        var state = Reference("EntityMoniker", "opportunity", RecordId) + "," + Option("State", 0) + "," + Option("Status", 1);
        Assert.Equal("deal.reopened", Activity(Context("SetState", "opportunity", state)).Type);
        Assert.Equal("deal.lost", Activity(Context("SetStateDynamicEntity", "opportunity", state.Replace("\"Value\":0", "\"Value\":2", StringComparison.Ordinal))).Type);
        var deleted = Activity(Context("Delete", "opportunity", target));
        Assert.Equal(("deal.deleted", RecordId), (deleted.Type, deleted.Deal));
        Assert.Empty(deleted.Fields!);
    }

    [Fact]
    public void Read_CutContext_TellsOnlyWhatItsNameTells()
    {
        (string, string)[] cut = [("x-ms-dynamics-msg-size-exceeded", "true")];
        static string Empty(string message) => Context(message, "opportunity", "").Replace("\"InputParameters\":[],", "", StringComparison.Ordinal);
        Assert.Equal("deal.created", Activity(Empty("Create"), cut).Type);
        Assert.Equal(("deal.won", RecordId), (Activity(Empty("Win"), cut).Type, Activity(Empty("Win"), cut).Deal));
        Assert.Equal("deal.deleted", Activity(Empty("Delete"), cut).Type);
        Assert.Contains("fetched", Reason(Empty("Update"), cut), StringComparison.Ordinal);
        Assert.Contains("fetched", Reason(Empty("Assign"), cut), StringComparison.Ordinal);
        Assert.Equal(["/InputParameters/Target"], Pointers(Empty("Update")));
        Assert.Equal(["/InputParameters/OpportunityClose"], Pointers(Empty("Win")));
    }

    [Fact]
    public void Read_Keys_DifferByOperationMessageRecordAndStage()
    {
        var update = Context("Update", "opportunity", Target(Money("estimatedvalue", "5")));
        var synchronous = update.Replace(Operation, Guid.Empty.ToString(), StringComparison.Ordinal);
        string[] contexts =
        [
            update,
            update.Replace(Operation, Owner, StringComparison.Ordinal),
            update.Replace(RecordId, Owner, StringComparison.Ordinal),
            Context("Update", "opportunity", Target(Money("estimatedvalue", "5")), stage: 30),
            Context("Delete", "opportunity", ""),
            synchronous,
            synchronous.Replace("\"Value\":5", "\"Value\":6", StringComparison.Ordinal),
            synchronous.Replace("b374239d", "b374239e", StringComparison.Ordinal),
        ];
        Assert.Equal(contexts.Length, contexts.Select(context => Activity(context).Key).Distinct().Count());
        Assert.All(contexts, context => Assert.True(ActivityContent.AreEqual(Activity(context), Activity(context))));
    }

    [Fact]
    public void Read_StageBeforeTheOperation_IsIgnored()
    {
        Assert.NotEmpty(Reason(Context("Update", "opportunity", Target(Option("statecode", 1)), stage: 20)));
        Assert.NotEmpty(Reason(Context("Update", "opportunity", Target(Option("statecode", 1)), stage: 10)));
    }

    [Fact]
    public void Read_UnknownType_IsNotFollowed()
    {
        const string hostile = "System.Windows.Data.ObjectDataProvider, PresentationFramework";
        var update = Context("Update", "opportunity", Target(Money("estimatedvalue", "5")));
        Assert.Equal(["/InputParameters/Target/estimatedvalue"], Pointers(update.Replace("Money:http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts", hostile, StringComparison.Ordinal)));
        Assert.Equal(["/InputParameters/Target"], Pointers(update.Replace("Entity:http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts", hostile, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\\/Date(1772355600000-0700)\\/", "soon", "/OperationCreatedOn")]
    [InlineData("\\/Date(1772355600000-0700)\\/", "\\/Date(1)\\/", "/OperationCreatedOn")]
    [InlineData("\"PrimaryEntityId\":\"6d81597f-0f9f-e711-8122-000d3aa2331c\"", "\"PrimaryEntityId\":\"x\"", "/PrimaryEntityId")]
    [InlineData("\"MessageName\":\"Delete\"", "\"MessageName\":null", "/MessageName")]
    [InlineData("\"opportunity\"", "5", null)]
    public void Read_ImpossibleContext_IsRejectedByPointer(string part, string with, string? pointer)
    {
        var context = Context("Delete", "opportunity", "").Replace(part, with, StringComparison.Ordinal);
        if (pointer is null)
        {
            Assert.NotEmpty(Reason(context));
        }
        else
        {
            Assert.Equal([pointer], Pointers(context));
        }
    }

    private static string Deeper(string update)
    {
        var at = update.IndexOf("\"Depth\":1", StringComparison.Ordinal);
        return $"{update[..at]}\"Depth\":2{update[(at + "\"Depth\":1".Length)..]}";
    }
}
