using System.Diagnostics;
using System.Net;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Local.Hosting;

/// <summary>The documents in an account of Azure Cosmos DB. Before the host listens, database and container are there and as they should be.</summary>
internal sealed class CosmosEngine(CosmosAccount account, CosmosClient client) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static void Add(IServiceCollection services, CosmosAccount account)
    {
        services.AddSingleton(account);
        services.AddCosmosDocuments(_ => new CosmosClient(account.Endpoint.ToString(), account.Key, CosmosContainer.ClientOptions(ConnectionMode.Gateway)), account.Database);
        services.AddHostedService<CosmosEngine>();
    }

    /// <exception cref="DocumentStoreException">The account cannot be used, or did not answer for ten seconds.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await PrepareAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (IsPassing(exception) && Stopwatch.GetElapsedTime(began) < Patience)
            {
                // An emulator or a busy machine: it may answer in a moment.
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception exception) when (exception is CosmosException or HttpRequestException or IOException or FormatException)
            {
                throw new DocumentStoreException($"The documents cannot be kept in {account}: {FirstLine(exception.Message)}", exception);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var consistency = (await client.ReadAccountAsync()).Consistency.DefaultConsistencyLevel;
        var container = await CosmosContainer.CreateAsync(client, account.Database, CosmosContainer.DefaultName, cancellationToken);
        var properties = await container.ReadContainerAsync(cancellationToken: cancellationToken);
        if (CosmosContainer.Mismatch(properties) is { } mismatch)
        {
            throw new DocumentStoreException($"The documents cannot be kept in {account}: {mismatch}");
        }

        // One process is one session: it reads what it wrote. Anything weaker would hide a commit from the message that follows it.
        if (consistency is not (ConsistencyLevel.Strong or ConsistencyLevel.Session))
        {
            throw new DocumentStoreException($"The documents cannot be kept in {account}: its default consistency is {consistency}, and Strong or Session is needed.");
        }
    }

    // A connection that breaks or is refused, a service that is busy or away; not a key that it does not know.
    private static bool IsPassing(Exception exception) => exception is HttpRequestException or IOException
        || (exception is CosmosException failure && (failure.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError));

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
