using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions;

namespace SalesPerf.Local.Tests.Http;

public sealed class Tally
{
    public int Calls { get; set; }
}

public sealed class FirstPage
{
    [Function(nameof(FirstPage))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.FirstPage)] HttpRequest request) =>
        Task.FromResult(Results.Text($"first page at {request.Path}"));
}

public sealed class ReadThing
{
    [Function(nameof(ReadThing))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/things/{id}")] HttpRequest request, string ID) =>
        Task.FromResult(Results.Text($"{request.Method} {ID}"));
}

public sealed class ReadNewest
{
    [Function(nameof(ReadNewest))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/things/newest")] HttpRequest request) =>
        Task.FromResult(Results.Text($"{request.Method} the newest"));
}

public sealed class WriteThing
{
    [Function(nameof(WriteThing))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/things/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return Results.Text($"{id}={await reader.ReadToEndAsync(cancellationToken)}");
    }
}

public sealed class FailAlways
{
    [Function(nameof(FailAlways))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/failures")] HttpRequest request) =>
        throw new InvalidOperationException($"secret of {request.Path}");
}

public sealed class CountCalls(Tally tally)
{
    private int own;

    [Function(nameof(CountCalls))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/calls")] HttpRequest request) =>
        Task.FromResult(Results.Text($"{request.Method} {++own} {++tally.Calls}"));
}
