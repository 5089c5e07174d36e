using System.Security.Cryptography;
using System.Text;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;

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

    /// <summary>The parts joined; where they are too long, their hash.</summary>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var key = string.Join(':', parts);
        return key.Length <= LongestStart ? key : Hash(Encoding.UTF8.GetBytes(key));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..HashCharacters];
}
