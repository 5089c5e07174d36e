using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Local;

/// <summary>The account of Azure Cosmos DB, or an emulator, that holds the documents instead of the data folder.</summary>
/// <param name="Endpoint">Its address, <c>https://</c> or, on this machine, <c>http://</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Database">The database; created when absent, with the container in it.</param>
public sealed record CosmosAccount(Uri Endpoint, string Key, string Database = CosmosContainer.DefaultName)
{
    /// <summary>Where a key need not be seen by whoever lists processes.</summary>
    public const string KeySetting = "SALESPERF_COSMOS_KEY";

    // Without the key.
    public override string ToString() => $"{Endpoint} (database {Database})";
}
