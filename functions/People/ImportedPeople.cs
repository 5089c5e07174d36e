using System.Text.Json;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>What became of an import.</summary>
/// <param name="Imported">People created or given a new version.</param>
/// <param name="Unchanged">People who were so already.</param>
/// <param name="Rejected">Rows not stored.</param>
public sealed record ImportedPeople(int Imported, int Unchanged, IReadOnlyList<RejectedRow> Rejected);

/// <summary>A row that is not stored.</summary>
/// <param name="Index">0 for the first person; a header does not count.</param>
/// <param name="Errors">Every error, by pointer into the person.</param>
public sealed record RejectedRow(int Index, IReadOnlyList<Finding> Errors);

/// <summary>A row as read.</summary>
/// <param name="Person">As far as it can be read; null when hardly anything can.</param>
/// <param name="Errors">Where it differs from the schema.</param>
public sealed record ImportRow(Person? Person, IReadOnlyList<FieldProblem> Errors)
{
    public static ImportRow Read(JsonElement json)
    {
        var body = ResourceBody.Read(ResourceKinds.People, json);
        return new ImportRow(body.Content, body.Errors);
    }
}
