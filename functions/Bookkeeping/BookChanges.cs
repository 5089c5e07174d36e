using System.Text;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Commits what somebody does to the books, with the entry that attests it.</summary>
public sealed class BookChanges(Chain chain, Command command, TimeProvider time)
{
    /// <summary>Of a person's books: their results are nudged.</summary>
    /// <inheritdoc cref="ApplyAsync{T}(string, string, string, string, Func{DocumentBatch, Task{T}}, CancellationToken)"/>
    public Task<T> OfPersonAsync<T>(string person, string actor, string action, string subject, Func<DocumentBatch, Task<T>> decide, CancellationToken cancellationToken) =>
        ApplyAsync(Partitions.Rep(person), actor, action, subject, [FollowOn.Calculate(person)], decide, cancellationToken);

    /// <param name="pk">The partition.</param>
    /// <param name="actor">Principal id.</param>
    /// <param name="action">What is done.</param>
    /// <param name="subject">To what.</param>
    /// <param name="decide">Reads what is stored and fills the batch; left empty, nothing is to be done. It may be called again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<T> ApplyAsync<T>(string pk, string actor, string action, string subject, Func<DocumentBatch, Task<T>> decide, CancellationToken cancellationToken) =>
        ApplyAsync(pk, actor, action, subject, [], decide, cancellationToken);

    /// <summary>With what follows from it.</summary>
    /// <inheritdoc cref="ApplyAsync{T}(string, string, string, string, Func{DocumentBatch, Task{T}}, CancellationToken)"/>
    public async Task<T> ApplyAsync<T>(
        string pk, string actor, string action, string subject, IReadOnlyCollection<FollowOn> followOns, Func<DocumentBatch, Task<T>> decide, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var last = await chain.LastAsync(pk, cancellationToken);
            var batch = new DocumentBatch(pk);
            var decided = await decide(batch);
            if (batch.Operations.Count == 0)
            {
                return decided;
            }

            chain.Append(batch, last, actor, action, subject);
            if (await command.CommitWithNudgesAsync(batch, followOns, null, cancellationToken) is CommitResult.Committed)
            {
                return decided;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>Made of the caller's key, so that a repeat finds what the first request made; by chance without one.</summary>
    public string NewId(IdempotencyKey? key) =>
        key is null ? Guid.CreateVersion7(time.GetUtcNow()).ToString("N") : ContentHash.OfBytes(Encoding.UTF8.GetBytes(key.Hash))[..32];

    /// <summary>Checks a text that people write.</summary>
    /// <exception cref="ProblemException">422.</exception>
    public static string Reason(string? text) =>
        string.IsNullOrWhiteSpace(text) ? throw Problems.Validation("/reason", "must say why").ToException()
        : text.Length > KeptText.MaxLength ? throw Problems.Validation("/reason", $"must have at most {KeptText.MaxLength} characters").ToException()
        : text;
}
