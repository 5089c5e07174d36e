using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SalesPerf.Functions.Health;

/// <summary>
/// Carries a trace through a queue: whoever makes a message writes its W3C <c>traceparent</c> into the envelope (the distributed tracing extension of
/// CloudEvents), and the delivery continues from there. So it works on any broker.
/// </summary>
public static class TraceContext
{
    // What links to a span beyond this is not kept by most who collect them.
    private const int MaxLinks = 100;

    /// <summary>What a message made now carries; null while nobody listens to traces.</summary>
    public static string? Current => Telemetry.Source.HasListeners() && Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>
    /// Starts the span of a delivery to a function. One message, or several of one trace, continue that trace. A batch of several traces has one of its own,
    /// linked to each. Null when nobody listens.
    /// </summary>
    public static Activity? StartDelivery(string function, IEnumerable<string> bodies)
    {
        if (!Telemetry.Source.HasListeners())
        {
            return null;
        }

        var senders = bodies.Select(Sender).OfType<ActivityContext>().Distinct().ToList();
        var isOneTrace = senders.DistinctBy(sender => sender.TraceId).Count() == 1;
        var links = Activity.Current is { } invocation ? senders.Skip(isOneTrace ? 1 : 0).Append(invocation.Context) : senders.Skip(isOneTrace ? 1 : 0);

        // A given parent of nothing would still be replaced by whatever span is current here.
        var outer = Activity.Current;
        Activity.Current = null;
        var delivery = Telemetry.Source.StartActivity(
            $"process {function}", ActivityKind.Consumer, isOneTrace ? senders[0] : default, links: links.Take(MaxLinks).Select(link => new ActivityLink(link)));
        if (delivery is null)
        {
            Activity.Current = outer;
        }

        return delivery?.SetTag("salesperf.function", function).SetTag("messaging.batch.message_count", bodies.Count());
    }

    /// <summary>The span is what went wrong.</summary>
    public static void Fail(this Activity activity, Exception failure)
    {
        activity.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
        activity.AddException(failure);
    }

    /// <summary>The trace context in an envelope; null when it has none, or is none.</summary>
    public static ActivityContext? Sender(string body)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(body));
            return Traceparent(ref reader) is { } text && ActivityContext.TryParse(text, null, isRemote: true, out var context) ? context : null;
        }
        catch (JsonException)
        {
            // Whoever handles the message says what is wrong with it.
            return null;
        }
    }

    private static string? Traceparent(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals("traceparent"u8);
            reader.Read();
            if (isIt)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
