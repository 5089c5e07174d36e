using System.Globalization;
using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Local.Backups;

/// <summary>The commands <c>backup</c>, <c>restore</c> and <c>check</c> of the local host.</summary>
public static class BackupCommand
{
    /// <summary>True for command lines that begin with one of them.</summary>
    public static bool Is(IReadOnlyList<string> args) => args is ["backup" or "restore" or "check", ..];

    /// <summary>Runs one of them; the answer is an exit code of <see cref="LocalCommand"/>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, TimeProvider time)
    {
        var (data, folder) = (new LocalOptions().Data, (string?)null);
        for (var i = 1; i < args.Count; i++)
        {
            if (args[i] == "--data" && i + 1 < args.Count)
            {
                data = args[++i];
            }
            else if (args[0] != "check" && folder is null && !args[i].StartsWith('-') && args[i].Length > 0)
            {
                folder = args[i];
            }
            else
            {
                await error.WriteLineAsync($"Not understood: {args[i]}\n\n{LocalArguments.Usage}");
                return LocalCommand.UsageFault;
            }
        }

        if (args[0] != "check" && folder is null)
        {
            await error.WriteLineAsync($"{args[0]} needs the folder of the backup.\n\n{LocalArguments.Usage}");
            return LocalCommand.UsageFault;
        }

        try
        {
            var (isDone, text) = Run(args[0], Path.GetFullPath(data), folder is null ? "" : Path.GetFullPath(folder), time);
            await (isDone ? output : error).WriteLineAsync(text);
            return isDone ? LocalCommand.Done : LocalCommand.DataFault;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DataFolderException)
        {
            await error.WriteLineAsync(exception.Message);
            return LocalCommand.DataFault;
        }
    }

    private static (bool IsDone, string Text) Run(string command, string data, string folder, TimeProvider time)
    {
        switch (command)
        {
            case "backup":
                return (true, $"{folder} holds {Content(Backup.Take(data, folder, time))} of {data}.");
            case "restore":
                return (true, $"{data} holds {Content(Backup.Restore(folder, data))}, as of the backup.");
            default:
                var found = SqliteFile.Examine(Path.Combine(data, SqliteFile.Name));
                return found.Faults.Count == 0
                    ? (true, string.Create(CultureInfo.InvariantCulture, $"{data} is whole: {found.Documents:N0} documents, {found.Messages:N0} messages, {found.DeadLetters:N0} dead letters."))
                    : (false, $"{data} is damaged:\n  {string.Join("\n  ", found.Faults)}");
        }
    }

    private static string Content(BackupManifest manifest) =>
        string.Create(CultureInfo.InvariantCulture, $"{manifest.Documents:N0} documents and {manifest.Messages:N0} messages");
}
