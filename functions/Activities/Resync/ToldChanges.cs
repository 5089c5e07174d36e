using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Changes of deals that a part has told and that may not be stored yet.</summary>
public sealed class ToldChanges
{
    private readonly Dictionary<string, List<Activity>> byDeal = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(string deal, IReadOnlyList<Activity> changes)
    {
        if (!byDeal.TryGetValue(deal, out var told))
        {
            byDeal[deal] = told = [];
        }

        told.AddRange(changes);
        Count += changes.Count;
    }

    public IReadOnlyList<Activity> Of(string deal) => byDeal.GetValueOrDefault(deal) ?? [];

    public void Clear()
    {
        byDeal.Clear();
        Count = 0;
    }
}
