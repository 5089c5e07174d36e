using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Leaderboards;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Leaderboards;

public class LeaderboardTests
{
    private static LeaderboardEntry Entry(string id, decimal? value, decimal? secondary = null, string? reached = null) =>
        new(id, value, secondary, reached is null ? null : Sample.Instant(reached));

    private static string Told(IEnumerable<LeaderboardRow> rows) =>
        string.Join(' ', rows.Select(row => $"{row.Rank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}:{row.Id}"));

    [Fact]
    public void Rank_EqualValues_ShareARankAndSkipTheNext() =>
        Assert.Equal(
            "1:d 2:a 2:c 4:b",
            Told(Leaderboard.Rank([Entry("a", 5m), Entry("b", 1m), Entry("c", 5.00m), Entry("d", 9m)], "higherIsBetter")));

    [Fact]
    public void Rank_LowerIsBetter_TurnsTheOrder() =>
        Assert.Equal(
            "1:b 2:c 3:a",
            Told(Leaderboard.Rank([Entry("a", 5m), Entry("b", -1m), Entry("c", 0m)], "lowerIsBetter")));

    [Fact]
    public void Rank_AbsentValues_ComeLastWithoutARank() =>
        Assert.Equal(
            "1:b 2:c -:a -:d",
            Told(Leaderboard.Rank([Entry("d", null), Entry("a", null), Entry("b", 0m), Entry("c", -3m)], "higherIsBetter")));

    [Fact]
    public void Rank_Secondary_DecidesBetweenEqualValuesInItsOwnDirection()
    {
        LeaderboardEntry[] entries = [Entry("a", 5m, 1m), Entry("b", 5m, 2m), Entry("c", 5m), Entry("d", 5m, 2m)];

        Assert.Equal("1:b 1:d 3:a 4:c", Told(Leaderboard.Rank(entries, "higherIsBetter", "higherIsBetter")));
        Assert.Equal("1:a 2:b 2:d 4:c", Told(Leaderboard.Rank(entries, "higherIsBetter", "lowerIsBetter")));
        Assert.Equal("1:a 1:b 1:c 1:d", Told(Leaderboard.Rank(entries, "higherIsBetter")));
    }

    [Fact]
    public void Rank_FirstReached_OrdersRowsAndOnlyByRuleRanks()
    {
        LeaderboardEntry[] entries =
        [
            Entry("a", 5m), Entry("b", 5m, reached: "2026-03-02T10:00Z"), Entry("c", 5m, reached: "2026-03-01T10:00Z"), Entry("d", 5m, reached: "2026-03-02T10:00Z"),
        ];

        Assert.Equal("1:c 1:b 1:d 1:a", Told(Leaderboard.Rank(entries, "higherIsBetter")));
        Assert.Equal("1:c 2:b 2:d 4:a", Told(Leaderboard.Rank(entries, "higherIsBetter", ties: "firstReached")));
    }

    [Fact]
    public void Rank_Previous_ShowsPlacesWonAndLost()
    {
        var before = Leaderboard.Rank([Entry("a", 3m), Entry("b", 2m), Entry("c", 1m), Entry("e", null)], "higherIsBetter");

        var rows = Leaderboard.Rank([Entry("a", 1m), Entry("b", 2m), Entry("c", 3m), Entry("d", 4m), Entry("e", 0m)], "higherIsBetter", previous: before);

        // d 1st (new), c 3rd → 2nd, b 2nd → 3rd, a 1st → 4th, e had no rank
        Assert.Equal(
            [("d", null, null), ("c", 3, 1), ("b", 2, -1), ("a", 1, -3), ("e", null, null)],
            rows.Select(row => (row.Id, row.PreviousRank, row.Change)));
    }

    [Fact]
    public void Rank_NobodyOrBadWords_AreTheirOwnCases()
    {
        Assert.Empty(Leaderboard.Rank([], "higherIsBetter"));
        Assert.Throws<ArgumentException>(() => Leaderboard.Rank([], "inRange"));
        Assert.Throws<ArgumentException>(() => Leaderboard.Rank([], "higherIsBetter", "sideways"));
        Assert.Throws<ArgumentException>(() => Leaderboard.Rank([], "higherIsBetter", ties: "coin"));
        Assert.Throws<ArgumentException>(() => Leaderboard.Rank([Entry("a", 1m), Entry("a", 2m)], "higherIsBetter"));
    }

    [Fact]
    public void Rank_is_one_more_than_those_better_whatever_the_order()
    {
        var boards = Gen.ArrayOf(Gen.Choose(-3, 3)).Select(values => values.Select((value, index) => Entry($"p{index:00}", value == 3 ? null : value)).ToArray());
        Prop.ForAll(boards.ToArbitrary(), entries =>
        {
            var rows = Leaderboard.Rank(entries, "higherIsBetter");
            return Told(rows) == Told(Leaderboard.Rank(entries.Reverse(), "higherIsBetter"))
                && rows.All(row => row.Value is null ? row.Rank is null : row.Rank == 1 + rows.Count(other => other.Value > row.Value));
        }).QuickCheckThrowOnFailure();
    }
}
