using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SalesPerf.Local.Tests.Discovery;

public sealed class OnHttp
{
    [Function(nameof(OnHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, string id) =>
        Task.FromResult(Results.Text(id + request.Path));
}

public sealed class OnTimer
{
    [Function(nameof(OnTimer))]
    public Task Run([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        Task.FromResult((timer, cancellationToken));
}

public sealed class OnQueue
{
    [Function(nameof(OnQueue))]
    public Task Run([ServiceBusTrigger("one")] string body) => Task.FromResult(body);
}

public sealed class OnQueueOf<T>
{
    [Function("OnQueueOf")]
    public Task Run([ServiceBusTrigger("one")] string body, CancellationToken cancellationToken) => Task.FromResult((body, typeof(T), cancellationToken));
}

public sealed class OnBatch
{
    [Function(nameof(OnBatch))]
    public Task Run([ServiceBusTrigger("many", IsBatched = true)] string[] bodies) => Task.FromResult(bodies);
}

public sealed class OnTopic
{
    [Function(nameof(OnTopic))]
    public Task Run([ServiceBusTrigger("news", "wall")] string body) => Task.FromResult(body);
}
