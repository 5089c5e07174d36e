using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Imports;

/// <summary>
/// The command <c>import</c> of the local host: sends an export to a host in parts. Stopped, however, it goes on when it is given again: the upload is named after the file, and
/// parts that were taken are not read a second time.
/// </summary>
public static class ImportCommand
{
    /// <summary>The import ended, and some rows could not be read.</summary>
    public const int SomeRejected = 4;

    /// <summary>The import cannot go on.</summary>
    public const int Fault = 5;

    private const int MaxShown = 20;
    private const int MaxUploads = 1_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestIngestion = TimeSpan.FromMinutes(10);

    public static bool Is(IReadOnlyList<string> args) => args is ["import", ..];

    /// <summary>Runs it; the answer is an exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, TimeProvider time)
    {
        var (arguments, problem) = ImportArguments.Parse([.. args.Skip(1)], Environment.GetEnvironmentVariable(ImportArguments.KeySetting));
        if (arguments is null)
        {
            await error.WriteLineAsync($"{problem}\n\n{LocalArguments.Usage}");
            return LocalCommand.UsageFault;
        }

        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += cancel;
        var meter = (ImportMeter?)null;
        try
        {
            await using var export = arguments.File == "-" ? Console.OpenStandardInput() : File.OpenRead(arguments.File);
            using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(4) };
            meter = new ImportMeter(output, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected, arguments.File == "-" ? null : export.Length, time);
            return await SendAsync(arguments, export, new ImportClient(http, arguments, time), meter, output, time, stop.Token);
        }
        catch (Exception exception) when (exception is ImportException or IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            meter?.End();
            await error.WriteLineAsync(exception.Message);
            return Fault;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            meter?.End();
            await error.WriteLineAsync("Stopped. The same command goes on where it was.");
            return Fault;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }

    private static async Task<int> SendAsync(
        ImportArguments arguments, Stream export, ImportClient client, ImportMeter meter, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var given = arguments.Mapping is { } file ? await File.ReadAllTextAsync(file, cancellationToken) : null;
        var mapping = given is null ? await client.MappingAsync(cancellationToken) : JsonNode.Parse(given) as JsonObject;
        var separator = mapping?["separator"] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 1 ? (byte)text[0] : (byte)',';
        var parts = new ExportParts(export, arguments.IsJson, separator);
        var columns = await parts.HeaderAsync(cancellationToken);
        if (!arguments.IsJson && columns is null)
        {
            throw new ImportException($"{arguments.File} is empty.");
        }

        var body = new JsonObject { ["format"] = arguments.IsJson ? "jsonl" : "csv" };
        if (columns is not null)
        {
            body["columns"] = new JsonArray([.. columns.Select(column => (JsonNode)JsonValue.Create(column))]);
        }

        if (given is not null)
        {
            body["mapping"] = mapping?.DeepClone() ?? throw new ImportException($"{arguments.Mapping} holds no JSON object.");
        }

        if (arguments.ExportedAt is { } exported)
        {
            body["exportedAt"] = exported;
        }

        var id = await OpenAsync(arguments, client, body, mapping, cancellationToken);
        var (number, rows) = (0, 0L);
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            var taken = await client.PutAsync(id, ++number, part, cancellationToken);
            rows += (long)taken["rows"]!; // every part says so
            meter.Show(parts.Read, rows);
        }

        if (number == 0)
        {
            throw new ImportException($"{arguments.File} has no rows.");
        }

        var progress = await client.CompleteAsync(id, number, cancellationToken);
        for (var began = time.GetTimestamp(); (string?)progress["state"] == "ingesting" && time.GetElapsedTime(began) < LongestIngestion; progress = await client.ProgressAsync(id, cancellationToken))
        {
            meter.Show(parts.Read, rows);
            await Task.Delay(Poll, time, cancellationToken);
        }

        meter.End();
        return await SummariseAsync(client.PathOf(id), progress, parts.TooLong, output);
    }

    /// <summary>Its id: one that is open goes on, after one that has ended the export is compared once more.</summary>
    private static async Task<string> OpenAsync(ImportArguments arguments, ImportClient client, JsonObject body, JsonObject? mapping, CancellationToken cancellationToken)
    {
        var name = arguments.Id ?? (arguments.File == "-"
            ? $"stdin-{Guid.NewGuid():N}"
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.GetFullPath(arguments.File)}\n{new FileInfo(arguments.File).Length}\n{body.ToJsonString()}\n{mapping?.ToJsonString()}")))[..24]);
        for (var round = 1; round <= MaxUploads; round++)
        {
            var id = round == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{round}");
            body["id"] = id;
            if (await client.OpenAsync(body, cancellationToken) is not null)
            {
                return id;
            }
        }

        throw new ImportException("The file was imported a thousand times: give another --id.");
    }

    private static async Task<int> SummariseAsync(string path, JsonNode progress, List<long> tooLong, TextWriter output)
    {
        var rejected = (long)progress["rejected"]! + tooLong.Count; // every answer says so
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)progress["rows"]! + tooLong.Count:N0} rows: {(long)progress["added"]!:N0} added, {(long)progress["held"]!:N0} held already, {rejected:N0} rejected."));
        foreach (var line in tooLong.Take(MaxShown))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  line {line}: The row is over 1 MB."));
        }

        foreach (var line in (progress["problems"] as JsonArray ?? []).Take(MaxShown))
        {
            foreach (var error in line?["errors"] as JsonArray ?? [])
            {
                await output.WriteLineAsync($"  line {line!["line"]}: {((string?)error?["pointer"] is { Length: > 0 } column ? $"{column[1..]}: " : "")}{error?["detail"]}");
            }
        }

        if ((long)progress["rejected"]! > MaxShown)
        {
            await output.WriteLineAsync($"More: GET /{path}/rejected with Accept: text/csv.");
        }

        if ((string?)progress["state"] != "done")
        {
            await output.WriteLineAsync($"Some of it is still on its way: GET /{path} says when it is done.");
        }

        return rejected > 0 ? SomeRejected : LocalCommand.Done;
    }
}
