namespace SalesPerf.CosmosLoopback.Faults;

/// <summary>The faults that wait for their requests. The first that matches a request is the one it meets.</summary>
public sealed class LoopbackFaults
{
    private readonly Lock gate = new();
    private readonly List<(LoopbackFault Fault, int Left)> waiting = [];

    /// <summary>Faults that no request has met yet, each counted as often as it would be met.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Sum(one => one.Left);
            }
        }
    }

    public void Add(LoopbackFault fault)
    {
        lock (gate)
        {
            waiting.Add((fault, fault.Times));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            waiting.Clear();
        }
    }

    internal LoopbackFault? Next(LoopbackOperation operation)
    {
        lock (gate)
        {
            var index = waiting.FindIndex(one => one.Fault.When(operation));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = waiting[index];
            if (left > 1)
            {
                waiting[index] = (fault, left - 1);
            }
            else
            {
                waiting.RemoveAt(index);
            }

            return fault;
        }
    }
}
