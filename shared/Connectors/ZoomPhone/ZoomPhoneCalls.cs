using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.ZoomPhone;

/// <summary>
/// Makes activities of call records. One call is told to its caller and to its callee, in several elements when it is passed on, and once more in the
/// older history form: it counts once, under its call id, by the one element that rule names. For a caller that is the outgoing one, for
/// the callee of an outside call the first that a person answered.
/// </summary>
internal static class ZoomPhoneCalls
{
    private const string User = "user";

    /// <summary>Ways an outside call first reaches a person. Transfers, parking, monitoring come after that.</summary>
    private static readonly HashSet<string> Arrivals = new(StringComparer.Ordinal)
    {
        "incoming", "shared_line_incoming", "transfer_from_zoom_contact_center", "ring_to_member", "forward", "overflow",
    };

    private static readonly HashSet<string> Departures = new(StringComparer.Ordinal) { "outgoing", "outgoing_to_zoom_contact_center" };

    private static readonly HashSet<string> Answers = new(StringComparer.Ordinal) { "answered", "accepted", "picked_up", "connected", "succeeded" };

    public static IReadOnlyList<ReadItem> Read(JsonElement body, Source source, DateTimeOffset now)
    {
        var errors = new ReadErrors();
        var facts = new PayloadFacts(body, errors);
        var name = facts.RequireId("event");
        if (name is null)
        {
            return [new RejectedItem(0, errors.All)];
        }

        if (Side(name) is not { } side)
        {
            return [new IgnoredItem(0, IgnoredBecause(name))];
        }

        var list = name.EndsWith("_element_completed", StringComparison.Ordinal) ? "call_elements" : "call_logs";
        var elements = body.EachAt("payload", "object", list).ToList();
        if (elements.Count == 0)
        {
            facts.Problem("The call's elements are expected.", "payload", "object", list);
            return [new RejectedItem(0, errors.All)];
        }

        return [.. elements.Select((element, index) => Call(body, element, $"/payload/object/{list}/{index}", side, source, now))];
    }

    public static string KeyOf(string? id) => $"call:{id}";

    private static string? Side(string name) => name switch
    {
        "phone.caller_call_element_completed" or "phone.caller_call_history_completed" => "caller",
        "phone.callee_call_element_completed" or "phone.callee_call_history_completed" => "callee",
        _ => null,
    };

    private static string IgnoredBecause(string name) =>
        name is "phone.caller_call_log_completed" or "phone.callee_call_log_completed" ? "Zoom ended call log events in May 2026: subscribe to call elements."
        : name is "phone.caller_ended" or "phone.callee_ended" ? "The call counts with its completed call element, which follows."
        : name == "endpoint.url_validation" ? "It is a handshake, answered when it comes in."
        : "Events of this type are not used.";

    private static ReadItem Call(JsonElement body, JsonElement element, string pointer, string side, Source source, DateTimeOffset now)
    {
        var outer = new ReadErrors();
        var message = new PayloadFacts(body, outer);
        var inner = new ReadErrors();
        var call = new PayloadFacts(element, inner);
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new RejectedItem(0, [new ReadError(pointer, "An object is expected.")]);
        }

        if (IgnoredBecause(element, side) is { } reason)
        {
            return new IgnoredItem(0, reason);
        }

        var id = call.RequireId("call_id");
        var at = call.Time(ProviderTime.Iso, now, "end_time") ?? call.Time(ProviderTime.Iso, now, "start_time");
        if (at is null && !inner.Any)
        {
            call.Problem("Required.", "start_time");
        }

        var mail = call.Id($"{side}_email")?.ToLowerInvariant();
        var owner = (source.Mapping?.IsByMail == true ? mail : null) ?? message.Id("payload", "object", "user_id") ?? mail;
        if (outer.Any || inner.Any)
        {
            return new RejectedItem(0, [.. outer.All, .. inner.All.Select(error => error with { Pointer = pointer + error.Pointer })]);
        }

        return Mapped.Typed(new ReadActivity(0, new Activity
        {
            Source = source.Id,
            Key = KeyOf(id),
            Type = ActivityTypes.CallCompleted,
            OccurredAt = at!.Value, // a missing one is a problem, reported above
            IsOnce = true,
            ReceivedAt = now,
            Owner = owner,
            Attributes = PayloadFacts.Attributes(
                ("direction", side == "caller" ? "outbound" : "inbound"),
                ("durationSeconds", element.TextAt("talk_time")),
                ("extension", element.TextAt($"{side}_ext_number")),
                ("objectId", id),
                ("outcome", element.TextAt("result"))),
        }), source, "call");
    }

    /// <summary>Why an element is not the one by which the call counts; null when it is.</summary>
    private static string? IgnoredBecause(JsonElement element, string side)
    {
        var kind = element.TextAt("event");
        if (side == "caller")
        {
            return kind is null || Departures.Contains(kind) ? null : "It is a later part of a call that counts by its outgoing element.";
        }

        var isInternal = element.TextAt("connect_type") is { } connection ? connection == "internal" : element.TextAt("caller_ext_type") == User;
        return isInternal ? "The call counts for its caller, who is told of it too."
            : kind is not null && !Arrivals.Contains(kind) ? "It is a later part of a call that counts by the element in which it was answered first."
            : element.TextAt("callee_ext_type") is { } type && type != User ? "No person took this part of the call."
            : element.TextAt("result") is { } result && Answers.Contains(result) && element.TextAt("result_reason") is null ? null
            : "A call that was not answered is no call of the person called.";
    }
}
