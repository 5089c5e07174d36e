using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;

namespace SalesPerf.Domain.Resources;

/// <summary>
/// Who could be meant, over all dates: ids that some visible version names. What holds on one date is read from the resources themselves.
/// Lists are in order of id.
/// </summary>
internal sealed class ModelIndex
{
    private readonly Model model;

    private ModelIndex(Model model) => this.model = model;

    public required ILookup<string, string> MembersEver { get; init; }

    public required ILookup<string, string> ReportsEver { get; init; }

    public required ILookup<string, string> ChildrenEver { get; init; }

    public required ILookup<string, string> ManagedEver { get; init; }

    public required ILookup<string, Resource<PlanAssignment>> AssignmentsEver { get; init; }

    public required IReadOnlyDictionary<(string Source, string Owner), string> PersonByIdentity { get; init; }

    public required ILookup<string, (string Source, string Owner)> IdentitiesByPerson { get; init; }

    public required IReadOnlySet<(string Source, string Owner)> Owners { get; init; }

    public required bool HasErasedOwners { get; init; }

    /// <summary>True when nothing that this was built from was replaced: a changed copy of a model builds its own.</summary>
    public bool IsFor(Model other) =>
        other.AsOf == model.AsOf
        && ReferenceEquals(other.People, model.People)
        && ReferenceEquals(other.Teams, model.Teams)
        && ReferenceEquals(other.Assignments, model.Assignments)
        && ReferenceEquals(other.OwnerPseudonyms, model.OwnerPseudonyms);

    public static ModelIndex Of(Model model)
    {
        var identities = Identities(model);
        var byIdentity = new Dictionary<(string, string), string>(identities.Count);
        foreach (var (person, identity) in identities)
        {
            byIdentity.TryAdd(identity, person);
        }

        var owners = model.People.Values.SelectMany(PersonErasure.Identities).ToHashSet();
        return new ModelIndex(model)
        {
            MembersEver = Named(model.People, model.AsOf, person => person.Team),
            ReportsEver = Named(model.People, model.AsOf, person => person.Manager),
            ChildrenEver = Named(model.Teams, model.AsOf, team => team.Parent),
            ManagedEver = Named(model.Teams, model.AsOf, team => team.Manager),
            AssignmentsEver = Named(model.Assignments, model.AsOf, assignment => assignment.Person)
                .SelectMany(group => group.Select(id => (Person: group.Key, Assignment: model.Assignments[id])))
                .ToLookup(pair => pair.Person, pair => pair.Assignment),
            PersonByIdentity = byIdentity,
            Owners = owners,
            HasErasedOwners = owners.Any(identity => Identity.IsErased(identity.Owner)),
            IdentitiesByPerson = identities.Where(pair => byIdentity[pair.Identity] == pair.Person).ToLookup(pair => pair.Person, pair => pair.Identity),
        };
    }

    private static ILookup<string, string> Named<T>(IReadOnlyDictionary<string, Resource<T>> resources, DateTimeOffset asOf, Func<T, string?> name)
        where T : class =>
        resources
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => pair.Value.Versions
                .Where(version => version.RecordedAt <= asOf && version.Content is not null)
                .Select(version => name(version.Content!))
                .OfType<string>()
                .Distinct()
                .Select(other => (Other: other, Id: pair.Key)))
            .ToLookup(pair => pair.Other, pair => pair.Id);

    private static List<(string Person, (string Source, string Owner) Identity)> Identities(Model model)
    {
        var found = new List<(string, (string, string))>();
        foreach (var (id, resource) in model.People.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (var (source, owners) in resource.LatestContent(model.AsOf)?.Identities ?? [])
            {
                found.AddRange(owners.Select(owner => (id, (source, model.OwnerPseudonyms.GetValueOrDefault(owner, owner)))).Distinct());
            }
        }

        return found;
    }
}
