namespace SalesPerf.Simulation.Engine;

/// <summary>
/// Runs all that a simulated run does on one thread, in the order in which it became ready: what awaits goes on here, so that nothing of it is left to the
/// machine. Whatever leaves for another thread is found out.
/// </summary>
internal sealed class Turns : TaskScheduler
{
    private readonly Queue<Task> ready = new();
    private readonly int thread = Environment.CurrentManagedThreadId;
    private volatile bool hasStrayed;

    public Task Start(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Goes on until everything waits.</summary>
    public void RunAll()
    {
        while (ready.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }

        CheckThread();
    }

    /// <exception cref="InvalidOperationException">Something ran, or was to go on, on another thread: the run could not be repeated.</exception>
    public void CheckThread()
    {
        hasStrayed |= Environment.CurrentManagedThreadId != thread;
        if (hasStrayed)
        {
            throw new InvalidOperationException("Something ran on a thread that the simulation does not know of.");
        }
    }

    protected override void QueueTask(Task task)
    {
        CheckThread();
        ready.Enqueue(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [.. ready];
}
