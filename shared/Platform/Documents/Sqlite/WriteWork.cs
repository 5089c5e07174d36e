namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>A piece of work for the writer. It runs in a transaction shared with others, and is answered when that is on disk.</summary>
internal abstract class WriteWork(CancellationToken cancellationToken)
{
    /// <summary>Honoured until the work is taken; from then on it is completed.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>About how many bytes it writes; groups are bounded by it.</summary>
    public abstract long Size { get; }

    /// <summary>True for work that runs outside any transaction.</summary>
    public virtual bool IsAlone => false;

    /// <summary>May run more than once, in a fresh transaction each time; it changes nothing but the database.</summary>
    public abstract void Run(WriteSession session);

    public abstract void Committed();

    public abstract void Failed(Exception exception);

    public abstract void Cancelled();
}

/// <inheritdoc />
internal abstract class WriteWork<T>(CancellationToken cancellationToken) : WriteWork(cancellationToken)
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => done.Task;

    public sealed override void Run(WriteSession session) => result = Apply(session);

    public sealed override void Committed()
    {
        AfterCommit(result!);
        done.SetResult(result!);
    }

    public sealed override void Failed(Exception exception) => done.SetException(exception);

    public sealed override void Cancelled() => done.SetCanceled(CancellationToken);

    protected abstract T Apply(WriteSession session);

    /// <summary>Called on the writer's thread once the work is on disk.</summary>
    protected virtual void AfterCommit(T result)
    {
    }
}
