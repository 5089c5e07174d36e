namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>What a piece of work may use while it runs on the writer's thread, inside the group's transaction.</summary>
internal sealed class WriteSession(SqliteSession session, TimeProvider time)
{
    // Numbers are reserved on disk in blocks, so that none is ever given twice, whatever is deleted or killed in between.
    private const long Block = 1L << 28;

    private long next;
    private long reserved;

    /// <summary>UTC ticks at the start of the group.</summary>
    public long Now { get; private set; }

    /// <summary>By how much the clock was last found set back, and what it said then.</summary>
    public (long By, long At) SetBack { get; set; }

    public SqliteStatement Statement(string sql) => session.Statement(sql);

    /// <summary>A number that was never given before.</summary>
    public long NextNumber() => ++next;

    /// <summary>True when a work that changes its mind half-way can go back to its own <see cref="Savepoint"/>.</summary>
    public bool IsGuarded { get; private set; }

    /// <summary>Set by a work that must go back and cannot: the whole group is run again, guarded.</summary>
    public bool NeedsGuard { get; set; }

    /// <summary>Starts a group. The transaction is open.</summary>
    public void Start(bool isGuarded)
    {
        IsGuarded = isGuarded;
        NeedsGuard = false;
        Now = time.GetUtcNow().UtcTicks;
        if (reserved - next < Block / 2)
        {
            Reserve();
        }
    }

    /// <summary>Forgets reservations that a rollback took back. Numbers already given stay given.</summary>
    public void RolledBack() => reserved = next;

    public void Savepoint() => Statement("SAVEPOINT work").Run();

    public void Release() => Statement("RELEASE work").Run();

    public void RollBackToSavepoint()
    {
        Statement("ROLLBACK TO work").Run();
        Release();
    }

    private void Reserve()
    {
        if (next == 0)
        {
            var read = Statement("SELECT value FROM numbers WHERE name = 'sequence'");
            read.Step();
            next = read.Number(0);
            read.Reset();
        }

        reserved = next + Block;
        Statement("UPDATE numbers SET value = ?1 WHERE name = 'sequence'").Bind(1, reserved).Run();
    }
}
