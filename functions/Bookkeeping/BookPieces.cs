using System.Text;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A part of what the books hold, where that is too long for one document: named by its hash, so that the document that names it attests it.</summary>
/// <param name="Hash">SHA-256 of the text.</param>
/// <param name="Text">At most <see cref="BookPieces.Longest"/> characters.</param>
public sealed record BookPiece(string Hash, string Text)
{
    public const string Kind = "piece";

    public static string Id(string hash) => $"piece~{hash}";

    public static BookPiece Of(string text) => new(ContentHash.OfBytes(Encoding.UTF8.GetBytes(text)), text);

    public Document ToDocument(string pk) => TypedDocuments.New(pk, Id(Hash), Kind, TypedDocuments.Timeless, this);

    /// <summary>False when it was changed.</summary>
    public bool IsWhole() => Text is not null && Of(Text).Hash == Hash;
}

/// <summary>
/// Packed texts of the books, however long: a close is one commit of at most two megabytes, so what is long is cut into pieces that are stored before the commit that names them.
/// A close that fails leaves pieces that nobody names; they say nothing that the deals do not.
/// </summary>
public sealed class BookPieces(IDocumentStore store)
{
    /// <summary>Characters of a piece, and of what stays inside its document: a close writes up to five such documents at once.</summary>
    public const int Longest = 200_000;

    private const int ReadAtOnce = 20;

    /// <summary>Stores what is too long to stay inside, and names it.</summary>
    /// <param name="pk">The partition.</param>
    /// <param name="packed">All of it.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>What stays inside, and the hashes of the pieces in their order; no pieces for what is short.</returns>
    private async Task<(string Packed, IReadOnlyList<string>? Pieces)> KeepAsync(string pk, string packed, CancellationToken cancellationToken)
    {
        if (packed.Length <= Longest)
        {
            return (packed, null);
        }

        var hashes = new List<string>();
        for (var start = 0; start < packed.Length; start += Longest)
        {
            var piece = BookPiece.Of(packed[start..Math.Min(packed.Length, start + Longest)]);

            // A conflict is this one of an earlier try.
            await store.CommitAsync(new DocumentBatch(pk).Create(piece.ToDocument(pk)), cancellationToken);
            hashes.Add(piece.Hash);
        }

        return (string.Empty, hashes);
    }

    /// <inheritdoc cref="KeepAsync(string, string, CancellationToken)"/>
    public async Task<StatementSnapshot> KeepAsync(string pk, StatementSnapshot snapshot, CancellationToken cancellationToken)
    {
        var (packed, pieces) = await KeepAsync(pk, snapshot.Packed, cancellationToken);
        return snapshot with { Packed = packed, Pieces = pieces };
    }

    /// <inheritdoc cref="KeepAsync(string, string, CancellationToken)"/>
    public async Task<PostedPay> KeepAsync(string pk, PostedPay posted, CancellationToken cancellationToken)
    {
        var (packed, pieces) = await KeepAsync(pk, posted.Packed, cancellationToken);
        return posted with { Packed = packed, Pieces = pieces };
    }

    /// <summary>Where a person's pay goes on from, whole; null while no month is closed.</summary>
    /// <returns>The document as it is stored, and the pieces that it names.</returns>
    /// <exception cref="InvalidDataException">A piece of it is gone.</exception>
    public async Task<StoredPosted?> PostedAsync(string pk, CancellationToken cancellationToken)
    {
        string? missing = null;
        while (await store.ReadAsync<PostedPay>(pk, BookDocuments.PostedId, cancellationToken) is { } stored)
        {
            if (await WholeAsync(pk, stored.Value.Packed, stored.Value.Pieces, cancellationToken) is { } packed)
            {
                return new StoredPosted(stored.Document, stored.Value with { Packed = packed, Pieces = null }, stored.Value.Pieces ?? []);
            }

            // A close that went by meanwhile deletes the pieces of what it replaces.
            if (stored.Document.ETag == missing)
            {
                throw new InvalidDataException($"A piece of what was posted up to {stored.Value.Month} is missing.");
            }

            missing = stored.Document.ETag;
        }

        return null;
    }

    /// <summary>A statement as it was closed.</summary>
    /// <exception cref="InvalidDataException">A piece of it is gone.</exception>
    public async Task<Statement> OpenAsync(string pk, StatementSnapshot snapshot, CancellationToken cancellationToken) =>
        await WholeAsync(pk, snapshot.Packed, snapshot.Pieces, cancellationToken) is { } packed
            ? (snapshot with { Packed = packed, Pieces = null }).Open()
            : throw new InvalidDataException($"A piece of the snapshot of {snapshot.Period} is missing.");

    /// <summary>All of a packed text; null when a piece is gone.</summary>
    private async Task<string?> WholeAsync(string pk, string packed, IReadOnlyList<string>? pieces, CancellationToken cancellationToken)
    {
        if (pieces is null)
        {
            return packed;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in pieces.Distinct(StringComparer.Ordinal).Chunk(ReadAtOnce))
        {
            foreach (var piece in await store.ReadManyAsync<BookPiece>(pk, [.. some.Select(BookPiece.Id)], cancellationToken))
            {
                found[piece.Value.Hash] = piece.Value.Text;
            }
        }

        return pieces.All(found.ContainsKey) ? string.Concat(pieces.Select(hash => found[hash])) : null;
    }
}

/// <summary>Where pay goes on from, as it is stored.</summary>
/// <param name="Document">To be replaced by the next close.</param>
/// <param name="Pay">Whole.</param>
/// <param name="Pieces">Hashes of its pieces.</param>
public sealed record StoredPosted(Document Document, PostedPay Pay, IReadOnlyList<string> Pieces);
