using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Schedules;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// Every night: asks for the evaluation of everybody employed, since time alone changes pace, and of those who left as long as a change can reach a period that
/// they were employed in.
/// </summary>
public sealed class ScheduleEvaluations(ModelDirectory directory, Occurrences occurrences, IMessageBus bus, TimeProvider time)
{
    private const string Cron = "0 0 2 * * *";

    [Function(nameof(ScheduleEvaluations))]
    public Task Run([TimerTrigger(Occurrences.Often)] TimerInfo timer, CancellationToken cancellationToken) => SendDueAsync(cancellationToken);

    /// <inheritdoc cref="Occurrences.RunDueAsync"/>
    internal Task<IReadOnlyList<DateTimeOffset>> SendDueAsync(CancellationToken cancellationToken) =>
        occurrences.RunDueAsync(nameof(ScheduleEvaluations), Cron, CatchUp.LatestOnly, SendAsync, cancellationToken);

    /// <summary>Whom a run of that day evaluates.</summary>
    internal static IReadOnlyList<string> People(Model model, DateOnly today) => [.. model.EmployedDuring(today.AddMonths(-ResourceFollowOns.MaxMonths), today)];

    private async Task SendAsync(DateTimeOffset occurrence, CancellationToken cancellationToken)
    {
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        foreach (var some in People(model, model.Today(now)).Chunk(100))
        {
            await bus.SendAsync(
                Queues.EvaluateCompetencies,
                [.. some.Select(person => Envelopes.Message("salesperf.competencies.evaluate", new EvaluationKey(person, [], occurrence), now))],
                cancellationToken);
        }
    }
}
