using System.Globalization;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Imports;

/// <summary>The values of one row, by the fields that its columns are. Problems are collected under the column's pointer.</summary>
/// <param name="mapping">Which column is which.</param>
/// <param name="cell">A column's text; null where the row has none.</param>
/// <param name="times">Reads times.</param>
/// <param name="errors">Where problems go.</param>
internal sealed class ImportValues(ImportMapping mapping, Func<string, string?> cell, ImportTime times, ReadErrors errors)
{
    private const int LongestReason = 1_024;

    public bool HasErrors => errors.Any;

    /// <summary>True when a column is this field.</summary>
    public bool IsMapped(string field) => mapping.Columns?.ContainsKey(field) == true;

    /// <summary>The text without blanks around it; null when there is none.</summary>
    public string? Text(string field) => mapping.Columns?.GetValueOrDefault(field) is { } column ? Cell(column) : null;

    public string? Cell(string column) => cell(column)?.Trim() is { Length: > 0 } text ? text : null;

    public string? Id(string field) => Checked(field, Text(field), ItemLimits.MaxId);

    public string? Require(string field)
    {
        var id = Id(field);
        if (id is null && Text(field) is null)
        {
            Problem(field, "Required.");
        }

        return id;
    }

    /// <summary>A time that can be meant; null when there is none or it is wrong.</summary>
    public (DateTimeOffset At, TimeSpan Length)? Time(string field, DateTimeOffset now)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        var read = times.Read(text);
        var problem = read is null ? "No time that can be read in the form that the mapping gives." : TimeBounds.EffectiveProblem(read.Value.At, now);
        if (problem is null)
        {
            return read;
        }

        Problem(field, problem);
        return null;
    }

    public DateTimeOffset? RecordedAt(DateTimeOffset now)
    {
        if (Text(ImportFields.RecordedAt) is not { } text)
        {
            return null;
        }

        var at = times.Read(text)?.At;
        if ((at is { } time ? TimeBounds.RecordedProblem(time, now) : "No time that can be read in the form that the mapping gives.") is not { } problem)
        {
            return at;
        }

        Problem(ImportFields.RecordedAt, problem);
        return null;
    }

    public decimal? Amount(string field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        if (DecimalText.ParseRounded(Plain(text), out var problem) is { } amount)
        {
            return amount;
        }

        Problem(field, problem!);
        return null;
    }

    public string? Currency()
    {
        var text = Text(ImportFields.Currency);
        if (text is not null && !MoneyMembers.IsCurrency(text))
        {
            Problem(ImportFields.Currency, "Three upper-case letters of ISO 4217 are expected.");
            return null;
        }

        return text ?? mapping.Currency;
    }

    /// <summary>The fields of a deal that columns are: canonical, null where the cell is empty.</summary>
    public SortedDictionary<string, string?> DealFields()
    {
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        Set(RecordFields.Owner, ImportFields.Owner, Id);
        Set(RecordFields.Account, ImportFields.Account, Id);
        Set(RecordFields.Amount, ImportFields.Amount, Number);
        Set(RecordFields.Margin, ImportFields.Margin, Number);
        Set(RecordFields.Stage, ImportFields.Stage, Id);
        Set(RecordFields.Probability, ImportFields.Probability, Share);
        Set(RecordFields.ExpectedCloseDate, ImportFields.ExpectedCloseDate, Date);
        Set(RecordFields.LossReason, ImportFields.LossReason, Reason);
        if (IsMapped(ImportFields.Currency) || mapping.Currency is not null)
        {
            fields[RecordFields.Currency] = fields.GetValueOrDefault(RecordFields.Amount) is null && Text(ImportFields.Currency) is null ? null : Currency();
        }

        return fields;

        void Set(string name, string field, Func<string, string?> read)
        {
            if (IsMapped(field))
            {
                fields[name] = read(field);
            }
        }
    }

    public SortedDictionary<string, string>? Attributes()
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, column) in mapping.Attributes ?? [])
        {
            if (Cell(column) is not { } text)
            {
                continue;
            }

            if (PlainText.Problem(text, ItemLimits.MaxAttributeValue) is { } problem)
            {
                errors.Add(JsonPointer.Append("", column), problem);
            }

            attributes[name] = text;
        }

        return attributes.Count == 0 ? null : attributes;
    }

    public void Problem(string field, string detail) =>
        errors.Add(mapping.Columns?.GetValueOrDefault(field) is { } column ? JsonPointer.Append("", column) : "", detail);

    public void ProblemOf(string column, string detail) => errors.Add(JsonPointer.Append("", column), detail);

    private string? Checked(string field, string? text, int longest)
    {
        if (text is null || PlainText.Problem(text, longest) is not { } problem)
        {
            return text;
        }

        Problem(field, problem);
        return null;
    }

    private string? Number(string field) => Amount(field) is { } amount ? CanonicalText.Of(amount) : null;

    private string? Share(string field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        var isPercent = mapping.Probability == "percent";
        var number = Plain(isPercent ? text.TrimEnd('%', ' ') : text);
        string? problem;
        var share = isPercent ? FieldText.Percent(number, out problem) : FieldText.Probability(number, out problem);
        if (problem is not null)
        {
            Problem(field, problem);
        }

        return share;
    }

    private string? Date(string field)
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        string? problem;
        if (mapping.Date is not { } pattern)
        {
            var plain = FieldText.Date(text, out problem);
            if (problem is not null)
            {
                Problem(field, problem);
            }

            return plain;
        }

        problem = DateOnly.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date) ? TimeBounds.DateProblem(date) : "No date in the form that the mapping gives.";
        if (problem is not null)
        {
            Problem(field, problem);
        }

        return CanonicalText.Of(date);
    }

    private string? Reason(string field) => Text(field) is { } text ? FieldText.Reason(text.Length > LongestReason ? text[..LongestReason] : text, out _) : null;

    /// <summary>With a point as its decimal mark, and without marks between thousands where they stand as they should.</summary>
    private string Plain(string text)
    {
        var (mark, other) = mapping.DecimalMark == "," ? (',', '.') : ('.', ',');
        var whole = text.IndexOf(mark, StringComparison.Ordinal) is var at && at < 0 ? text : text[..at];
        var groups = whole.TrimStart('-').Split(other);
        if (groups.Length > 1 && groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3))
        {
            whole = whole.Replace(other.ToString(), "", StringComparison.Ordinal);
        }

        // A point that is not where thousands are parted is no decimal mark here.
        return mark == '.' ? whole + (at < 0 ? "" : text[at..])
            : whole.Contains('.', StringComparison.Ordinal) ? text.Replace('.', ',')
            : at < 0 ? whole : $"{whole}.{text[(at + 1)..]}";
    }
}
