using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Aircall;

/// <summary>Makes an activity of a call that ended. A call sends a dozen events; this one comes last, when everything is known.</summary>
internal static class AircallCall
{
    private const string Data = "data";
    private const string Ended = "call.ended";
    private const string Inbound = "inbound";

    public static ReadItem Read(JsonElement body, Source source, DateTimeOffset now)
    {
        var facts = new PayloadFacts(body, new ReadErrors());
        if (facts.RequireId("event") is not { } name)
        {
            return new RejectedItem(0, facts.Errors.All);
        }

        if (name != Ended)
        {
            return new IgnoredItem(0, name.StartsWith("call.", StringComparison.Ordinal) ? "The call counts with call.ended, which comes when it is complete." : "Events of this type are not used.");
        }

        var isAnswered = body.TextAt(Data, "answered_at") is not null;
        if (!isAnswered && body.TextAt(Data, "direction") == Inbound)
        {
            return new IgnoredItem(0, "A call that was not answered is no call of the person called.");
        }

        var id = facts.RequireId(Data, "id");
        var at = facts.Time(SecondsOrIso, now, Data, "ended_at") ?? facts.Time(SecondsOrIso, now, Data, "started_at");
        if (at is null && !facts.Errors.Any)
        {
            facts.Problem("Required.", Data, "ended_at");
        }

        return Mapped.Typed(facts.Item(0, new Activity
        {
            Source = source.Id,
            Key = KeyOf(id),
            Type = ActivityTypes.CallCompleted,
            OccurredAt = at ?? default,
            IsOnce = true,
            ReceivedAt = now,
            Owner = (source.Mapping?.IsByMail == true ? facts.Id(Data, "user", "email")?.ToLowerInvariant() : null) ?? facts.Id(Data, "user", "id") ?? OnlyUser(body),
            Contact = facts.Id(Data, "contact", "id"),
            Attributes = PayloadFacts.Attributes(
                ("direction", body.TextAt(Data, "direction")),
                ("durationSeconds", body.TextAt(Data, "duration")),
                ("objectId", id),
                ("outcome", isAnswered ? "answered" : body.TextAt(Data, "missed_call_reason") ?? "unanswered")),
        }), source, "call");
    }

    public static string KeyOf(string? id) => $"call:{id}:ended";

    /// <summary>Aircall writes times of calls as seconds, and those of other resources as ISO 8601.</summary>
    private static DateTimeOffset? SecondsOrIso(string text) => ProviderTime.Seconds(text) ?? ProviderTime.Iso(text);

    /// <summary>Who took part, where the payload names one colleague and no user.</summary>
    private static string? OnlyUser(JsonElement body)
    {
        var users = body.EachAt(Data, "participants").Where(participant => participant.TextAt("type") == "user").Select(user => user.TextAt("id")).OfType<string>().ToList();
        return users is [var only] && PlainText.Problem(only, ItemLimits.MaxId) is null ? only : null;
    }
}
