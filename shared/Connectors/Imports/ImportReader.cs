using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Imports;

/// <summary>
/// Reads the rows of an export: bytes in, activities and deals out, a row at a time. Pure: what a row means is a function of the row, the mapping and the times given.
/// A row that is wrong spoils no other.
/// </summary>
public sealed class ImportReader
{
    private readonly ImportMapping mapping;
    private readonly IReadOnlyList<string> columns;
    private readonly Dictionary<string, int> positions;
    private readonly string source;
    private readonly DateTimeOffset exportedAt;
    private readonly DateTimeOffset receivedAt;
    private readonly ImportTime times;
    private readonly ImportedKey key;
    private readonly bool isDeals;

    /// <param name="source">The source's id.</param>
    /// <param name="mapping">Which column is which; it satisfies <see cref="ImportMappingRules"/>.</param>
    /// <param name="columns">The header of CSV; null for JSON lines.</param>
    /// <param name="exportedAt">When deals stood so whose rows give no time.</param>
    /// <param name="receivedAt">The time of receipt.</param>
    public ImportReader(string source, ImportMapping mapping, IReadOnlyList<string>? columns, DateTimeOffset exportedAt, DateTimeOffset receivedAt)
    {
        (this.source, this.mapping, this.columns, this.exportedAt, this.receivedAt) = (source, mapping, columns ?? [], exportedAt, receivedAt);
        IsJson = columns is null;
        positions = this.columns.Select((name, index) => (name, index)).ToDictionary(column => column.name, column => column.index, StringComparer.Ordinal);
        times = new ImportTime(mapping.Time, mapping.Zone);
        key = new ImportedKey(mapping, times);
        isDeals = mapping.Rows == ImportMapping.Deals;
    }

    /// <summary>True for JSON lines.</summary>
    public bool IsJson { get; }

    /// <summary>True where every row of an activity has the very key of its event, or every row is a deal.</summary>
    public bool HasKeys => isDeals || (mapping.Key is null && mapping.Columns?.ContainsKey(ImportFields.EventId) == true);

    /// <summary>The rows in order. A header line that says what the upload says is no row; neither is an empty line.</summary>
    /// <param name="part">Whole rows in UTF-8; see <see cref="ImportText"/>.</param>
    /// <param name="line">The line it begins on.</param>
    public IEnumerable<ImportedRow> Read(ReadOnlyMemory<byte> part, long line) => ReadPlaced(part, line).Select(read => read.Row);

    /// <summary>The same, each with the byte that it begins at: there <see cref="ReadAt"/> reads it again.</summary>
    public IEnumerable<(ImportedRow Row, int At)> ReadPlaced(ReadOnlyMemory<byte> part, long line)
    {
        var (at, cells) = (ImportText.MarkLength(part.Span), new List<FoundCell>(columns.Count));
        for (var isFirst = true; at < part.Length; isFirst = false)
        {
            var found = Next(part.Span[at..], cells);
            var row = part.Slice(at, found.Length);
            (at, var began, var own) = (at + found.Length, at, line);
            line += found.Lines;
            if (!row.Span.Trim(" \t\r\n"u8).IsEmpty && !(isFirst && IsHeader(row.Span, cells, found)))
            {
                yield return (found.Fault is { } fault ? new RejectedRow(own, [new ReadError("", fault)]) : Row(row, cells, own), began);
            }
        }
    }

    /// <summary>One row that was read before.</summary>
    /// <param name="part">As it was.</param>
    /// <param name="at">The byte at which the row begins.</param>
    /// <param name="line">The row's line.</param>
    public ImportedRow ReadAt(ReadOnlyMemory<byte> part, int at, long line)
    {
        var cells = new List<FoundCell>(columns.Count);
        var found = Next(part.Span[at..], cells);
        return found.Fault is { } fault ? new RejectedRow(line, [new ReadError("", fault)]) : Row(part.Slice(at, found.Length), cells, line);
    }

