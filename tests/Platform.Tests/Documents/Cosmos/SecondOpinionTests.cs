using System.Diagnostics;
using System.Text;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>
/// That the account of the tests answers calls about one document as somebody else's stand-in for the service does: the npm package
/// <c>@vercel/cosmosdb-server</c>, when <c>SALESPERF_COSMOSDB_SERVER</c> names the folder it is installed in. Without it nothing is compared.
/// </summary>
public sealed class SecondOpinionTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    private static readonly PartitionKey P = new("p");

    [Fact]
    public async Task Given_another_stand_in_when_the_same_is_asked_then_the_same_is_answered()
    {
        if (Environment.GetEnvironmentVariable("SALESPERF_COSMOSDB_SERVER") is not { Length: > 0 } folder)
        {
            return;
        }

        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(folder, "lib", "cli.js"), "--no-ssl", "--host", "127.0.0.1", "--port", "0" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        try
        {
            var port = (await process.StandardOutput.ReadLineAsync())!.Split(':')[^1]; // it says where it listens first of all
            using var other = new CosmosClient($"http://127.0.0.1:{port}/", cosmos.Account.Key, CosmosContainer.ClientOptions(ConnectionMode.Gateway));
            using var ours = cosmos.NewClient();
            Assert.Equal(await AskAsync(other), await AskAsync(ours));
        }
        finally
        {
            process.Kill();
        }
    }

    // What it answers otherwise than the service does is left out: 500 for what is not there to be read,
    // and content in answers to writes that asked for none.
    private static async Task<string> AskAsync(CosmosClient client)
    {
        var container = await CosmosContainer.CreateAsync(client, "opinions", "opinions", default);
        var said = new List<string>();
        await SayAsync("create", container.CreateItemStreamAsync(Item("a", 1), P));
        await SayAsync("create again", container.CreateItemStreamAsync(Item("a", 2), P));
        await SayAsync("read", container.ReadItemStreamAsync("a", P));
        await SayAsync("upsert", container.UpsertItemStreamAsync(Item("a", 3), P));
        await SayAsync("upsert new", container.UpsertItemStreamAsync(Item("b", 1), P));
        var etag = (await container.ReadItemStreamAsync("a", P)).Headers.ETag;
        await SayAsync("replace", container.ReplaceItemStreamAsync(Item("a", 4), "a", P, new ItemRequestOptions { IfMatchEtag = etag }));
        await SayAsync("replace a stale one", container.ReplaceItemStreamAsync(Item("a", 5), "a", P, new ItemRequestOptions { IfMatchEtag = etag }));
        await SayAsync("read what was replaced", container.ReadItemStreamAsync("a", P));
        await SayAsync("delete", container.DeleteItemStreamAsync("b", P));
        return string.Join('\n', said);

        async Task SayAsync(string what, Task<ResponseMessage> answering)
        {
            using var answer = await answering;
            var text = what.StartsWith("read", StringComparison.Ordinal) && answer.Content is { } content ? await new StreamReader(content).ReadToEndAsync() : "";
            var number = text.IndexOf("\"n\":", StringComparison.Ordinal) is >= 0 and var at ? text[at..(at + 5)] : "";
            said.Add($"{what}: {(int)answer.StatusCode} {number} {(answer.Headers.ETag is null ? "" : "with a version")}".TrimEnd());
        }
    }

    private static MemoryStream Item(string id, int number) => new(Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","pk":"p","n":{{number}}}"""));
}
