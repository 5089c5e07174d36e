using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Local;

/// <summary>What the command line says about the store of the documents.</summary>
internal sealed record CosmosArguments(string? Key, string? Store = null, string? Endpoint = null, string Database = CosmosContainer.DefaultName)
{
    /// <summary>The account asked for; null for the data folder.</summary>
    public CosmosAccount? Account => Store == "cosmos" && Address is { } address && Key is { Length: > 0 } key ? new CosmosAccount(address, key, Database) : null;

    /// <summary>What is wrong; null when it is clear.</summary>
    public string? Problem =>
        Store is not (null or "sqlite" or "cosmos") ? $"--store is sqlite or cosmos, not {Store}"
        : Store != "cosmos" ? Endpoint is null ? null : "--cosmos-endpoint goes with --store cosmos"
        : Address is null ? $"--store cosmos needs --cosmos-endpoint with the https:// address of an account, not {Endpoint ?? "nothing"}"
        : Key is not { Length: > 0 } ? $"--store cosmos needs --cosmos-key, or {CosmosAccount.KeySetting} in the environment"
        : !IsBase64(Key) ? "The key of the Cosmos DB account is not one: it is base64 text."
        : null;

    // A key is not sent in plain over a network: http is for an emulator on this machine.
    private Uri? Address =>
        Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : null;

    public CosmosArguments With(string option, string value) => option switch
    {
        "--store" => this with { Store = value },
        "--cosmos-endpoint" => this with { Endpoint = value },
        "--cosmos-key" => this with { Key = value },
        _ => this with { Database = value },
    };

    private static bool IsBase64(string key) => Convert.TryFromBase64String(key, new byte[key.Length], out _);
}
