using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities;

/// <summary>An activity as it came off the queue.</summary>
/// <param name="MessageId">The envelope's id, stable over redeliveries.</param>
/// <param name="Activity">The activity.</param>
/// <param name="Message">The message, kept for a dead document.</param>
public sealed record ReceivedActivity(string MessageId, Activity Activity, string Message)
{
    /// <summary>The document id: made of the event alone.</summary>
    public string DocumentId { get; } = ActivityDocuments.Id(Activity);
}
