using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources;

/// <summary>What every kind of resource answers over HTTP. A function names the kind and passes the request on.</summary>
public sealed class ResourceRoutes(IDocumentStore store, ChangeResource changes, ModelDirectory directory, Authorize authorize, AccessLog log, TimeProvider time)
{
    private static readonly Model NoModel = new();

    /// <summary>The most bytes of one resource's content.</summary>
    public const int MaxBody = 256 * 1024;

    /// <summary>GET of a list: what is in force on <c>on</c> (today) as known at <c>asOf</c> (now), a page at a time. A page may be shorter than its size.</summary>
    public async Task<IResult> ListAsync<T>(ResourceKind<T> kind, HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        var principal = await authorize.RequireAsync(request, kind.Reading, cancellationToken);
        var query = new Query(request, "on", "asOf", Paging.SizeName, Paging.CursorName);
        var paging = new Paging(query);
        var (on, asOf) = await WhenAsync(query, cancellationToken);
        var page = await paging.ReadAsync(store, new RangeQuery(kind.Partition, kind.Kind), cancellationToken);
        var items = page.Items
            .Select(TypedDocuments.Open<Resource<T>>)
            .Select(stored => ResourceView.Of(stored.Value, EntityTag.Of(stored.Document), stored.Value.VersionAt(on, asOf)))
            .OfType<ResourceView<T>>();
        var seen = Seen(kind, principal, (await directory.GetAsync(cancellationToken)).Model, on);
        ResourceView<T>[] shown = [.. items.Select(seen).OfType<ResourceView<T>>()];
        if (kind.About is not null && SeesAll(kind, principal))
        {
            await log.RecordAsync(principal, kind.Partition, "json", query, shown.Length, cancellationToken);
        }

        return Reply.Json(new Page<ResourceView<T>>(shown, paging.NextLink(page.Continuation)));
    }

    /// <summary>GET of one: what is in force on <c>on</c> (today) as known at <c>asOf</c> (now).</summary>
    public async Task<IResult> GetAsync<T>(ResourceKind<T> kind, HttpRequest request, string id, CancellationToken cancellationToken)
        where T : class
    {
        var principal = await authorize.RequireAsync(request, kind.Reading, cancellationToken);
        var query = new Query(request, "on", "asOf");
        var stored = await ReadAsync(kind, id, cancellationToken);
        var (on, asOf) = await WhenAsync(query, cancellationToken);
        var view = ResourceView.Of(stored.Value, EntityTag.Of(stored.Document), stored.Value.VersionAt(on, asOf));
        var seesAll = SeesAll(kind, principal);
        if (!seesAll)
        {
            view = view is null ? null : Seen(kind, principal, (await directory.GetAsync(cancellationToken)).Model, on)(view);
        }

        return view is null && !seesAll ? Problems.NotFound()
            : view is null ? Problems.NotFound($"Nothing is in force on {on:yyyy-MM-dd}: see its versions.") : Reply.Json(view, view.Etag);
    }

    /// <summary>GET of all versions of one, retirements among them.</summary>
    public async Task<IResult> VersionsAsync<T>(ResourceKind<T> kind, HttpRequest request, string id, CancellationToken cancellationToken)
        where T : class
    {
        await authorize.RequireAsync(request, kind.About is null ? kind.Reading : AccessAction.ReadResources, cancellationToken);
        _ = new Query(request);
        return Reply.Stored((await ReadAsync(kind, id, cancellationToken)).Document);
    }

    /// <summary>
    /// PUT: a version in force from <c>effectiveFrom</c> (without: the first counts for all history, later ones from today), recorded at <c>recordedAt</c> (now).
    /// 201 for the first, 200 otherwise; what is so already is 200 without a new version, whatever If-Match says.
    /// </summary>
    public async Task<IResult> PutAsync<T>(ResourceKind<T> kind, HttpRequest request, string id, CancellationToken cancellationToken)
        where T : class
    {
        var (author, from, recordedAt) = await ReadChangeAsync(request, cancellationToken);
        var body = await ReadBodyAsync(kind, request, cancellationToken);
        if (body.Content is not { } content)
        {
            return Problems.Validation(body.Errors);
        }

        var errors = kind.IdOf(content) == id ? body.Errors : [.. body.Errors, new FieldProblem("/id", $"must be '{id}', the id in the path")];
        var change = new ResourceChange<T>(id, content, author, from, recordedAt)
        {
            Errors = errors,
            ApprovedBy = kind.IsApproved ? author : null,
            CheckVersion = current => Preconditions.CheckChange(request, current),
        };
        var done = await changes.ApplyAsync(kind, change, null, cancellationToken);
        var view = ResourceView.Of(done.Resource, done.Etag, done.Version, done.Warnings)!;
        return done.IsNew ? Reply.Created(kind.Location(id), view, view.Etag) : Reply.Json(view, view.Etag);
    }

