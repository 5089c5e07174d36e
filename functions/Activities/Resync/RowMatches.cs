using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Of rows without any key of which several may say the same: an activity that is held stands for one row of an upload only, so of n rows alike n − m are added where m are held. Which
/// stands for which is noted, so that it holds over all parts, in any order, however often one comes. What the upload itself added stands for none of its other rows.
/// </summary>
public sealed class RowMatches(IDocumentStore store)
{
    private const string Kind = "resync-match";

    /// <summary>The lines of rows for which one that is held stands.</summary>
    public async Task<IReadOnlySet<long>> TakeAsync(
        UploadedPart part, IReadOnlyList<ImportedActivity> rows, AlikeCandidates candidates, HeldPlaces places, CancellationToken cancellationToken)
    {
        while (true)
        {
            var near = rows.ToDictionary(row => row.Line, row => candidates.At(row).Where(held => !part.IsNamedHere(held) && !HeldActivities.IsOwnerNews(row, held) && places.IsSameOwner(row.Activity, held) && Agree(row, held)).ToList());
            var ids = near.Values.SelectMany(activities => activities).Select(Id).ToHashSet(StringComparer.Ordinal);
            var taken = (await store.ReadManyAsync<RowMatch>(part.Matches, ids, cancellationToken)).ToDictionary(match => match.Document.Id, match => match.Value, StringComparer.Ordinal);
            var stands = taken.Values.Where(match => match.Part == part.Number).Select(match => match.Line).ToHashSet();
            var used = taken.Keys.ToHashSet(StringComparer.Ordinal);
            var made = new List<Document>();

            // Those that agree in everything first, or a row that says less would take what another needs.
            foreach (var agrees in new Func<ImportedActivity, Activity, bool>[] { IsWhole, (_, _) => true })
            {
                foreach (var row in rows.OrderBy(row => row.Activity.OccurredAt).ThenBy(row => row.Line).Where(row => !stands.Contains(row.Line)))
                {
                    if (near[row.Line].Find(held => agrees(row, held) && !used.Contains(Id(held))) is { } held)
                    {
                        used.Add(Id(held));
                        stands.Add(row.Line);
                        made.Add(TypedDocuments.New(part.Matches, Id(held), Kind, TypedDocuments.Timeless, new RowMatch(part.Number, row.Line), ResyncUploads.TimeToLive));
                    }
                }
            }

            if (await CreateAsync(part.Matches, made, cancellationToken))
            {
                return stands;
            }
        }
    }

    /// <summary>False when one of them is there.</summary>
    private async Task<bool> CreateAsync(string pk, List<Document> documents, CancellationToken cancellationToken)
    {
        foreach (var chunk in documents.Chunk(DocumentBatch.MaxOperations))
        {
            if (await store.CommitAsync(chunk.Aggregate(new DocumentBatch(pk), (batch, document) => batch.Create(document)), cancellationToken) is not CommitResult.Committed)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Of the event alone: an erasure moves it.</summary>
    private static string Id(Activity held) => $"held~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(held.Key)))}";

    private static bool Agree(ImportedActivity row, Activity held) =>
        Agree(row.Activity.Contact, held.Contact) && Agree(row.Activity.Deal, held.Deal) && Agree(row.Activity.Account, held.Account) && Agree(row.Activity.Conversation, held.Conversation);

    private static bool Agree(string? one, string? other) => one is null || other is null || one == other;

    private static bool IsWhole(ImportedActivity row, Activity held) =>
        (row.Activity.Owner, row.Activity.Contact, row.Activity.Deal, row.Activity.Account, row.Activity.Conversation) == (held.Owner, held.Contact, held.Deal, held.Account, held.Conversation);
}

/// <summary>For which row something held stands.</summary>
/// <param name="Part">The upload's part.</param>
/// <param name="Line">The line in it.</param>
public sealed record RowMatch(int Part, long Line);
