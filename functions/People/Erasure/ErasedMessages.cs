using System.Text.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Takes a person out of what is on its way: dead letters that name them go back to their queue without the name, events in quarantine are rewritten where they
/// wait. What is in a queue since before the person was erased is waited for; whoever handles it puts it where it belongs.
/// </summary>
public sealed class ErasedMessages(IMessageBus bus, Quarantine quarantine)
{
    /// <summary>The queues whose messages hold owner ids, or what a source said. The others hold ids of ours.</summary>
    private static readonly string[] Telling = [Queues.IngestActivities, Queues.RemapIdentity];

    /// <summary>How many were found; those on their way since before <paramref name="since"/> count as one a queue.</summary>
    internal async Task<int> RunAsync(IReadOnlyList<ErasedIdentity> identities, Erased erased, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var others = erased.ForOthers;
        Activity Without(Activity activity)
        {
            ErasedIdentity[] same = [.. identities.Where(identity => identity.From.Source == activity.Source)];
            var taken = same.Any(identity => activity.Owner == identity.From.Owner || activity.Owner == identity.To) ? erased : others;
            return same.Aggregate(taken.From(activity, "", ""), (one, identity) => taken.From(one, identity.From.Owner, identity.To));
        }

        var found = await quarantine.RewriteAsync(Without, cancellationToken);
        foreach (var queue in Queues.All)
        {
            await bus.ReplaceDeadLettersAsync(queue, letter => Replaced(queue, letter), cancellationToken);
        }

        foreach (var queue in Telling)
        {
            found += await bus.IsWaitingSinceAsync(queue, since, cancellationToken) ? 1 : 0;
        }

        return found;

        string? Replaced(string queue, DeadLetter letter)
        {
            var body = queue switch
            {
                Queues.IngestActivities => Rewritten<Activity>(letter.Body, Without),
                Queues.RemapIdentity => Rewritten<IdentityKey>(letter.Body, key => identities.FirstOrDefault(identity => identity.From == key)?.NewKey ?? key),
                _ => null,
            };

            if (body is not null)
            {
                found++;
                return body;
            }

            // The reason may say where something is stored, and that may be an owner's partition. It goes back as it is: should it fail again, then for another reason.
            return erased.IsPlaceIn(letter.Reason) || ErasedText.IsIn(letter.Reason, others.Texts) ? letter.Body : null;
        }
    }

    /// <summary>Null when it says nothing of the person, or is no message at all.</summary>
    private static string? Rewritten<T>(string body, Func<T, T> rewrite)
        where T : class
    {
        try
        {
            var envelope = Envelopes.Read<T>(body);
            var data = rewrite(envelope.Data);
            return ReferenceEquals(data, envelope.Data) ? null : Envelopes.Text(envelope with { Data = data });
        }
        catch (JsonException)
        {
            // Its handler says so as soon as it comes back.
            return null;
        }
    }
}

/// <summary>An identity that is erased.</summary>
/// <param name="From">Under its own owner id.</param>
/// <param name="StandIn">What stands for it from now on; the same where that tells nothing already.</param>
internal sealed record ErasedIdentity(IdentityKey From, StandIn StandIn)
{
    /// <summary>The owner id it has from now on.</summary>
    public string To => StandIn.Owner;

    public bool IsMoved => From.Owner != To;

    public IdentityKey NewKey => From with { Owner = To };
}
