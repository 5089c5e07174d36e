using System.Globalization;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>What the minutes say: medians of the first, the middle and the last tenth, and how fast a figure grows from the second tenth on.</summary>
internal sealed class SoakVerdicts(IReadOnlyList<SoakMinute> minutes)
{
    /// <summary>The writer waits for readers when 32,000 pages of 4 KB are in the log; half as much again may come in one transaction and one wait.</summary>
    private const double MostWal = 200;

    private readonly int tenth = Math.Max(1, minutes.Count / 10);

    public List<IReadOnlyList<string>> Rows { get; } = [];

    public bool IsPassed { get; private set; } = true;

    public static IReadOnlyList<string> Columns { get; } = ["", "first tenth", "middle tenth", "last tenth", "slope an hour", "largest", "allowed", "verdict"];

    /// <summary>The last tenth may be above the middle one by this much and no more.</summary>
    public void Flat(string what, Func<SoakMinute, double> figure, double times, double more)
    {
        var (first, middle, last) = (Median(0, figure), Median((minutes.Count - tenth) / 2, figure), Median(minutes.Count - tenth, figure));
        var allowed = (middle * times) + more;
        Add(what, [Text(first), Text(middle), Text(last), Text(SlopeAnHour(figure)), Text(minutes.Max(figure))], $"last ≤ {Text(allowed)}", last <= allowed);
    }

    /// <summary>The log.</summary>
    public void Wal(double largest) => Add("log, MB", [Text(Median(0, Log)), Text(Median((minutes.Count - tenth) / 2, Log)), Text(Median(minutes.Count - tenth, Log)), Text(SlopeAnHour(Log)), Text(largest)], $"largest ≤ {Text(MostWal)}", largest <= MostWal);

    /// <summary>A figure of the whole.</summary>
    public void Whole(string what, string found, string allowed, bool isRight) => Add(what, ["", "", "", "", found], allowed, isRight);

    private static double Log(SoakMinute minute) => minute.Wal;

    private void Add(string what, string[] figures, string allowed, bool isRight)
    {
        Rows.Add([what, .. figures, allowed, isRight ? "pass" : "**fail**"]);
        IsPassed &= isRight;
    }

    private double Median(int from, Func<SoakMinute, double> figure) => Measuring.Report.Median([.. minutes.Skip(from).Take(tenth)], figure);

    /// <summary>By least squares over the minutes after the first tenth, when caches are full and methods compiled.</summary>
    private double SlopeAnHour(Func<SoakMinute, double> figure)
    {
        var points = minutes.Skip(tenth).Select(minute => (X: (double)minute.Number, Y: figure(minute))).ToList();
        if (points.Count < 2)
        {
            return 0;
        }

        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return 60 * points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    private static string Text(double number) => number.ToString(Math.Abs(number) >= 100 ? "#,0" : "0.0", CultureInfo.InvariantCulture);
}
