namespace SalesPerf.Local.Imports;

/// <summary>What the command line of <c>import</c> says.</summary>
/// <param name="File">The export; <c>-</c> is the standard input.</param>
/// <param name="Source">The source whose export it is.</param>
/// <param name="Mapping">A file with what its columns mean; null: what the source says.</param>
/// <param name="Url">Where the host is.</param>
/// <param name="Key">An admin's key.</param>
/// <param name="Id">A name of the caller's own for the upload; null: made of the file.</param>
/// <param name="IsJson">JSON lines instead of CSV.</param>
/// <param name="ExportedAt">When the export was made, RFC 3339. A file's own time is that of its copy.</param>
public sealed record ImportArguments(string File, string Source, string? Mapping, Uri Url, string Key, string? Id, bool IsJson, string? ExportedAt = null)
{
    public const string KeySetting = "SALESPERF_ADMIN_KEY";

    /// <summary>The arguments after <c>import</c>, or what is wrong with them.</summary>
    public static (ImportArguments? Arguments, string? Problem) Parse(IReadOnlyList<string> args, string? presetKey)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["--url"] = "http://localhost:7071" };
        string? file = null;
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            switch (parts[0])
            {
                case "--source" or "--mapping" or "--url" or "--key" or "--id" or "--format" or "--exported-at":
                    if ((parts.Length == 2 ? parts[1] : i + 1 < args.Count ? args[++i] : "") is not { Length: > 0 } value)
                    {
                        return (null, $"{parts[0]} needs a value.");
                    }

                    values[parts[0]] = value;
                    break;
                case var name when file is null && (name == "-" || !name.StartsWith('-')) && name.Length > 0:
                    file = args[i];
                    break;
                default:
                    return (null, $"Not understood: {args[i]}");
            }
        }

        var format = values.GetValueOrDefault("--format") ?? (Path.GetExtension(file)?.ToUpperInvariant() is ".JSONL" or ".NDJSON" ? "jsonl" : "csv");
        return file is null ? (null, "import needs a file, or - for the standard input.")
            : !values.TryGetValue("--source", out var source) ? (null, "import needs --source.")
            : (values.GetValueOrDefault("--key") ?? presetKey) is not { } key ? (null, $"import needs an admin's key: --key, or {KeySetting} in the environment.")
            : !Uri.TryCreate(values["--url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") ? (null, $"--url takes the address of the host, not {values["--url"]}")
            : format is not ("csv" or "jsonl") ? (null, $"--format is csv or jsonl, not {format}")
            : (new ImportArguments(file, source, values.GetValueOrDefault("--mapping"), url, key, values.GetValueOrDefault("--id"), format == "jsonl", values.GetValueOrDefault("--exported-at")), null);
    }
}
