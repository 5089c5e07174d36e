using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>When October's books are closed.</summary>
/// <param name="Part">The part of the story; null never.</param>
/// <param name="IsAmid">While that part is told, so that what is known then is as it happens; otherwise before it, when all is quiet.</param>
internal sealed record Close(int? Part, bool IsAmid)
{
    public const string October = "2026-10";
    public const string November = "2026-11";

    /// <summary>November is over, wherever one is.</summary>
    public static readonly DateTimeOffset December = new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Close Never = new(null, false);

    public bool IsBefore(int part) => Part == part && !IsAmid;

    public bool IsDuring(int part) => Part == part && IsAmid;

    public static Request Of(string month) => new("RequestClose", month, """
        {"acknowledge":["unmappedIdentities","missingRates"],"reason":"As it is."}
        """);

    /// <param name="dice">Of the seed.</param>
    /// <param name="parts">Of the story.</param>
    /// <param name="isSlow">A close would take days, and the story would begin on another one.</param>
    public static Close Of(Dice dice, int parts, bool isSlow)
    {
        var (isNever, isAmid, part) = (dice.Is(0.3), dice.Is(0.5), dice.Below(parts));
        return isNever ? Never : new Close(part, isAmid || isSlow);
    }
}
