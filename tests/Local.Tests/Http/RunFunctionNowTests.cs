using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Local.Tests.Timers;
using SalesPerf.Local.Timers;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Http;

public sealed class RunFunctionNowTests
{
    private const string AdminKey = "an admin key long enough";
    private readonly Bells bells = new();
    private readonly FakeTimeProvider clock = new();

    [Theory]
    [InlineData("RingNightly")]
    [InlineData("ringnightly")]
    public async Task Given_a_timer_function_when_an_admin_runs_it_then_it_runs_at_once_and_every_time(string name)
    {
        await using var host = await StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(host, name));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(host, name));

        Assert.Equal(2, bells.Rung.Reader.Count);
        Assert.True(bells.Rung.Reader.TryRead(out var rung));
        Assert.Equal((nameof(RingNightly), false), (rung.Function, rung.Timer.IsPastDue));
    }

    [Fact]
    public async Task Given_an_occurrence_sent_before_when_an_admin_runs_its_function_then_it_sends_for_this_moment()
    {
        await using var host = await StartAsync();
        await host.App.Services.GetRequiredService<TimerScheduler>().RunDueAsync(CancellationToken.None);
        Assert.Equal([new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)], bells.Occurrences);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(host, nameof(SendYearly)));

        Assert.Equal(clock.GetUtcNow(), bells.Occurrences[^1]);
        Assert.Equal(2, bells.Occurrences.Count);
    }

    [Theory]
    [InlineData("Nobody", AdminKey, 404)]
    [InlineData("ReadNewest", AdminKey, 400)]
    [InlineData("RingNightly", "another key, long enough", 401)]
    [InlineData("RingNightly", null, 401)]
    public async Task Given_a_request_that_may_not_or_cannot_be_when_it_comes_then_nothing_runs(string name, string? key, int status)
    {
        await using var host = await StartAsync();

        Assert.Equal(status, (int)await PostAsync(host, name, key));

        Assert.Equal(0, bells.Rung.Reader.Count);
    }

    [Fact]
    public async Task Given_a_timer_function_that_fails_when_it_is_run_then_the_answer_is_500()
    {
        bells.Behave = _ => throw new InvalidOperationException("secret");
        await using var host = await StartAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, await PostAsync(host, nameof(RingNightly)));
    }

    private static async Task<HttpStatusCode> PostAsync(RunningHost host, string name, string? key = AdminKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{name}");
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        using var response = await host.Client.SendAsync(request);
        return response.StatusCode;
    }

    private Task<RunningHost> StartAsync() => RunningHost.InMemoryAsync(new LocalOptions
    {
        FunctionTypes = [typeof(RingNightly), typeof(SendYearly), typeof(ReadNewest)],
        RunsTimers = false,
        Clock = clock,
        Configure = builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("SALESPERF_ADMIN_KEY", AdminKey)]);
            builder.Services.AddSingleton(bells);
        },
    });
}
