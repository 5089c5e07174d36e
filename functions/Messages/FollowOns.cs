using System.Collections.Concurrent;

namespace SalesPerf.Functions.Messages;

/// <summary>The nudges of a delivery, gathered while its groups commit and sent together at its end: one send instead of one a group.</summary>
public sealed class FollowOns
{
    private readonly ConcurrentDictionary<RecordKey, bool> records = new();
    private readonly ConcurrentDictionary<(string Person, string Month), bool> months = new();

    /// <summary>A record was committed, or was there already.</summary>
    public void ApplyDeal(RecordKey record) => records[record] = true;

    /// <summary>Activities of a person were committed, or were there already.</summary>
    public void Evaluate(string person, IEnumerable<string> touched)
    {
        foreach (var month in touched)
        {
            months[(person, month)] = true;
        }
    }

    public async Task SendAsync(Nudges nudges, CancellationToken cancellationToken)
    {
        await nudges.ApplyDealsAsync([.. records.Keys], cancellationToken);
        await nudges.EvaluateAsync(
            [.. months.Keys
                .GroupBy(touched => touched.Person, touched => touched.Month, StringComparer.Ordinal)
                .Select(person => new EvaluationKey(person.Key, [.. person.Order(StringComparer.Ordinal)]))],
            cancellationToken);
    }
}
