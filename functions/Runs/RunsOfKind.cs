namespace SalesPerf.Functions.Runs;

/// <summary>The runs of one kind, told from what their units left behind: the queue is the progress, and nobody counts.</summary>
public abstract class RunsOfKind
{
    /// <summary>As in <see cref="RunProgress.Kind"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>A page of them, newest first where they have a time.</summary>
    /// <exception cref="ArgumentException">The continuation is not one of this list.</exception>
    public abstract Task<(IReadOnlyList<RunProgress> Items, string? Continuation)> ListAsync(string? continuation, int size, CancellationToken cancellationToken);

    /// <summary>Null when there is no such run.</summary>
    public abstract Task<RunProgress?> ReadAsync(string id, CancellationToken cancellationToken);
}
