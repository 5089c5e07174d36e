namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A person's books of one fiscal month: the document <c>period~{P}</c> of partition <c>rep~{person}</c>. Every commit that touches a credit
/// of the month replaces it, so that a close and a late credit cannot miss each other. It holds no totals: those are folded from credits.
/// </summary>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="State"><c>open</c>, <c>closing</c> (made while the organisation's month was being closed, and not closed itself yet) or <c>closed</c>.</param>
/// <param name="Seal">Hash of the entry in the person's audit chain that closed it; null before.</param>
public sealed record PersonPeriod(string Period, string State, string? Seal = null);
