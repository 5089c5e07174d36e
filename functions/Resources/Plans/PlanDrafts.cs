using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Drafts of plans: beside the plan in its partition, so that approving is one commit. A draft counts for nothing.</summary>
public sealed class PlanDrafts(IDocumentStore store, ModelDirectory directory, TimeProvider time)
{
    private const string Kind = "plan-draft";

    private static readonly ResourceKind<Plan> Plans = ResourceKinds.Plans;

    /// <exception cref="ProblemException">404 without one.</exception>
    public async Task<Stored<PlanDraft>> ReadAsync(string plan, CancellationToken cancellationToken) =>
        await FindAsync(plan, cancellationToken) ?? throw Problems.NotFound("There is no draft of this plan.").ToException();

    /// <summary>Those that wait for a second person, by plan.</summary>
    public async Task<IReadOnlyList<PlanDraft>> OpenAsync(CancellationToken cancellationToken)
    {
        var found = new List<PlanDraft>();
        await foreach (var stored in store.RangeAsync<PlanDraft>(new RangeQuery(Plans.Partition, Kind, Size: 500), cancellationToken))
        {
            if (stored.Value.IsOpen)
            {
                found.Add(stored.Value);
            }
        }

        return found;
    }

    public Task<Stored<PlanDraft>?> FindAsync(string plan, CancellationToken cancellationToken) =>
        store.ReadAsync<PlanDraft>(Plans.Partition, IdOf(plan), cancellationToken);