    /// <summary>DELETE: retires from <c>effectiveFrom</c> (today). What was in force before stays readable.</summary>
    public async Task<IResult> DeleteAsync<T>(ResourceKind<T> kind, HttpRequest request, string id, CancellationToken cancellationToken)
        where T : class
    {
        var (author, from, recordedAt) = await ReadChangeAsync(request, cancellationToken);
        await ReadAsync(kind, id, cancellationToken);
        var change = new ResourceChange<T>(id, null, author, from, recordedAt)
        {
            CheckVersion = current => Preconditions.CheckChange(request, current),
        };
        return Reply.NoContent((await changes.ApplyAsync(kind, change, null, cancellationToken)).Etag);
    }

    /// <summary>Who changes, and what the query of a change says. Telling when something was recorded is importing history.</summary>
    public async Task<(string Author, DateOnly? From, DateTimeOffset? RecordedAt)> ReadChangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageResources, cancellationToken);
        var query = new Query(request, "effectiveFrom", "recordedAt");
        var from = EffectiveFrom(query);

        var recordedAt = query.Instant("recordedAt", (await directory.GetAsync(cancellationToken)).Model);
        if (recordedAt is not null)
        {
            await authorize.RequireAsync(request, AccessAction.ImportHistory, cancellationToken);
        }

        return recordedAt > time.GetUtcNow() ? throw Query.Bad("recordedAt", "an instant that is not in the future") : (principal.Id, from, recordedAt);
    }

    internal static DateOnly? EffectiveFrom(Query query)
    {
        var from = query.Date("effectiveFrom");
        return from < ResourceChanges.Beginning || from > ResourceChanges.End ? throw Query.Bad("effectiveFrom", "a day from 1900-01-01 to 2999-12-31") : from;
    }

    /// <summary>No question about a part of it: whoever may read everything, and everybody where nothing is about anybody.</summary>
    private static bool SeesAll<T>(ResourceKind<T> kind, Principal principal)
        where T : class =>
        kind.About is null || AccessPolicy.May(principal, AccessAction.ReadResources, AccessTarget.Everything, NoModel, default);

    /// <summary>What the principal sees of a resource; null is nothing.</summary>
    private static Func<ResourceView<T>, ResourceView<T>?> Seen<T>(ResourceKind<T> kind, Principal principal, Model model, DateOnly on)
        where T : class
    {
        if (SeesAll(kind, principal) || kind.About is not { } about)
        {
            return view => view;
        }

        return view => !AccessPolicy.May(principal, kind.Reading, about(view.Content), model, on) ? null
            : kind.Outside is { } outside && about(view.Content) != AccessTarget.OfPerson(principal.PersonId ?? "") ? view with { Content = outside(view.Content) }
            : view;
    }

    internal static async Task<ResourceBody<T>> ReadBodyAsync<T>(ResourceKind<T> kind, HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBody, cancellationToken);
        using var json = JsonBody.ParseDocument(Utf8.IsValid(body.Span) ? body.Memory : throw Problems.BadRequest("The body is not valid UTF-8.").ToException());
        return ResourceBody.Read(kind, json.RootElement);
    }

    private async Task<Stored<Resource<T>>> ReadAsync<T>(ResourceKind<T> kind, string id, CancellationToken cancellationToken)
        where T : class
    {
        var stored = await store.ReadAsync<Resource<T>>(kind.Partition, Key.Of(id), cancellationToken);
        return stored is not null && stored.Document.Kind == kind.Kind ? stored : throw Problems.NotFound().ToException();
    }

    /// <summary>The day spoken of, and what was known: without <c>asOf</c> everything.</summary>
    private async Task<(DateOnly On, DateTimeOffset AsOf)> WhenAsync(Query query, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        return (query.Date("on") ?? model.Today(time.GetUtcNow()), query.Known("asOf", model, time.GetUtcNow()) ?? DateTimeOffset.MaxValue);
    }
}
