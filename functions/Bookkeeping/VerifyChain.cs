using System.Text.Json;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Commissions.Agreements;
using SalesPerf.Functions.Commissions.Entered;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Recomputes a partition's audit chain from what is stored: every entry's hash, the content of every document that it attests, and that nothing of the books is there
/// that no entry attests. The first thing that does not hold is named.
/// </summary>
public sealed class VerifyChain(IDocumentStore store)
{
    private const int ReadAtOnce = 100;

    /// <summary>Kinds of documents that are attested, wherever they are.</summary>
    private static readonly string[] Attested = [BookDocuments.ClosedKind, BookDocuments.SnapshotKind, BookDocuments.LedgerKind, BookDocuments.PostedKind, BookDocuments.ManifestKind, AdjustmentBooks.Kind, DisputeBooks.Kind, EnteredValues.Kind, HoldBooks.Kind, ReopeningBooks.Kind, AgreementBooks.Kind];

    /// <param name="pk">The partition.</param>
    /// <param name="named">Hashes of entries that manifests name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<VerifiedChain> RunAsync(string pk, IReadOnlySet<string> named, CancellationToken cancellationToken)
    {
        ChainedEntry? last = null;
        var (hashes, seals) = (new Dictionary<string, (string Hash, long Seq)>(StringComparer.Ordinal), new Dictionary<string, ChainedEntry>(StringComparer.Ordinal));
        for (var query = new RangeQuery(pk, BookDocuments.ChainKind, Size: 500); ;)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            foreach (var document in page.Items)
            {
                var seq = (last?.Entry.Seq ?? 0) + 1;
                if (Open(document, seq) is not { } next)
                {
                    return Broken(seq, document.Id, "It cannot be read as an entry.");
                }

                if (AuditChain.Break(last, next) is { } why)
                {
                    return Broken(seq, document.Id, why);
                }

                foreach (var attested in next.Entry.Documents)
                {
                    hashes[attested.Id] = (attested.Hash, next.Entry.Seq);
                }

                seals[next.Hash] = next;
                last = next;
            }

            if (page.Continuation is null)
            {
                break;
            }

            query = query with { Continuation = page.Continuation };
        }

        if (named.Any(seal => !seals.ContainsKey(seal)))
        {
            return Broken((last?.Entry.Seq ?? 0) + 1, BookDocuments.ChainId((last?.Entry.Seq ?? 0) + 1), "An entry that a closed month's manifest names is missing.");
        }

        return await ContentAsync(pk, last, hashes, cancellationToken) ?? await BooksAsync(pk, last, seals, cancellationToken) ?? new VerifiedChain(pk, last?.Entry.Seq ?? 0, last?.Hash, null);

