using SalesPerf.Connectors.Imports;

namespace SalesPerf.Local.Imports;

/// <summary>Cuts an export into parts of whole rows while it is read: memory does not grow with it.</summary>
/// <param name="export">The export.</param>
/// <param name="isJson">JSON lines instead of CSV.</param>
/// <param name="separator">Between cells.</param>
public sealed class ExportParts(Stream export, bool isJson, byte separator)
{
    /// <summary>Of a part, at most; a row may add to it.</summary>
    public const int PartBytes = 4 * 1024 * 1024;

    private readonly byte[] buffer = new byte[PartBytes + (4 * CsvRows.MaxRow)];
    private readonly List<FoundCell> cells = [];
    private int start;
    private int length;
    private long line = 1;
    private bool isEnd;

    /// <summary>Lines of rows that are too long to be sent.</summary>
    public List<long> TooLong { get; } = [];

    /// <summary>Bytes read so far.</summary>
    public long Read { get; private set; }

    /// <summary>The names of the columns; null when there is nothing at all. Called first, for CSV.</summary>
    /// <exception cref="InvalidDataException">The text cannot be read.</exception>
    public async Task<IReadOnlyList<string>?> HeaderAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        if (isJson || length == 0)
        {
            return null;
        }

        var found = CsvRows.First(Rest.Span, separator, isEnd, cells) ?? throw new InvalidDataException("Line 1 has no end.");
        var header = found.Fault is null ? ImportText.Header(Rest.Span[..found.Length], cells, out var problem) : throw new InvalidDataException($"Line 1: {found.Fault}");
        Take(found.Length, found.Lines);
        return header ?? throw new InvalidDataException(problem);
    }

    /// <summary>The next part; null after the last. Its bytes are its own.</summary>
    public async Task<ExportPart?> NextAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var (part, first) = (new MemoryStream(), line);
        while (part.Length < PartBytes)
        {
            if (length == 0 || Found() is not { } row)
            {
                if (isEnd && length == 0)
                {
                    break;
                }

                await FillAsync(cancellationToken);
                continue;
            }

            if (row.IsCut)
            {
                // The rows before it first: lines are counted from the part's first one on.
                if (part.Length > 0)
                {
                    break;
                }

                TooLong.Add(line);
                await SkipLineAsync(cancellationToken);
                first = line;
                continue;
            }

            await part.WriteAsync(Rest[..row.Length], cancellationToken);
            Take(row.Length, row.Lines);
        }

        return part.Length == 0 ? null : new ExportPart(first, part.GetBuffer().AsMemory(0, (int)part.Length));
    }

    private Memory<byte> Rest => buffer.AsMemory(start, length);

    private FoundRow? Found()
    {
        if (!isJson)
        {
            return CsvRows.First(Rest.Span, separator, isEnd, cells) is { } row
                ? row.Length > CsvRows.MaxRow ? row with { IsCut = true } : row
                : null;
        }

        var end = Rest.Span.IndexOf((byte)'\n');
        return end >= 0 && end <= CsvRows.MaxRow ? new FoundRow(end + 1, 1, null)
            : end >= 0 || length > CsvRows.MaxRow ? new FoundRow(0, 0, null) { IsCut = true }
            : isEnd ? new FoundRow(length, 0, null)
            : null;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (Read > 0 || isEnd)
        {
            return;
        }

        await FillAsync(cancellationToken);
        if (ImportText.Problem(Rest.Span) is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        Take(ImportText.MarkLength(Rest.Span), 0);
    }

    private async Task SkipLineAsync(CancellationToken cancellationToken)
    {
        for (; ; await FillAsync(cancellationToken))
        {
            var end = Rest.Span.IndexOf((byte)'\n');
            Take(end < 0 ? length : end + 1, end < 0 ? 0 : 1);
            if (end >= 0 || isEnd)
            {
                return;
            }
        }
    }

    private void Take(int bytes, int lines) => (start, length, line) = (start + bytes, length - bytes, line + lines);

    /// <summary>Reads on until the buffer is full or the export ends.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        Rest.CopyTo(buffer);
        start = 0;
        while (!isEnd && length < buffer.Length)
        {
            var read = await export.ReadAsync(buffer.AsMemory(length), cancellationToken);
            (isEnd, length, Read) = (read == 0, length + read, Read + read);
        }
    }
}

/// <summary>Whole rows of an export.</summary>
/// <param name="Line">The line they begin on.</param>
/// <param name="Bytes">As they are.</param>
public sealed record ExportPart(long Line, ReadOnlyMemory<byte> Bytes);
