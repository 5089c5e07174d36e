using Microsoft.AspNetCore.Builder;

namespace SalesPerf.Local.Demo;

/// <summary>
/// Fills a host that has just started with something to look at. It may move the clock it was built on, and fire timers and drain queues itself;
/// timers fire by themselves once it has ended.
/// </summary>
public interface IDemo
{
    /// <param name="app">The running host.</param>
    /// <param name="output">For progress and links.</param>
    /// <param name="stopping">Cancelled at Ctrl-C.</param>
    Task RunAsync(WebApplication app, TextWriter output, CancellationToken stopping);
}
