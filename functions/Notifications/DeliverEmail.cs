using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Notifications;

/// <summary>
/// Mails a notification to one person. The mail is claimed before it is sent: a repeat sends nothing, a crash costs at most one further mail under the same
/// Message-ID. What the server refuses is over; what it cannot take now is tried again for three days.
/// </summary>
public sealed partial class DeliverEmail(
    IDocumentStore store,
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
        if (await store.ReadAsync<Notification>(Partitions.Feed(key.Date), Key.Component(key.Notification), cancellationToken) is not { Value: var notification })
        {
            LogGone(logger, key.Notification);
            return;
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        var asked = await preferences.ReadAsync(key.Target, cancellationToken);
        var begun = Delivery.Begin(notification, DeliveryChannels.Email, key.Target, time.GetUtcNow());
        var delivery = await deliveries.ClaimAsync(begun, claim => Check(claim, notification, model, asked), cancellationToken);
        if (delivery is { State: Delivery.Claimed })
        {
            delivery = await SendAsync(delivery, notification, model, cancellationToken);
        }

        if (delivery is { State: Delivery.Waiting, NextAt: { } next })
        {
            await bus.SendAsync(Queues.DeliverEmail, [Envelopes.Message(Type, key, time.GetUtcNow(), next)], cancellationToken);
        }
    }

    private Delivery Check(Delivery claim, Notification notification, Model model, NotificationPreferences asked)
    {
        var now = time.GetUtcNow();
        var listeners = Audience.Of(notification, model, model.Today(now)).Where(listener => listener.Person == claim.Target);
        return NotificationKinds.Of(notification) is not { } kind || !listeners.Any(listener => asked.Want(listener, kind))
                ? claim.End(Delivery.Unwanted, "It is no longer for them, or no longer wanted.", now)
            : Mailbox(model, claim.Target, now) is null
                ? claim.End(Delivery.NoAddress, "There is no mail address that can be sent to.", now)
            : asked.QuietUntil(now, model) is { } end
                ? claim.Hold(end, "Quiet hours.")
                : claim;
    }

    private async Task<Delivery> SendAsync(Delivery claim, Notification notification, Model model, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (to, name) = Mailbox(model, claim.Target, now)!.Value; // checked before it was claimed
        var names = new Names(model, ScorecardInputs.Calendar(model, now), ScorecardInputs.Today(model, claim.Target, now));
        var mail = NotificationMail.Compose(claim, notification, to, name, names, address);
        var outcome = await email.SendAsync(mail, cancellationToken);
        now = time.GetUtcNow();
        var ended = outcome switch
        {
            EmailOutcome.Refused { Reason: var reason } => claim.End(Delivery.Refused, reason, now),
            EmailOutcome.Deferred { Reason: var reason } => claim.Fail(reason, now, Random.Shared.NextDouble()),
            _ => claim.Succeed(now),
        };
        if (ended.State is Delivery.Refused or Delivery.Failed)
        {
            LogNotSent(logger, claim.Notification, claim.Target, ended.State, ended.Reason);
        }

        return await deliveries.EndAsync(claim, ended, cancellationToken);
    }

    private static (string Address, string Name)? Mailbox(Model model, string person, DateTimeOffset now) =>
        model.Person(person, ScorecardInputs.Today(model, person, now)) is { Mail: { } mail } found && EmailAddress.IsValid(mail) ? (mail, found.Name) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notification} is not there any more and is not mailed")]
    private static partial void LogGone(ILogger logger, string notification);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notification} was not mailed to {Person}: {State}, {Reason}")]
    private static partial void LogNotSent(ILogger logger, string notification, string person, string state, string? reason);
}
