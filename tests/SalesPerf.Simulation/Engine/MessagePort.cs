using System.Text.RegularExpressions;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Simulation.Engine;

/// <summary>
/// The broker as an instance sees it. Ids of messages, which the app makes at random, are made from the seed here; and messages sent together are sent in the
/// order of what they say, since the app may send them in the order of a hash.
/// </summary>
internal sealed partial class MessagePort(Calls calls, World world) : IMessageBus
{
    public Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            message.Measure();
        }

        var sorted = messages.Select(message => (Message: message, Name: Chances().Replace(message.Body, ""))).OrderBy(one => one.Name, StringComparer.Ordinal).ToList();
        return calls.CallAsync($"send {queueOrTopic} {(sorted.Count == 0 ? "" : sorted[0].Name)}", changes: true, () =>
        {
            foreach (var (message, name) in sorted)
            {
                Send(queueOrTopic, message, name);
            }

            return messages.Count;
        });
    }

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody looks at dead letters here.");

    public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) =>
        calls.CallAsync($"redrive {queue}", changes: true, () => world.Broker.Redrive(queue, max, maxRedrives));

    public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nobody is erased here.");

    public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) =>
        calls.CallAsync($"oldest {queue}", changes: false, () => world.Broker.Oldest(queue) <= since);

    private void Send(string queueOrTopic, BusMessage message, string name)
    {
        if (world.Mutant?.IsLost(queueOrTopic, message, world.Time.GetUtcNow()) == true)
        {
            return;
        }

        var dice = world.Chance.About($"message {queueOrTopic} {name}");
        var body = MessageId().Replace(message.Body, $"\"id\":\"{dice.Next():x16}{dice.Next():x16}\"", 1);
        foreach (var queue in Broker.QueuesOf(queueOrTopic))
        {
            world.Deliver(queue, name, body, message.NotBefore);
        }
    }

    [GeneratedRegex("\"id\":\"[0-9a-f]{32}\"")]
    private static partial Regex MessageId();

    [GeneratedRegex("\"id\":\"[0-9a-f]{32}\",?|\"time\":\"[^\"]*\",?|\"receivedAt\":\"[^\"]*\",?")]
    private static partial Regex Chances();
}
