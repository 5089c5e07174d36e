namespace SalesPerf.Connectors.Imports;

/// <summary>
/// Finds rows of CSV as RFC 4180 has it: cells in quotes may hold separators, line ends and doubled quotes; lines end in LF or CRLF. A row that is wrong ends with its
/// first line, so that it spoils no other.
/// </summary>
public static class CsvRows
{
    /// <summary>The most bytes of a row: what is longer is wrong, and a quote that nobody closes reaches no further.</summary>
    public const int MaxRow = 1024 * 1024;

    /// <summary>Looks at the first row of some bytes.</summary>
    /// <param name="bytes">From the row's first byte on.</param>
    /// <param name="separator">Between cells.</param>
    /// <param name="isLast">True when nothing follows these bytes.</param>
    /// <param name="cells">Where its cells are; nothing useful when the row is wrong.</param>
    /// <returns>Null when more bytes are needed to tell.</returns>
    public static FoundRow? First(ReadOnlySpan<byte> bytes, byte separator, bool isLast, List<FoundCell> cells)
    {
        cells.Clear();
        for (int at = 0, lines = 0; ;)
        {
            if (at < bytes.Length && bytes[at] == '"')
            {
                var (end, inside, isDoubled) = Quoted(bytes, at + 1);
                if (end < 0)
                {
                    return isLast || bytes.Length > MaxRow ? Wrong(bytes, isLast, "A quote is never closed.") : null;
                }

                cells.Add(new FoundCell(at + 1, end - at - 1, isDoubled));
                (at, lines) = (end + 1, lines + inside);
                if (at == bytes.Length && !isLast)
                {
                    return bytes.Length > MaxRow ? Wrong(bytes, isLast, TooLong) : null;
                }
            }
            else
            {
                var length = bytes[at..].IndexOfAny("\r\n\""u8);
                var cell = bytes[at..(length < 0 ? bytes.Length : at + length)].IndexOf(separator);
                var end = cell >= 0 ? at + cell : length < 0 ? bytes.Length : at + length;
                if (end == bytes.Length && !isLast)
                {
                    return bytes.Length > MaxRow ? Wrong(bytes, isLast, TooLong) : null;
                }

                if (end < bytes.Length && bytes[end] == '"')
                {
                    return Wrong(bytes, isLast, "A quote stands in a cell that is not quoted.");
                }

                cells.Add(new FoundCell(at, end - at, false));
                at = end;
            }

            if (at > MaxRow)
            {
                return Wrong(bytes, isLast, TooLong);
            }

            if (at == bytes.Length)
            {
                return new FoundRow(at, lines, null);
            }

            switch (bytes[at])
            {
                case (byte)'\n':
                    return new FoundRow(at + 1, lines + 1, null);
                case (byte)'\r' when at + 1 == bytes.Length && !isLast:
                    return null;
                case (byte)'\r' when at + 1 < bytes.Length && bytes[at + 1] == '\n':
                    return new FoundRow(at + 2, lines + 1, null);
                case var other when other == separator:
                    at++;
                    break;
                case (byte)'\r':
                    return Wrong(bytes, isLast, "A carriage return stands alone.");
                default:
                    return Wrong(bytes, isLast, "Text follows a closing quote.");
            }
        }
    }

    private const string TooLong = "The row is over 1 MB.";

    /// <summary>Where a quoted cell's last quote is (-1 is nowhere), how many lines end inside it, and whether it holds doubled quotes.</summary>
    private static (int End, int Lines, bool IsDoubled) Quoted(ReadOnlySpan<byte> bytes, int start)
    {
        var isDoubled = false;
        for (var at = start; ;)
        {
            var length = Math.Min(bytes.Length, start + MaxRow + 1) - at;
            var quote = length <= 0 ? -1 : bytes.Slice(at, length).IndexOf((byte)'"');
            if (quote < 0)
            {
                return (-1, 0, false);
            }

            at += quote;
            if (at + 1 == bytes.Length || bytes[at + 1] != '"')
            {
                return (at, bytes[start..at].Count((byte)'\n'), isDoubled);
            }

            (isDoubled, at) = (true, at + 2);
        }
    }

    /// <summary>A wrong row is its first line; null while that has no end yet and may have one.</summary>
    private static FoundRow? Wrong(ReadOnlySpan<byte> bytes, bool isLast, string fault)
    {
        var end = bytes.IndexOf((byte)'\n');
        return end >= 0 ? new FoundRow(end + 1, 1, fault)
            : isLast ? new FoundRow(bytes.Length, 0, fault)
            : bytes.Length > MaxRow ? new FoundRow(bytes.Length, 0, TooLong) { IsCut = true }
            : null;
    }
}

/// <summary>A row that was found.</summary>
/// <param name="Length">Its bytes, line end included.</param>
/// <param name="Lines">How many lines end in it.</param>
/// <param name="Fault">What is wrong with it.</param>
public readonly record struct FoundRow(int Length, int Lines, string? Fault)
{
    /// <summary>True when the rest of the line is still to come, and belongs to the same fault.</summary>
    public bool IsCut { get; init; }
}

/// <summary>A cell that was found, without the quotes around it.</summary>
public readonly record struct FoundCell(int Start, int Length, bool HasDoubledQuotes);
