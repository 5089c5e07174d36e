namespace SalesPerf.Domain.Leaderboards;

/// <summary>Somebody or some team to be ranked.</summary>
/// <param name="Id">Distinct.</param>
/// <param name="Value">Null is absent or grey: listed at the end without a rank.</param>
/// <param name="Secondary">Compared where values are equal, if the board has a secondary; null comes last.</param>
/// <param name="FirstReached">When the value was first reached; null comes last.</param>
public sealed record LeaderboardEntry(string Id, decimal? Value, decimal? Secondary = null, DateTimeOffset? FirstReached = null);

/// <summary>A row of a leaderboard.</summary>
/// <param name="Rank">From 1; null without a value.</param>
/// <param name="PreviousRank">In the ranking before; null when absent or without a rank there.</param>
/// <param name="Change">Places won (positive) or lost since then; null when either rank is unknown.</param>
public sealed record LeaderboardRow(
    int? Rank,
    string Id,
    decimal? Value,
    decimal? Secondary,
    DateTimeOffset? FirstReached,
    int? PreviousRank,
    int? Change);

/// <summary>Standard competition ranking: 1, 2, 2, 4.</summary>
public static class Leaderboard
{
    public const string HigherIsBetter = "higherIsBetter";
    public const string LowerIsBetter = "lowerIsBetter";

    /// <summary>Equal values share a rank; who reached it first stands above, without a better rank.</summary>
    public const string Shared = "shared";

    /// <summary>Among equal values, whoever reached it first has the better rank.</summary>
    public const string FirstReached = "firstReached";

    /// <summary>
    /// Everybody, best first, ranked over the whole set. Inside a rank rows are ordered by first reached, then id (ordinal), which never decide a rank
    /// unless <paramref name="ties"/> says so. The order of <paramref name="entries"/> makes no difference.
    /// </summary>
    /// <param name="entries">Whom to rank.</param>
    /// <param name="direction"><see cref="HigherIsBetter"/> or <see cref="LowerIsBetter"/>; a metric with a range is ranked by its attainment.</param>
    /// <param name="secondary">The direction of <see cref="LeaderboardEntry.Secondary"/>; null when the board has none.</param>
    /// <param name="ties"><see cref="Shared"/> or <see cref="FirstReached"/>.</param>
    /// <param name="previous">Rows of the ranking before.</param>
    /// <exception cref="ArgumentException">A direction or tie rule is unknown, or an id occurs twice, here or before.</exception>
    public static IReadOnlyList<LeaderboardRow> Rank(
        IEnumerable<LeaderboardEntry> entries,
        string direction,
        string? secondary = null,
        string ties = Shared,
        IReadOnlyList<LeaderboardRow>? previous = null)
    {
        var sign = Sign(direction);
        var secondarySign = secondary is null ? 0 : Sign(secondary);
        if (ties is not (Shared or FirstReached))
        {
            throw new ArgumentException($"{ties} is not a rule for ties.", nameof(ties));
        }

        var before = (previous ?? []).ToDictionary(row => row.Id, row => row.Rank, StringComparer.Ordinal);
        var ordered = entries
            .Select(entry => (Entry: entry, Key: KeyOf(entry, sign, secondarySign)))
            .OrderBy(row => row.Entry.Value is null)
            .ThenBy(row => row.Key)
            .ThenBy(row => row.Entry.FirstReached ?? DateTimeOffset.MaxValue)
            .ThenBy(row => row.Entry.Id, StringComparer.Ordinal)
            .ToList();
        if (ordered.DistinctBy(row => row.Entry.Id).Count() != ordered.Count)
        {
            throw new ArgumentException("An id occurs twice.", nameof(entries));
        }

        var rows = new List<LeaderboardRow>(ordered.Count);
        foreach (var (index, (entry, key)) in ordered.Index())
        {
            var isTied = index > 0
                && ordered[index - 1].Key == key
                && (ties == Shared || ordered[index - 1].Entry.FirstReached == entry.FirstReached);
            int? rank = entry.Value is null ? null : isTied ? rows[index - 1].Rank : index + 1;
            var was = before.GetValueOrDefault(entry.Id);
            rows.Add(new LeaderboardRow(rank, entry.Id, entry.Value, entry.Secondary, entry.FirstReached, was, was - rank));
        }

        return rows;
    }

    /// <summary>Smaller is better; what the board does not compare is 0.</summary>
    private static (decimal Value, bool IsWithoutSecondary, decimal Secondary) KeyOf(LeaderboardEntry entry, int sign, int secondarySign) => (
        sign * (entry.Value ?? 0m),
        secondarySign != 0 && entry.Secondary is null,
        secondarySign * (entry.Secondary ?? 0m));

    private static int Sign(string direction) => direction switch
    {
        HigherIsBetter => -1,
        LowerIsBetter => 1,
        _ => throw new ArgumentException($"{direction} is not a direction to rank by.", nameof(direction)),
    };
}
