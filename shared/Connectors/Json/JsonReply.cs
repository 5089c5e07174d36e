using System.Text;
using System.Text.Json;

namespace SalesPerf.Connectors.Json;

/// <summary>Answers of a handshake.</summary>
internal static class JsonReply
{
    /// <summary>200 with one flat object.</summary>
    public static ConnectorResult.Handshake Handshake(params ReadOnlySpan<(string Name, string Value)> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return new ConnectorResult.Handshake(200, "application/json", Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
