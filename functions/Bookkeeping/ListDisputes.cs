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

/// <summary>A person's disputes with what was said, the first raised first.</summary>
[Requires(AccessAction.ReadStatement)]
public sealed class ListDisputes(Authorize authorize, ModelDirectory directory, IDocumentStore store, KeptTexts texts, TimeProvider time)
{
    [Function(nameof(ListDisputes))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/disputes")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadStatement, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.ReadStatement, AccessTarget.OfPerson(id), model, model.Today(time.GetUtcNow()));
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var page = await paging.ReadAsync(store, new RangeQuery(Partitions.Rep(id), DisputeBooks.Kind), cancellationToken);
        var disputes = page.Items.Select(document => TypedDocuments.Open<Dispute>(document).Value).ToList();
        var said = await texts.ReadAsync(Partitions.Rep(id), disputes.SelectMany(dispute => dispute.Steps).Select(step => step.ReasonHash), cancellationToken);
        return Reply.Json(new Page<ListedDispute>([.. disputes.Select(dispute => ListedDispute.Of(dispute, said))], paging.NextLink(page.Continuation)));
    }
}

/// <summary>A dispute with what was said.</summary>
/// <param name="Dispute">It.</param>
/// <param name="Reasons">Of each step; empty once it was erased.</param>
public sealed record ListedDispute(Dispute Dispute, IReadOnlyList<string> Reasons)
{
    /// <param name="dispute">It.</param>
    /// <param name="said">By hash.</param>
    public static ListedDispute Of(Dispute dispute, IReadOnlyDictionary<string, string> said) =>
        new(dispute with { Fingerprint = null }, [.. dispute.Steps.Select(step => said.GetValueOrDefault(step.ReasonHash, ""))]);
}
