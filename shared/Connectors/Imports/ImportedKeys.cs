using System.Globalization;

namespace SalesPerf.Connectors.Imports;

/// <summary>All keys that an event may have of which an export writes times to the second, the minute or the day, where the key has milliseconds.</summary>
/// <param name="pieces">What the key is made of, in order.</param>
public sealed class ImportedKeys(IReadOnlyList<ImportedKeyPiece> pieces)
{
    /// <summary>The instants that are in the key.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Times => pieces.Where(piece => piece.Text is null).Select(piece => (piece.From, piece.To));

    /// <summary>True for one of them.</summary>
    public bool Contain(string key)
    {
        var rest = key.AsSpan();
        foreach (var piece in pieces)
        {
            var length = piece.Text?.Length ?? DigitsOf(rest);
            if (length > rest.Length || !piece.IsSaidBy(rest[..length]))
            {
                return false;
            }

            rest = rest[length..];
        }

        return rest.IsEmpty;
    }

    private static int DigitsOf(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
}

/// <summary>A piece of a key: a text, or any millisecond of a span.</summary>
/// <param name="Text">Null for a time.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record ImportedKeyPiece(string? Text, DateTimeOffset From, DateTimeOffset To)
{
    internal bool IsSaidBy(ReadOnlySpan<char> said) => Text is not null
        ? said.SequenceEqual(Text)
        : long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time >= From.ToUnixTimeMilliseconds() && time < To.ToUnixTimeMilliseconds();
}
