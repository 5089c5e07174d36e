using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Tests.Faults;

/// <summary>Stands between the functions and their ports. A commit or a sending that is chosen is done, and then answered with a time-out.</summary>
/// <param name="isLost">Chooses: the number of the call, from 1, and what it did.</param>
internal sealed class LostAnswers(Func<int, string, bool> isLost)
{
    private readonly Lock gate = new();
    private readonly List<string> calls = [];

    /// <summary>What every call did, in order.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate)
            {
                return [.. calls];
            }
        }
    }

    /// <summary>Answers that were lost.</summary>
    public int Lost { get; private set; }

    public IDocumentStore Over(IDocumentStore store) => new Store(store, this);

    public IMessageBus Over(IMessageBus bus) => new Bus(bus, this);

    private void Done(string what)
    {
        lock (gate)
        {
            calls.Add(what);
            if (isLost(calls.Count, what))
            {
                Lost++;
                throw new TimeoutException($"The answer to call {calls.Count} was lost: {what}");
            }
        }
    }

    private sealed class Store(IDocumentStore inner, LostAnswers lost) : IDocumentStore
    {
        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => inner.ReadAsync(pk, id, cancellationToken);

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            inner.ReadManyAsync(pk, ids, cancellationToken);

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => inner.RangeAsync(query, cancellationToken);

        public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            var result = await inner.CommitAsync(batch, cancellationToken);
            lost.Done($"{result.GetType().Name.ToLowerInvariant()} {batch.Pk} {string.Join(' ', batch.Operations.Select(operation => $"{operation.GetType().Name} {operation.Id}"))}");
            return result;
        }
    }

    private sealed class Bus(IMessageBus inner, LostAnswers lost) : IMessageBus
    {
        public async Task SendAsync(string queueOrTopic, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken)
        {
            await inner.SendAsync(queueOrTopic, messages, cancellationToken);
            lost.Done($"sent {messages.Count} to {queueOrTopic}");
        }

        public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int max, CancellationToken cancellationToken) =>
            inner.PeekDeadLettersAsync(queue, max, cancellationToken);

        public Task<int> RedriveDeadLettersAsync(string queue, int max, int maxRedrives, CancellationToken cancellationToken) =>
            inner.RedriveDeadLettersAsync(queue, max, maxRedrives, cancellationToken);

        public Task<int> ReplaceDeadLettersAsync(string queue, Func<DeadLetter, string?> replace, CancellationToken cancellationToken) =>
            inner.ReplaceDeadLettersAsync(queue, replace, cancellationToken);

        public Task<bool> IsWaitingSinceAsync(string queue, DateTimeOffset since, CancellationToken cancellationToken) => inner.IsWaitingSinceAsync(queue, since, cancellationToken);
    }
}
