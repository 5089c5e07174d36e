using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Runs;

/// <summary>How far runs are: of one kind all, newest first; without a kind the newest of each.</summary>
[Requires(AccessAction.ReadRuns)]
public sealed class ListRuns(Authorize authorize, IEnumerable<RunsOfKind> kinds)
{
    private const int OfEach = 5;

    [Function(nameof(ListRuns))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadRuns, AccessTarget.Everything, default, cancellationToken);
        var query = new Query(request, "kind", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        if (query.Text("kind") is { } asked)
        {
            var kind = kinds.FirstOrDefault(kind => kind.Kind == asked) ?? throw Query.Bad("kind", $"one of {string.Join(", ", kinds.Select(kind => kind.Kind))}");
            var (items, next) = await paging.ReadAsync(continuation => kind.ListAsync(continuation, paging.Size, cancellationToken));
            return Reply.Json(new Page<RunProgress>([.. items.Select(run => run.Listed())], paging.NextLink(next)));
        }

        var newest = new List<RunProgress>();
        foreach (var kind in kinds)
        {
            newest.AddRange((await kind.ListAsync(null, OfEach, cancellationToken)).Items);
        }

        return Reply.Json(new Page<RunProgress>([.. newest.OrderByDescending(run => run.StartedAt).Select(run => run.Listed())], null));
    }
}
