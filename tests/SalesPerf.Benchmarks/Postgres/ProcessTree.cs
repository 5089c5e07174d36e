using System.Globalization;

namespace SalesPerf.Benchmarks.Postgres;

/// <summary>A process and its children, as Linux tells of them in <c>/proc</c>.</summary>
internal static class ProcessTree
{
    private const double TicksASecond = 100;

    /// <summary>CPU time used so far, that of children that ended included.</summary>
    public static TimeSpan Cpu(int id)
    {
        var own = Stat(id);
        var ticks = own is null ? 0 : Number(own, 11) + Number(own, 12) + Number(own, 13) + Number(own, 14);
        foreach (var child in Children(id))
        {
            ticks += Stat(child) is { } stat ? Number(stat, 11) + Number(stat, 12) : 0;
        }

        return TimeSpan.FromSeconds(ticks / TicksASecond);
    }

    /// <summary>Proportional set size in bytes: memory that several share is divided among them.</summary>
    public static long Memory(int id) => Children(id).Prepend(id).Sum(Proportional);

    private static IReadOnlyList<int> Children(int id) =>
        [.. File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    private static long Proportional(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It has ended since it was listed.
            return 0;
        }
    }

    /// <summary>The fields after the name, which may hold anything: user time is the 12th of them, system time the 13th, those of ended children the two after.</summary>
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string[] stat, int field) => long.Parse(stat[field], CultureInfo.InvariantCulture);
}
