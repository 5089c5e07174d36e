namespace SalesPerf.Functions.Tests.Bookkeeping.Stories;

/// <summary>One thing that happens, told without what happened before it: any of them may be left out of a story.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Numbers">Six whole numbers from 0 that say whose, when and how much.</param>
internal sealed record StoryEvent(StoryKind Kind, IReadOnlyList<int> Numbers)
{
    /// <summary>How often each kind comes up, of a hundred or so.</summary>
    private static readonly (StoryKind Kind, int Weight)[] Weights =
    [
        (StoryKind.Win, 30), (StoryKind.Amount, 9), (StoryKind.Owner, 6), (StoryKind.Undo, 6), (StoryKind.End, 6), (StoryKind.Days, 14), (StoryKind.Close, 8), (StoryKind.Reopen, 3),
        (StoryKind.Plan, 4), (StoryKind.Quota, 3), (StoryKind.OtherPlan, 2), (StoryKind.Leave, 2), (StoryKind.Place, 3), (StoryKind.Identity, 2), (StoryKind.Adjustment, 4), (StoryKind.Hold, 3), (StoryKind.Release, 3),
    ];

    /// <summary>The same events for the same seed, for ever.</summary>
    public static IReadOnlyList<StoryEvent> Of(int seed, int count)
    {
        var chance = new Random(seed);
        var kinds = Weights.SelectMany(one => Enumerable.Repeat(one.Kind, one.Weight)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => new StoryEvent(kinds[chance.Next(kinds.Length)], [.. Enumerable.Range(0, 6).Select(_ => chance.Next(1_000_000))]))];
    }

    public override string ToString() => $"{Kind} {string.Join(' ', Numbers)}";
}

/// <summary>What may happen.</summary>
internal enum StoryKind
{
    /// <summary>A deal is won: by one, or shared by two or three, or with somebody's overlay on top.</summary>
    Win,

    /// <summary>A deal's amount is another.</summary>
    Amount,

    /// <summary>A deal turns out to have been somebody else's before it was won.</summary>
    Owner,

    /// <summary>A deal is reopened, won again or deleted.</summary>
    Undo,

    /// <summary>A credited deal ends, or has not ended after all.</summary>
    End,

    /// <summary>Some days go by.</summary>
    Days,

    /// <summary>The first open month is closed, if it is over.</summary>
    Close,

    /// <summary>A closed month is reopened, by two people.</summary>
    Reopen,

    /// <summary>A plan has another version, from a day before or after today.</summary>
    Plan,

    /// <summary>Somebody's quota is another, from a day on.</summary>
    Quota,

    /// <summary>Somebody's assignment is to another plan, from a day on.</summary>
    OtherPlan,

    /// <summary>Somebody's assignment ends, and another may follow.</summary>
    Leave,

    /// <summary>Somebody works in another team, from a day on.</summary>
    Place,

    /// <summary>An identity is somebody else's, with all it ever did.</summary>
    Identity,

    /// <summary>Finance adds or takes money or credit, approved by a second person.</summary>
    Adjustment,

    /// <summary>Finance holds all pay, a component or a deal.</summary>
    Hold,

    /// <summary>Finance releases the oldest hold.</summary>
    Release,
}
