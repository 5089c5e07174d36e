using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>Writes and reads dead documents, a partition a day. Writing the same one again is success.</summary>
public sealed partial class DeadDocuments(IDocumentStore store, ILogger<DeadDocuments> logger)
{
    public const string Kind = "dead";
    private const int MaxDaysAtOnce = 16;
    private const int MaxTries = 10;

    /// <summary>A message comes again for about as many days at most.</summary>
    private const int DaysOfDeliveries = 7;

    /// <summary>One that was sent again and is dead again is not marked as sent, nor is it by who is about to mark it: it is written anew.</summary>
    public async Task AddAsync(DeadDocument dead, CancellationToken cancellationToken)
    {
        var document = Document(dead.Fitting());
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var batch = new DocumentBatch(document.Pk);
            var known = await store.ReadAsync<DeadDocument>(document.Pk, document.Id, cancellationToken);
            _ = known is null ? batch.Create(document) : batch.Replace(known.Document, document);
            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                if (known is null or { Value.RedrivenAt: not null })
                {
                    Written(logger, dead.Id, dead.Queue, dead.Source, dead.Reason);
                }

                return;
            }
        }

        throw new TimeoutException($"The dead document {dead.Id} lost against other writers {MaxTries} times.");
    }

    /// <summary>One that says no time of its own: where it is dead already on one of the last days, as it was delivered before, it stays there.</summary>
    public async Task AddUndatedAsync(DeadDocument dead, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(dead.At.UtcDateTime);
        for (var days = 1; days <= DaysOfDeliveries; days++)
        {
            if (await ReadAsync(today.AddDays(-days), dead.Id, cancellationToken) is { Value.RedrivenAt: null })
            {
                return;
            }
        }

        await AddAsync(dead, cancellationToken);
    }

    /// <summary>What no store takes for its size, and no repeat will make smaller: one document a day, with the message that asked for it.</summary>
    /// <param name="what">What is too large; names the document.</param>
    /// <param name="queue">The queue of <paramref name="message"/>.</param>
    /// <param name="message">Asks for it again.</param>
    /// <param name="source">The source it came from, where there is one.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public Task AddTooLargeAsync(string what, string queue, BusMessage message, string? source, DateTimeOffset now, CancellationToken cancellationToken) =>
        AddAsync(new DeadDocument(Fingerprint.Of([queue, what]), now, queue, $"{what} is too large to be stored.", source, null, message.Body), cancellationToken);

    /// <param name="day">The UTC day on which it was received.</param>
    /// <param name="id">Its <see cref="DeadDocument.Id"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public Task<Stored<DeadDocument>?> ReadAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        store.ReadAsync<DeadDocument>(Partitions.Dead(day), Key.Component(id), cancellationToken);

    /// <summary>Marks it as sent again. Whoever does the same at once may win: the mark says the same.</summary>
    public async Task<DeadDocument> MarkAsync(Stored<DeadDocument> dead, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var marked = dead.Value with { RedrivenAt = now };
        await store.CommitAsync(new DocumentBatch(dead.Document.Pk).Replace(dead.Document, Document(marked)), cancellationToken);
        return marked;
    }

    /// <summary>Deletes those of the last days that hold one of the texts, or are of a source and name one of its owners.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> texts, IReadOnlyCollection<IdentityKey> owners, DateTimeOffset now, int days, CancellationToken cancellationToken)
    {
        if (texts.Count + owners.Count == 0)
        {
            return;
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, days).Select(day => today.AddDays(-day)),
            Several.AtOnce(MaxDaysAtOnce, cancellationToken),
            async (day, stop) => await ForgetAsync(dead => IsAbout(dead, texts, owners), day, stop));
    }

    private static bool IsAbout(DeadDocument dead, IReadOnlyCollection<string> texts, IReadOnlyCollection<IdentityKey> owners) => Readings(dead).Any(text =>
        ErasedText.IsIn(text, texts)
        || owners.Any(owner => ErasedText.HasKey(text, Partitions.Who(owner.Source, owner.Owner)) || ((dead.Source ?? owner.Source) == owner.Source && ErasedText.HasOwner(text, owner.Owner))));

    private async Task ForgetAsync(Func<DeadDocument, bool> isAbout, DateOnly day, CancellationToken cancellationToken)
    {
        var pk = Partitions.Dead(day);
        var found = new List<string>();
        await foreach (var dead in store.RangeAsync<DeadDocument>(new RangeQuery(pk, Kind), cancellationToken))
        {
            if (isAbout(dead.Value))
            {
                found.Add(dead.Document.Id);
            }
        }

        foreach (var id in found)
        {
            await store.CommitAsync(new DocumentBatch(pk).Delete(id), cancellationToken);
        }
    }

    /// <summary>As it is written, and as JSON and forms spell letters beyond ASCII.</summary>
    private static IEnumerable<string> Readings(DeadDocument dead)
    {
        var body = Encoding.UTF8.GetString(dead.Bytes());
        var text = $"{body}\n{dead.Reason}\n{dead.Key}\n{string.Join('\n', dead.Headers?.Values ?? Enumerable.Empty<string>())}";
        var unescaped = EscapedUnit().Replace(text, unit => ((char)ushort.Parse(unit.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());
        return new[] { text, unescaped, Uri.UnescapeDataString(text.Replace('+', ' ')) }.Distinct();
    }

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial Regex EscapedUnit();

    private static Document Document(DeadDocument dead) =>
        TypedDocuments.New(Partitions.Dead(DateOnly.FromDateTime(dead.At.UtcDateTime)), Key.Component(dead.Id), Kind, dead.At, dead);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Dead document {Id} from {Queue}, source {Source}: {Reason}")]
    private static partial void Written(ILogger logger, string id, string? queue, string? source, string reason);
}
