using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Pages;

/// <summary>
/// The first page. In a demo it says what is running, links to something of everything, and gives the browser the demo's key so that the links work;
/// otherwise it says how to begin, and nothing about anybody.
/// </summary>
[PublicRoute("Whoever comes first has no key. It shows data in a demo only.")]
public sealed class HomePage(
    ModelDirectory directory,
    Liveness liveness,
    IngestionCounters ingestion,
    IEnumerable<IHomePageLinks> demos,
    IOptions<AccessOptions> access,
    PublicAddress address,
    TimeProvider time)
{
    [Function(nameof(HomePage))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.FirstPage)] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!access.Value.DemoCookie || demos.FirstOrDefault() is not { } demo)
        {
            return Reply.Html(WelcomePage.Render(address.Base, time.GetUtcNow()), ContentSecurityPolicies.Page);
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var calendar = ScorecardInputs.Calendar(model, now);
        var (isAnswering, queues) = await liveness.AskAsync().WaitAsync(cancellationToken);
        var state = new DemoState(
            model.PeopleAt(today).Count(),
            model.RootTeams(today).SelectMany(root => model.TeamsUnder(root.Id, today)).DistinctBy(team => team.Id).Count(),
            ingestion.Stored,
            ingestion.Duplicates,
            queues?.Sum(queue => queue.Ready + queue.Locked),
            isAnswering,
            calendar.PeriodOf(PeriodKind.Month, today),
            calendar.PeriodOf(PeriodKind.Quarter, today),
            demo.Manager is { } manager ? DigestSchedule.Latest(calendar, LocalTime.Zone(model.ZoneOf(manager, today)), now).Week : null);
        var response = request.HttpContext.Response;
        if (demo.Progress is not null)
        {
            response.Headers["Refresh"] = "2";
        }

        if (demo.Key is { } key && IsOwnHost(request.Host))
        {
            // Lax, so that links in mails work; only reading takes it, and nothing that is read changes anything.
            response.Cookies.Append(
                Authentication.CookieName, key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps, Path = "/", IsEssential = true });
        }

        return Reply.Html(new DemoPage(new Names(model, calendar, today)).Render(demo, state), ContentSecurityPolicies.Page);
    }

    /// <summary>The key is not for a foreign name that was made to lead to this machine.</summary>
    private bool IsOwnHost(HostString host) =>
        host.Host is "localhost" or "127.0.0.1" or "[::1]" || host.Host.Equals(address.Uri.Host, StringComparison.OrdinalIgnoreCase);
}
