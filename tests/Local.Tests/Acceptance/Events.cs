using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>CloudEvents of the source <c>crm</c>.</summary>
internal static class Events
{
    public const string Source = "crm";

    public static JsonObject Of(string id, string type, string time, JsonObject data) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = Source,
        ["type"] = type,
        ["time"] = time,
        ["data"] = data,
    };

    public static JsonObject Won(string deal, string owner, decimal amount, string day, string currency = "USD") =>
        Of($"{deal}-won", "deal.won", $"{day}T10:00:00Z", Deal(deal, owner, amount, currency));

    public static JsonObject Open(string deal, string owner, decimal amount, decimal probability, string day, string expected, string currency = "USD")
    {
        var data = Deal(deal, owner, amount, currency);
        data["stage"] = "proposal";
        data["probability"] = probability;
        data["expectedCloseDate"] = expected;
        return Of($"{deal}-created", "deal.created", $"{day}T09:00:00Z", data);
    }

    public static JsonObject Call(string id, string owner, string time) => Of(id, "call.completed", time, new JsonObject { ["owner"] = owner });

    private static JsonObject Deal(string deal, string owner, decimal amount, string currency) =>
        new() { ["deal"] = deal, ["owner"] = owner, ["amount"] = amount, ["currency"] = currency };
}
