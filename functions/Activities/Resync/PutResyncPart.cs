using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Takes a part of an upload: whole rows, in any order, as often as its sender likes. Answered once everything it tells is durably on its way; nothing of the rows is kept.
/// </summary>
[Requires(AccessAction.ImportHistory)]
public sealed class PutResyncPart(Authorize authorize, ResyncUploads uploads, ResyncTurns turns, ResyncRows rows, TimeProvider time)
{
    /// <summary>The most bytes of a part, unpacked.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    [Function(nameof(PutResyncPart))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sources/{source}/resync/{id}/parts/{n}")] HttpRequest request,
        string source,
        string id,
        string n,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        var line = new Query(request, "line").Integer("line", 1, 1, int.MaxValue);
        var upload = (await uploads.ReadAsync(source, id, cancellationToken)).Value;
        if (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > ResyncUploads.MaxParts)
        {
            return Problems.NotFound($"Parts are numbered from 1 to {ResyncUploads.MaxParts}.");
        }

        var settings = await uploads.SourceAsync(source, cancellationToken);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken, MaxBytes);
        if (ImportText.Problem(body.Span) is { } problem)
        {
            return Problems.BadRequest(problem);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        var stored = await uploads.PartAsync(upload, number, cancellationToken);
        if (stored is not null && stored.Value.Hash != hash)
        {
            return Problems.Conflict($"Part {number} {(stored.Value.IsDone ? "was taken" : "began")} with other content.");
        }

        if (stored is { Value.IsDone: true })
        {
            return Reply.Json(stored.Value);
        }

        if (upload.State != ResyncUpload.Open)
        {
            return Problems.Conflict($"The upload is {upload.State}: it takes no more parts.");
        }

        if (await turns.TakeAsync(upload, number, cancellationToken) is not { } turn)
        {
            return Problems.Later(Again, "Another part of this source's exports is being compared.");
        }

        // What came first names the lines and the time of receipt: so what it added is known again when it comes once more.
        var part = stored?.Value ?? new ResyncPart(number, hash, line, time.GetUtcNow(), false, 0, 0, 0, 0, []);
        return await uploads.WriteAsync(upload, stored, part, cancellationToken) is { } begun
            ? Reply.Json(await rows.TakeAsync(upload, settings, begun, turn, body.Memory, cancellationToken))
            : Problems.Later(Again, "The same part came twice at once.");
    }
}
