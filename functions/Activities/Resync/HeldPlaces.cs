using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// The partitions in which an event of a source may be held: its owner's, nobody's, those of everybody who ever was an owner. Records are given away, exports name people otherwise
/// than webhooks do, and some webhooks name nobody.
/// </summary>
public sealed class HeldPlaces
{
    private readonly Model model;
    private readonly string[] nobody;
    private readonly Dictionary<string, string> owners;

    private HeldPlaces(Model model, string source, IEnumerable<string> owners)
    {
        this.model = model;
        nobody = [.. Partitions.Nobody(source)];
        this.owners = owners.ToDictionary(owner => owner, owner => Partitions.Who(source, owner), StringComparer.Ordinal);
    }

    /// <summary>Those of owners, as they are now.</summary>
    public IReadOnlyCollection<string> OfOwners => owners.Values;

    public static async Task<HeldPlaces> LoadAsync(IDocumentStore store, Model model, string source, CancellationToken cancellationToken)
    {
        var owners = new List<string>();
        await foreach (var identity in store.RangeAsync<Identity>(new RangeQuery(Partitions.People, IdentityDocuments.Kind, Size: 1_000), cancellationToken))
        {
            if (identity.Value.Source == source)
            {
                owners.Add(identity.Value.Owner);
            }
        }

        return new HeldPlaces(model, source, owners);
    }

    /// <summary>Where an event may be that its row does not name by the key it is held under. What names neither the event nor an object is told apart by its owner too.</summary>
    public IEnumerable<string> Of(ImportedActivity row)
    {
        var own = ActivityDocuments.Partition(row.Activity);
        if (row.Activity.RecordType is not null)
        {
            return [own];
        }

        IEnumerable<string> others = row.Activity.Owner is { } owner && row is { Object: null, Alike: null }
            ? SamePerson(row.Activity.Source, owner).Select(identity => Partitions.Who(row.Activity.Source, identity))
            : owners.Values;
        return others.Append(own).Concat(nobody).Distinct(StringComparer.Ordinal);
    }

    /// <summary>True where the owners that row and event name, if both do, are one, or are one person's.</summary>
    public bool IsSameOwner(Activity row, Activity held) =>
        row.Owner is null || held.Owner is null || row.Owner == held.Owner
        || (model.PersonOf(row.Source, row.Owner) is { } person && person == model.PersonOf(held.Source, held.Owner));

    private IEnumerable<string> SamePerson(string source, string owner) => model.PersonOf(source, owner) is { } person
        ? model.IdentitiesOf(person).Where(identity => identity.Source == source).Select(identity => identity.Owner)
        : [];
}
