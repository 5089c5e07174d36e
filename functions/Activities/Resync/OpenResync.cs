using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Opens an upload of what a source exported, of which what is missing here is added. Under the caller's own id, or an <c>Idempotency-Key</c>, the same again is the same
/// upload: so it goes on after either side stopped.
/// </summary>
[Requires(AccessAction.ImportHistory)]
public sealed class OpenResync(Authorize authorize, ResyncUploads uploads, TimeProvider time)
{
    private const int MaxBody = 256 * 1024;
    private const int MaxColumns = 1_000;
    private const int MaxId = 100;

    [Function(nameof(OpenResync))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sources/{source}/resync")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBody, cancellationToken);
        var settings = await uploads.SourceAsync(source, cancellationToken);
        var asked = body.Length == 0 ? new OpenResyncBody() : JsonBody.Parse<OpenResyncBody>(body.Span);
        var now = time.GetUtcNow();
        if (Check(asked, settings, now).ToList() is { Count: > 0 } problems)
        {
            return Problems.Validation(problems);
        }

        var mapping = asked.Mapping ?? settings.Import!; // checked
        var columns = asked.Format == "jsonl" ? null : asked.Columns;
        var key = IdempotencyKey.Read(request, principal.Id, default);
        var id = asked.Id ?? (key is null ? Guid.CreateVersion7(now).ToString("N") : $"k-{key.Hash}");
        var fingerprint = Fingerprint.Of([
            JsonSerializer.Serialize(mapping, TypedDocuments.TypeInfo<ImportMapping>()),
            columns is null ? "" : string.Join('\n', columns),
            asked.ExportedAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? ""]);
        var zoned = mapping.Zone is null ? mapping with { Zone = await uploads.ZoneAsync(cancellationToken) } : mapping;
        var (upload, isNew) = await uploads.OpenAsync(
            new ResyncUpload(id, source, fingerprint, columns, zoned, asked.ExportedAt ?? now, now, principal.Id, ResyncUpload.Open, null, null), cancellationToken);
        if (upload.Fingerprint != fingerprint)
        {
            return asked.Id is null ? Problems.IdempotencyKeyReused() : Problems.Conflict("There is an upload of this id with other columns or another mapping. The mapping of the source counts as it was when it was opened.");
        }

        var progress = await uploads.ProgressAsync(upload, cancellationToken);
        return isNew ? Reply.Created($"/api/v1/sources/{Uri.EscapeDataString(source)}/resync/{Uri.EscapeDataString(id)}", progress) : Reply.Json(progress);
    }

    private static IEnumerable<FieldProblem> Check(OpenResyncBody asked, Source source, DateTimeOffset now)
    {
        if (asked.Id is { } id && (id.Length is 0 or > MaxId || id.AsSpan().ContainsAnyExceptInRange('!', '~') || id.AsSpan().ContainsAny('/', '\\')))
        {
            yield return new("/id", $"must be 1 to {MaxId} visible ASCII characters without slashes");
        }

        if (asked.Format is not (null or "csv" or "jsonl"))
        {
            yield return new("/format", "must be csv or jsonl");
        }

        if (asked.ExportedAt is { } exported && (exported > now || exported.Year < 2000))
        {
            yield return new("/exportedAt", "must be an instant from 2000 on that is not in the future");
        }

        if ((asked.Mapping ?? source.Import) is not { } mapping)
        {
            yield return new("/mapping", "is required: the source has none");
            yield break;
        }

        if (asked.ExportedAt is null && mapping.Rows == ImportMapping.Deals && mapping.Columns?.ContainsKey(ImportFields.Time) != true)
        {
            yield return new("/exportedAt", "is required: the rows of deals give no time, and what changed since the export was made must not be set back");
        }

        foreach (var problem in asked.Mapping is null ? [] : ImportMappingRules.Validate(asked.Mapping))
        {
            yield return problem with { Pointer = $"/mapping{problem.Pointer}" };
        }

        if (asked.Format == "jsonl")
        {
            yield break;
        }

        if (asked.Columns is not { Count: > 0 and <= MaxColumns } columns)
        {
            yield return new("/columns", $"is required for CSV: its header, 1 to {MaxColumns} columns");
            yield break;
        }

        foreach (var (index, column) in columns.Index())
        {
            if (column is null || columns.Take(index).Contains(column) && ImportMappingRules.ColumnsOf(mapping).Contains(column))
            {
                yield return new($"/columns/{index}", column is null ? "must be text" : $"is a second column '{column}': the mapping does not say which is meant");
            }
        }

        foreach (var missing in ImportMappingRules.ColumnsOf(mapping).Except(columns))
        {
            yield return new("/columns", $"There is no column '{missing}', which the mapping reads.");
        }
    }
}
