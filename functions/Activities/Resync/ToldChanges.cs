using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Changes of records that a part has told and that may not be stored yet.</summary>
public sealed class ToldChanges
{
    private readonly Dictionary<(string Type, string Id), List<Activity>> byRecord = [];

    public int Count { get; private set; }

    public void Add(string type, string id, IReadOnlyList<Activity> changes)
    {
        if (!byRecord.TryGetValue((type, id), out var told))
        {
            byRecord[(type, id)] = told = [];
        }

        told.AddRange(changes);
        Count += changes.Count;
    }

    public IReadOnlyList<Activity> Of(string type, string id) => byRecord.GetValueOrDefault((type, id)) ?? [];

    public void Clear()
    {
        byRecord.Clear();
        Count = 0;
    }
}
