namespace SalesPerf.Platform.Messages;

/// <summary>Tells a broker that is busy or away from one that refuses us for good.</summary>
public static class BusPatience
{
    /// <summary>Asks, and gives up at the limit.</summary>
    /// <param name="limit">How long whoever waits for the answer is kept waiting.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="asking">Asks the broker.</param>
    /// <param name="isPassing">True of a failure that the same request may not meet later.</param>
    /// <param name="cancellationToken">Ends it; that is no fault of the broker.</param>
    /// <exception cref="TimeoutException">The broker is busy or away. Of a sending, nobody knows what was sent.</exception>
    public static async Task<T> WithinAsync<T>(
        TimeSpan limit, TimeProvider time, Func<CancellationToken, Task<T>> asking, Func<Exception, bool> isPassing, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            return await asking(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The message broker did not answer within {limit.TotalSeconds} seconds.", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && isPassing(exception))
        {
            throw new TimeoutException($"The message broker does not take or give messages at the moment: {exception.Message}", exception);
        }
    }
}
