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
public sealed class PutResyncPart(Authorize authorize, ResyncUploads uploads, ResyncRows rows, TimeProvider time)
{
    /// <summary>The most bytes of a part, unpacked.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

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
        while (true)
        {
            var stored = await uploads.PartAsync(upload, number, cancellationToken);
            if (stored is { Value.IsDone: true })
            {
                return stored.Value.Hash == hash ? Reply.Json(stored.Value) : Problems.Conflict($"Part {number} was taken with other content.");
            }

            if (upload.State != ResyncUpload.Open)
            {
                return Problems.Conflict($"The upload is {upload.State}: it takes no more parts.");
            }

            // What came first names the time of receipt: so what it added is known again when it comes once more.
            var part = new ResyncPart(number, hash, line, stored?.Value.ReceivedAt ?? time.GetUtcNow(), false, 0, 0, 0, 0, []);
            if (!await uploads.TryWriteAsync(upload, stored, part, cancellationToken))
            {
                continue;
            }

            var done = await rows.TakeAsync(upload, settings, part, body.Memory, cancellationToken);
            var claimed = await uploads.PartAsync(upload, number, cancellationToken);
            if (claimed is { Value.IsDone: false })
            {
                if (claimed.Value.Hash != hash)
                {
                    return Problems.Conflict($"Part {number} came with other content meanwhile.");
                }

                if (await uploads.TryWriteAsync(upload, claimed, done, cancellationToken))
                {
                    return Reply.Json(done);
                }
            }
        }
    }
}
