using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>
/// Pay that finance holds by hand: nothing of what it names is paid or taken from the pay period of <paramref name="From"/> on until the one of <paramref name="ReleasedOn"/>.
/// Without a component and a deal it is all of the person's pay.
/// </summary>
/// <param name="Id">What it is listed under.</param>
/// <param name="From">The first day of the first pay period that is held.</param>
/// <param name="ReleasedOn">A day of the pay period that what is held is released in; null while it is held.</param>
/// <param name="Assignment">Null is every one.</param>
/// <param name="Component">Null is every one.</param>
/// <param name="Source">Of the deal.</param>
/// <param name="Deal">Every credit of it; null is all pay.</param>
public sealed record PayHold(string Id, DateOnly From, DateOnly? ReleasedOn = null, string? Assignment = null, string? Component = null, string? Source = null, string? Deal = null)
{
    /// <summary>True for a pay period at whose end it holds.</summary>
    internal bool IsIn(Period pay) => pay.End > From && !(ReleasedOn < pay.End);

    /// <summary>True for a pay period in which it holds, or is released.</summary>
    internal bool IsSeenIn(Period pay) => pay.End > From && !(ReleasedOn < pay.Start);
}
