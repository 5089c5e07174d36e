using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>Makes activities of events.</summary>
public static class CloudEventActivity
{
    /// <summary>
    /// The event's id is the key, its time the effective time, its type the activity type; see the README beside this folder for the data.
    /// All problems are reported at once.
    /// </summary>
    /// <param name="parsed">An item of <see cref="CloudEventFormat.Parse"/>; one with errors stays rejected.</param>
    /// <param name="sourceId">The registered source; an event that names another one is rejected.</param>
    /// <param name="now">The time of receipt.</param>
    /// <param name="allowRecordedAt">True for imports by administrators.</param>
    /// <returns><see cref="ReadActivity"/> or <see cref="RejectedItem"/>.</returns>
    public static ReadItem Read(ParsedEvent parsed, string sourceId, DateTimeOffset now, bool allowRecordedAt = false)
    {
        if (parsed.Event is not { } cloudEvent)
        {
            return new RejectedItem(parsed.Index, parsed.Errors);
        }

        var errors = new ReadErrors();
        if (!string.Equals(cloudEvent.Source, sourceId, StringComparison.Ordinal))
        {
            errors.Add("/source", "It is not the id of this source.");
        }

        var typeProblem = ActivityTypeName.Problem(cloudEvent.Type);
        if (typeProblem is not null)
        {
            errors.Add("/type", typeProblem);
        }

        var timeProblem = cloudEvent.Time is { } time ? TimeBounds.EffectiveProblem(time, now) : "Required: when it happened.";
        if (timeProblem is not null)
        {
            errors.Add("/time", timeProblem);
        }

        if (cloudEvent.DataContentType is { } contentType && MediaType.Parse(contentType) is not { IsJson: true, IsUtf8: true })
        {
            errors.Add("/datacontenttype", "JSON in UTF-8 is expected.");
        }

        var envelope = new ActivityEnvelope(parsed.Index, sourceId, cloudEvent.Id, typeProblem is null ? cloudEvent.Type : null, cloudEvent.Time, errors);
        return ActivityReader.Read(envelope, cloudEvent.Data, now, allowRecordedAt);
    }
}
