using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Engine;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Simulation.Checks;

/// <summary>Whoever is to have a digest has one, saying the same, mailed once: twice only under one id, and where nobody knows, it says so.</summary>
internal static class DigestCheck
{
    public const string Kind = "digest";

    public static Dictionary<string, Document> Of(World world) => world.Documents.Unordered.Where(document => document.Kind == Kind).ToDictionary(document => document.Pk + document.Id, StringComparer.Ordinal);

    /// <exception cref="BrokenInvariantException">It is not so.</exception>
    public static void Check(World world, CalmRun calm)
    {
        var found = Of(world);
        Invariants.Require(found.Keys.ToHashSet().SetEquals(calm.Digests.Keys), () => $"Digests are [{string.Join(' ', found.Keys)}], and should be [{string.Join(' ', calm.Digests.Keys)}].");
        foreach (var (name, wanted) in calm.Digests)
        {
            var digest = TypedDocuments.Open<DigestDelivery>(found[name]).Value;
            var mails = world.Mails.Count(mail => mail == digest.MessageId);
            var isSaid = world.Documents.Read(found[name].Pk, $"notification~digest-sent-{digest.Content.Manager}-{digest.Content.Week}") is not null;
            Invariants.Require(mails <= 2, () => $"{name} was mailed {mails} times.");
            Invariants.Require(digest.State is Delivery.Sent or Delivery.Unknown, () => $"{name} ended as {digest.State}: {digest.Reason}");
            Invariants.Require(digest.State == Delivery.Unknown || (mails > 0 && isSaid), () => $"{name} is said to be sent: {mails} mails, {(isSaid ? "" : "not ")}announced.");
            var (expected, text) = (Content(wanted), Content(found[name]));
            Invariants.Require(expected == text, () => $"{name} says\n expected {expected}\n found    {text}");
        }
    }

    private static string Content(Document document) => EndState.Of(document, "state", "failures", "nextAt", "reason");
}
