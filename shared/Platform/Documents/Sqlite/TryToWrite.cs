namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>Writes what is there already, to see whether the disk takes it.</summary>
internal sealed class TryToWrite(CancellationToken cancellationToken) : WriteWork<int>(cancellationToken)
{
    public override long Size => 0;

    protected override int Apply(WriteSession session) => session.Statement("UPDATE numbers SET value = value WHERE name = 'sequence'").Run();
}
