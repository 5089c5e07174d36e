using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.People;

/// <summary>Lines of managers, upwards.</summary>
public static class ReportingLines
{
    /// <summary>
    /// The circle that a person's line closes through them on <paramref name="from"/>, or on the last day of time (when every later version is in force),
    /// as <c>ann → ben → ann</c>; null when the line ends, or circles without them.
    /// </summary>
    public static string? FindCircle(string person, Model model, DateOnly from) =>
        FindCircleOn(person, model, from) ?? FindCircleOn(person, model, DateOnly.MaxValue);

    private static string? FindCircleOn(string person, Model model, DateOnly date)
    {
        var line = new List<string> { person };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (model.ManagerOf(line[^1], date) is { } manager && seen.Add(manager))
        {
            line.Add(manager);
            if (manager == person)
            {
                return string.Join(" → ", line.Count <= 10 ? line : [.. line.Take(8), "…", person]);
            }
        }

        return null;
    }
}
