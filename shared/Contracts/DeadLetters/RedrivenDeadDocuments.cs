namespace SalesPerf.Contracts.DeadLetters;

/// <summary>The answer to sending many dead documents again.</summary>
/// <param name="Redriven">How many were sent.</param>
/// <param name="Refused">Those that could not be.</param>
/// <param name="NextLink">Where to POST for the next page of them; null after the last.</param>
public sealed record RedrivenDeadDocuments(int Redriven, IReadOnlyList<NotRedriven> Refused, string? NextLink);

/// <summary>A dead document that cannot be sent again as it is.</summary>
/// <param name="Date">The UTC day it is listed under.</param>
/// <param name="Id">Its id.</param>
/// <param name="Detail">Why.</param>
public sealed record NotRedriven(DateOnly Date, string Id, string Detail);
