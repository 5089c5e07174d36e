using System.Text.Json;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions.Agreements;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Agreements;

/// <summary>
/// What people agree to. It is computed from the resources; what is stored is that somebody acknowledged it, with all that it said then, in the person's audit chain.
/// </summary>
public sealed class AgreementBooks(IDocumentStore store, BookChanges changes, TimeProvider time)
{
    public const string Kind = "acknowledgement";

    public static string Id(string version) => $"acknowledgement~{version}";

    /// <summary>What somebody is to agree to, now and later on.</summary>
    public IReadOnlyList<PlanAgreement> Of(Model model, string person)
    {
        var now = time.GetUtcNow();
        return PlanAgreements.Of(model, person, ScorecardInputs.Calendar(model, now), model.Today(now), Fingerprint);
    }

    /// <summary>With how each stands: those that are not over, then those that were acknowledged and are, the oldest first.</summary>
    public async Task<IReadOnlyList<AgreementView>> ViewAsync(Model model, string person, CancellationToken cancellationToken)
    {
        var said = new Dictionary<string, Acknowledgement>(StringComparer.Ordinal);
        await foreach (var stored in store.RangeAsync<Acknowledgement>(new RangeQuery(Partitions.Rep(person), Kind, Size: 500), cancellationToken))
        {
            said[stored.Value.Agreement.Version!] = stored.Value; // what is stored has one
        }

        var current = Of(model, person);
        var past = said.Values.Where(one => !current.Any(other => other.Version == one.Agreement.Version)).OrderBy(one => one.Agreement.From).ThenBy(one => one.At);
        return
        [
            .. current.Select(one => said.GetValueOrDefault(one.Version!) is { } known
                ? new AgreementView(AgreementView.Acknowledged, one, known.At)
                : new AgreementView(AgreementView.Open, one, null)),
            .. past.Select(one => new AgreementView(AgreementView.Past, one.Agreement, one.At)),
        ];
    }

    /// <summary>Records that whom it is for acknowledged it; what was acknowledged before stays as it was.</summary>
    public Task<AgreementView> AcknowledgeAsync(PlanAgreement agreement, string by, CancellationToken cancellationToken)
    {
        var (pk, id) = (Partitions.Rep(agreement.Person), Id(agreement.Version!)); // computed ones have a version
        return changes.ApplyAsync(pk, by, "planAcknowledged", agreement.Version!, async batch =>
        {
            if (await store.ReadAsync<Acknowledgement>(pk, id, cancellationToken) is { Value: var known })
            {
                return new AgreementView(AgreementView.Acknowledged, agreement, known.At);
            }

            var now = time.GetUtcNow();
            batch.Create(TypedDocuments.New(pk, id, Kind, now, new Acknowledgement(agreement, now)));
            return new AgreementView(AgreementView.Acknowledged, agreement, now);
        }, cancellationToken);
    }

    private static string Fingerprint(PlanAgreement agreement) =>
        ContentHash.OfBytes(JsonSerializer.SerializeToUtf8Bytes(agreement with { Version = null, Until = null }, TypedDocuments.TypeInfo<PlanAgreement>()))[..32];
}

/// <summary>That somebody acknowledged what they are paid by. It never changes.</summary>
/// <param name="Agreement">All that it said.</param>
/// <param name="At">When.</param>
public sealed record Acknowledgement(PlanAgreement Agreement, DateTimeOffset At);

/// <summary>What somebody is to agree to, and how it stands.</summary>
/// <param name="State"><c>open</c>, <c>acknowledged</c>, or <c>past</c>: acknowledged, and over or replaced.</param>
/// <param name="Agreement">It.</param>
/// <param name="AcknowledgedAt">Absent while it is open.</param>
public sealed record AgreementView(string State, PlanAgreement Agreement, DateTimeOffset? AcknowledgedAt)
{
    public const string Open = "open";

    public const string Acknowledged = "acknowledged";

    public const string Past = "past";
}
