using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Imports;

/// <summary>The event key of a row: the one that the source's webhook gives the same event, as far as the row has what it is made of.</summary>
internal sealed class ImportedKey(ImportMapping mapping, ImportTime times)
{
    private const int HashCharacters = 32;

    private readonly IReadOnlyList<ImportKeyPart> parts = mapping.Key is null ? [] : ImportKey.Parse(mapping.Key, out _);

    /// <summary>Null when no column is, or makes, a key. A row without what its columns promise is reported.</summary>
    public string? Of(ImportValues values)
    {
        var text = parts.Count == 0 ? values.Text(ImportFields.EventId) : Composed(values);
        if (text is null)
        {
            if (values.IsMapped(ImportFields.EventId))
            {
                values.Problem(ImportFields.EventId, "Required.");
            }
        }
        else if (text.Length > 0 && PlainText.Problem(text, ItemLimits.MaxKey) is { } problem)
        {
            values.Problem(ImportFields.EventId, $"The event key: {problem}");
        }

        return text;
    }

    /// <summary>Named by type, object and time; where it has no object, by everything it says.</summary>
    public static Activity ByContent(Activity activity, string? what)
    {
        var at = activity.OccurredAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return what is not null
            ? activity with { Key = EventKey.Join("row", activity.Type, what, at) }
            : EventKey.Complete(activity with { RecordedAt = null }, "row", activity.Type, at) with { RecordedAt = activity.RecordedAt };
    }

    private string Composed(ImportValues values)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Column is null)
            {
                text.Append(part.Text);
                continue;
            }

            var written = Written(part.Form, values.Cell(part.Column));
            if (written is null)
            {
                values.ProblemOf(part.Column, "Required for the event key.");
            }

            text.Append(written);
        }

        return text.ToString();
    }

    /// <summary>The hash is of the cell as it is: what a provider hashes may be empty.</summary>
    private string? Written(ImportKeyForm form, string? cell) => form switch
    {
        ImportKeyForm.AsWritten => cell,
        ImportKeyForm.Milliseconds => cell is not null && times.Read(cell) is { } time ? time.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) : null,
        ImportKeyForm.Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cell ?? "")))[..HashCharacters],
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };
}
