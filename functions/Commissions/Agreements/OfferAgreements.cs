using System.Globalization;
using SalesPerf.Domain.Commissions.Agreements;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Agreements;

/// <summary>
/// Tells people, once, of every version of what they are paid by that they have not acknowledged, before it counts or as it begins to. At night: who changes a plan, a quota and an
/// objective in one afternoon asks for one acknowledgement.
/// </summary>
public sealed class OfferAgreements(IDocumentStore store, AgreementBooks agreements, PendingNotifications notifications)
{
    private const int ReadAtOnce = 100;

    /// <param name="model">The resources.</param>
    /// <param name="person">Whose.</param>
    /// <param name="run">The run that looks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task RunAsync(Model model, string person, DateTimeOffset run, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        var today = model.Today(run);

        // Whoever begins later is told on their first day: until then nobody listens.
        var current = model.Person(person, today)?.IsEmployed(today) == true ? agreements.Of(model, person) : [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in current.SelectMany(Said).Chunk(ReadAtOnce))
        {
            known.UnionWith((await store.ReadManyAsync(pk, some, cancellationToken)).Select(document => document.Id));
        }

        foreach (var one in current.Where(one => !Said(one).Any(known.Contains)))
        {
            // Refused where another look announced it meanwhile.
            await store.CommitAsync(PendingNotifications.Announce(new DocumentBatch(pk), Notification(one, run)), cancellationToken);
        }

        await notifications.PublishAsync(pk, cancellationToken);
    }

    /// <summary>What is stored of one that was acknowledged or offered: computed ones have a version.</summary>
    private static string[] Said(PlanAgreement agreement) => [AgreementBooks.Id(agreement.Version!), PendingNotifications.NotificationId(Id(agreement))];

    private static string Id(PlanAgreement agreement) => $"plan-offered-{agreement.Person}-{agreement.Version}";

    private static Notification Notification(PlanAgreement agreement, DateTimeOffset run)
    {
        var notification = new Notification { Id = Id(agreement), Type = NotificationTypes.PlanOffered, At = run, Person = agreement.Person };
        notification.Facts["plan"] = agreement.Plan;
        notification.Facts["planVersion"] = agreement.PlanVersion.ToString(CultureInfo.InvariantCulture);
        notification.Facts["from"] = agreement.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        notification.Links["agreement"] = $"/api/v1/reps/{Uri.EscapeDataString(agreement.Person)}/agreements/{agreement.Version}";
        return notification;
    }
}
