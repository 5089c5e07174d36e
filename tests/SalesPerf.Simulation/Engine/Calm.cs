namespace SalesPerf.Simulation.Engine;

/// <summary>Worlds in which nothing goes wrong.</summary>
internal static class Calm
{
    public static World World(StoredDocuments documents, DateTimeOffset start)
    {
        var chance = new Chance(0);
        return new World(start, chance, new Faults(chance, new HashSet<string>()) { IsCalm = true }, documents);
    }
}
