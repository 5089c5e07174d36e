using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Pages;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Notifications;

/// <summary>
/// Mails a notification to one person. The mail is claimed before it is sent: a repeat sends nothing, a crash costs at most one further mail under the same
/// Message-ID. What the server refuses is over; what it cannot take now is tried again for three days.
/// </summary>
public sealed partial class DeliverEmail(
    ModelDirectory directory,
    Deliveries deliveries,
    PreferenceStore preferences,
    IEmailSender email,
    IMessageBus bus,
    PublicAddress address,
    TimeProvider time,
    ILogger<DeliverEmail> logger)
{
    /// <summary>The type of the message.</summary>
    public const string Type = "salesperf.notification.mail";

    [Function(nameof(DeliverEmail))]
    public async Task Run([ServiceBusTrigger(Queues.DeliverEmail, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<DeliveryKey>(message).Data;
        if (await deliveries.NotificationAsync(key, cancellationToken) is not { } notification)
        {
            return;
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        var asked = await preferences.ReadAsync(key.Target, cancellationToken);
        var again = await deliveries.DeliverAsync(
            Delivery.Begin(notification, DeliveryChannels.Email, key.Target, time.GetUtcNow()),
            claim => Check(claim, notification, model, asked),
            claim => SendAsync(claim, notification, model, cancellationToken),
            cancellationToken);
        if (again is { } at)
        {
            await bus.SendAsync(Queues.DeliverEmail, [Envelopes.Message(Type, key, time.GetUtcNow(), at)], cancellationToken);
        }
    }

    private Delivery Check(Delivery claim, Notification notification, Model model, NotificationPreferences asked)
    {
        var now = time.GetUtcNow();
        var listeners = Audience.Of(notification, model, model.Today(now)).Where(listener => listener.Person == claim.Target);
        return NotificationKinds.Of(notification) is not { } kind || !listeners.Any(listener => asked.Want(listener, kind))
                ? claim.Drop(Delivery.Unwanted, "It is no longer for them, or no longer wanted.", now)
            : Mailbox.Of(model, claim.Target, now) is null
                ? claim.Drop(Delivery.NoAddress, "There is no mail address that can be sent to.", now)
            : asked.QuietUntil(now, model) is { } end
                ? claim.Hold(end, "Quiet hours.")
                : claim;
    }

    private async Task<Delivery> SendAsync(Delivery claim, Notification notification, Model model, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var to = Mailbox.Of(model, claim.Target, now)!; // checked before it was claimed
        var names = new Names(model, ScorecardInputs.Calendar(model, now), ScorecardInputs.Today(model, claim.Target, now));
        var mail = NotificationMail.Compose(claim, notification, to, names, address);
        var outcome = await email.SendAsync(mail, cancellationToken);
        var ended = Mailbox.Ended(claim, outcome, time.GetUtcNow());
        if (ended.State != Delivery.Sent)
        {
            LogNotSent(logger, claim.Notification, claim.Target, ended.State, ended.Reason);
        }

        return ended;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notification} was not mailed to {Person}: {State}, {Reason}")]
    private static partial void LogNotSent(ILogger logger, string notification, string person, string state, string? reason);
}