    private FoundRow Next(ReadOnlySpan<byte> rest, List<FoundCell> cells)
    {
        if (!IsJson)
        {
            return CsvRows.First(rest, Separator(mapping), isLast: true, cells) ?? new FoundRow(rest.Length, 0, "The row has no end.");
        }

        var end = rest.IndexOf((byte)'\n');
        var length = end < 0 ? rest.Length : end + 1;
        return new FoundRow(length, 1, length > CsvRows.MaxRow ? "The row is over 1 MB." : null);
    }

    /// <summary>What stands between cells.</summary>
    public static byte Separator(ImportMapping mapping) => (byte)(mapping.Separator ?? ",")[0];

    private bool IsHeader(ReadOnlySpan<byte> row, List<FoundCell> cells, FoundRow found)
    {
        if (IsJson || found.Fault is not null || cells.Count != columns.Count || !Utf8.IsValid(row))
        {
            return false;
        }

        for (var i = 0; i < cells.Count; i++)
        {
            if (ImportText.Of(row, cells[i]) != columns[i])
            {
                return false;
            }
        }

        return true;
    }

    private ImportedRow Row(ReadOnlyMemory<byte> row, List<FoundCell> cells, long line)
    {
        var errors = new ReadErrors();
        if (!Utf8.IsValid(row.Span))
        {
            errors.Add("", "The row is not valid UTF-8.");
        }
        else if (IsJson)
        {
            if (StrictJson.Parse(row.Span.TrimEnd("\r\n"u8), out var error) is { ValueKind: JsonValueKind.Object } json)
            {
                return Of(line, new ImportValues(mapping, column => Member(json, column, errors), times, errors), errors);
            }

            errors.Add(error?.Pointer ?? "", error?.Detail ?? "An object is expected.");
        }
        else if (cells.Count != columns.Count)
        {
            errors.Add("", string.Create(CultureInfo.InvariantCulture, $"The row has {cells.Count} cells, the header {columns.Count}."));
        }
        else
        {
            return Of(line, new ImportValues(mapping, column => positions.TryGetValue(column, out var position) ? ImportText.Of(row.Span, cells[position]) : null, times, errors), errors);
        }

        return new RejectedRow(line, errors.All);
    }

