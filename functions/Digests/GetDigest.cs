using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Digests;

/// <summary>A manager's digest of a week: as a page, as the mail (<c>2026-W47.eml</c>, or by Accept), or as JSON by Accept.</summary>
[Requires(AccessAction.ReadDigest)]
public sealed class GetDigest(Authorize authorize, ModelDirectory directory, IDocumentStore store, PublicAddress address, TimeProvider time)
{
    private const string Mail = "message/rfc822";
    private const string MailSuffix = ".eml";

    [Function(nameof(GetDigest))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/digests/{managerId}/{week}")] HttpRequest request,
        string managerId,
        string week,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await authorize.RequireAsync(request, AccessAction.ReadDigest, cancellationToken);
        _ = new Query(request);
        var isMail = week.EndsWith(MailSuffix, StringComparison.Ordinal);
        var id = DigestDocuments.Id(isMail ? week[..^MailSuffix.Length] : week);
        if (await store.SessionReads.ReadAsync<DigestDelivery>(Partitions.Rep(managerId), id, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        Authorize.Require(principal, AccessAction.ReadDigest, AccessTarget.OfPerson(managerId), model, DigestDocuments.AccessDay(stored.Value));
        var today = ScorecardInputs.Today(model, managerId, now);
        var names = new Names(model, ScorecardInputs.Calendar(model, now), today);
        return (isMail ? Mail : Accept.Choose(request, Accept.Html, Accept.Json, Mail)) switch
        {
            Mail => AsMail(stored.Value, model, names, now),
            Accept.Json => Reply.Stored(stored.Document),
            _ => Reply.Html(new DigestHtml(names, Links.Relative, DigestLimits.Page).Render(stored.Value.Content), ContentSecurityPolicies.Page),
        };
    }

    private IResult AsMail(DigestDelivery delivery, Model model, Names names, DateTimeOffset now)
    {
        var digest = delivery.Content;
        return Mailbox.Of(model, digest.Manager, now) is { } to
            ? Reply.Bytes(MimeMessage.Compose(DigestMail.Compose(delivery, to, names, address), EmailSource.Local), Mail, $"digest-{digest.Week}{MailSuffix}")
            : Problems.NotFound("This manager has no mail address, so there is no mail.");
    }
}
