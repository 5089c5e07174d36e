using System.Globalization;
using System.Text;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>Makes and checks the entries of a chain.</summary>
public static class AuditChain
{
    /// <summary>The entry after <paramref name="last"/>; the first one after null.</summary>
    public static ChainedEntry Next(
        ChainedEntry? last, DateTimeOffset at, string actor, string action, string subject, IReadOnlyList<AttestedDocument> documents)
    {
        var entry = new AuditEntry((last?.Entry.Seq ?? 0) + 1, at.ToUniversalTime(), actor, action, subject, documents, last?.Hash ?? "");
        return new ChainedEntry(entry, HashOf(entry));
    }

    /// <summary>Why an entry cannot stand after <paramref name="last"/>; null when it can.</summary>
    public static string? Break(ChainedEntry? last, ChainedEntry next)
    {
        var seq = (last?.Entry.Seq ?? 0) + 1;
        return next.Entry.Seq != seq ? $"Entry {seq.ToString(CultureInfo.InvariantCulture)} is missing."
            : next.Entry.Previous != (last?.Hash ?? "") ? "It does not carry the hash of the entry before."
            : next.Hash != HashOf(next.Entry) ? "Its hash is not that of its content."
            : null;
    }

    private static string HashOf(AuditEntry entry)
    {
        string[] parts =
        [
            entry.Seq.ToString(CultureInfo.InvariantCulture),
            entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture),
            entry.Actor,
            entry.Action,
            entry.Subject,
            entry.Previous,
            .. entry.Documents.SelectMany(document => new[] { document.Id, document.Hash }),
        ];

        // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
        return ContentHash.OfBytes(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")))));
    }
}
