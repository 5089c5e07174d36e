using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Of rows without any key of which several may say the same: an activity that is held stands for one row of an upload only, so of n rows alike n − m are added where m are held. Which
/// stands for which is noted, under both, so that it holds over all parts, in any order, however often one comes. What the upload itself added stands for none of its other rows.
/// </summary>
public sealed class RowMatches(IDocumentStore store, AlikeActivities alike)
{
    private const string Kind = "resync-match";

    /// <summary>Each is two documents.</summary>
    private const int AtOnce = 45;

    /// <summary>The lines of rows for which one that is held stands.</summary>
    public async Task<IReadOnlySet<long>> TakeAsync(UploadedPart part, IReadOnlyList<ImportedActivity> rows, HeldPlaces places, CancellationToken cancellationToken)
    {
        while (true)
        {
            var noted = await store.ReadManyAsync<RowMatch>(part.Matches, [.. rows.Select(row => IdOf(part.Number, row.Line))], cancellationToken);
            var stands = noted.Select(match => match.Value.Line).ToHashSet();
            var matching = new RowMatching([.. rows.Where(row => !stands.Contains(row.Line))], places);

            // Those that agree in everything first, or a row that says less would take what another needs.
            await SweepAsync(part, matching, places, inEverything: true, cancellationToken);
            if (matching.HasOthers)
            {
                await SweepAsync(part, matching, places, inEverything: false, cancellationToken);
            }

            if (await CreateAsync(part, matching.Matches, cancellationToken))
            {
                stands.UnionWith(matching.Matches.Values);
                return stands;
            }
        }
    }

    private async Task SweepAsync(UploadedPart part, RowMatching matching, HeldPlaces places, bool inEverything, CancellationToken cancellationToken)
    {
        if (matching.IsDone)
        {
            return;
        }

        await alike.SweepAsync(matching.Open, places, TakeAsync, cancellationToken);

        async Task<bool> TakeAsync(IReadOnlyList<Activity> page)
        {
            var near = page.Where(held => !part.IsNamedHere(held) && matching.Fits(held, inEverything)).ToList();
            var taken = (await store.ReadManyAsync<RowMatch>(part.Matches, near.Select(IdOf).ToHashSet(StringComparer.Ordinal), cancellationToken)).Select(match => match.Document.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var held in near.Where(held => !taken.Contains(IdOf(held))))
            {
                matching.Take(held, inEverything);
            }

            return !matching.IsDone;
        }
    }

    /// <summary>False when one of them is there.</summary>
    private async Task<bool> CreateAsync(UploadedPart part, IReadOnlyDictionary<string, long> matches, CancellationToken cancellationToken)
    {
        foreach (var chunk in matches.Chunk(AtOnce))
        {
            var batch = new DocumentBatch(part.Matches);
            foreach (var (key, line) in chunk)
            {
                var match = new RowMatch(part.Number, line);
                batch = batch.Create(New(part, IdOf(key), match)).Create(New(part, IdOf(part.Number, line), match));
            }

            if (await store.CommitAsync(batch, cancellationToken) is not CommitResult.Committed)
            {
                return false;
            }
        }

        return true;
    }

    private static Document New(UploadedPart part, string id, RowMatch match) => TypedDocuments.New(part.Matches, id, Kind, TypedDocuments.Timeless, match, ResyncUploads.TimeToLive);

    private static string IdOf(Activity held) => IdOf(held.Key);

    /// <summary>Of the event alone: an erasure moves it.</summary>
    private static string IdOf(string key) => $"held~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";

    private static string IdOf(int part, long line) => string.Create(CultureInfo.InvariantCulture, $"row~{part}~{line}");
}

/// <summary>For which row something held stands.</summary>
/// <param name="Part">The upload's part.</param>
/// <param name="Line">The line in it.</param>
public sealed record RowMatch(int Part, long Line);
