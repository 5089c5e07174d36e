using System.Globalization;
using Azure.Messaging.ServiceBus;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Azure;

/// <summary>Messages as the broker carries them: the body is the CloudEvent, what the bus must remember are application properties.</summary>
internal static class ServiceBusMessages
{
    private const string RedrivesProperty = "redrives";
    private const string FirstEnqueuedProperty = "firstEnqueued";

    public static ServiceBusMessage ToSend(BusMessage message)
    {
        var outgoing = new ServiceBusMessage(message.Body) { ContentType = "application/cloudevents+json" };
        outgoing.ApplicationProperties[RedrivesProperty] = message.Redrives;
        if (message.NotBefore is { } notBefore)
        {
            outgoing.ScheduledEnqueueTime = notBefore;
        }

        return outgoing;
    }

    public static ServiceBusMessage ToRedrive(ServiceBusReceivedMessage deadLetter, string body)
    {
        var outgoing = ToSend(new BusMessage(body, Redrives: Redrives(deadLetter) + 1));
        outgoing.ApplicationProperties[FirstEnqueuedProperty] = FirstEnqueued(deadLetter);
        return outgoing;
    }

    public static DeadLetter ToDeadLetter(ServiceBusReceivedMessage message) => new(
        message.SequenceNumber.ToString(CultureInfo.InvariantCulture),
        message.Body.ToString(),
        string.Join(": ", new[] { message.DeadLetterReason, message.DeadLetterErrorDescription }.Where(text => !string.IsNullOrEmpty(text))),
        message.DeliveryCount,
        Redrives(message),
        FirstEnqueued(message));

    public static int Redrives(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.TryGetValue(RedrivesProperty, out var value) && value is int redrives ? redrives : 0;

    public static DateTimeOffset FirstEnqueued(ServiceBusReceivedMessage message) =>
        message.ApplicationProperties.TryGetValue(FirstEnqueuedProperty, out var value) && value is DateTimeOffset first ? first : message.EnqueuedTime;
}
