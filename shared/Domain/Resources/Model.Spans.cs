using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;

namespace SalesPerf.Domain.Resources;

/// <content>Who was there at some time in a span of days, and where last.</content>
public sealed partial record Model
{
    /// <summary>Assignments that some version gives to a person, whenever they hold.</summary>
    public IEnumerable<Resource<PlanAssignment>> AssignmentsEver(string person) => Index.AssignmentsEver[person];

    /// <summary>People employed on some day from <paramref name="from"/> to <paramref name="last"/>, both inclusive; by id.</summary>
    public IReadOnlyList<string> EmployedDuring(DateOnly from, DateOnly last) =>
        [.. People.Keys.Order(StringComparer.Ordinal).Where(person => LastAt(person, from, last, _ => true) is not null)];

    /// <summary>
    /// People by the team they were employed in last, from <paramref name="from"/> to <paramref name="last"/>, both inclusive: whoever left meanwhile is
    /// found in the team they left, and nobody in two.
    /// </summary>
    public ILookup<string, string> LastTeams(DateOnly from, DateOnly last) =>
        People.Keys
            .Order(StringComparer.Ordinal)
            .Select(person => LastAt(person, from, last, content => content.Team is not null))
            .OfType<Person>()
            .ToLookup(person => person.Team!, person => person.Id, StringComparer.Ordinal);

    /// <summary>A person on the last day of the span that they are employed on and that suits; null when there is none.</summary>
    private Person? LastAt(string person, DateOnly from, DateOnly last, Func<Person, bool> suits)
    {
        var resource = People[person];

        // What holds changes only with a version or a spell of employment: it is enough to look at the last days before those.
        return resource.Versions
            .SelectMany(version => (version.Content?.Employment ?? []).Select(spell => spell.To).OfType<DateOnly>().Append(version.EffectiveFrom))
            .Where(day => day > from && day <= last)
            .Select(day => day.AddDays(-1))
            .Append(last)
            .Distinct()
            .OrderDescending()
            .Where(day => day >= from)
            .Select(day => resource.At(day, AsOf) is { } content && content.IsEmployed(day) && suits(content) ? content : null)
            .FirstOrDefault(content => content is not null);
    }
}
