using System.Threading.Channels;
using SalesPerf.Local.Discovery;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Messages;

/// <summary>
/// Messages one by one, several at once. As many are received ahead as run at once, and settling does not hold up the next call:
/// receiving and settling each wait for the disk, which calls then need not.
/// </summary>
internal sealed class SingleReceiver(ReceiverCalls calls, FunctionDefinition.Message function)
    : Receiver(calls, function.Name, function.Source.ToString())
{
    public override async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        var capacity = Calls.Settings.MaxConcurrentCalls;
        var ahead = Channel.CreateBounded<ReceivedMessage>(capacity);
        var workers = Enumerable.Range(0, capacity).Select(_ => Task.Run(() => WorkAsync(ahead.Reader, abort), CancellationToken.None)).ToArray();
        while (!stop.IsCancellationRequested)
        {
            foreach (var message in await NextAsync(capacity, stop))
            {
                await ahead.Writer.WriteAsync(message, CancellationToken.None);
            }
        }

        ahead.Writer.Complete();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(ChannelReader<ReceivedMessage> ahead, CancellationToken abort)
    {
        var settled = Task.CompletedTask;
        await foreach (var message in ahead.ReadAllAsync(CancellationToken.None))
        {
            var failure = await Calls.CallAsync(Function, [message], (scope, cancellation) => function.Call(scope, message.Body, cancellation), abort);
            await settled;
            settled = Calls.SettleAsync(Function, [message], failure, abort);
        }

        await settled;
    }
}
