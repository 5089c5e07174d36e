using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Commissions.Rendering;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>A plan in plain English, with what it pays.</summary>
/// <param name="Id">The plan's.</param>
/// <param name="State"><c>inForce</c>, <c>draft</c> or <c>version</c>.</param>
/// <param name="Version">Its number; absent for a draft.</param>
/// <param name="Sections">Every part of it in words.</param>
/// <param name="Curves">What each component pays, computed as statements are; without those whose numbers are too large.</param>
public sealed record PlanRendering(string Id, string State, int? Version, IReadOnlyList<PlanSection> Sections, IReadOnlyList<PayoutCurve> Curves);
