namespace SalesPerf.Simulation.Engine;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>The process ends instead of making a call.</summary>
    CrashBefore,

    /// <summary>The process ends when what it asked for is done and not yet answered.</summary>
    CrashAfter,

    /// <summary>It is done, and the caller sees a time-out.</summary>
    LostAnswer,

    /// <summary>It is not done: 429, 503, a connection refused.</summary>
    Busy,

    /// <summary>A call takes up to nine seconds.</summary>
    Slow,

    /// <summary>A commit takes seven to ten seconds until it is done.</summary>
    Stall,

    /// <summary>A message arrives up to an hour late.</summary>
    LateMessage,

    /// <summary>A message arrives twice.</summary>
    TwiceMessage,

    /// <summary>The lock of a message ends while its handler goes on.</summary>
    LostLock,

    /// <summary>A sender posts again what was acknowledged.</summary>
    PostedAgain,
}

/// <summary>Which faults a run has. How many of each kind its seed decides first: some runs have few, some many; and most have more of them at some calls than at others.</summary>
internal sealed class Faults
{
    private const double AtFocus = 6;
    private const double Most = 0.15;

    /// <summary>Calls that are near each other in the app, by how their names begin.</summary>
    private static readonly string[] Neighbours =
        ["", "", "commit rep~", "commit feed~", "commit who~", "commit record~", "commit forecast~", "commit people", "read rep~", "read record~", "read people", "read forecast~", "send ", "settle "];

    private readonly Dictionary<FaultKind, double> rates = [];
    private readonly IReadOnlySet<string> omitted;
    private readonly List<string> happened = [];
    private readonly string focus;

    /// <param name="chance">Of the seed.</param>
    /// <param name="omitted">Names of faults that are left out, to find out which ones matter.</param>
    public Faults(Chance chance, IReadOnlySet<string> omitted)
    {
        this.omitted = omitted;
        var dice = chance.About("faults");
        foreach (var (kind, some, many) in new[]
        {
            (FaultKind.CrashBefore, 0.001, 0.004), (FaultKind.CrashAfter, 0.001, 0.004), (FaultKind.LostAnswer, 0.005, 0.04), (FaultKind.Busy, 0.005, 0.04),
            (FaultKind.Slow, 0.01, 0.1), (FaultKind.Stall, 0.01, 0.1), (FaultKind.LateMessage, 0.01, 0.06), (FaultKind.TwiceMessage, 0.02, 0.2), (FaultKind.LostLock, 0.02, 0.2),
            (FaultKind.PostedAgain, 0.1, 0.5),
        })
        {
            rates[kind] = dice.Of(0, some, many);
        }

        focus = dice.Of(Neighbours);
    }

    /// <summary>Those that happened, by name.</summary>
    public IReadOnlyList<string> Happened => happened;

    public SortedDictionary<FaultKind, int> Counts { get; } = [];

    /// <summary>While true nothing goes wrong, and every call is answered at once.</summary>
    public bool IsCalm { get; set; }

    /// <summary>While true nothing more goes wrong.</summary>
    public bool IsOver { get; set; }

    public bool Happens(FaultKind kind, string what, ref Dice dice)
    {
        if (IsCalm || IsOver || !dice.Is(RateOf(kind, what)))
        {
            return false;
        }

        var name = $"{kind} {what} #{dice.Count}";
        if (omitted.Contains(name))
        {
            return false;
        }

        happened.Add(name);
        Counts[kind] = Counts.GetValueOrDefault(kind) + 1;
        return true;
    }

    private double RateOf(FaultKind kind, string what) => focus.Length > 0 && what.StartsWith(focus, StringComparison.Ordinal)
        ? Math.Max(rates[kind], Math.Min(rates[kind] * AtFocus, Most))
        : rates[kind];
}
