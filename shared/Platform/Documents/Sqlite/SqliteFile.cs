using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>A database file seen from outside, also while a process works with it: it is only read.</summary>
public static class SqliteFile
{
    public const string Name = "salesperf.db";

    private const int MostFaults = 20;

    /// <summary>Copies the database as it is at one moment into a new file, which is on disk and whole by itself when this returns.</summary>
    /// <exception cref="IOException">It cannot be read, or the copy not written.</exception>
    public static void Copy(string path, string target)
    {
        try
        {
            using var reader = SqliteSession.OpenReader(path);
            reader.CopyTo(target);
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{path} cannot be copied to {target}: {exception.Message}", exception);
        }
    }

    /// <summary>Looks at every page, index and document.</summary>
    /// <exception cref="IOException">It cannot be opened at all.</exception>
    public static DatabaseExamination Examine(string path)
    {
        if (!File.Exists(path))
        {
            throw new IOException($"There is no database {path}.");
        }

        try
        {
            using var reader = SqliteSession.OpenReader(path);
            var faults = Faults(reader, "integrity_check");
            return faults.Count > 0
                ? new DatabaseExamination(0, 0, 0, faults)
                : new DatabaseExamination(Count(reader, "documents"), Count(reader, "messages"), Count(reader, "dead_letters"), Unreadable(reader));
        }
        catch (SqliteException exception)
        {
            throw new IOException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>What SQLite finds wrong; nothing when all is well.</summary>
    internal static IReadOnlyList<string> Faults(SqliteSession session, string check)
    {
        var found = new List<string>();
        try
        {
            found.AddRange(session.Column(string.Create(CultureInfo.InvariantCulture, $"PRAGMA {check}({MostFaults})")));
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            // It gives up where it cannot go on; what it named before says where.
            found.Add(exception.Message);
        }

        return found is ["ok"] ? [] : found;
    }

    private static long Count(SqliteSession session, string table) => (long)session.Scalar($"SELECT count(*) FROM {table}")!;

    private static IReadOnlyList<string> Unreadable(SqliteSession session) => [.. session.Column(string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT 'document ' || id || ' in ' || pk || ' is not JSON' FROM documents WHERE NOT json_valid(CAST(body AS TEXT)) LIMIT {MostFaults}"))];
}

/// <summary>What was found in a database.</summary>
/// <param name="Documents">How many there are, expired ones not yet removed included.</param>
/// <param name="Messages">Waiting or being worked on.</param>
/// <param name="DeadLetters">Given up.</param>
/// <param name="Faults">What is damaged, the first twenty; empty when nothing is.</param>
public sealed record DatabaseExamination(long Documents, long Messages, long DeadLetters, IReadOnlyList<string> Faults);