    private static string? Member(JsonElement json, string column, ReadErrors errors)
    {
        string[] path = column.StartsWith('/')
            ? [.. column[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))]
            : [column];
        switch (json.At(path))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.True }:
                return "true";
            case { ValueKind: JsonValueKind.False }:
                return "false";
            case { } value when JsonText.Scalar(value) is { } text:
                return text;
            default:
                errors.Add(column.StartsWith('/') ? column : JsonPointer.Append("", column), "A text, number or boolean is expected.");
                return null;
        }
    }

    private ImportedRow Of(long line, ImportValues values, ReadErrors errors)
    {
        var row = isDeals ? Deal(line, values, null) : Activity(line, values);
        return errors.Any ? new RejectedRow(line, errors.All) : row;
    }

    private ImportedRow Activity(long line, ImportValues values)
    {
        var named = values.Text(ImportFields.Type);
        var type = named is null ? mapping.Type : mapping.Types?.GetValueOrDefault(named) ?? named;
        if (type is null || ActivityTypeName.Problem(type) is not null)
        {
            values.Problem(ImportFields.Type, type is null ? "Required." : "It is no activity type, and the mapping's types do not say which it means.");
            type = "";
        }

        var isDeal = ActivityTypes.IsDealChange(type);
        var own = key.Of(values, out var alike);
        if (isDeal && own is null)
        {
            return Deal(line, values, type);
        }

        var time = values.Time(ImportFields.Time, receivedAt);
        if (time is null && values.Text(ImportFields.Time) is null)
        {
            values.Problem(ImportFields.Time, "Required.");
        }

        var at = time?.At ?? default;
        var activity = new Activity
        {
            Source = source,
            Key = own ?? "",
            Type = type,
            OccurredAt = at,
            Contact = values.Id(ImportFields.Contact),
            Deal = isDeal ? values.Require(ImportFields.Deal) : values.Id(ImportFields.Deal),
            Conversation = values.Id(ImportFields.Conversation),
            Attributes = values.Attributes(),
            RecordedAt = values.RecordedAt(receivedAt) ?? (at < receivedAt ? at : receivedAt),
            Repaired = true,
            IsOnce = true,
            ReceivedAt = receivedAt,
        };
        if (isDeal)
        {
            // An event says what it set: an empty cell is nothing it says.
            var fields = values.DealFields();
            foreach (var empty in fields.Where(field => field.Value is null).Select(field => field.Key).ToArray())
            {
                fields.Remove(empty);
            }

            activity = activity with
            {
                RecordType = ActivityTypes.Deal,
                Fields = fields,
                Owner = fields.GetValueOrDefault(RecordFields.Owner),
                Account = fields.GetValueOrDefault(RecordFields.Account),
                Amount = fields.GetValueOrDefault(RecordFields.Amount) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null,
                Currency = fields.GetValueOrDefault(RecordFields.Currency),
            };
        }
        else
        {
            var amount = values.Amount(ImportFields.Amount);
            activity = activity with
            {
                Owner = values.Id(ImportFields.Owner),
                Account = values.Id(ImportFields.Account),
                Amount = amount,
                Currency = amount is null && values.Text(ImportFields.Currency) is null ? null : values.Currency(),
            };
        }

        var what = values.Id(ImportFields.Object);
        return own is not null
            ? new ImportedActivity(line, activity, time?.Length ?? default, null) { Alike = alike }
            : new ImportedActivity(line, what is null ? activity : activity with { Key = ImportedKey.OfObject(activity, what) }, time?.Length ?? default, what) { IsByContent = true };
    }

    /// <param name="line">Its line.</param>
    /// <param name="values">The row.</param>
    /// <param name="type">What happened to it then; null when the row is only how it stands.</param>
    private ImportedDeal Deal(long line, ImportValues values, string? type)
    {
        var (at, created, closed) = (values.Time(ImportFields.Time, receivedAt), values.Time(ImportFields.Created, receivedAt), values.Time(ImportFields.Closed, receivedAt));
        if (type is not null && at is null && values.Text(ImportFields.Time) is null)
        {
            values.Problem(ImportFields.Time, "Required.");
        }

        if (type == ActivityTypes.DealDeleted || type == ActivityTypes.DealReopened)
        {
            values.Problem(ImportFields.Type, "Without an event id it cannot be told whether it is held.");
        }

        var status = values.Text(ImportFields.Status) is { } text ? mapping.Statuses?.GetValueOrDefault(text) ?? text.ToLowerInvariant() : null;
        if (status is not (null or "open" or "won" or "lost"))
        {
            values.Problem(ImportFields.Status, "It is none of open, won, lost, and the mapping's statuses do not say which it means.");
        }

        var fields = values.DealFields();
        foreach (var empty in type is null ? [] : fields.Where(field => field.Value is null).Select(field => field.Key).ToArray())
        {
            fields.Remove(empty);
        }

        var stood = at ?? (exportedAt, TimeSpan.Zero);
        return new ImportedDeal(line, new DealSnapshot(source, values.Require(ImportFields.Deal) ?? "", stood.At, stood.Length, receivedAt)
        {
            Fields = fields,
            Attributes = values.Attributes(),
            Status = type switch
            {
                ActivityTypes.DealWon => "won",
                ActivityTypes.DealLost => "lost",
                _ => status,
            },
            Created = type == ActivityTypes.DealCreated ? at?.At : created?.At,
            Closed = type is null ? closed?.At : null,
            ClosedLength = closed?.Length ?? default,
            IsOfExport = at is null,
            RecordedAt = values.RecordedAt(receivedAt),
        });
    }
}
