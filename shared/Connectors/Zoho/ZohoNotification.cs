using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Zoho;

/// <summary>A notification: some records of a module, and at best the values that changed.</summary>
/// <param name="Module">Deals, Leads, Tasks, … The address in the body may name another.</param>
/// <param name="Operation">insert, update or delete.</param>
/// <param name="Ids">The records.</param>
/// <param name="At">The only time there is: the server's at sending, UTC.</param>
/// <param name="Values">What changed of a record, with its value now; empty where only names came.</param>
internal sealed record ZohoNotification(string Module, string Operation, IReadOnlyList<string> Ids, DateTimeOffset At, IReadOnlyDictionary<string, JsonElement> Values)
{
    /// <summary>Null when something is wrong, which is reported.</summary>
    public static ZohoNotification? Read(JsonElement body, string module, string operation, DateTimeOffset now, ReadErrors errors)
    {
        var ids = body.EachAt("ids").Take(ItemLimits.MaxItems + 1).Select(id => JsonText.Scalar(id) ?? "").Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count is 0 or > ItemLimits.MaxItems)
        {
            errors.Add("/ids", string.Create(CultureInfo.InvariantCulture, $"1 to {ItemLimits.MaxItems} ids are expected."));
        }

        for (var i = 0; i < ids.Count; i++)
        {
            if (PlainText.Problem(ids[i], ItemLimits.MaxId) is { } idProblem)
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"/ids/{i}"), idProblem);
            }
        }

        var time = body.TextAt("server_time") is { } text ? ProviderTime.Milliseconds(text) : null;
        if ((time is { } at ? TimeBounds.EffectiveProblem(at, now) : "Milliseconds since 1970 are expected.") is { } problem)
        {
            errors.Add("/server_time", problem);
        }

        return errors.Any ? null : new ZohoNotification(module, operation, ids, time!.Value, AffectedValues(body));
    }

    private static Dictionary<string, JsonElement> AffectedValues(JsonElement body)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var entry in body.EachAt("affected_values"))
        {
            if (entry.TextAt("record_id") is { } id && entry.At("values") is { ValueKind: JsonValueKind.Object } values)
            {
                all.TryAdd(id, values);
            }
        }

        return all;
    }

    /// <summary>A value, or the id of the record that it is.</summary>
    public static JsonElement? Value(JsonElement? values, string name) => values?.At(name) switch
    {
        { ValueKind: JsonValueKind.Object } record => record.At("id"),
        var value => value,
    };

    public static string? Text(JsonElement? values, string name) =>
        Value(values, name) is { } value && JsonText.Scalar(value) is { Length: > 0 } text ? text : null;

    public Activity Start(string sourceId, DateTimeOffset now) =>
        new() { Source = sourceId, Key = string.Empty, Type = string.Empty, OccurredAt = At, ReceivedAt = now };
}
