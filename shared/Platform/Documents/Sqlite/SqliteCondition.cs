using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>
/// What failures of SQLite mean. A disk that takes nothing is away, and callers come back; damage is for a person to mend, and stays known until the end.
/// </summary>
internal sealed class SqliteCondition(string path)
{
    private volatile string? damage;
    private volatile string? refusal;

    public string? Fault => damage ?? refusal;

    public bool IsRefusing => refusal is not null;

    /// <summary>What is said of a damaged file.</summary>
    public static string Damaged(string path, string what) => $"{path} is damaged: {what.TrimEnd('.')}. Restore a backup into another folder.";

    public void Written()
    {
        if (refusal is not null)
        {
            refusal = null;
        }
    }

    /// <summary>What the caller of something that was to be written is told.</summary>
    public Exception OfWrite(Exception exception)
    {
        if (exception is not SqliteException failure)
        {
            return exception;
        }

        if (Damage(failure) is { } damaged)
        {
            return damaged;
        }

        var why = failure.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => "the disk is full",
            raw.SQLITE_READONLY or raw.SQLITE_PERM => "it is read-only",
            raw.SQLITE_CANTOPEN => "its folder does not let files be opened or made",
            raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => $"the disk does not take it ({failure.Message.TrimEnd('.')})",
            _ => null,
        };
        if (why is null)
        {
            return failure;
        }

        refusal = $"Nothing can be stored in {path}: {why}.";
        return new TimeoutException(refusal, failure);
    }

    /// <summary>What a reader is told.</summary>
    public Exception OfRead(SqliteException failure) =>
        Damage(failure) ?? (Exception)(failure.SqliteErrorCode is raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_READONLY or raw.SQLITE_PROTOCOL
            ? new TimeoutException($"{path} cannot be read at the moment: {failure.Message}", failure)
            : failure);

    private InvalidDataException? Damage(SqliteException failure)
    {
        if (failure.SqliteErrorCode is not (raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB))
        {
            return null;
        }

        damage = Damaged(path, $"{failure.Message.TrimEnd('.')} (stop the host and run check, which says where)");
        return new InvalidDataException(damage, failure);
    }
}
