using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Activities;

/// <summary>Keys of events whose sender gives no id that names the change.</summary>
internal static class EventKey
{
    private const int HashCharacters = 32;
    private const int LongestStart = 256;

    /// <summary>
    /// The natural parts, then the first 128 bits of the hash of everything the activity says: a repeat has the same key, and two changes that share object and
    /// time have two.
    /// </summary>
    /// <param name="activity">Complete but for the key.</param>
    /// <param name="parts">What names the event, as far as the sender says.</param>
    public static Activity Complete(Activity activity, params ReadOnlySpan<string> parts)
    {
        var start = Join(parts);
        return activity with { Key = $"{start}:{Hash(ActivityContent.Bytes(activity with { Key = start }))}" };
    }

    /// <summary>Of what is done once: a call, a mail, a meeting, a task. Its record names it, however often, by how many webhooks and in whichever words it is told.</summary>
    public static string Done(string record) => Join("done", record);

    /// <summary>The same for a row of an export that says which record it is of; null where it is none of these, or names none.</summary>
    public static string? DoneOf(ImportedActivity row) =>
        row is { Object: { } record, Activity: { RecordType: null, Type: not (ActivityTypes.ProspectCreated or ActivityTypes.ProspectQualified) } } ? Done(record) : null;

    /// <summary>Of a call that is told of by the call alone: its key, for a row of an export that counts as what the source's calls do and says which one it is; null for others.</summary>
    /// <param name="row">The row.</param>
    /// <param name="source">Whose calls may count as something else.</param>
    /// <param name="keyOf">The key of the call with an id.</param>
    public static string? CallOf(ImportedActivity row, Source source, Func<string, string> keyOf) =>
        row is { Object: { } call, Activity: { RecordType: null, Type: var type } } && type == Mapped.TypeOf(source, "call", ActivityTypes.CallCompleted) ? keyOf(call) : null;

    /// <summary>The parts joined; where they are too long, their hash.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var key = string.Join(':', parts);
        return key.Length <= LongestStart ? key : Hash(Encoding.UTF8.GetBytes(key));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..HashCharacters];
}
