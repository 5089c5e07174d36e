using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesPerf.Local.Demo;

namespace SalesPerf.Local.Tests.Demo;

public sealed class RehearsalTests
{
    private const string Prefix = "salesperf-rehearsal-";

    [Fact]
    public async Task Given_a_rehearsal_when_it_is_ended_midway_then_its_host_stops()
    {
        using var ending = new CancellationTokenSource();
        var part = new Part(ending);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Rehearsal.RunAsync(new LocalOptions { Configure = builder => builder.Services.AddSingleton<IHostedService>(part) }, ending.Token).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.True(part.IsStopped);
    }

    [Fact]
    public async Task Given_folders_that_others_left_when_it_begins_then_those_of_an_hour_ago_go()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var (left, young, other) = (Directory.CreateTempSubdirectory(Prefix), Directory.CreateTempSubdirectory(Prefix), Directory.CreateTempSubdirectory("salesperf-other-"));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(left.FullName, "file"), "text");
            left.LastWriteTimeUtc = other.LastWriteTimeUtc = now.AddHours(-2);
            young.LastWriteTimeUtc = now.AddMinutes(-50);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rehearsal.RunAsync(new CancellationToken(canceled: true)));

            Assert.Equal((false, true, true), (Directory.Exists(left.FullName), Directory.Exists(young.FullName), Directory.Exists(other.FullName)));
        }
        finally
        {
            foreach (var folder in new[] { left, young, other }.Where(folder => Directory.Exists(folder.FullName)))
            {
                folder.Delete(recursive: true);
            }
        }
    }

    /// <summary>Part of the host: ends the rehearsal as it starts.</summary>
    private sealed class Part(CancellationTokenSource ending) : IHostedService
    {
        public bool IsStopped { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => ending.CancelAsync();

        public Task StopAsync(CancellationToken cancellationToken)
        {
            IsStopped = true;
            return Task.CompletedTask;
        }
    }
}
