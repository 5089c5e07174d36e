using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.CosmosLoopback.Items;
using SalesPerf.CosmosLoopback.Wire;

namespace SalesPerf.CosmosLoopback;

/// <summary>
/// An account of Azure Cosmos DB on this machine's loopback interface, in memory: as much of the REST protocol as the SDK speaks in gateway
/// mode for this product, and no more than the service promises.
/// </summary>
public sealed class LoopbackAccount : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly LoopbackOptions options;
    private readonly AccountResources resources;
    private readonly AccountRequests requests;
    private readonly Lock gate = new();
    private LoopbackCounts counts;

    private LoopbackAccount(WebApplication app, LoopbackOptions options)
    {
        (this.app, this.options) = (app, options);
        resources = new AccountResources(options);
        requests = new AccountRequests(options, resources);
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:{port}/</c>.</summary>
    public Uri Endpoint { get; private set; } = new("http://127.0.0.1/");

    public string Key => options.Key;

    public LoopbackFaults Faults { get; } = new();

    /// <summary>Told of every request before it is answered. It may throw: then the connection breaks.</summary>
    public Action<LoopbackOperation>? Observe { get; set; }

    /// <summary>How many commits replicas are behind.</summary>
    public int ReplicaLag => options.ReplicaLag;

    public LoopbackCounts Counts
    {
        get
        {
            lock (gate)
            {
                return counts;
            }
        }
    }

    public static async Task<LoopbackAccount> StartAsync(LoopbackOptions? options = null)
    {
        options ??= new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;

            // An id of 1,023 bytes and a partition key of 2,048 are longer when escaped.
            kestrel.Limits.MaxRequestLineSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        });
        var app = builder.Build();
        var account = new LoopbackAccount(app, options);
        app.Run(account.HandleAsync);
        await app.StartAsync();
        account.Endpoint = new Uri(app.Urls.First() + "/");
        return account;
    }

    /// <summary>Splits every physical partition of a container in two. Whoever asks for one of the old ones is told that it is gone.</summary>
    public void Split(string database, string container) => resources.Container(database, container).Split();

    /// <summary>Until the process is told to end.</summary>
    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var request = await LoopbackRequest.ReadAsync(context);
        if (request.Path is ["_loopback", ..])
        {
            await LoopbackControl.HandleAsync(context, request, this);
            return;
        }

        var (answer, fault) = await AnswerAsync(request);
        var isWithheld = fault?.Kind is FaultKind.LoseRequest or FaultKind.LoseResponse or FaultKind.HangAfter;
        Count(answer.Counts with
        {
            BytesIn = request.Body.Length,
            BytesOut = isWithheld ? 0 : answer.Body.Length,
            Failures = isWithheld || answer.Status is 429 or 449 or >= 500 ? 1 : 0,
        });
        if (fault?.Kind == FaultKind.HangAfter)
        {
            // The client gives up; the connection is then gone.
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (isWithheld)
        {
            context.Abort();
            return;
        }

        await answer.SendAsync(context);
    }

    private async Task<(LoopbackAnswer Answer, LoopbackFault? Fault)> AnswerAsync(LoopbackRequest request)
    {
        LoopbackFault? fault = null;
        try
        {
            if (!MasterKey.Signed(options.Key, request["authorization"], request.Method, request.Path, request["x-ms-date"]))
            {
                throw new Refused(401, "The request is not signed with the account's key.");
            }

            var (operation, batch) = await AccountRequests.ReadAsync(request);
            Observe?.Invoke(operation);
            fault = Faults.Next(operation);
            if (fault?.Kind == FaultKind.Answer)
            {
                throw new Refused(fault.Status, "As told.", fault.SubStatus) { RetryAfter = fault.RetryAfter };
            }

            var answer = fault?.Kind switch
            {
                FaultKind.LoseRequest => new LoopbackAnswer(0),
                FaultKind.Refuse when operation.Kind == OperationKind.Batch => await AccountRequests.RefuseAsync(fault.Status, batch),
                _ => await requests.AnswerAsync(request, operation, batch, Endpoint),
            };
            return (answer, fault);
        }
        catch (Refused refused)
        {
            return (LoopbackAnswer.Error(refused.Status, refused.SubStatus, refused.Message, refused.RetryAfter), null);
        }
    }

    private void Count(LoopbackCounts answered)
    {
        lock (gate)
        {
            counts += answered;
        }
    }
}
