using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>
/// Creates or updates many people: a JSON array of persons, or CSV (see <see cref="PersonTable"/>). Good rows are stored, each in its own commit;
/// bad ones are answered with every error. The same import again changes nothing. A row of JSON is the whole person and replaces what is there, whoever wrote it
/// (there is no <c>If-Match</c> for many); a row of CSV changes what its columns say.
/// </summary>
[Requires(AccessAction.ManageResources)]
public sealed class ImportPeople(ResourceRoutes routes, PeopleImport import, ModelDirectory directory, TimeProvider time)
{
    public const int MaxBytes = 10 * 1024 * 1024;

    public const int MaxRows = 5_000;

    [Function(nameof(ImportPeople))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/people/import")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (author, from, recordedAt) = await routes.ReadChangeAsync(request, cancellationToken);
        var isCsv = IsCsv(request);
        if (!isCsv)
        {
            JsonBody.RequireJson(request, "text/csv");
        }

        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var rows = isCsv ? CsvRows(body, model, from ?? model.Today(time.GetUtcNow())) : JsonRows(body);
        if (rows.Count == 0)
        {
            return Problems.Validation("", "must have at least one person");
        }

        var done = await import.RunAsync(rows, model, author, from, recordedAt, cancellationToken);
        var isAllBad = done.Imported == 0 && done.Unchanged == 0;
        return Reply.Json(done, status: isAllBad ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private static bool IsCsv(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase);

    private static List<ImportRow> JsonRows(RequestBody body)
    {
        using var json = JsonBody.ParseDocument(Utf8.IsValid(body.Span) ? body.Memory : throw Problems.BadRequest("The body is not valid UTF-8.").ToException());
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            throw Problems.BadRequest("A JSON array of persons is expected.", "").ToException();
        }

        return json.RootElement.GetArrayLength() <= MaxRows
            ? [.. json.RootElement.EnumerateArray().Select(ImportRow.Read)]
            : throw Problems.PayloadTooLarge($"At most {MaxRows} people can be imported at once.").ToException();
    }

    private static List<ImportRow> CsvRows(RequestBody body, Model model, DateOnly date)
    {
        var table = PersonTable.Read(body.Span, MaxRows);
        return [.. table.Rows.Select(row => table.Person(row, id => Stored(model, id, date)) is { } person
            ? ImportRow.Read(person)
            : new ImportRow(null, [new("", "has not a cell for each column")]))];
    }

    private static Domain.People.Person? Stored(Model model, string id, DateOnly date) =>
        model.People.GetValueOrDefault(id) is { } known ? known.At(date, model.AsOf) ?? known.LatestContent(model.AsOf) : null;
}
