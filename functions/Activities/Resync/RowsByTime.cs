using SalesPerf.Connectors.Imports;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Rows by the instants that they may mean.</summary>
public sealed class RowsByTime
{
    private readonly (DateTimeOffset From, DateTimeOffset To, ImportedActivity Row)[] spans;
    private readonly TimeSpan longest;

    public RowsByTime(IEnumerable<ImportedActivity> rows)
    {
        spans = [.. rows.SelectMany(row => Spans(row), (row, span) => (span.From, span.To, row)).OrderBy(span => span.From).ThenBy(span => span.row.Line)];
        longest = spans.Select(span => span.To - span.From).DefaultIfEmpty().Max();
    }

    /// <summary>The instants that a row may mean: of its time, and of those in its key.</summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Spans(ImportedActivity row) => (row.Alike?.Times ?? []).Prepend((row.Activity.OccurredAt, row.End)).Distinct();

    /// <summary>The rows that may mean an instant, in the order of their times and lines; one more than once where several of its times do.</summary>
    public IEnumerable<ImportedActivity> At(DateTimeOffset at)
    {
        // Spans that begin further back have ended.
        for (var index = FirstFrom(at - longest); index < spans.Length && spans[index].From <= at; index++)
        {
            if (at < spans[index].To)
            {
                yield return spans[index].Row;
            }
        }
    }

    private int FirstFrom(DateTimeOffset from)
    {
        var (low, high) = (0, spans.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = spans[middle].From < from ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
