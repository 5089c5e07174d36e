using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Recomputes audit chains: of one person, or of the organisation and then everybody, a page at a time. It names the first entry that does not hold, and whoever's chain has
/// not the seal that a closed month's manifest names.
/// </summary>
[Requires(AccessAction.ManageBooks)]
public sealed class VerifyAudit(Authorize authorize, ModelDirectory directory, ReadPeriods periods, VerifyChain chains, IDocumentStore store)
{
    [Function(nameof(VerifyAudit))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/audit/verify")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        var query = new Query(request, "person", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var asked = query.Text("person");
        if (asked is not null && !model.People.ContainsKey(asked))
        {
            return Problems.NotFound();
        }

        var after = await paging.ReadAsync(Task.FromResult);
        var sealedMonths = await SealsAsync(cancellationToken);
        var known = model.People.Keys.Union(sealedMonths.Select(person => person.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var people = asked is not null ? [asked] : known.Where(person => after is null || string.CompareOrdinal(person, after) > 0).ToList();
        var items = new List<VerifiedChain>();
        if (asked is null && after is null)
        {
            items.Add(await chains.RunAsync(BookDocuments.Organisation, new HashSet<string>(), cancellationToken));
        }

        foreach (var person in people.Take(paging.Size))
        {
            items.Add(await chains.RunAsync(Partitions.Rep(person), sealedMonths[person].ToHashSet(StringComparer.Ordinal), cancellationToken));
        }

        var next = people.Count > paging.Size ? paging.NextLink(people[paging.Size - 1]) : null;
        return Reply.Json(new AuditAnswer(items.TrueForAll(item => item.Broken is null), items.Find(item => item.Broken is not null), items, next));
    }

    private async Task<ILookup<string, string>> SealsAsync(CancellationToken cancellationToken)
    {
        var found = new List<SealedPerson>();
        foreach (var period in (await periods.AllAsync(cancellationToken)).Where(period => period.Manifest is not null))
        {
            for (var number = 1; number <= period.Manifest!.Parts.Count; number++) // filtered
            {
                // One that cannot be read is what the organisation's chain says.
                if (await store.ReadAsync(BookDocuments.Organisation, BookDocuments.ManifestId(period.Period, number), cancellationToken) is { } document
                    && ContentHash.IsOf(document.Body, period.Manifest.Parts[number - 1]))
                {
                    found.AddRange(TypedDocuments.Open<ManifestPart>(document).Value.People);
                }
            }
        }

        return found.ToLookup(person => person.Person, person => person.Seal, StringComparer.Ordinal);
    }
}

/// <summary>Chains that were verified.</summary>
/// <param name="IsWhole">True when all of these hold.</param>
/// <param name="FirstBroken">The first that does not.</param>
/// <param name="Items">Each of them.</param>
/// <param name="NextLink">Where the next people are.</param>
public sealed record AuditAnswer(bool IsWhole, VerifiedChain? FirstBroken, IReadOnlyList<VerifiedChain> Items, string? NextLink);
