using SalesPerf.Local.Demo;

namespace SalesPerf.Local;

/// <summary>What the command line says: options, or a problem, or neither when only the usage was asked for.</summary>
public sealed record LocalArguments(LocalOptions? Options, string? Problem)
{
    public const string Usage =
        """
        SalesPerf, on this machine.

        usage: SalesPerf.Local [options]
               SalesPerf.Local backup FOLDER [--data DIR]    copies the data, also while it runs
               SalesPerf.Local restore FOLDER [--data DIR]   makes a data folder of a backup
               SalesPerf.Local check [--data DIR]            looks for damage
               SalesPerf.Local import FILE --source ID       sends a CRM's export to a host: CSV, or JSON lines; - is the
                 [--mapping FILE] [--url URL] [--key KEY]    standard input. Stopped, the same command goes on
                 [--format csv|jsonl] [--id ID] [--exported-at INSTANT]

          --data DIR    folder of the data, created when absent (default .salesperf)
          --urls URLS   where to listen (default http://localhost:7071; this machine only)
          --demo        load a sample organisation with three months of traffic
          --quiet       log warnings and errors only
          --help        show this text

          --store cosmos          keep the documents in Azure Cosmos DB, or an emulator of it;
                                  messages, keys and mails stay in the data folder (default sqlite)
          --cosmos-endpoint URL   the account
          --cosmos-key KEY        its key (default: from the environment)
          --cosmos-database NAME  the database, created when absent (default salesperf)

        environment:
          SALESPERF_ADMIN_KEY   presets the admin key, 24 characters or more
          SALESPERF_COSMOS_KEY  the key of the account
        """;

    public static LocalArguments Parse(IReadOnlyList<string> args)
    {
        var options = new LocalOptions();
        var isDemo = false;
        var cosmos = new CosmosArguments(Environment.GetEnvironmentVariable(CosmosAccount.KeySetting));
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            string? Value() => parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : null;
            switch (parts[0])
            {
                case "--help" or "-h" when parts.Length == 1:
                    return new(null, null);
                case "--quiet" when parts.Length == 1:
                    options = options with { IsQuiet = true };
                    break;
                case "--demo" when parts.Length == 1:
                    isDemo = true;
                    break;
                case "--data" when Value() is { Length: > 0 } data:
                    options = options with { Data = data };
                    break;
                case "--urls" when Value() is { Length: > 0 } urls:
                    if (UrlProblem(urls) is { } problem)
                    {
                        return new(null, problem);
                    }

                    options = options with { Urls = urls };
                    break;
                case "--store" or "--cosmos-endpoint" or "--cosmos-key" or "--cosmos-database" when Value() is { Length: > 0 } value:
                    cosmos = cosmos.With(parts[0], value);
                    break;
                case "--data" or "--urls" or "--store" or "--cosmos-endpoint" or "--cosmos-key" or "--cosmos-database":
                    return new(null, $"{parts[0]} needs a value.");
                default:
                    return new(null, $"Unknown option: {args[i]}");
            }
        }

        if (cosmos.Problem is { } unclear)
        {
            return new(null, unclear);
        }

        options = options with { Cosmos = cosmos.Account };
        return new(isDemo ? DemoRunner.On(options) : options, null);
    }

    private static string? UrlProblem(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } all
            && Array.TrueForAll(all, IsHttp)
            ? null
            : $"--urls takes http:// addresses separated by semicolons, not {urls}";

    // "+" and "*" stand for every interface, which Uri does not read.
    private static bool IsHttp(string url) =>
        Uri.TryCreate(url.Replace("//+", "//0.0.0.0", StringComparison.Ordinal).Replace("//*", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp;
}
