using System.Text.Json;

namespace SalesPerf.Connectors.Zoho;

/// <summary>Whether two people spoke: the status of a call has several names, by version and by how the call was logged.</summary>
internal static class ZohoCall
{
    private const string Inbound = "Inbound";

    private static readonly string[] Statuses = ["Outgoing_Call_Status", "Outbound_Call_Status", "Call_Status"];

    /// <summary>A status says it; an inbound call can only be logged when it is over, and then need not have one. One that nobody took has a type of its own, Missed.</summary>
    public static bool IsHeld(JsonElement? values, bool isNew)
    {
        var said = Statuses.Select(name => ZohoNotification.Text(values, name)).OfType<string>().ToList();
        return said.Count > 0 ? said.Exists(IsHeld) : isNew && ZohoNotification.Text(values, "Call_Type") == Inbound;
    }

    private static bool IsHeld(string status) =>
        status is "Completed" or "Received" || status.StartsWith("Attended", StringComparison.Ordinal) || status.StartsWith("Scheduled Attended", StringComparison.Ordinal);
}
