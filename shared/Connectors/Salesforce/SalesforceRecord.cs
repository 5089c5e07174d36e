using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>What tasks and meetings have in common: whatever is told of one is a change of that record.</summary>
internal static class SalesforceRecord
{
    /// <summary>Whose it is and what it is about, as far as that is told.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="conversation">The field that names the conversation.</param>
    public static SortedDictionary<string, string?> Fields(SalesforceEvent happened, string conversation)
    {
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var what = happened.Id("WhatId");
        Set(fields, happened, RecordFields.Owner, "OwnerId", happened.Id("OwnerId"));
        Set(fields, happened, RecordFields.Contact, "WhoId", happened.Id("WhoId"));
        Set(fields, happened, RecordFields.Deal, "WhatId", SalesforceActivities.IsOf(what, "006") ? what : null);
        Set(fields, happened, RecordFields.Account, "AccountId", happened.Id("AccountId"));
        if (fields.GetValueOrDefault(RecordFields.Account) is null && SalesforceActivities.IsOf(what, "001"))
        {
            fields[RecordFields.Account] = what;
        }

        Set(fields, happened, RecordFields.Conversation, conversation, happened.Id(conversation));
        return fields;
    }

    /// <summary>Sets a field that the event tells, to nothing too.</summary>
    public static void Set(SortedDictionary<string, string?> fields, SalesforceEvent happened, string field, string name, string? value)
    {
        if (happened.Fields.ContainsKey(name))
        {
            fields[field] = value;
        }
    }

    /// <summary>The change, under the event's own key.</summary>
    public static Activity Change(SalesforceEvent happened, string type, DateTimeOffset at, SortedDictionary<string, string?> fields, SortedDictionary<string, string> attributes) => new()
    {
        Source = happened.Source,
        Key = happened.Key,
        Type = happened.Kind == SalesforceKind.Created ? RecordChanges.Created(type) : RecordChanges.Changed(type),
        OccurredAt = at,
        IsUndated = happened.At is null,
        ReceivedAt = happened.Now,
        Owner = fields.GetValueOrDefault(RecordFields.Owner),
        RecordType = type,
        Record = SalesforceId.Long(happened.RecordId),
        Fields = fields,
        Attributes = attributes,
    };
}
