using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Says that all parts of an upload were sent. A part that is missing is named, and the upload stays open.</summary>
[Requires(AccessAction.ImportHistory)]
public sealed class CompleteResync(Authorize authorize, ResyncUploads uploads)
{
    private const int MaxBody = 1024;
    private const int MaxNamed = 20;

    [Function(nameof(CompleteResync))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sources/{source}/resync/{id}/complete")] HttpRequest request,
        string source,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBody, cancellationToken);
        var stored = await uploads.ReadAsync(source, id, cancellationToken);
        var parts = JsonBody.Parse<CompleteResyncBody>(body.Span).Parts;
        if (parts is < 1 or > ResyncUploads.MaxParts)
        {
            return Problems.Validation("/parts", $"must be 1 to {ResyncUploads.MaxParts}: an upload without parts has nothing to tell");
        }

        var (taken, rows) = (new HashSet<int>(), 0L);
        await foreach (var part in uploads.PartsAsync(stored.Value, cancellationToken))
        {
            if (part.Value.IsDone)
            {
                taken.Add(part.Value.Number);
                rows += part.Value.Rows;
            }
        }

        int[] missing = [.. Enumerable.Range(1, parts).Where(number => !taken.Contains(number))];
        if (missing.Length > 0 || taken.Count > parts)
        {
            return Problems.Validation("/parts", missing.Length > 0
                ? $"Of {parts} parts {missing.Length} are missing: {string.Join(", ", missing.Take(MaxNamed))}{(missing.Length > MaxNamed ? ", …" : "")}."
                : $"{taken.Count} parts were taken, more than {parts}.");
        }

        if (rows == 0)
        {
            return Problems.Validation("/parts", "The parts have no rows: only a header, or nothing at all.");
        }

        var ended = await uploads.EndAsync(stored, ResyncUpload.Complete, parts, cancellationToken);
        return ended.State == ResyncUpload.Complete && ended.Parts == parts
            ? Reply.Json(await uploads.ProgressAsync(ended, cancellationToken))
            : Problems.Conflict($"The upload is {ended.State} already{(ended.Parts is { } known ? $", with {known} parts" : "")}.");
    }
}
