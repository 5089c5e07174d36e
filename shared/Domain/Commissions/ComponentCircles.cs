namespace SalesPerf.Domain.Commissions;

/// <summary>Finds components that depend on themselves, by what they are based on or by their gates.</summary>
internal static class ComponentCircles
{
    /// <summary>A problem for each component in a circle, and for each base that is none of the plan's or is named twice.</summary>
    public static void Find(Plan plan, ProblemList problems)
    {
        var known = plan.Components.Where(component => component?.Id is not null).GroupBy(component => component.Id).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        for (var i = 0; i < plan.Components.Count; i++)
        {
            if (plan.Components[i] is not { Id: not null } component)
            {
                continue;
            }

            foreach (var (j, name) in (component.BasedOn ?? []).Index())
            {
                problems.Check($"/components/{i}/basedOn/{j}", name is not null && (component.IsOfOthersPay || known.ContainsKey(name)), "is not a component of the plan");
                problems.Check($"/components/{i}/basedOn/{j}", component.BasedOn!.Take(j).All(other => other != name), "is named before");
            }

            problems.Check($"/components/{i}", !Reaches(component, component.Id, known, []), "depends on itself, by basedOn or gates");
        }
    }

    /// <summary>What a component needs before it can be paid, each once.</summary>
    public static IEnumerable<string> Needs(PlanComponent component) =>
        (component.IsOfOthersPay ? [] : component.BasedOn ?? []).Concat((component.Gates ?? []).Select(gate => gate?.Component).OfType<string>().Where(name => name != component.Id)).Distinct();

    private static bool Reaches(PlanComponent from, string id, Dictionary<string, PlanComponent> known, HashSet<string> seen) =>
        Needs(from).Any(name => name == id || (name is not null && seen.Add(name) && known.TryGetValue(name, out var next) && Reaches(next, id, known, seen)));
}
