using SalesPerf.Local.Discovery;

namespace SalesPerf.Local.Messages;

/// <summary>One batch at a time, as large as the queue gives: what arrives meanwhile makes the next one larger, and larger batches cost less.</summary>
internal sealed class BatchReceiver(ReceiverCalls calls, FunctionDefinition.Batch function)
    : Receiver(calls, function.Name, function.Source.ToString())
{
    public override async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        var settled = Task.CompletedTask;
        while (!stop.IsCancellationRequested)
        {
            var messages = await NextAsync(Calls.Settings.MaxMessageBatchSize, stop);
            await settled;
            if (messages.Count == 0)
            {
                continue;
            }

            string[] bodies = [.. messages.Select(message => message.Body)];
            var failure = await Calls.CallAsync(Function, messages, (scope, cancellation) => function.Call(scope, bodies, cancellation), abort);

            // Settling shares a transaction with the next receive.
            settled = Calls.SettleAsync(Function, messages, failure, abort);
        }

        await settled;
    }
}
