using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>What is wrong with the rows of an upload that could not be read, by line: the first hundred of each part, as CSV also in one file.</summary>
[Requires(AccessAction.ImportHistory)]
public sealed class GetResyncRejected(Authorize authorize, ResyncUploads uploads, IDocumentStore store)
{
    /// <summary>The most lines of the file.</summary>
    private const int MaxLines = 10_000;

    [Function(nameof(GetResyncRejected))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{source}/resync/{id}/rejected")] HttpRequest request,
        string source,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var upload = (await uploads.ReadAsync(source, id, cancellationToken)).Value;
        if (Accept.WantsCsv(request))
        {
            return await FileAsync(upload, cancellationToken);
        }

        var page = await paging.ReadAsync(store, ResyncUploads.PartsOf(upload), cancellationToken);
        return Reply.Json(new Page<ResyncProblem>([.. page.Items.SelectMany(part => ProblemsOf(TypedDocuments.Open<ResyncPart>(part).Value))], paging.NextLink(page.Continuation)));
    }

    private async Task<IResult> FileAsync(ResyncUpload upload, CancellationToken cancellationToken)
    {
        var csv = new CsvWriter("line", "column", "problem");
        await foreach (var part in uploads.PartsAsync(upload, cancellationToken))
        {
            foreach (var problem in ProblemsOf(part.Value).TakeWhile(_ => csv.Rows < MaxLines))
            {
                csv.Number(problem.Line).Text(problem.Pointer).Text(problem.Detail).EndRow();
            }
        }

        return csv.ToReply($"rejected-{upload.Id}.csv");
    }

    private static IEnumerable<ResyncProblem> ProblemsOf(ResyncPart part) => part.IsDone
        ? part.Problems.SelectMany(line => line.Errors, (line, error) => new ResyncProblem(line.Line, error.Pointer, error.Detail))
        : [];
}
