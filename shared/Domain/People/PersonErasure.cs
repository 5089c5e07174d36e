using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.People;

/// <summary>What is left of a person who is erased: the id, and whatever numbers are computed from, in every version.</summary>
public static class PersonErasure
{
    /// <summary>The person without name, mail and access roles, and with <paramref name="pseudonym"/> of (source, owner) for each identity. Twice is as once.</summary>
    public static Resource<Person> Of(Resource<Person> person, Func<string, string, string> pseudonym) => person with
    {
        Versions = [.. person.Versions.Select(version => version with { Content = version.Content is { } content ? Of(content, pseudonym) : null })],
    };

    /// <summary>Every name and mail address of any version, those among the identities included; none of a person who is erased.</summary>
    public static IEnumerable<string> Texts(Resource<Person> person) => person.Versions
        .Select(version => version.Content)
        .OfType<Person>()
        .SelectMany(content => new[] { content.Name == content.Id ? null : content.Name, content.Mail }.Concat(content.Identities.Values.SelectMany(owners => owners.Where(IsAddress))))
        .OfType<string>()
        .Select(text => text.Trim())
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every identity of any version, as written there.</summary>
    public static IEnumerable<(string Source, string Owner)> Identities(Resource<Person> person) => person.Versions
        .SelectMany(version => version.Content?.Identities ?? [])
        .SelectMany(source => source.Value.Select(owner => (source.Key, owner)))
        .Distinct();

    /// <summary>What a version of somebody erased would bring back.</summary>
    public static IEnumerable<FieldProblem> Returned(Person person)
    {
        const string problem = "is of somebody who was erased: give them another id, should they have come back";
        if (person.Name != person.Id)
        {
            yield return new("/name", problem);
        }

        if (person.Mail is not null)
        {
            yield return new("/mail", problem);
        }

        foreach (var (source, owners) in person.Identities.Where(identity => !identity.Value.All(Identity.IsPseudonym)))
        {
            yield return new($"/identities/{source}", problem);
        }
    }

    private static bool IsAddress(string owner) => owner.Contains('@', StringComparison.Ordinal);

    private static Person Of(Person person, Func<string, string, string> pseudonym)
    {
        var identities = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (source, owners) in person.Identities)
        {
            identities[source] = [.. owners.Select(owner => pseudonym(source, owner))];
        }

        return person with { Name = person.Id, Mail = null, Access = [], Identities = identities };
    }
}
