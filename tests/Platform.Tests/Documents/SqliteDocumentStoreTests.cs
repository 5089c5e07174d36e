using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>The contract, met by the embedded engine.</summary>
public sealed class SqliteDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private readonly SqliteDatabase database;

    public SqliteDocumentStoreTests()
    {
        database = new SqliteDatabase(folder.Path, clock, NullLogger<SqliteDatabase>.Instance);
        Store = new SqliteDocumentStore(database);
    }

    protected override FakeTimeProvider Clock => clock;

    protected override IDocumentStore Store { get; }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
