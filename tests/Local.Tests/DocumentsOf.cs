using System.Security.Cryptography;
using System.Text;
using SalesPerf.CosmosLoopback;

namespace SalesPerf.Local.Tests;

/// <summary>Where the documents of a data folder are, by what <see cref="TestStore"/> says.</summary>
internal static class DocumentsOf
{
    /// <summary>The account, with a database for each folder; null when they are in the folder itself.</summary>
    public static CosmosAccount? Data(string data) => TestStore.IsCosmos ? On(TestStore.Account, data) : null;

    /// <summary>The same, as the command line says it.</summary>
    public static string[] Arguments(CosmosAccount? documents) => documents is { } account
        ? ["--store", "cosmos", "--cosmos-endpoint", account.Endpoint.ToString(), "--cosmos-key", account.Key, "--cosmos-database", account.Database]
        : [];

    public static CosmosAccount On(LoopbackAccount account, string data) =>
        new(account.Endpoint, account.Key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(data))))[..16]);
}
