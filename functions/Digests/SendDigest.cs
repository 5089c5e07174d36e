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
            var outcome = await email.SendAsync(DigestMail.Compose(claim, Mail(model, key.Manager, now)!, names, address), cancellationToken);
            if (outcome is EmailOutcome.Accepted)
            {
                await SentAsync(claim, cancellationToken);
            }
            else
            {
                await NotSentAsync(key, claim, outcome, cancellationToken);
            }
        }

        await deliveries.ListAsync(
            async () => await StoredAsync(key, cancellationToken) is { Value: var digest } ? ListedDigest.Of(digest) : null, cancellationToken);
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
            var hasAddress = Mail(model, key.Manager, now) is not null;
            var step = stored is not null ? stored.Value.Next(now) : await BeginAsync(model, key, hasAddress, now, cancellationToken);
            var next = step switch
            {
                DigestStep.Send { Claim: var claim } => hasAddress ? claim : claim with { State = DigestDelivery.NoAddress },
                DigestStep.GiveUp { Delivery: var unknown } => unknown,
                _ => null,
            };
            if (step is DigestStep.Wait { At: var at })
            {
                await bus.SendAsync(Queues.SendDigest, [Envelopes.Message(Type, key, now, at)], cancellationToken);
            }

            if (next is null)
            {
                return null;
            }

            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                loaded = await directory.ReloadAsync(cancellationToken);
                continue;
            }

            var document = DigestDocuments.New(next);
            var batch = new DocumentBatch(pk);
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed when next.State == DigestDelivery.Claimed:
                    return (next, model);
                case CommitResult.Committed:
                    if (next.State == DigestDelivery.Unknown)
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

    private async Task<DigestStep> BeginAsync(Model model, DigestKey key, bool hasAddress, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = ScorecardInputs.Today(model, key.Manager, now);
        var calendar = ScorecardInputs.Calendar(model, now);
        if (calendar.Parse(key.Week) is not { Kind: PeriodKind.Week } week
            || model.Person(key.Manager, today)?.IsEmployed(today) != true
            || model.PeopleUnder(key.Manager, today).Count == 0)
        {
            // Since the message was sent they left, or stopped being a manager.
            return new DigestStep.Nothing();
        }

        var due = DigestSchedule.Of(week, LocalTime.Zone(model.ZoneOf(key.Manager, today)));
        return new DigestStep.Send(new DigestDelivery
        {
            Content = DigestComposer.Compose(await inputs.ReadAsync(model, calendar, key.Manager, due, today, cancellationToken)),
            State = DigestDelivery.Claimed,
            Attempt = hasAddress ? 1 : 0,
            MadeAt = now,
            ClaimedAt = now,
            MessageId = $"digest.{key.Week}.{Key.Component(key.Manager)}@salesperf.local",
        });
    }

    private Task<Stored<DigestDelivery>?> StoredAsync(DigestKey key, CancellationToken cancellationToken) =>
        store.ReadAsync<DigestDelivery>(Partitions.Rep(key.Manager), DigestDocuments.Id(key.Week), cancellationToken);

    /// <summary>A mail that is refused is over, one that cannot be taken now waits. Who was so slow that somebody else took over says nothing.</summary>
    private async Task NotSentAsync(DigestKey key, DigestDelivery claim, EmailOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ended = outcome switch
        {
            EmailOutcome.Deferred { Reason: var reason } => claim.Fail(reason, now, Random.Shared.NextDouble()),
            EmailOutcome.Refused { Reason: var reason } => claim.Refuse(reason),
            _ => throw new InvalidOperationException("A mail that was taken was sent."),
        };
        LogNotSent(logger, key.Week, key.Manager, ended.State, ended.Reason);
        if (await StoredAsync(key, cancellationToken) is { Value: { State: DigestDelivery.Claimed } found } stored
            && found.Attempt == claim.Attempt
            && await store.CommitAsync(new DocumentBatch(Partitions.Rep(key.Manager)).Replace(stored.Document, DigestDocuments.New(ended)), cancellationToken) is CommitResult.Committed
            && ended.NextAt is { } next)
        {
            await bus.SendAsync(Queues.SendDigest, [Envelopes.Message(Type, key, now, next)], cancellationToken);
        }
    }

    private async Task SentAsync(DigestDelivery claim, CancellationToken cancellationToken)
    {
        var (pk, id) = (Partitions.Rep(claim.Content.Manager), DigestDocuments.Id(claim.Content.Week));
        var attempts = new Attempts(time);
        while (await store.ReadAsync<DigestDelivery>(pk, id, cancellationToken) is { Value.State: not DigestDelivery.Sent } stored)
        {
            var now = time.GetUtcNow();
            var batch = new DocumentBatch(pk).Replace(stored.Document, DigestDocuments.New(stored.Value.Succeed(now)));
            if (await store.CommitAsync(PendingNotifications.Announce(batch, Notification(claim.Content, now)), cancellationToken) is CommitResult.Committed)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static Notification Notification(Digest digest, DateTimeOffset now)
    {
        var notification = new Notification { Id = ListedDigest.NotificationId(digest), Type = NotificationTypes.DigestSent, At = now, Person = digest.Manager };
        notification.Facts["week"] = digest.Week;
        notification.Facts["people"] = digest.People.Sum().ToString(CultureInfo.InvariantCulture);
        notification.Facts["onTrack"] = digest.People.Green.ToString(CultureInfo.InvariantCulture);
        notification.Facts["behind"] = digest.People.Red.ToString(CultureInfo.InvariantCulture);
        notification.Links["digest"] = Links.Relative.Digest(digest.Manager, digest.Week);
        return notification;
    }

    private static DigestReader? Mail(Model model, string manager, DateTimeOffset now) =>
        model.Person(manager, ScorecardInputs.Today(model, manager, now)) is { Mail: { } mail } person && EmailAddress.IsValid(mail)
            ? new DigestReader(mail, person.Name)
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The digest of {Week} was not mailed to {Manager}: {State}, {Reason}")]
    private static partial void LogNotSent(ILogger logger, string week, string manager, string state, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody knows whether the digest of {Week} reached {Manager}: both attempts to send it ended without an answer")]
    private static partial void LogUnknown(ILogger logger, string manager, string week);
}
