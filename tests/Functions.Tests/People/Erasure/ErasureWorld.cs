using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Tests.People.Erasure;

/// <summary>Short ways to erase people.</summary>
internal static class ErasureWorld
{
    public static async Task SetAsync(World world, Person person) =>
        await world.Get<ChangeResource>().ApplyAsync(ResourceKinds.People, new ResourceChange<Person>(person.Id, person, "test", new DateOnly(2020, 1, 1)), null, default);

    /// <summary>Null when it was taken.</summary>
    public static async Task<Problem?> TrySetAsync(World world, Person person)
    {
        try
        {
            await SetAsync(world, person);
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem;
        }
    }

    public static async Task TakeAsync(World world, params Activity[] activities) =>
        await world.Get<ActivityIntake>().TakeAsync([.. activities.Select((activity, index) => new Connectors.ReadActivity(index, activity))], default);

    public static async Task EraseAsync(World world, string person = "p-17")
    {
        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        await world.Get<PersonErasures>().RequestAsync(person, "test", default);
        await world.DrainAsync();
    }

    public static async Task<string?> StateAsync(World world, string person = "p-17") =>
        (await world.Get<PersonErasures>().ReadAsync(person, default))?.Value.View().State;

    /// <summary>Keys of the activities under an owner id of source <c>crm</c>.</summary>
    public static async Task<IEnumerable<string>> KeysAsync(World world, string owner) =>
        (await world.AllAsync<Activity>(Partitions.Who("crm", owner), ActivityDocuments.Kind)).Select(activity => activity.Key).Order(StringComparer.Ordinal);

    /// <summary>Of the month before <paramref name="now"/>.</summary>
    public static async Task<List<DeadDocument>> DeadAsync(World world, DateTimeOffset now)
    {
        var found = new List<DeadDocument>();
        for (var day = now.AddDays(-31); day <= now.AddDays(1); day = day.AddDays(1))
        {
            found.AddRange(await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(day.UtcDateTime)), DeadDocuments.Kind));
        }

        return found;
    }
}
