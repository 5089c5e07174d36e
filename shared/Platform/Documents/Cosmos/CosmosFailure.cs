using System.Net;
using Microsoft.Azure.Cosmos;

namespace SalesPerf.Platform.Documents.Cosmos;

/// <summary>Tells a service that is busy or away, after the SDK's own patience, from one that refuses us for good.</summary>
internal static class CosmosFailure
{
    private const HttpStatusCode RetryWith = (HttpStatusCode)449;

    /// <summary>Asks, and gives up at the limit: the SDK repeats some reads for as long as the service is busy.</summary>
    /// <exception cref="TimeoutException">The service is busy or away. Of a commit, nobody knows whether it was applied.</exception>
    /// <exception cref="CosmosException">Anything else: a key, a container, a request of ours that is wrong.</exception>
    public static async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> asking, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            return await asking(limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The document store did not answer within {limit.TotalSeconds} seconds.", exception);
        }
        catch (CosmosException exception) when (IsPassing(exception.StatusCode))
        {
            throw new TimeoutException($"The document store does not answer: status {(int)exception.StatusCode}, activity {exception.ActivityId}.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new TimeoutException("The document store cannot be reached.", exception);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.Gone or HttpStatusCode.TooManyRequests or RetryWith or >= HttpStatusCode.InternalServerError;
}
