using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Salesloft;

/// <summary>A resource as it is after the event.</summary>
/// <param name="Event">The name in the header.</param>
/// <param name="Id">The resource's.</param>
/// <param name="UpdatedAt">When it came to be so, UTC.</param>
/// <param name="Body">The resource.</param>
internal sealed record SalesloftResource(string Event, string Id, DateTimeOffset UpdatedAt, JsonElement Body)
{
    /// <summary>True when it does not say when: it is gone.</summary>
    public bool IsUndated { get; private init; }

    /// <summary>Header, id and version: the nearest to an event id that there is.</summary>
    public string Key => $"{Event}:{Id}:{CanonicalText.Of(UpdatedAt)}";

    /// <summary>Null when something is wrong, which is reported.</summary>
    public static SalesloftResource? Read(string name, JsonElement body, DateTimeOffset now, ReadErrors errors)
    {
        var id = body.TextAt("id") ?? "";
        if (PlainText.Problem(id, ItemLimits.MaxId) is { } problem)
        {
            errors.Add("/id", problem);
        }

        var updated = body.TextAt("updated_at") is { } text ? ProviderTime.Iso(text) : null;
        var isUndated = name == SalesloftWork.Deletion && body.At("updated_at") is null or { ValueKind: JsonValueKind.Null };
        if (!isUndated && (updated is { } at ? TimeBounds.EffectiveProblem(at, now) : "When it was updated is expected.") is { } timeProblem)
        {
            errors.Add("/updated_at", timeProblem);
        }

        return errors.Any ? null : new SalesloftResource(name, id, updated ?? now, body) { IsUndated = isUndated };
    }

    /// <summary>The instant of a member; null when it is absent or not believable.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset now) =>
        Body.TextAt(name) is { } text && ProviderTime.Iso(text) is { } at && TimeBounds.EffectiveProblem(at, now) is null ? at : null;

    /// <summary>The id of the first of several members that names a resource.</summary>
    public string? Related(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Body.TextAt(name, "id") is { } id)
            {
                return id;
            }
        }

        return null;
    }
}
