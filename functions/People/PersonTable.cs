using System.Text.Json;
using System.Text.Json.Nodes;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.People;

/// <summary>
/// People as a CSV table: <c>id</c>, then any of <c>name,mail,zone,currency,team,role,manager,fte,employedFrom,employedTo</c> and
/// <c>identity:{source}</c> with owner ids between semicolons. An empty cell clears; what has no column stays as it is stored.
/// <c>employedTo</c> is the day after the last; both speak of the latest spell of employment.
/// </summary>
internal sealed class PersonTable
{
    private const string IdentityPrefix = "identity:";

    private static readonly string[] Texts = ["id", "name", "mail", "zone", "currency", "team", "role", "manager", "fte"];

    private readonly IReadOnlyList<string> columns;

    private PersonTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) => (this.columns, Rows) = (columns, rows);

    /// <summary>The rows below the header.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <exception cref="ProblemException">400 for what is not CSV, and for columns that are not known or named twice.</exception>
    public static PersonTable Read(ReadOnlySpan<byte> utf8, int maxRows)
    {
        var lines = CsvReader.Read(utf8, maxRows + 1);
        var header = lines.Count > 0 ? lines[0] : throw Problems.BadRequest("The file is empty: a header row is expected.").ToException();
        if (header.FirstOrDefault(column => !IsKnown(column)) is { } unknown)
        {
            throw Problems.BadRequest($"There is no column '{unknown}'. There are: {string.Join(", ", Texts)}, employedFrom, employedTo, {IdentityPrefix}(source).").ToException();
        }

        if (header.Distinct(StringComparer.Ordinal).Count() != header.Count || !header.Contains("id"))
        {
            throw Problems.BadRequest("The header must have the column id, and no column twice.").ToException();
        }

        return new PersonTable(header, [.. lines.Skip(1)]);
    }

    /// <summary>The person a row makes of what is stored, as JSON still to be checked; null when the row has not a cell for each column.</summary>
    public JsonElement? Person(IReadOnlyList<string> row, Func<string, Person?> stored)
    {
        if (row.Count != columns.Count)
        {
            return null;
        }

        var cells = columns.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var known = stored(cells["id"]);
        var person = known is null ? [] : JsonSerializer.SerializeToNode(known, TypedDocuments.TypeInfo<Person>())!.AsObject();
        foreach (var name in Texts.Where(cells.ContainsKey))
        {
            Set(person, name, cells[name].Length == 0 ? null : JsonValue.Create(cells[name]));
        }

        Employment(person, cells);
        Identities(person, cells);
        return JsonSerializer.SerializeToElement(person);
    }

    private static void Employment(JsonObject person, Dictionary<string, string> cells)
    {
        if (!cells.ContainsKey("employedFrom") && !cells.ContainsKey("employedTo"))
        {
            return;
        }

        // The latest spell is meant; a beginning after its end is that of another. Earlier ones stay.
        JsonArray spells = person["employment"]?.DeepClone() as JsonArray ?? [];
        var last = spells.Count > 0 ? spells[^1]!.AsObject() : null;
        if (last is null || (last["to"]?.GetValue<string>() is { } ended && string.CompareOrdinal(cells.GetValueOrDefault("employedFrom"), ended) >= 0))
        {
            last = [];
            spells.Add(last);
        }

        foreach (var (column, name) in new[] { ("employedFrom", "from"), ("employedTo", "to") })
        {
            if (cells.TryGetValue(column, out var day))
            {
                Set(last, name, day.Length == 0 ? null : JsonValue.Create(day));
            }
        }

        if (last.Count == 0)
        {
            spells.Remove(last);
        }

        Set(person, "employment", spells.Count == 0 ? null : spells);
    }

    private static void Identities(JsonObject person, Dictionary<string, string> cells)
    {
        var identities = person["identities"]?.DeepClone().AsObject() ?? [];
        foreach (var (column, cell) in cells.Where(cell => cell.Key.StartsWith(IdentityPrefix, StringComparison.Ordinal)))
        {
            var owners = cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Set(identities, column[IdentityPrefix.Length..], owners.Length == 0 ? null : new JsonArray([.. owners.Select(owner => JsonValue.Create(owner))]));
        }

        Set(person, "identities", identities.Count == 0 ? null : identities);
    }

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        target.Remove(name);
        if (value is not null)
        {
            target.Add(name, value);
        }
    }

    private static bool IsKnown(string column) =>
        Texts.Contains(column) || column is "employedFrom" or "employedTo" || (column.StartsWith(IdentityPrefix, StringComparison.Ordinal) && column.Length > IdentityPrefix.Length);
}
