using System.Text;
using System.Text.Json;

namespace SalesPerf.Functions.Messages;

/// <summary>
/// What a message is about, for a line of a log: the ids in its data, by name, and nothing else of it. Names, addresses and the content of activities are not
/// among them.
/// </summary>
public static class MessageKeys
{
    private const int MaxId = 80;
    private const int DataDepth = 2;

    // Keys of ours alone: an owner or an id of a CRM may be a mail address.
    private static readonly string[] Names = ["person", "manager", "week", "run", "source", "type", "id", "key", "deal", "notification", "target", "date"];

    /// <summary><c>person=r-07 run=2026-11-22T02:00:00Z</c>; empty for what has none or is no message.</summary>
    public static string Of(string body)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(body));
            return Of(ref reader);
        }
        catch (JsonException)
        {
            // Whoever handles the message says what is wrong with it.
            return "";
        }
    }

    private static string Of(ref Utf8JsonReader reader)
    {
        var keys = new StringBuilder();
        var isData = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var name = reader.GetString() ?? "";
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && name == "data" && !isData)
            {
                isData = true;
            }
            else if (isData && reader.CurrentDepth == DataDepth && reader.TokenType == JsonTokenType.String && Names.Contains(name) && reader.GetString() is { } value)
            {
                keys.Append(keys.Length == 0 ? "" : " ").Append(name).Append('=').Append(Shown(value));
            }
            else
            {
                reader.Skip();
            }
        }

        return keys.ToString();
    }

    /// <summary>One word of moderate length; what looks like a mail address is not shown.</summary>
    public static string Shown(string id) =>
        id.Contains('@', StringComparison.Ordinal) ? "…"
        : string.Concat(id.Take(MaxId).Select(one => char.IsControl(one) || char.IsWhiteSpace(one) || char.IsSurrogate(one) ? '_' : one));
}
