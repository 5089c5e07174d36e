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

    /// <summary>Seven to ten seconds pass before a commit is done, or before what was read arrives: time enough for another handler to come first.</summary>
    Stall,

    /// <summary>A message arrives up to twenty minutes late; in slow stories up to four days.</summary>
    LateMessage,

    /// <summary>A message arrives twice.</summary>
    TwiceMessage,

    /// <summary>The lock of a message ends while its handler goes on.</summary>
    LostLock,

    /// <summary>A sender posts again what was acknowledged.</summary>
    PostedAgain,

    /// <summary>A timer fires up to half an hour late: nobody was there, or the firing was skipped.</summary>
    TimerLate,

    /// <summary>A timer fires on two instances at once, and once more later.</summary>
    TimerAgain,
}

/// <summary>Which faults a run has. How many of each kind its seed decides first: some runs have few, some many; and most have more of them at some calls than at others.</summary>
internal sealed class Faults
{
    private const double AtFocus = 6;
    private const double Most = 0.15;

    /// <summary>Calls that are near each other in the app, by how their names begin.</summary>
    private static readonly string[] Neighbours =
        ["", "", "commit rep~", "commit feed~", "commit who~", "commit record~", "commit forecast~", "commit people", "read rep~", "read record~", "read people", "read forecast~", "send ", "settle "];

    /// <summary>Where a handler that comes too late would spoil what another has derived.</summary>
    private static readonly string[] Derivations =
        ["", "", "commit rep~", "commit rep~", "commit forecast~", "commit forecast~", "commit commissions~", "commit record~", "commit who~", "read rep~", "read record~", "read people identity", "range rep~"];

    private readonly Dictionary<FaultKind, double> rates = [];
    private readonly IReadOnlySet<string> omitted;
    private readonly List<string> happened = [];
    private readonly string focus;
    private readonly string stalls;
    private readonly double stallRate;
    private (string Start, string Part)? heldUp;

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
        var timers = chance.About("timers");
        (rates[FaultKind.TimerLate], rates[FaultKind.TimerAgain]) = (timers.Of(0, 0.5), timers.Of(0, 0.5));
        stalls = dice.Of(Derivations);
        stallRate = dice.Of(0.1, 0.35);
    }

    /// <summary>Lets messages come late at least this often.</summary>
    public double LeastLate
    {
        init => rates[FaultKind.LateMessage] = Math.Max(rates[FaultKind.LateMessage], value);
    }

    /// <summary>Those that happened, by name.</summary>
    public IReadOnlyList<string> Happened => happened;

    public SortedDictionary<FaultKind, int> Counts { get; } = [];

    /// <summary>While true nothing goes wrong, and every call is answered at once.</summary>
    public bool IsCalm { get; set; }

    /// <summary>While true nothing more goes wrong.</summary>
    public bool IsOver { get; set; }

    /// <summary>Lets the next call whose name begins and goes on like this stall: what another handler does meanwhile comes before it.</summary>
    public void HoldUp((string Start, string Part) call) => heldUp = call;

    public bool Happens(FaultKind kind, string what, ref Dice dice)
    {
        var isHeldUp = kind == FaultKind.Stall && heldUp is var (start, part) && what.StartsWith(start, StringComparison.Ordinal) && what.Contains(part, StringComparison.Ordinal);
        if (IsCalm || !(isHeldUp || (!IsOver && dice.Is(RateOf(kind, what)))))
        {
            return false;
        }

        heldUp = isHeldUp ? null : heldUp;

        var name = $"{kind} {what} #{dice.Count}";
        if (omitted.Contains(name))
        {
            return false;
        }

        happened.Add(name);
        Counts[kind] = Counts.GetValueOrDefault(kind) + 1;
        return true;
    }

    private double RateOf(FaultKind kind, string what) =>
        kind == FaultKind.Stall && IsAt(stalls, what) ? stallRate
        : IsAt(focus, what) ? Math.Max(rates[kind], Math.Min(rates[kind] * AtFocus, Most))
        : rates[kind];

    private static bool IsAt(string place, string what) => place.Length > 0 && what.StartsWith(place, StringComparison.Ordinal);
}
