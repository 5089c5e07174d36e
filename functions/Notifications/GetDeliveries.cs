using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications;

/// <summary>What was sent, to whom, when, and why not: by the day it was announced, newest first.</summary>
[Requires(AccessAction.ReadDeliveries)]
public sealed class GetDeliveries(Authorize authorize, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(GetDeliveries))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/deliveries")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadDeliveries, AccessTarget.Everything, default, cancellationToken);
        var query = new Query(request, "from", "to", "channel", "target", "state", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var to = query.Date("to") ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (channel, target, state) = (query.Text("channel"), query.Text("target"), query.Text("state"));
        if (channel is not null && !DeliveryChannels.All.Contains(channel))
        {
            return Problems.BadQuery("channel", $"There is no such channel. There are: {string.Join(", ", DeliveryChannels.All)}.");
        }

        if (state is not null && !Delivery.States.Contains(state))
        {
            return Problems.BadQuery("state", $"There is no such state. There are: {string.Join(", ", Delivery.States)}.");
        }

        var (items, cursor) = await DatedPages.ReadAsync<Delivery>(
            store.SessionReads,
            Partitions.Deliveries,
            Deliveries.Kind,
            query.Date("from") ?? to.AddDays(-DatedPages.DefaultDays),
            to,
            paging.Continuation,
            paging.Size,
            item => (channel is null || item.Channel == channel) && (target is null || item.Target == target) && (state is null || item.State == state),
            cancellationToken);
        return Reply.Json(new Page<Delivery>(items, paging.NextLink(cursor)));
    }
}
