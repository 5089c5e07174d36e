using System.Text.Json;

namespace SalesPerf.Conventions.Tests.Functions;

/// <summary>Reads <c>functions.metadata</c>, which the worker's SDK writes beside the built app.</summary>
internal static class MetadataTable
{
    public static string Line(JsonElement function)
    {
        var triggers = function.GetProperty("bindings").EnumerateArray()
            .Where(binding => Text(binding, "type")?.EndsWith("Trigger", StringComparison.Ordinal) == true)
            .Select(Describe);
        return $"{Text(function, "name"),-28}{string.Join(" + ", triggers)}";
    }

    private static string Describe(JsonElement trigger) => Text(trigger, "type") switch
    {
        "httpTrigger" => $"http   {string.Join(',', trigger.GetProperty("methods").EnumerateArray().Select(verb => verb.GetString())).ToUpperInvariant()} /{Text(trigger, "route")}",
        "timerTrigger" => $"timer  {Text(trigger, "schedule")}",
        "serviceBusTrigger" when Text(trigger, "queueName") is { } queue => $"{(Text(trigger, "cardinality") == "Many" ? "batch" : "queue")}  {queue}",
        "serviceBusTrigger" => $"topic  {Text(trigger, "topicName")}/{Text(trigger, "subscriptionName")}",
        var other => $"{other}",
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
