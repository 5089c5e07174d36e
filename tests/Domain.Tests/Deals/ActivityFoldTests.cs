using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Domain.Tests.Deals;

public sealed class ActivityFoldTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fold_OwnerAndOutcomeInMessagesOfTheirOwn_IsOneActivityOfThatOwnerWhenItWasDone()
    {
        var folded = Fold(Change(0, "created", ("countsAs", "task.completed")), Change(1, "changed", ("owner", "a")), Change(3, "changed", ("done", "true"), ("outcome", "connected")))!;

        Assert.Equal(("task.completed", Start.AddHours(3), "a", "crm:task:7"), (folded.Type, folded.OccurredAt, folded.Owner, folded.Key));
        Assert.Equal("connected", folded.Attributes!["outcome"]);
    }

    [Theory]

    // Nobody said that it is done; that was taken back, cleared, done and deleted.
    [InlineData("1 owner a", null)]
    [InlineData("1 owner a, 2 done true, 3 done false", null)]
    [InlineData("1 owner a, 2 done true, 3 done -", null)]
    [InlineData("1 owner a, 2 done true, 3 deleted", null)]
    [InlineData("1 owner a, 2 done true, 3 deleted, 4 restored", "2 a")]
    [InlineData("1 owner a, 2 done true, 2 deleted, 4 done true", null)]

    // Done, taken back and done again by somebody else: the second time counts, and only it.
    [InlineData("1 owner a, 2 done true, 3 done false, 4 owner b, 5 done true", "5 b")]

    // Said to be done twice is done once, the first time.
    [InlineData("1 owner a, 2 done true, 3 done true", "2 a")]

    // Before the first known owner it is that one's; who is given it afterwards did not do it; nobody's is nobody's.
    [InlineData("2 done true, 3 owner a", "2 a")]
    [InlineData("1 owner a, 2 done true, 3 owner b", "2 a")]
    [InlineData("1 owner a, 2 done true, 2 owner b", "2 b")]
    [InlineData("1 owner a, 2 owner -, 3 done true", "3 nobody")]
    [InlineData("2 done true", "2 nobody")]

    // When it was done is what its facts say, and never later than it was said to be done.
    [InlineData("1 owner a, 4 done true, 5 at 3", "3 a")]
    [InlineData("1 owner a, 4 done true, 5 at 9", "4 a")]
    [InlineData("1 owner a, 4 done true, 5 at 3, 6 at -", "4 a")]
    [InlineData("2 owner a, 3 owner b, 4 done true, 4 at 1", "1 a")]
    public void Fold_Changes_CountAs(string changes, string? expected) => Assert.Equal(expected, Described(Fold([Change(0, "created", ("countsAs", "task.completed")), .. changes.Split(", ").Select(Read)])));

    [Fact]
    public void Fold_AnAttributeThatIsCleared_IsGone() =>
        Assert.Null(Fold(Change(0, "created", ("countsAs", "call.completed"), ("done", "true"), ("outcome", "busy")), Change(1, "changed", ("outcome", null)))!.Attributes);

    [Fact]
    public void Fold_AsOfBeforeItWasToldToBeDone_DoesNotCount()
    {
        var record = Record(Change(0, "created", ("countsAs", "task.completed"), ("owner", "a")), Change(2, "changed", ("done", "true")));

        Assert.Null(ActivityFold.Fold(record, Start.AddHours(1)));
        Assert.NotNull(ActivityFold.Fold(record, Start.AddHours(2)));
    }

    [Fact]
    public void Fold_AnyOrderAndRepetition_GivesTheSameActivity()
    {
        Activity[] feed = [
            Change(0, "created", ("countsAs", "call.completed"), ("done", "true")), Change(0, "changed", ("done", "false")), Change(1, "changed", ("owner", "a")), Change(2, "changed", ("done", "true")),
            Change(2, "changed", ("owner", "b")), Change(3, "deleted"), Change(4, "restored"), Change(5, "changed", ("at", CanonicalText.Of(Start.AddHours(1.5)))), Change(6, "changed", ("outcome", "left a message")),
        ];

        // By hand: done at 2, at 1.5 by its own facts, when a owned it.
        Assert.Equal("1.5 a", Described(Fold(feed)));
        Prop.ForAll(
                Gen.Choose(0, feed.Length - 1).ListOf(20).ToArbitrary(),
                picks =>
                {
                    DealRecord? record = null;
                    foreach (var pick in picks.Concat(Enumerable.Range(0, feed.Length).Reverse()))
                    {
                        record = DealFold.Add(record, "crm", "7", [feed[pick]], "task");
                    }

                    return ActivityContent.Bytes(ActivityFold.Fold(record!, DateTimeOffset.MaxValue)!).SequenceEqual(ActivityContent.Bytes(Fold(feed)!));
                })
            .QuickCheckThrowOnFailure();
    }

    private static string? Described(Activity? folded) =>
        folded is null ? null : FormattableString.Invariant($"{(folded.OccurredAt - Start).TotalHours} {folded.Owner ?? "nobody"}");

    private static Activity? Fold(params Activity[] changes) => ActivityFold.Fold(Record(changes), DateTimeOffset.MaxValue);

    private static DealRecord Record(params Activity[] changes) => DealFold.Add(null, "crm", "7", changes, "task");

    /// <summary>Hour, field and value; <c>-</c> clears.</summary>
    private static Activity Read(string text) => text.Split(' ') switch
    {
        [var hour, var kind] => Change(int.Parse(hour, null), kind),
        [var hour, "at", not "-" and var at] => Change(int.Parse(hour, null), "changed", ("at", CanonicalText.Of(Start.AddHours(int.Parse(at, null))))),
        [var hour, var field, var value] => Change(int.Parse(hour, null), "changed", (field, value == "-" ? null : value)),
        _ => throw new ArgumentException(text, nameof(text)),
    };

    private static Activity Change(int hour, string kind, params (string Name, string? Value)[] fields) => new()
    {
        Source = "crm",
        Key = $"{hour}-{kind}-{string.Join(',', fields)}",
        Type = $"task.{kind}",
        OccurredAt = Start.AddHours(hour),
        ReceivedAt = Start.AddHours(hour),
        RecordType = "task",
        Record = "7",
        Fields = new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
    };
}
