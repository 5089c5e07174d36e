using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Gong;

/// <summary>Makes an activity of a recorded call. Several rules may send the same one: it counts once, under its id.</summary>
internal static class GongCall
{
    private const string Call = "callData";
    private const string Meta = "metaData";

    public static ReadItem Read(JsonElement body, Source source, DateTimeOffset now)
    {
        if (body.FlagAt("isTest") == true)
        {
            return new IgnoredItem(0, "It is a test delivery.");
        }

        var facts = new PayloadFacts(body, new ReadErrors());
        var id = facts.RequireId(Call, Meta, "id");
        var at = facts.Time(ProviderTime.Iso, now, Call, Meta, "started");
        if (at is null && !facts.Errors.Any)
        {
            facts.Problem("Required.", Call, Meta, "started");
        }

        return Mapped.Typed(facts.Item(0, new Activity
        {
            Source = source.Id,
            Key = KeyOf(id),
            Type = ActivityTypes.CallCompleted,
            OccurredAt = at ?? default,
            IsOnce = true,
            ReceivedAt = now,
            Owner = (source.Mapping?.IsByMail == true ? MailOf(body, facts.Id(Call, Meta, "primaryUserId") ?? OnlyColleague(body)) : null) ?? facts.Id(Call, Meta, "primaryUserId") ?? OnlyColleague(body),
            Account = InCrm(body, "Account", "Company"),
            Contact = InCrm(body, "Contact"),
            Deal = InCrm(body, "Opportunity", "Deal"),
            Attributes = PayloadFacts.Attributes(
                ("direction", body.TextAt(Call, Meta, "direction")?.ToLowerInvariant()),
                ("durationSeconds", body.TextAt(Call, Meta, "duration")),
                ("media", body.TextAt(Call, Meta, "media")?.ToLowerInvariant()),
                ("objectId", id),
                ("outcome", body.TextAt(Call, Meta, "sdrDisposition"))),
        }), source, "call");
    }

    public static string KeyOf(string? id) => $"call:{id}";

    private static string? MailOf(JsonElement body, string? user) => body.EachAt(Call, "parties")
        .Where(party => user is not null && party.TextAt("userId") == user)
        .Select(party => party.TextAt("emailAddress")?.ToLowerInvariant())
        .FirstOrDefault(mail => mail is not null && Storable(mail) is not null);

    /// <summary>Who took part for us, where it was one person.</summary>
    private static string? OnlyColleague(JsonElement body)
    {
        var colleagues = body.EachAt(Call, "parties").Where(party => party.TextAt("affiliation") == "Internal").Select(party => party.TextAt("userId")).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return colleagues is [var only] ? Storable(only) : null;
    }

    /// <summary>The CRM's id of the record that Gong has joined the call with, where it is one.</summary>
    private static string? InCrm(JsonElement body, params string[] types)
    {
        var ids = body.EachAt(Call, "context")
            .SelectMany(context => context.EachAt("objects"))
            .Where(record => record.TextAt("objectType") is { } type && types.Contains(type, StringComparer.OrdinalIgnoreCase))
            .Select(record => record.TextAt("objectId"))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return ids is [var only] ? Storable(only) : null;
    }

    private static string? Storable(string id) => PlainText.Problem(id, ItemLimits.MaxId) is null ? id : null;
}
