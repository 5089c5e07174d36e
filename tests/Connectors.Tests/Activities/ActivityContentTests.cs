using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.Activities;

public sealed class ActivityContentTests
{
    private static readonly Activity Full = new()
    {
        Source = "crm",
        Key = "k",
        Type = "deal.won",
        OccurredAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        Owner = "7",
        Account = "a",
        Contact = "c",
        Deal = "d",
        Conversation = "t",
        Amount = 10.50m,
        Currency = "USD",
        Attributes = new() { ["a"] = "1", ["b"] = "2" },
        RecordType = "deal",
        Fields = new() { ["amount"] = "10.5", ["owner"] = null },
        RecordedAt = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero),
        Repaired = true,
        ReceivedAt = Samples.Now,
    };

    [Fact]
    public void AreEqual_SameContentWrittenOtherwise_IsTrue()
    {
        var other = Full with
        {
            OccurredAt = Full.OccurredAt.ToOffset(TimeSpan.FromHours(2)),
            Amount = 10.5m,
            Attributes = new(Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x))) { ["b"] = "2", ["a"] = "1" },
            ReceivedAt = Samples.Now.AddDays(1),
        };
        Assert.True(ActivityContent.AreEqual(Full, other));
        Assert.True(ActivityContent.AreEqual(Full with { Attributes = [] }, Full with { Attributes = null }));
    }

    [Fact]
    public void AreEqual_TimeThatTheSenderDidNotGive_IsNoContent()
    {
        var undated = Full with { IsUndated = true };
        Assert.True(ActivityContent.AreEqual(undated, undated with { OccurredAt = Full.OccurredAt.AddHours(1) }));
        Assert.False(ActivityContent.AreEqual(undated, undated with { Owner = "8" }));
    }

    [Fact]
    public void AreEqual_KeyThatNamesWhatWasDone_IsARepeatWhateverItSays()
    {
        var once = Full with { IsOnce = true };
        Assert.True(ActivityContent.AreEqual(once, once with { Contact = "x", Attributes = null }));
        Assert.False(ActivityContent.AreEqual(once, once with { Key = "x" }));
        Assert.False(ActivityContent.AreEqual(once, Full with { Contact = "x" }));
    }

    [Fact]
    public void AreEqual_RowOfAnExport_IsARepeatOfTheSameKindOfEventOfThatTime()
    {
        var told = Full with { Repaired = false };
        var row = Full with { Contact = "x", OccurredAt = Full.OccurredAt.AddHours(-12) };
        Assert.True(ActivityContent.AreEqual(told, row));
        Assert.True(ActivityContent.AreEqual(row, told));
        Assert.False(ActivityContent.AreEqual(told, row with { Type = "x.y" }));
        Assert.False(ActivityContent.AreEqual(told, row with { OccurredAt = Full.OccurredAt.AddDays(-3) }));
        Assert.False(ActivityContent.AreEqual(row with { Contact = "y" }, row));
        Assert.True(ActivityContent.Supersedes(told, row with { Repaired = true }));
        Assert.False(ActivityContent.Supersedes(row with { Repaired = true }, told));
        Assert.False(ActivityContent.Supersedes(told with { Key = "x" }, row with { Repaired = true }));
    }

    [Fact]
    public void AreEqual_AnyOtherMemberChanged_IsFalse()
    {
        Activity[] others =
        [
            Full with { Source = "x" },
            Full with { Key = "x" },
            Full with { Type = "deal.lost" },
            Full with { OccurredAt = Full.OccurredAt.AddTicks(1) },
            Full with { Owner = null },
            Full with { Account = "x" },
            Full with { Contact = "x" },
            Full with { Deal = "x" },
            Full with { Conversation = "x" },
            Full with { Amount = 10.51m },
            Full with { Currency = "EUR" },
            Full with { Attributes = new() { ["a"] = "1" } },
            Full with { Attributes = new() { ["a"] = "1", ["b"] = "3" } },
            Full with { RecordType = null },
            Full with { Fields = new() { ["amount"] = "10.5" } },
            Full with { Fields = new() { ["amount"] = "10.5", ["owner"] = "" } },
            Full with { RecordedAt = null },
        ];
        Assert.All(others, other => Assert.False(ActivityContent.AreEqual(Full, other)));
        Assert.Equal(others.Length, others.Select(other => Convert.ToHexString(ActivityContent.Bytes(other))).Distinct().Count());
    }
}
