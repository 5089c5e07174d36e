using System.Globalization;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;

// usage: SalesPerf.CosmosLoopback [--port N] [--consistency Strong|BoundedStaleness|Session|ConsistentPrefix|Eventual]
// Prints its address and key, and runs until Ctrl-C or SIGTERM.
var options = new LoopbackOptions();
for (var index = 0; index + 1 < args.Length; index += 2)
{
    options = args[index] switch
    {
        "--port" => options with { Port = int.Parse(args[index + 1], CultureInfo.InvariantCulture) },
        "--consistency" => options with { Consistency = Enum.Parse<ConsistencyLevel>(args[index + 1], ignoreCase: true) },
        _ => throw new ArgumentException($"Unknown option: {args[index]}"),
    };
}

await using var account = await LoopbackAccount.StartAsync(options);
Console.WriteLine($"Cosmos loopback listens on {account.Endpoint} with the key {account.Key}");
await account.WaitForShutdownAsync();
