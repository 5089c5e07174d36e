using SalesPerf.Functions.Commissions;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Simulation.Mutants;

/// <summary>
/// One handling of a message by an app that does not look again at what it has written: once the forecast is committed, it is shown what it had read before, and what it
/// wrote itself, so that it finds nothing more to do. A commit that loses is looked at again all the same.
/// </summary>
internal sealed class Handled
{
    private static readonly AsyncLocal<Handled?> Now = new();

    private readonly Dictionary<string, DocumentPage> pages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Document> written = new(StringComparer.Ordinal);

    /// <summary>The handling that the caller belongs to; null outside of any.</summary>
    public static Handled? Current => Now.Value;

    /// <summary>Whatever is called from here belongs to one handling.</summary>
    public static void Begin() => Now.Value = new Handled();

    public DocumentPage Page(RangeQuery query, DocumentPage page)
    {
        // Fewer periods are left the second time, and less is asked for: what was read for all of them says the same of each.
        var name = $"{query.Pk} {query.Kind} {query.Continuation}";
        if (written.Count > 0 && pages.TryGetValue(name, out var before))
        {
            return before;
        }

        return pages[name] = page;
    }

    public Document? Read(string pk, string id, Document? stored) => written.TryGetValue($"{pk} {id}", out var own) && stored is not null ? own with { ETag = stored.ETag } : stored;

    public void Ended(DocumentBatch batch, CommitResult result)
    {
        if (result is CommitResult.Refused)
        {
            written.Clear();
            return;
        }

        foreach (var operation in batch.Operations)
        {
            var document = operation switch
            {
                DocumentOperation.Create create => create.Document,
                DocumentOperation.Replace replace => replace.Document,
                _ => null,
            };
            if (document?.Kind == ForecastDocuments.LiveKind)
            {
                written[$"{batch.Pk} {document.Id}"] = document;
            }
        }
    }
}
