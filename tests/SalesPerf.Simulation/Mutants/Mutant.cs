using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Mutants;

/// <summary>
/// The app without one of the things that keep it right, taken away at a port. Runs must find out: what they do not, they would not find out of the app either.
/// </summary>
/// <param name="Name">What is taken away.</param>
internal sealed record Mutant(string Name)
{
    /// <summary>The operations of a commit as it leaves the app; those left out are not done, and the app is told they were.</summary>
    public Func<DocumentOperation, string, World, DocumentOperation?>? Writes { get; init; }

    /// <summary>A document as the app reads it.</summary>
    public Func<Document, Document>? Reads { get; init; }

    /// <summary>Whether a message is lost: its queue, and by how much it is delayed.</summary>
    public Func<string, TimeSpan, bool>? Loses { get; init; }

    /// <summary>How long an instance believes what it read of an identity.</summary>
    public TimeSpan RemembersIdentities { get; init; }

    /// <summary>Whether whoever wrote a forecast believes that it is right, and does not look again.</summary>
    public bool LooksOnce { get; init; }

    /// <summary>Whether a message is completed before it is handled.</summary>
    public bool CompletesFirst { get; init; }

    public DocumentBatch Sent(DocumentBatch batch, World world)
    {
        if (Writes is null)
        {
            return batch;
        }

        var sent = new DocumentBatch(batch.Pk);
        foreach (var operation in batch.Operations.Select(one => Writes(one, batch.Pk, world)))
        {
            _ = operation switch
            {
                DocumentOperation.Create create => sent.Create(create.Document),
                DocumentOperation.Replace replace => sent.Replace(replace.Document with { ETag = replace.ETag, Rev = replace.Document.Rev - 1 }, replace.Document),
                DocumentOperation.Upsert upsert => sent.Upsert(upsert.Document),
                DocumentOperation.Delete delete => sent.Delete(delete.DocumentId, delete.ETag),
                _ => sent,
            };
        }

        return sent;
    }

    public bool IsLost(string queue, BusMessage message, DateTimeOffset now) => Loses?.Invoke(queue, (message.NotBefore ?? now) - now) == true;
}
