using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Items of verified webhooks that cannot be taken. A CRM does not read the answer, so each is kept as a dead document with its reason and bytes,
/// from which it can be read again once the reason is gone. A retry of the same day is the same document.
/// </summary>
public sealed class RejectedItems(ActivityIntake intake, OwnerReadings owners, DeadDocuments dead, IngestionCounters counters, TimeProvider time)
{
    private const int MaxAtOnce = 8;
    private const int MaxReason = 2_000;

    /// <param name="connector">What read the request.</param>
    /// <param name="source">The source's id.</param>
    /// <param name="request">The request, verified.</param>
    /// <param name="read">Where each item is in the body; null when nothing of it could be read.</param>
    /// <param name="rejected">The items, by index. Where they cannot be told apart in the body they are kept together.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task KeepAsync(
        IConnector connector, string source, WebhookRequest request, ConnectorResult.Accepted? read, IReadOnlyList<RejectedActivity> rejected, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.Where(header => connector.IsContent(header.Key)))
        {
            headers[name.ToLowerInvariant()] = string.Join(", ", values);
        }

        var body = connector.WithoutSecrets(request.Body);
        var kept = read is { Parts: null, Alone: null } && rejected.Count > 1
            ? [new RejectedActivity(0, [.. rejected.SelectMany(item => item.Errors.Select(error => new ActivityError($"/{item.Index}{error.Pointer}", error.Detail)))])]
            : rejected;
        await Parallel.ForEachAsync(kept, Several.AtOnce(MaxAtOnce, cancellationToken), async (item, stop) =>
        {
            counters.CountDead(source);
            var bytes = read?.Alone is { } alone ? alone(item.Index).ToArray() : BodyOf(body.Span, read?.Parts, item.Index);
            var isText = Utf8.IsValid(bytes);
            var text = isText ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes);
            var document = new DeadDocument(IdOf(source, headers, text), now, null, Reason(item.Errors), source, null, text)
            {
                Encoding = isText ? null : DeadDocument.Base64,
                Headers = headers,
            };
            await dead.AddAsync(document, stop);
        });
    }

    /// <summary>Reads a kept item again and takes what it means now.</summary>
    /// <returns>What is still wrong with it; nothing when it was taken.</returns>
    public async Task<IReadOnlyList<ActivityError>> TakeAgainAsync(IConnector connector, Source source, DeadDocument item, CancellationToken cancellationToken)
    {
        var request = new WebhookRequest("POST", "", new WebhookHeaders(item.Headers ?? []), item.Bytes());
        var now = time.GetUtcNow();
        var (asRead, read) = await owners.ReadAsync(source, connector, by => connector.ReadVerified(request, by, now), cancellationToken);
        switch (read)
        {
            case ConnectorResult.Accepted accepted when accepted.Items.OfType<RejectedItem>().FirstOrDefault() is { } still:
                return [.. still.Errors.Select(error => new ActivityError(error.Pointer, error.Detail))];
            case ConnectorResult.Accepted accepted:
                return [.. (await intake.TakeAsync(accepted.Items, MappingRules.StampOf(asRead), cancellationToken)).Rejected.SelectMany(rejected => rejected.Errors)];
            case ConnectorResult.BadRequest bad:
                return [.. bad.Errors.Select(error => new ActivityError(error.Pointer, error.Detail))];
            default:
                return [new ActivityError("", "Its media type is not read.")];
        }
    }

    /// <summary>As received. An item of a batch stands in brackets: that is how it is read again.</summary>
    private static byte[] BodyOf(ReadOnlySpan<byte> body, IReadOnlyList<Range>? parts, int index) =>
        parts is null ? body.ToArray() : [(byte)'[', .. body[parts[index]], (byte)']'];

    private static string IdOf(string source, SortedDictionary<string, string> headers, string body)
    {
        var all = string.Join('\n', [source, .. headers.Select(header => $"{header.Key}: {header.Value}"), body]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    private static string Reason(IReadOnlyList<ActivityError> errors)
    {
        var text = string.Join(' ', errors.Select(error => error.Pointer.Length == 0 ? error.Detail : $"{error.Pointer}: {error.Detail}"));
        return text.Length > MaxReason ? text[..MaxReason] : text;
    }
}
