using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Notifications.Preferences;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Digests;

/// <summary>
/// Composes a manager's digest, mails it and says so. The mail is claimed before it is sent: a repeat sends nothing, and a crash costs at most one
/// further mail under the same Message-ID.
/// </summary>
public sealed partial class SendDigest(
    IDocumentStore store,
    ModelDirectory directory,
    DigestInputs inputs,
    IEmailSender email,
    IMessageBus bus,
    PendingNotifications notifications,
    Deliveries deliveries,
    PreferenceStore preferences,
    DeadDocuments dead,
    PublicAddress address,
    TimeProvider time,
    ILogger<SendDigest> logger)
{
    /// <summary>The type of the message.</summary>
    public const string Type = "salesperf.digest.send";

    [Function(nameof(SendDigest))]
    public async Task Run([ServiceBusTrigger(Queues.SendDigest, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<DigestKey>(message).Data;
        var asked = await preferences.ReadAsync(key.Manager, cancellationToken);
        if (asked.QuietUntil(time.GetUtcNow(), (await directory.GetAsync(cancellationToken)).Model) is { } end)
        {
            await bus.SendAsync(Queues.SendDigest, [Envelopes.Message(Type, key, time.GetUtcNow(), end)], cancellationToken);
            return;
        }

        if (await ClaimAsync(key, cancellationToken) is var (claim, model))
        {
            var now = time.GetUtcNow();
            var names = new Names(model, ScorecardInputs.Calendar(model, now), ScorecardInputs.Today(model, key.Manager, now));
            var outcome = await email.SendAsync(DigestMail.Compose(claim, Mailbox.Of(model, key.Manager, now)!, names, address), cancellationToken);
            await EndAsync(key, claim.Mail(), outcome, cancellationToken);
        }

        await deliveries.ListAsync(async () => (await StoredAsync(key, cancellationToken))?.Value.Mail(), cancellationToken);
        await notifications.PublishAsync(Partitions.Rep(key.Manager), cancellationToken);
    }

    /// <summary>
    /// What to send, decided and claimed under a directory that is fresh when the claim is committed, and that directory's model; null when there is nothing
    /// to send, or not now.
    /// </summary>
    private async Task<(DigestDelivery Claim, Model Model)?> ClaimAsync(DigestKey key, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(key.Manager);
        var attempts = new Attempts(time);
        var loaded = await directory.GetAsync(cancellationToken);
        while (true)
        {
            var (model, now) = (loaded.Model, time.GetUtcNow());
            var stored = await StoredAsync(key, cancellationToken);
            if ((stored?.Value ?? await ComposeAsync(model, key, now, cancellationToken)) is not { } digest)
            {
                return null;
            }

            var step = stored is null ? new DeliveryStep.Try(digest.Mail()) : digest.Mail().Next(now);
            if (step is DeliveryStep.Wait { At: var at })
            {
                await bus.SendAsync(Queues.SendDigest, [Envelopes.Message(Type, key, now, at)], cancellationToken);
            }

            var mail = step switch
            {
                DeliveryStep.Try { Claim: var claim } => Check(claim, model, now),
                DeliveryStep.GiveUp { Delivery: var lost } => lost,
                _ => null,
            };
            if (mail is null)
            {
                return null;
            }

            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                loaded = await directory.ReloadAsync(cancellationToken);
                continue;
            }

            var next = digest.With(mail);
            var document = DigestDocuments.New(next);
            var batch = new DocumentBatch(pk);
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed when next.State == Delivery.Claimed:
                    return (next, model);
                case CommitResult.Committed:
                    if (next.State == Delivery.Unknown)
                    {
                        LogUnknown(logger, key.Manager, key.Week);
                    }

                    return null;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    await dead.AddTooLargeAsync(
                        $"The digest of {key.Manager} for {key.Week}", Queues.SendDigest, Envelopes.Message(Type, key, now), null, now, cancellationToken);
                    return null;
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Before every attempt: who left, or has nobody any more, is told nothing of those they had.</summary>
    private static Delivery Check(Delivery claim, Model model, DateTimeOffset now) =>
        !IsManager(model, claim.Target, now) ? claim.Drop(Delivery.Unwanted, "They left, or manage nobody any more.", now)
        : Mailbox.Of(model, claim.Target, now) is null ? claim.Drop(Delivery.NoAddress, "There is no mail address that can be sent to.", now)
        : claim;

    private static bool IsManager(Model model, string person, DateTimeOffset now)
    {
        var today = ScorecardInputs.Today(model, person, now);
        return model.Person(person, today)?.IsEmployed(today) == true && model.PeopleUnder(person, today).Count > 0;
    }

    /// <summary>The digest, claimed; null when since the message was sent they left, or stopped being a manager.</summary>
    private async Task<DigestDelivery?> ComposeAsync(Model model, DigestKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var calendar = ScorecardInputs.Calendar(model, now);
        if (calendar.Parse(key.Week) is not { Kind: PeriodKind.Week } week || !IsManager(model, key.Manager, now))
        {
            return null;
        }

        var today = ScorecardInputs.Today(model, key.Manager, now);
        var due = DigestSchedule.Of(week, LocalTime.Zone(model.ZoneOf(key.Manager, today)));
        return new DigestDelivery
        {
            Content = DigestComposer.Compose(await inputs.ReadAsync(model, calendar, key.Manager, due, today, cancellationToken)),
            State = Delivery.Claimed,
            Attempt = 1,
            MadeAt = now,
            ClaimedAt = now,
            MessageId = $"digest.{key.Week}.{Key.Component(key.Manager)}@{address.MailHost}",
        };
    }

    private Task<Stored<DigestDelivery>?> StoredAsync(DigestKey key, CancellationToken cancellationToken) =>
        store.ReadAsync<DigestDelivery>(Partitions.Rep(key.Manager), DigestDocuments.Id(key.Week), cancellationToken);

    /// <summary>Writes down what became of a claim. A mail that was sent is announced in the same commit, one that cannot be taken now waits.</summary>
    private async Task EndAsync(DigestKey key, Delivery claim, EmailOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = Mailbox.Ended(claim, outcome, now);
        if (ended.State != Delivery.Sent)
        {
            LogNotSent(logger, key.Week, key.Manager, ended.State, ended.Reason);
        }

        var attempts = new Attempts(time);
        while (await StoredAsync(key, cancellationToken) is { Value: var digest } stored && ended.MayReplace(digest.Mail()))
        {
            var batch = new DocumentBatch(Partitions.Rep(key.Manager)).Replace(stored.Document, DigestDocuments.New(digest.With(ended)));
            if (ended.State == Delivery.Sent)
            {
                PendingNotifications.Announce(batch, Notification(digest.Content, now));
            }

            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                if (ended.NextAt is { } next)
                {
                    await bus.SendAsync(Queues.SendDigest, [Envelopes.Message(Type, key, now, next)], cancellationToken);
                }

                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static Notification Notification(Digest digest, DateTimeOffset now)
    {
        var notification = new Notification { Id = $"digest-sent-{digest.Manager}-{digest.Week}", Type = NotificationTypes.DigestSent, At = now, Person = digest.Manager };
        notification.Facts["week"] = digest.Week;
        notification.Facts["people"] = digest.People.Sum().ToString(CultureInfo.InvariantCulture);
        notification.Facts["onTrack"] = digest.People.Green.ToString(CultureInfo.InvariantCulture);
        notification.Facts["behind"] = digest.People.Red.ToString(CultureInfo.InvariantCulture);
        notification.Links["digest"] = Links.Relative.Digest(digest.Manager, digest.Week);
        return notification;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The digest of {Week} was not mailed to {Manager}: {State}, {Reason}")]
    private static partial void LogNotSent(ILogger logger, string week, string manager, string state, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody knows whether the digest of {Week} reached {Manager}: both attempts to send it ended without an answer")]
    private static partial void LogUnknown(ILogger logger, string manager, string week);
}
