using System.Globalization;

namespace SalesPerf.Benchmarks;

/// <summary>What is asked of the benchmarks.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/SalesPerf.Benchmarks -- NAME [options]
          NAME               ingest, import, webhooks, connectors, reads, rebuild, forecast, commission, statements, start, growth, scale, or all; or soak
          --postgres FOLDER  where initdb and postgres are; by default /usr/lib/postgresql/*/bin, then the path
          --rounds N         alternating rounds after the one that warms up; by default 5
          --short            one round of a tenth of the work: shows that answers agree, not how fast they come
          --shuffled         the import of exports in no order, by their keys and, without any, by their days
          --large            growth up to ten million activities
          --minutes N        how long the soak takes; by default 60
          --rate N           the soak's events a second, by default half of what the host can do, found out first; of webhooks the requests a second by the clock, by default 200
          --kills N          how often the soak kills the host and starts it again; by default never, for the sake of the memory's series
        """;

    /// <summary>A comparison's name, or <c>all</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of PostgreSQL's programs; null is to be looked for.</summary>
    public string? Postgres { get; init; }

    public int Rounds { get; init; } = 5;

    public bool IsShort { get; init; }

    public bool IsLarge { get; init; }

    public bool IsShuffled { get; init; }

    public double Minutes { get; init; } = 60;

    /// <summary>Events a second; null is half of capacity, of webhooks 200.</summary>
    public double? Rate { get; init; }

    public int Kills { get; init; }

    /// <summary>Null when the arguments are not understood.</summary>
    public static BenchmarkOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new BenchmarkOptions { Name = args.Count > 0 ? args[0] : "all" };
        for (var i = 1; i < args.Count; i++)
        {
            var next = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--short":
                    options = options with { IsShort = true, Rounds = 1 };
                    break;
                case "--shuffled":
                    options = options with { IsShuffled = true };
                    break;
                case "--large":
                    options = options with { IsLarge = true };
                    break;
                case "--postgres" when next is not null:
                    options = options with { Postgres = next };
                    i++;
                    break;
                case "--rounds" when int.TryParse(next, CultureInfo.InvariantCulture, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    i++;
                    break;
                case "--minutes" when double.TryParse(next, CultureInfo.InvariantCulture, out var minutes) && minutes >= 1:
                    options = options with { Minutes = minutes };
                    i++;
                    break;
                case "--rate" when double.TryParse(next, CultureInfo.InvariantCulture, out var rate) && rate > 0:
                    options = options with { Rate = rate };
                    i++;
                    break;
                case "--kills" when int.TryParse(next, CultureInfo.InvariantCulture, out var kills) && kills >= 0:
                    options = options with { Kills = kills };
                    i++;
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    /// <summary>So much work, or a tenth of it.</summary>
    public int Of(int work) => IsShort ? Math.Max(1, work / 10) : work;
}
