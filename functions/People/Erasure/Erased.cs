using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>Takes a person out of content: owner ids where owners stand, names and addresses out of everything that is free text.</summary>
/// <param name="Person">The id that stays, and stands where a name or address was.</param>
/// <param name="Texts">Names and mail addresses.</param>
/// <param name="Words">Those, and owner ids.</param>
internal sealed record Erased(string Person, IReadOnlyList<string> Texts, IReadOnlyList<string> Words)
{
    /// <summary>The same instance when nothing of it is about the person.</summary>
    public Activity From(Activity activity, string owner, string to)
    {
        var fields = From(activity.Fields, owner, to);
        var attributes = From(activity.Attributes);
        return (owner == to || activity.Owner != owner) && ReferenceEquals(fields, activity.Fields) && ReferenceEquals(attributes, activity.Attributes)
            ? activity
            : activity with { Owner = activity.Owner == owner ? to : activity.Owner, Fields = fields, Attributes = attributes };
    }

    /// <summary>Null when nothing of it is about the person.</summary>
    public DealRecord? From(DealRecord record, string owner, string to)
    {
        DealChange[] changes = [.. record.Changes.Select(change =>
        {
            var fields = From(change.Fields, owner, to);
            var attributes = From(change.Attributes);
            return ReferenceEquals(fields, change.Fields) && ReferenceEquals(attributes, change.Attributes) ? change : change with { Fields = fields, Attributes = attributes };
        })];
        return (owner == to || !record.Owners.Contains(owner)) && changes.Zip(record.Changes).All(pair => ReferenceEquals(pair.First, pair.Second))
            ? null
            : record with { Changes = changes, Owners = [.. record.Owners.Select(one => one == owner ? to : one).Distinct()] };
    }

    private SortedDictionary<string, string?>? From(SortedDictionary<string, string?>? fields, string owner, string to)
    {
        if (fields is null || !fields.Any(field => From(field.Key, field.Value, owner, to) != field.Value))
        {
            return fields;
        }

        return new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Key, field => From(field.Key, field.Value, owner, to)), StringComparer.Ordinal);
    }

    private string? From(string name, string? value, string owner, string to) =>
        name == RecordFields.Owner ? (value == owner ? to : value) : value is null ? null : ErasedText.Replace(value, Texts, Person);

    private SortedDictionary<string, string>? From(SortedDictionary<string, string>? attributes) =>
        attributes is null || !attributes.Values.Any(value => ErasedText.IsIn(value, Texts))
            ? attributes
            : new SortedDictionary<string, string>(attributes.ToDictionary(pair => pair.Key, pair => ErasedText.Replace(pair.Value, Texts, Person)), StringComparer.Ordinal);
}
