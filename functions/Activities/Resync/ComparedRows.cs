using SalesPerf.Connectors.Imports;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// The rows of a part in the order in which they are compared. Rows without the key of their event are compared with what is held around their times: they come by owner and time, so
/// that some hundred after each other are near each other and little is read for them, whatever order the export has. All others come first, as they are written.
/// </summary>
public static class ComparedRows
{
    /// <summary>The same order whenever the part comes. Rows are read one by one; of each that is put in order 24 bytes are kept.</summary>
    public static IEnumerable<ImportedRow> Of(ImportReader reader, ReadOnlyMemory<byte> part, long line) => reader.HasKeys ? reader.Read(part, line) : InOrder(reader, part, line);

    private static IEnumerable<ImportedRow> InOrder(ImportReader reader, ReadOnlyMemory<byte> part, long line)
    {
        var places = new List<Place>();
        foreach (var (row, at) in reader.ReadPlaced(part, line))
        {
            if (row is ImportedActivity activity && (activity.IsByContent || activity.Alike is not null))
            {
                places.Add(Place.Of(activity, at, checked((int)(row.Line - line))));
            }
            else
            {
                yield return row;
            }
        }

        places.Sort();
        foreach (var place in places)
        {
            yield return reader.ReadAt(part, place.At, line + place.Line);
        }
    }

    /// <summary>Where a row is, and what comes before what.</summary>
    /// <param name="Owner">A hash, where rows are compared with what their owner holds; 0 where with what everybody holds.</param>
    /// <param name="Ticks">The row's time.</param>
    /// <param name="At">The byte that it begins at.</param>
    /// <param name="Line">From the part's first.</param>
    private readonly record struct Place(uint Owner, long Ticks, int At, int Line) : IComparable<Place>
    {
        public static Place Of(ImportedActivity row, int at, int line) =>
            new(row is { Object: null, Alike: null } ? Hash(row.Activity.Owner) : 0, row.Activity.OccurredAt.UtcTicks, at, line);

        public int CompareTo(Place other) => (Owner, Ticks, At).CompareTo((other.Owner, other.Ticks, other.At));

        /// <summary>FNV-1a: the same on whatever host the part comes to next.</summary>
        private static uint Hash(string? owner)
        {
            var hash = 2166136261u;
            foreach (var character in owner ?? "")
            {
                hash = unchecked((hash ^ character) * 16777619u);
            }

            return hash;
        }
    }
}
