using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications;

/// <summary>What was announced, newest first: to managers about their subtree, to reps about themselves.</summary>
[Requires(AccessAction.ReadNotifications)]
public sealed class GetNotifications(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(GetNotifications))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/notifications")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadNotifications, cancellationToken);
        var query = new Query(request, "from", "to", "person", "type", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var to = query.Date("to") ?? today;
        var from = query.Date("from") ?? to.AddDays(-DatedPages.DefaultDays);
        var (person, type) = (query.Text("person"), query.Text("type"));
        if (type is not null && !NotificationTypes.All.Contains(type))
        {
            return Problems.BadQuery("type", $"There is no notification of this type. There are: {string.Join(", ", NotificationTypes.All)}.");
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (person is not null && !(model.People.ContainsKey(person) && (MaySee(person, from) || MaySee(person, to < today ? to : today))))
        {
            return Problems.NotFound();
        }

        var (items, cursor) = await DatedPages.ReadAsync<Notification>(
            store.SessionReads,
            Partitions.Feed,
            PendingNotifications.Kind,
            from,
            to,
            paging.Continuation,
            paging.Size,
            item => (person is null || item.Person == person) && (type is null || item.Type == type) && IsSeen(item),
            cancellationToken);
        var page = new Page<Notification>(items, paging.NextLink(cursor));
        if (Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Json)
        {
            return Reply.Json(page);
        }

        var names = new Names(model, ScorecardInputs.Calendar(model, time.GetUtcNow()), today);
        return Reply.Html(new NotificationsPage(names).Render(page, from, to, person, type), ContentSecurityPolicies.Page);

        bool MaySee(string about, DateOnly date) => AccessPolicy.May(principal, AccessAction.ReadNotifications, AccessTarget.OfPerson(about), model, date);

        bool IsSeen(Notification item) => AccessPolicy.May(
            principal,
            AccessAction.ReadNotifications,
            item.Person is { } about ? AccessTarget.OfPerson(about) : AccessTarget.Everything,
            model,
            DateOnly.FromDateTime(item.At.UtcDateTime));
    }
}
