using SalesPerf.Domain.Notifications;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Checks;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation;

/// <summary>A story told in order on one instance to which nothing happens: how every other telling must end. Mutants of a seed share it.</summary>
/// <param name="Moments">What is stored at each moment of quiet.</param>
/// <param name="Deliveries">Whom the app told.</param>
/// <param name="Digests">The digests it made.</param>
/// <param name="Mails">The mails it sent.</param>
/// <param name="Problem">What does not hold even so; null when all does.</param>
internal sealed record CalmRun(IReadOnlyList<Dictionary<string, Document>> Moments, Dictionary<string, Delivery> Deliveries, Dictionary<string, Document> Digests, IReadOnlyList<string> Mails, string? Problem)
{
    public static CalmRun Of(Story story)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        var world = Calm.World(Organisation.Documents(), Organisation.Start);
        var moments = new List<Dictionary<string, Document>>();
        string? problem = null;
        try
        {
            new Telling(world, story).Run((when, part, withRollups, isLater) =>
            {
                Invariants.Check(when + ", without faults", world, story, part, isLater);
                moments.Add(Snapshot.Of(world.Documents, withRollups, story));
            });
        }
        catch (BrokenInvariantException broken)
        {
            problem = broken.Message;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        return new CalmRun(moments, Invariants.DeliveriesOf(world), DigestCheck.Of(world), world.Mails, problem);
    }
}
