using System.Globalization;
using System.Text;

namespace SalesPerf.Benchmarks.Measuring;

/// <summary>The tables, in Markdown, printed as they come and once more together at the end.</summary>
internal sealed class Report
{
    private readonly StringBuilder whole = new();

    /// <summary>A sentence that belongs to the figures: what was checked, what was left out and why.</summary>
    public void Say(string sentence) => Write(sentence + "\n");

    /// <summary>A table of rates.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="contenders">The samples of each; ratios are against the first.</param>
    public void Add(string title, IReadOnlyList<Sample[]> contenders)
    {
        var (rate, cpu) = (Median(contenders[0], sample => sample.PerSecond), Median(contenders[0], sample => sample.CpuMicroseconds));
        var text = new StringBuilder($"### {title}\n\n| | a second, median (least to most) | wall, s | CPU, s | CPU each, µs | first row's rate ÷ this | this one's CPU ÷ first row's |\n|---|---|---|---|---|---|---|\n");
        foreach (var samples in contenders)
        {
            var median = Median(samples, sample => sample.PerSecond);
            var each = Median(samples, sample => sample.CpuMicroseconds);
            text.Append(CultureInfo.InvariantCulture, $"| {samples[0].Name} | {Text(median)} ({Text(samples.Min(sample => sample.PerSecond))} to {Text(samples.Max(sample => sample.PerSecond))}) ")
                .Append(CultureInfo.InvariantCulture, $"| {Median(samples, sample => sample.Wall.TotalSeconds):0.000} | {Median(samples, sample => sample.Cpu.TotalSeconds):0.000} | {Text(each)} ")
                .Append(CultureInfo.InvariantCulture, $"| {rate / median:0.00} | {each / cpu:0.00} |\n");
        }

        Write(text.ToString());
    }

    /// <summary>A table of its own shape.</summary>
    public void Add(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder($"### {title}\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select(_ => "---|"))}\n");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        Write(text.ToString());
    }

    /// <summary>Everything said so far.</summary>
    public override string ToString() => whole.ToString();

    /// <summary>Three or more significant digits.</summary>
    public static string Text(double number) => number.ToString(number >= 100 ? "#,0" : number >= 1 ? "0.0" : "0.000", CultureInfo.InvariantCulture);

    public static double Median<T>(IReadOnlyCollection<T> samples, Func<T, double> figure)
    {
        double[] sorted = [.. samples.Select(figure).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private void Write(string text)
    {
        whole.Append(text).Append('\n');
        Console.WriteLine(text);
    }
}
