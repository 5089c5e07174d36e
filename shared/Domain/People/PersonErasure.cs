using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.People;

/// <summary>What is left of a person who is erased: the id, and whatever numbers are computed from, in every version.</summary>
public static class PersonErasure
{
    /// <summary>The person without name, mail and access roles, and with <paramref name="pseudonym"/> of (source, owner) for each identity. Twice is as once.</summary>
    public static Resource<Person> Of(Resource<Person> person, Func<string, string, string> pseudonym) => person with
    {
        Versions = [.. person.Versions.Select(version => version with { Content = version.Content is { } content ? Of(content, pseudonym) : null })],
    };

    /// <summary>Every name and mail address of any version; none of a person who is erased.</summary>
    public static IEnumerable<string> Texts(Resource<Person> person) => person.Versions
        .Select(version => version.Content)
        .OfType<Person>()
        .SelectMany(content => new[] { content.Name == content.Id ? null : content.Name, content.Mail })
        .OfType<string>()
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every identity of any version, as written there.</summary>
    public static IEnumerable<(string Source, string Owner)> Identities(Resource<Person> person) => person.Versions
        .SelectMany(version => version.Content?.Identities ?? [])
        .SelectMany(source => source.Value.Select(owner => (source.Key, owner)))
        .Distinct();

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
