using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors;

/// <summary>
/// One provider's format: bytes and headers in, activities out. Pure: no I/O, no clock, no state.
/// What it makes of an event is a function of the event, the source's id and its <see cref="Source.Mapping"/>, of which an activity carries the name: an event sent again after
/// the mapping changed is still the same activity, and keys do not depend on it.
/// </summary>
public interface IConnector
{
    /// <summary>The name a source gives as its provider.</summary>
    string Provider { get; }

    /// <summary>Verifies the raw bytes, then reads them. Never throws, whatever the bytes.</summary>
    /// <param name="request">The request as received, unpacked but not decoded.</param>
    /// <param name="source">The registered source.</param>
    /// <param name="secrets">The source's secrets; without a usable one everything is <see cref="ConnectorResult.Unauthorized"/>.</param>
    /// <param name="now">The time of receipt.</param>
    ConnectorResult Read(WebhookRequest request, Source source, SourceSecrets secrets, DateTimeOffset now);

    /// <summary>
    /// Reads what was verified before: the signature is not asked for again. Beside the body it looks only at headers that <see cref="IsContent"/> names.
    /// </summary>
    ConnectorResult ReadVerified(WebhookRequest request, Source source, DateTimeOffset now);

    /// <summary>True for a header that says something of the events; such are kept with an item that was rejected. Never one that proves who sent it.</summary>
    bool IsContent(string header);

    /// <summary>
    /// The body with every credential in it (tokens, session ids) overwritten, of the same length, so that positions in it stay: what is kept of a request that was rejected.
    /// </summary>
    ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body) => body;

    /// <summary>
    /// True when whatever is verified is answered as taken, since what cannot be read is kept: a CRM does not read why it was refused. It would send it again and again, or
    /// be told to stop, and lose other events. False for programs, which can mend what they send.
    /// </summary>
    bool IsAlwaysTaken => true;

    /// <summary>What stages mean where a source's settings do not say. Never applied here; see <see cref="ProviderStages"/>.</summary>
    IReadOnlyDictionary<string, StageSetting> DefaultStages { get; }

    /// <summary>The status by which it sends again later; null where no answer is known to, or being refused does harm: it is never over a limit.</summary>
    int? LaterStatus => 429;

    /// <summary>The same in the provider's own words, where it needs them.</summary>
    ProviderReply? Later(WebhookRequest request) => null;

    /// <summary>
    /// True where being refused does harm: the provider stops sending for good, or fails its user's own work. What it posts to a source that is switched off is answered as taken, and dropped;
    /// of others it is told to come again.
    /// </summary>
    bool IsDroppedWhenOff => false;

    /// <summary>What of its words can be mapped, and what they mean where a source's mapping does not say.</summary>
    ProviderMapping Mapping => ProviderMapping.None;

    /// <summary>True where the provider asks before it posts, by a request that proves nothing of who sends it.</summary>
    bool IsAskedFirst => false;

    /// <summary>The record of which a row of an export tells, where its webhooks tell that in several messages; null for what stands alone.</summary>
    RecordName? RecordOf(ImportedActivity row, Source source) => null;

    /// <summary>The event key that the source's webhook gives what a row of an export tells, where the row's object makes it; null elsewhere.</summary>
    string? KeyOf(ImportedActivity row, Source source) => null;

    /// <summary>Why a secret could never verify anything; null when it can. For the moment it is set.</summary>
    string? SecretProblem(string secret);
}