        VerifiedChain Broken(long seq, string id, string why) => new(pk, last?.Entry.Seq ?? 0, last?.Hash, new BrokenEntry(seq, id, why));
    }

    /// <summary>The entry, if it is spelt as it was written: null when anything of it is another.</summary>
    private static ChainedEntry? Open(Document document, long seq)
    {
        try
        {
            var entry = TypedDocuments.Open<ChainedEntry>(document).Value;
            var written = BookDocuments.Chain(document.Pk, entry);
            return document.Id == BookDocuments.ChainId(seq) && ContentHash.Of(written.Body) == ContentHash.Of(document.Body) ? entry : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What was attested last of every document is what is stored, and every document of the books is attested. The one of the earliest entry is named.</summary>
    private async Task<VerifiedChain?> ContentAsync(
        string pk, ChainedEntry? last, Dictionary<string, (string Hash, long Seq)> hashes, CancellationToken cancellationToken)
    {
        var stored = new HashSet<string>(StringComparer.Ordinal);
        BrokenEntry? first = null;
        foreach (var some in hashes.OrderBy(one => one.Value.Seq).ThenBy(one => one.Key, StringComparer.Ordinal).Chunk(ReadAtOnce))
        {
            var documents = (await store.ReadManyAsync(pk, [.. some.Select(one => one.Key)], cancellationToken)).ToDictionary(document => document.Id, StringComparer.Ordinal);
            foreach (var (id, (hash, seq)) in some)
            {
                stored.Add(id);
                if (!documents.TryGetValue(id, out var document) || !ContentHash.IsOf(document.Body, hash))
                {
                    first ??= new BrokenEntry(seq, id, document is null ? "It is not stored any more." : "Its content is not what was attested.");
                }
            }
        }

        string[] kinds = pk == BookDocuments.Organisation ? [.. Attested, Deals.Books.Kind] : Attested;
        foreach (var kind in kinds)
        {
            for (var query = new RangeQuery(pk, kind, Size: 100); first is null;)
            {
                var page = await store.RangeAsync(query, cancellationToken);
                first ??= page.Items.Where(document => !stored.Contains(document.Id)).Select(document => new BrokenEntry((last?.Entry.Seq ?? 0) + 1, document.Id, "No entry attests it.")).FirstOrDefault();
                if (page.Continuation is null)
                {
                    break;
                }

                query = query with { Continuation = page.Continuation };
            }
        }

        first ??= await TextsAsync(pk, (last?.Entry.Seq ?? 0) + 1, cancellationToken) ?? await PiecesAsync(pk, hashes, cancellationToken);
        return first is null ? null : new VerifiedChain(pk, last?.Entry.Seq ?? 0, last?.Hash, first);
    }

    /// <summary>Texts are not attested, as they go when somebody is erased; while they are there they have the hash that the books name.</summary>
    private async Task<BrokenEntry?> TextsAsync(string pk, long seq, CancellationToken cancellationToken)
    {
        for (var query = new RangeQuery(pk, KeptText.Kind, Size: 500); ;)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            if (page.Items.FirstOrDefault(document => !IsText(document)) is { } broken)
            {
                return new BrokenEntry(seq, broken.Id, "It is not the text that the books name.");
            }

            if (page.Continuation is null)
            {
                return null;
            }

            query = query with { Continuation = page.Continuation };
        }
    }

    /// <summary>Every piece that a document of the books names is there, and is what its name says.</summary>
    private async Task<BrokenEntry?> PiecesAsync(string pk, Dictionary<string, (string Hash, long Seq)> hashes, CancellationToken cancellationToken)
    {
        var named = new List<(string Document, string Piece)>();
        await foreach (var stored in store.RangeAsync<StatementSnapshot>(new RangeQuery(pk, BookDocuments.SnapshotKind, Size: 20), cancellationToken))
        {
            named.AddRange((stored.Value.Pieces ?? []).Select(piece => (stored.Document.Id, piece)));
        }

        if (await store.ReadAsync<PostedPay>(pk, BookDocuments.PostedId, cancellationToken) is { } posted)
        {
            named.AddRange((posted.Value.Pieces ?? []).Select(piece => (posted.Document.Id, piece)));
        }

        foreach (var (document, piece) in named)
        {
            if (await store.ReadAsync(pk, BookPiece.Id(piece), cancellationToken) is not { } there || !IsPiece(there))
            {
                return new BrokenEntry(hashes[document].Seq, BookPiece.Id(piece), "It is not the piece that the books name.");
            }
        }

        return null;
    }

    private static bool IsPiece(Document document)
    {
        try
        {
            var piece = TypedDocuments.Open<BookPiece>(document).Value;
            return piece.IsWhole() && ContentHash.Of(piece.ToDocument(document.Pk).Body) == ContentHash.Of(document.Body) && document.Id == BookPiece.Id(piece.Hash);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsText(Document document)
    {
        try
        {
            var text = TypedDocuments.Open<KeptText>(document).Value;
            return text.IsWhole() && ContentHash.Of(text.ToDocument(document.Pk).Body) == ContentHash.Of(document.Body) && document.Id == KeptText.Id(text.Hash);
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A person's closed months carry the hash of the entry that closed them.</summary>
    private async Task<VerifiedChain?> BooksAsync(string pk, ChainedEntry? last, Dictionary<string, ChainedEntry> seals, CancellationToken cancellationToken)
    {
        var closed = seals.Values.Where(entry => entry.Entry.Action == "periodClosed" && pk != BookDocuments.Organisation).ToDictionary(entry => entry.Entry.Subject, StringComparer.Ordinal);
        for (var query = new RangeQuery(pk, Deals.Books.Kind, Size: 500); pk != BookDocuments.Organisation;)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            foreach (var document in page.Items)
            {
                var month = document.Id["period~".Length..];
                var entry = closed.GetValueOrDefault(month);
                closed.Remove(month);
                if (!IsSealed(document, month, entry))
                {
                    return new VerifiedChain(pk, last?.Entry.Seq ?? 0, last?.Hash, new BrokenEntry(entry?.Entry.Seq ?? (last?.Entry.Seq ?? 0) + 1, document.Id, "It does not carry the seal of its close."));
                }
            }

            if (page.Continuation is null)
            {
                break;
            }

            query = query with { Continuation = page.Continuation };
        }

        return closed.Values.MinBy(entry => entry.Entry.Seq) is { } missing
            ? new VerifiedChain(pk, last?.Entry.Seq ?? 0, last?.Hash, new BrokenEntry(missing.Entry.Seq, Deals.Books.Id(missing.Entry.Subject), "It is not stored any more."))
            : null;
    }

    private static bool IsSealed(Document document, string month, ChainedEntry? entry)
    {
        var states = entry is null
            ? new[] { new PersonPeriod(month, OrganisationPeriod.Open), new PersonPeriod(month, OrganisationPeriod.Closing), new PersonPeriod(month, OrganisationPeriod.Closed) }
            : [new PersonPeriod(month, OrganisationPeriod.Closed, entry.Hash)];
        return states.Any(state => ContentHash.IsOf(document.Body, ContentHash.Of(Deals.Books.OfPerson(document.Pk, state).Body)));
    }
}

/// <summary>What became of a verification.</summary>
/// <param name="Partition">Whose chain.</param>
/// <param name="Entries">How many hold.</param>
/// <param name="Hash">Of the last that holds; absent where there is none.</param>
/// <param name="Broken">The first that does not; absent where all do.</param>
public sealed record VerifiedChain(string Partition, long Entries, string? Hash, BrokenEntry? Broken);

/// <summary>What does not hold.</summary>
/// <param name="Seq">Of the entry, or of the one that there should be.</param>
/// <param name="Document">The document's id.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record BrokenEntry(long Seq, string Document, string Why);
