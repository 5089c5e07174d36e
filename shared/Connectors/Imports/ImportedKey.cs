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

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly IReadOnlyList<ImportKeyPart> parts = mapping.Key is null ? [] : ImportKey.Parse(mapping.Key, out _);

    /// <summary>Null when no column is, or makes, a key. A row without what its columns promise is reported.</summary>
    /// <param name="values">The row.</param>
    /// <param name="alike">The keys that the event may have had, where a time in it is not written to the millisecond; null otherwise.</param>
    public string? Of(ImportValues values, out ImportedKeys? alike)
    {
        alike = null;
        var text = parts.Count == 0 ? values.Text(ImportFields.EventId) : Composed(values, out alike);
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

    /// <summary>Named by type, object and time.</summary>
    public static string OfObject(Activity activity, string what) =>
        EventKey.Join("row", activity.Type, what, activity.OccurredAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    private string Composed(ImportValues values, out ImportedKeys? alike)
    {
        var pieces = new List<ImportedKeyPiece>(parts.Count);
        foreach (var part in parts)
        {
            var piece = part.Column is null ? new ImportedKeyPiece(part.Text, default, default) : Piece(part.Form, values.Cell(part.Column));
            if (piece is null)
            {
                values.ProblemOf(part.Column!, "Required for the event key."); // text is never missing
            }
            else
            {
                pieces.Add(piece);
            }
        }

        alike = pieces.Exists(piece => piece.Text is null && piece.To - piece.From > Millisecond) ? new ImportedKeys(pieces) : null;
        return string.Concat(pieces.Select(piece => piece.Text ?? piece.From.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The hash is of the cell as it is: what a provider hashes may be empty.</summary>
    private ImportedKeyPiece? Piece(ImportKeyForm form, string? cell) => form switch
    {
        ImportKeyForm.AsWritten => cell is null ? null : new(cell, default, default),
        ImportKeyForm.Milliseconds => cell is not null && times.Read(cell) is { } time ? new(null, time.At, time.At + time.Length) : null,
        ImportKeyForm.Hash => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cell ?? "")))[..HashCharacters], default, default),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };
}
