using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Takes a person out of content: owner ids where owners stand, names and addresses out of attributes and reasons of losses. What numbers are made of
/// (stages, amounts, currencies, accounts) stays.
/// </summary>
/// <param name="Texts">Names and mail addresses.</param>
/// <param name="Owners">The identities whose owner ids go.</param>
internal sealed record Erased(IReadOnlyList<string> Texts, IReadOnlyList<IdentityKey> Owners)
{
    /// <summary>The same for what others did, where a name of one word may be anything.</summary>
    public Erased ForOthers => this with { Texts = [.. Texts.Where(ErasedText.IsTelling)] };

    /// <summary>True when a text of ours, such as why something failed, names a partition of the person.</summary>
    public bool IsPlaceIn(string text) => Owners.Any(owner => ErasedText.HasKey(text, Partitions.Who(owner.Source, owner.Owner)));

    /// <summary>The same instance when nothing of it is about the person.</summary>
    public Activity From(Activity activity, string owner, string to)
    {
        var fields = From(activity.Fields, owner, to);
        var attributes = Cleaned(activity.Attributes, activity.RecordType is null ? to : owner, to);
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
            var attributes = Cleaned(change.Attributes, owner, to);
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
        name == RecordFields.Owner && value == owner ? to
        : (name == RecordFields.LossReason || RecordFields.IsAttribute(name)) && value is not null ? ErasedText.Replace(value, Texts)
        : value;

    /// <summary>Texts in values; the owner id where a share names it.</summary>
    private SortedDictionary<string, string>? Cleaned(SortedDictionary<string, string>? attributes, string owner, string to)
    {
        bool IsShare(string name) => owner != to && DealSplits.OwnerIn(name) == owner;
        if (attributes is null || !attributes.Any(pair => IsShare(pair.Key) || ErasedText.IsIn(pair.Value, Texts)))
        {
            return attributes;
        }

        var cleaned = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            cleaned[IsShare(name) ? DealSplits.NameFor(name, to) : name] = ErasedText.Replace(value, Texts);
        }

        return cleaned;
    }
}
