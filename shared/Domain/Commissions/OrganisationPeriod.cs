namespace SalesPerf.Domain.Commissions;

/// <summary>The organisation's books of one fiscal month: the document <c>period~{P}</c> beside the calendar. A month without one is open.</summary>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="State"><c>open</c>, <c>closing</c> (people's months are being closed one by one) or <c>closed</c>.</param>
public sealed record OrganisationPeriod(string Period, string State)
{
    public const string Open = "open";
}
