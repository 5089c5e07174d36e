using System.Collections.Concurrent;
using System.Diagnostics;

namespace SalesPerf.Benchmarks.Measuring;

/// <summary>
/// Requests sent by the clock, whether or not earlier ones were answered, as senders do. Each one's time runs from the instant it was meant to be sent: whoever is late with one is late with all behind it.
/// </summary>
internal static class OpenLoop
{
    /// <param name="rate">How many a second.</param>
    /// <param name="count">How many.</param>
    /// <param name="send">Sends the one with a number, and ends with its whole answer.</param>
    /// <returns>Milliseconds: half of them took this or less, 99 of a hundred, and the slowest.</returns>
    public static async Task<(double P50, double P99, double Max)> RunAsync(double rate, int count, Func<int, Task> send)
    {
        var taken = new ConcurrentBag<double>();
        var answers = await Task.Factory.StartNew(() => Send(rate, count, send, taken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.WhenAll(answers);
        double[] sorted = [.. taken.Order()];
        return (sorted[(sorted.Length - 1) / 2], sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1], sorted[^1]);
    }

    /// <summary>On a thread of its own, so that no answer keeps the next one waiting.</summary>
    private static List<Task> Send(double rate, int count, Func<int, Task> send, ConcurrentBag<double> taken)
    {
        var (start, answers) = (Stopwatch.GetTimestamp(), new List<Task>(count));
        for (var number = 0; number < count; number++)
        {
            var due = TimeSpan.FromSeconds(number / rate);
            while (due - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
            {
                Thread.Sleep(left > TimeSpan.FromMilliseconds(2) ? left - TimeSpan.FromMilliseconds(1) : TimeSpan.Zero);
            }

            var sent = number;
            answers.Add(Task.Run(async () =>
            {
                await send(sent);
                taken.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
            }));
        }

        return answers;
    }
}
