using SalesPerf.Local.Discovery;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Messages;

/// <summary>Messages one by one, several at once.</summary>
internal sealed class SingleReceiver(ReceiverCalls calls, FunctionDefinition.Message function)
    : Receiver(calls, function.Name, function.Source.ToString())
{
    public override async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        var capacity = Calls.Settings.MaxConcurrentCalls;
        var running = new List<Task>(capacity);
        while (!stop.IsCancellationRequested)
        {
            if (running.Count == capacity)
            {
                await Task.WhenAny(running);
            }

            running.RemoveAll(task => task.IsCompleted);
            foreach (var message in await NextAsync(capacity - running.Count, stop))
            {
                running.Add(Task.Run(() => HandleAsync(message, abort), CancellationToken.None));
            }
        }

        await Task.WhenAll(running);
    }

    private async Task HandleAsync(ReceivedMessage message, CancellationToken abort)
    {
        var failure = await Calls.CallAsync(Function, [message], (scope, cancellation) => function.Call(scope, message.Body, cancellation), abort);
        await Calls.SettleAsync(Function, [message], failure);
    }
}