    /// <summary>
    /// PUT of a plan by somebody who does not put it in force alone: 201 for a new draft, 200 for a changed one. If-Match names the open draft; where there is none
    /// the plan.
    /// </summary>
    public async Task<IResult> PutAsync(HttpRequest request, string plan, Principal author, CancellationToken cancellationToken)
    {
        var query = new Query(request, "effectiveFrom", "recordedAt");
        var from = ResourceRoutes.EffectiveFrom(query);
        if (query.Text("recordedAt") is not null)
        {
            return Problems.Conflict("What waits for approval is recorded when it is approved: without recordedAt.");
        }

        var body = await ResourceRoutes.ReadBodyAsync(Plans, request, cancellationToken);
        if (body.Content is not { } content)
        {
            return Problems.Validation(body.Errors);
        }

        var errors = content.Id == plan ? body.Errors : [.. body.Errors, new("/id", $"must be '{plan}', the id in the path")];
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await FindAsync(plan, cancellationToken);
            var resource = await store.ReadAsync<Resource<Plan>>(Plans.Partition, Key.Of(plan), cancellationToken);
            var model = (await directory.ReloadAsync(cancellationToken)).Model;
            var before = resource?.Value ?? new Resource<Plan>(plan, []);
            var now = time.GetUtcNow();
            var draft = new PlanDraft { Id = plan, Content = content, EffectiveFrom = from, Author = author.Id, WrittenAt = now, BasedOn = before.Versions.Count };
            var document = TypedDocuments.New(Plans.Partition, IdOf(plan), Kind, TypedDocuments.Timeless, draft);
            var effective = from ?? (before.Versions.Count == 0 ? ResourceChanges.Beginning : model.Today(now));
            var after = before.With(content, effective, null, now, author.Id, (_, _) => false);
            var problems = ResourceChecks.Of(Plans, new(plan, content, author.Id), after, model, effective);
            var warnings = ResourceChecks.Warnings(problems);
            if (stored is { Value.IsOpen: true } && IsSame(stored.Value, draft) && errors.Count == 0)
            {
                return Reply.Json(PlanDraftView.Of(stored.Value, EntityTag.Of(stored.Document), warnings), EntityTag.Of(stored.Document));
            }

            Preconditions.CheckChange(request, stored is { Value.IsOpen: true } ? EntityTag.Of(stored.Document) : resource is null ? null : EntityTag.Of(resource.Document));
            ResourceChecks.Refuse(errors, [.. problems, .. ResourceChecks.Size(after, Plans.Document(after))]);
            if (await store.WriteAsync(stored, document, draft, cancellationToken) is { } written)
            {
                var view = PlanDraftView.Of(draft, EntityTag.Of(written.Document), warnings);
                return stored is { Value.IsOpen: true } ? Reply.Json(view, view.Etag) : Reply.Created($"{Plans.Location(plan)}/draft", view, view.Etag);
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>What is committed with the plan's new version: the draft as approved.</summary>
    /// <param name="read">As the approver means it: If-Match was checked against it.</param>
    /// <param name="by">Principal id.</param>
    public Func<Resource<Plan>, CancellationToken, Task<Action<DocumentBatch, Resource<Plan>>>> Approval(Stored<PlanDraft> read, string by) =>
        async (before, cancellationToken) =>
        {
            var stored = await ReadAsync(read.Value.Id, cancellationToken);
            if (stored.Document.ETag != read.Document.ETag)
            {
                throw Problems.PreconditionFailed().ToException();
            }

            return before.Versions.Count != read.Value.BasedOn
                ? throw Problems.Conflict("The plan got another version since this draft was written: write it again on that one.").ToException()
                : (batch, after) => batch.Replace(stored.Document, Document(Approved(read, by, after.Versions[^1].Number)));
        };

    /// <summary>Writes a decision that changes nothing but the draft.</summary>
    /// <exception cref="ProblemException">412: somebody changed the draft meanwhile.</exception>
    public async Task<Stored<PlanDraft>> DecideAsync(Stored<PlanDraft> read, PlanDraft decided, CancellationToken cancellationToken) =>
        await store.WriteAsync(read, Document(decided), decided, cancellationToken) ?? throw Problems.PreconditionFailed().ToException();

    public PlanDraft Approved(Stored<PlanDraft> read, string by, int? version) =>
        read.Value.Decided(PlanDraft.WasApproved, by, time.GetUtcNow()) with { Version = version };

    public PlanDraft Rejected(Stored<PlanDraft> read, string by, string reason) =>
        read.Value.Decided(PlanDraft.WasRejected, by, time.GetUtcNow(), reason);

    /// <summary>What an approval that is sent again is answered with: the version that the draft became.</summary>
    public async Task<IResult> AnswerAsync(PlanDraft approved, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync<Resource<Plan>>(Plans.Partition, Key.Of(approved.Id), cancellationToken) ?? throw Problems.NotFound().ToException();
        var version = stored.Value.Versions.FirstOrDefault(version => version.Number == approved.Version);
        return ResourceView.Of(stored.Value, EntityTag.Of(stored.Document), version) is { } view ? Reply.Json(view, view.Etag) : throw Problems.NotFound().ToException();
    }

    /// <summary>True when this decision was made already, by the same: sent again after its answer was lost. Which version was meant then does not matter any more.</summary>
    /// <exception cref="ProblemException">409 for a draft that was decided otherwise; 412 or 428 from If-Match.</exception>
    public static bool IsRepeated(HttpRequest request, Stored<PlanDraft> stored, string state, string by)
    {
        var draft = stored.Value;
        if (draft.IsOpen)
        {
            Preconditions.CheckChange(request, EntityTag.Of(stored.Document));
            return false;
        }

        if (draft.State != state || draft.DecidedBy != by)
        {
            throw Problems.Conflict($"This draft was {draft.State} already.").ToException();
        }

        return request.Headers.IfMatch.Count > 0 ? true : throw Problems.PreconditionRequired().ToException();
    }

    private static Document Document(PlanDraft draft) => TypedDocuments.New(Plans.Partition, IdOf(draft.Id), Kind, TypedDocuments.Timeless, draft);

    private static bool IsSame(PlanDraft stored, PlanDraft wanted) =>
        JsonSerializer.Serialize(stored, TypedDocuments.TypeInfo<PlanDraft>()) == JsonSerializer.Serialize(wanted with { WrittenAt = stored.WrittenAt }, TypedDocuments.TypeInfo<PlanDraft>());

    /// <summary>No id of a resource holds a <c>~</c>.</summary>
    private static string IdOf(string plan) => $"draft~{Key.Component(plan)}";
}
