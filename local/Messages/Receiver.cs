using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Messages;

/// <summary>Feeds one function from one queue until it is told to stop, then finishes what is in flight.</summary>
internal abstract class Receiver(ReceiverCalls calls, string function, string queue)
{
    public string Queue => queue;

    protected ReceiverCalls Calls => calls;

    protected string Function => function;

    /// <param name="stop">Receive no more.</param>
    /// <param name="abort">End what is in flight too.</param>
    public abstract Task RunAsync(CancellationToken stop, CancellationToken abort);

    /// <summary>Messages that are due, or none after having slept until there may be some.</summary>
    protected async Task<IReadOnlyList<ReceivedMessage>> NextAsync(int max, CancellationToken stop)
    {
        try
        {
            var messages = await calls.ReceiveAsync(queue, max, stop);
            if (messages.Count == 0)
            {
                await calls.WaitAsync(queue, stop);
            }

            return messages;
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (Exception exception)
        {
            await calls.PauseAsync(exception, queue, stop);
            return [];
        }
    }
}
