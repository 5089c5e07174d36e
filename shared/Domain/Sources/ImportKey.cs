namespace SalesPerf.Domain.Sources;

/// <summary>
/// A pattern of event keys: text with columns in braces. <c>{Column}</c> is the cell as it is written, <c>{Column|ms}</c> its time in milliseconds since 1970,
/// <c>{Column|hash}</c> the first 128 bits of its SHA-256 in hexadecimal digits: what the keys of providers are made of.
/// </summary>
public static class ImportKey
{
    /// <summary>The most characters of a pattern.</summary>
    public const int MaxLength = 512;

    /// <summary>The parts, or what is wrong.</summary>
    public static IReadOnlyList<ImportKeyPart> Parse(string pattern, out string? problem)
    {
        var parts = new List<ImportKeyPart>();
        problem = pattern.Length is 0 or > MaxLength ? $"must have 1 to {MaxLength} characters" : null;
        for (var rest = pattern; rest.Length > 0 && problem is null;)
        {
            var open = rest.IndexOf('{', StringComparison.Ordinal);
            var text = open < 0 ? rest : rest[..open];
            var close = open < 0 ? -1 : rest.IndexOf('}', open);
            problem = text.Contains('}', StringComparison.Ordinal) || (open >= 0 && close <= open + 1) ? "has a brace without its partner, or with nothing between them" : null;
            if (text.Length > 0)
            {
                parts.Add(new ImportKeyPart(text, null, ImportKeyForm.AsWritten));
            }

            if (open >= 0 && problem is null)
            {
                parts.Add(Column(rest[(open + 1)..close]));
            }

            rest = close < 0 ? "" : rest[(close + 1)..];
        }

        problem ??= parts.TrueForAll(part => part.Column is null) ? "must name a column in braces, or all rows would be one event" : null;
        return parts;
    }

    private static ImportKeyPart Column(string inside) =>
        inside.EndsWith("|ms", StringComparison.Ordinal) ? new(null, inside[..^3], ImportKeyForm.Milliseconds)
        : inside.EndsWith("|hash", StringComparison.Ordinal) ? new(null, inside[..^5], ImportKeyForm.Hash)
        : new(null, inside, ImportKeyForm.AsWritten);
}

/// <summary>A part of a key: text, or a column and how its cell is written.</summary>
public sealed record ImportKeyPart(string? Text, string? Column, ImportKeyForm Form);

/// <summary>How a cell stands in a key.</summary>
public enum ImportKeyForm
{
    AsWritten,
    Milliseconds,
    Hash,
}
