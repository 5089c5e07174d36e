using System.Globalization;

namespace SalesPerf.Local.Imports;

/// <summary>Shows how far an import is: a bar that is drawn over itself on a terminal, a line now and then elsewhere.</summary>
/// <param name="output">Where to.</param>
/// <param name="isTerminal">True where a line can be drawn over.</param>
/// <param name="bytes">Of the export; null when nobody knows.</param>
/// <param name="time">The clock.</param>
internal sealed class ImportMeter(TextWriter output, bool isTerminal, long? bytes, TimeProvider time)
{
    private const int Width = 30;
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(200);

    private readonly long began = time.GetTimestamp();
    private long shown;
    private bool isDrawn;

    public void Show(long sent, long rows)
    {
        if (shown != 0 && time.GetElapsedTime(shown) < (isTerminal ? BetweenDrawings : BetweenLines))
        {
            return;
        }

        shown = time.GetTimestamp();
        var share = bytes is > 0 ? Math.Min(1d, sent / (double)bytes.Value) : (double?)null;
        var rate = rows / Math.Max(1d, time.GetElapsedTime(began).TotalSeconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(share is { } part ? $"{part,4:P0}  " : "")}{rows:N0} rows, {rate:N0} a second");
        if (isTerminal)
        {
            var bar = share is { } filled ? $"[{new string('#', (int)(filled * Width)),-Width}] " : "";
            output.Write($"\r{bar}{text}   ");
            isDrawn = true;
        }
        else
        {
            output.WriteLine(text);
        }
    }

    /// <summary>Ends the line that is drawn over.</summary>
    public void End()
    {
        if (isDrawn)
        {
            output.WriteLine();
            isDrawn = false;
        }
    }
}
