using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Finds for what is held, one after the other, the row for which it stands. It keeps rows and the keys of what stands for them, nothing else of what is held.</summary>
/// <param name="rows">Those for which nothing stands yet.</param>
/// <param name="places">Says whose owners are one person's.</param>
public sealed class RowMatching(IReadOnlyList<ImportedActivity> rows, HeldPlaces places)
{
    /// <summary>What <see cref="Same"/> counts.</summary>
    private const int All = 5;

    private readonly IReadOnlyList<ImportedActivity> rows = rows;
    private readonly RowsByTime byTime = new(rows);
    private readonly Dictionary<long, ImportedActivity> open = rows.ToDictionary(row => row.Line);
    private readonly Dictionary<string, long> matches = new(StringComparer.Ordinal);

    /// <summary>The rows for which nothing stands yet, in order.</summary>
    public IReadOnlyList<ImportedActivity> Open => [.. rows.Where(row => open.ContainsKey(row.Line))];

    /// <summary>True when there is none.</summary>
    public bool IsDone => open.Count == 0;

    /// <summary>True when something was asked about that agrees with an open row, though not in everything.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>By the key of what is held the line for which it stands.</summary>
    public IReadOnlyDictionary<string, long> Matches => matches;

    /// <summary>True when it may stand for a row that is open.</summary>
    /// <param name="held">Something that is held.</param>
    /// <param name="inEverything">Only for a row with which it agrees in everything.</param>
    public bool Fits(Activity held, bool inEverything) => !matches.ContainsKey(held.Key) && Best(held, inEverything) is not null;

    /// <summary>Lets it stand for the row that it fits best, if there is one yet.</summary>
    /// <param name="held">Something that stands for nothing.</param>
    /// <param name="inEverything">Only for a row with which it agrees in everything.</param>
    public void Take(Activity held, bool inEverything)
    {
        if (!matches.ContainsKey(held.Key) && Best(held, inEverything) is { } row)
        {
            matches.Add(held.Key, row.Line);
            open.Remove(row.Line);
        }
    }

    /// <summary>The open row that agrees in most: another would take what that needs. Of several the first.</summary>
    private ImportedActivity? Best(Activity held, bool inEverything)
    {
        ImportedActivity? best = null;
        var most = -1;
        foreach (var row in byTime.At(held.OccurredAt))
        {
            if (row.Activity.Type != held.Type || !open.ContainsKey(row.Line) || HeldActivities.IsOwnerNews(row, held) || !Agree(row.Activity, held) || !places.IsSameOwner(row.Activity, held))
            {
                continue;
            }

            var same = Same(row.Activity, held);
            HasOthers |= same < All;
            if ((!inEverything || same == All) && same > most)
            {
                (best, most) = (row, same);
            }

            if (same == All)
            {
                break;
            }
        }

        return best;
    }

    private static int Same(Activity row, Activity held) =>
        One(row.Owner, held.Owner) + One(row.Contact, held.Contact) + One(row.Deal, held.Deal) + One(row.Account, held.Account) + One(row.Conversation, held.Conversation);

    private static int One(string? one, string? other) => one == other ? 1 : 0;

    private static bool Agree(Activity row, Activity held) =>
        Agree(row.Contact, held.Contact) && Agree(row.Deal, held.Deal) && Agree(row.Account, held.Account) && Agree(row.Conversation, held.Conversation);

    private static bool Agree(string? one, string? other) => one is null || other is null || one == other;
}
