using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>An activity as it came off the queue.</summary>
/// <param name="MessageId">The envelope's id, stable over redeliveries.</param>
/// <param name="Activity">The activity.</param>
/// <param name="Message">The message, kept for a dead document.</param>
public sealed record ReceivedActivity(string MessageId, Activity Activity, string Message)
{
    /// <summary>The document id: made of the event alone.</summary>
    public string DocumentId { get; } = ActivityDocuments.Id(Activity);

    /// <summary>What is stored of it so far, when that is a row of an export: the source's own message takes its place.</summary>
    public Stored<Activity>? Row { get; init; }

    /// <summary>Stores it: created, or in the place of the row.</summary>
    public void AddTo(DocumentBatch batch)
    {
        var document = ActivityDocuments.Document(Activity);
        _ = Row is null ? batch.Create(document) : batch.Replace(Row.Document, document);
    }
}
