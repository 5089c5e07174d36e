using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>A plan as somebody asks about it.</summary>
/// <param name="Content">It.</param>
/// <param name="State"><c>inForce</c>, <c>draft</c>, <c>version</c> or <c>unsaved</c>.</param>
/// <param name="Version">Its number; null for what is not a version.</param>
public sealed record AskedPlan(Plan Content, string State, int? Version)
{
    public const string InForce = "inForce";

    public const string Draft = "draft";

    public const string OfVersion = "version";

    public const string Unsaved = "unsaved";

    /// <summary>The version in force on a day.</summary>
    /// <exception cref="ProblemException">404 without one.</exception>
    public static AskedPlan On(Model model, string id, DateOnly day) =>
        model.Plans.GetValueOrDefault(id)?.VersionAt(day, model.AsOf) is { Content: { } content } version
            ? new(content, InForce, version.Number)
            : throw Problems.NotFound($"Nothing is in force on {day:yyyy-MM-dd}.").ToException();

    /// <exception cref="ProblemException">404 without it.</exception>
    public static AskedPlan Numbered(Model model, string id, int number) =>
        model.Plans.GetValueOrDefault(id)?.Versions.FirstOrDefault(version => version.Number == number) is { Content: { } content }
            ? new(content, OfVersion, number)
            : throw Problems.NotFound("There is no such version.").ToException();

    /// <exception cref="ProblemException">404 without an open one.</exception>
    public static AskedPlan Of(Stored<PlanDraft>? draft) =>
        draft is { Value: { IsOpen: true } open } ? new(open.Content, Draft, null) : throw Problems.NotFound("There is no open draft of this plan.").ToException();

    /// <summary>The organisation as if this had been the plan's only version, from the beginning.</summary>
    public Model In(Model model) => ResourceKinds.Plans.With(
        model, new Resource<Plan>(Content.Id, [new ResourceVersion<Plan>(1, ResourceChanges.Beginning, DateTimeOffset.UnixEpoch, "trial", Content)]));
}
