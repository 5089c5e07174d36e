using System.Text.Json;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources;

/// <summary>Writes versions: reads the resource, decides, checks the content against everything else, and commits on the resource's ETag.</summary>
public sealed class ChangeResource(IDocumentStore store, Command command, ModelDirectory directory, PersonIdentities identities, OwnerReadings readings, ClosedMonths closed, TimeProvider time)
{
    /// <summary>Applies a change; the same change again changes nothing.</summary>
    /// <param name="kind">What is changed.</param>
    /// <param name="change">The change.</param>
    /// <param name="checkedBy">The model that the content was checked against already; null has it checked here.</param>
    /// <param name="cancellationToken">Ends the call; the change may be committed then.</param>
    /// <exception cref="ProblemException">412 or 428 from the check of the version; 409 when others refer to what would be retired; 422 with every error.</exception>
    public async Task<ChangedResource<T>> ApplyAsync<T>(
        ResourceKind<T> kind, ResourceChange<T> change, Model? checkedBy, CancellationToken cancellationToken)
        where T : class
    {
        var attempts = new Attempts(time);
        var groupId = kind.GroupId(change.Content);
        while (true)
        {
            // Before the model: what another of the group wrote since then makes the commit lose.
            var group = groupId is null ? null : await store.ReadAsync(kind.Partition, groupId, cancellationToken);
            var model = checkedBy ?? await ModelAsync(kind, change.Content, cancellationToken);
            var stored = await store.ReadAsync<Resource<T>>(kind.Partition, Key.Of(change.Id), cancellationToken);
            var before = stored?.Value ?? new Resource<T>(change.Id, []);
            var now = time.GetUtcNow();
            var from = change.From ?? (before.Versions.Count == 0 ? ResourceChanges.Beginning : model.Today(now));
            var after = before.With(change.Content, from, change.RecordedAt, now, change.Author, IsSame, change.ApprovedBy);
            var beside = change.Beside is null ? null : await change.Beside(before, cancellationToken);
            if (stored is not null && after == before && change.Errors.Count == 0)
            {
                var warnings = checkedBy is null ? ResourceChecks.Warnings(await CheckAsync(kind, change, after, model, from, cancellationToken)) : [];
                return new(before, before.VersionAt(from, DateTimeOffset.MaxValue), EntityTag.Of(stored.Document), false, false, warnings);
            }

            change.CheckVersion(stored is null ? null : EntityTag.Of(stored.Document));
            var problems = checkedBy is null ? await CheckAsync(kind, change, after, model, from, cancellationToken) : [];
            var owners = (before, after) is (Resource<Person> was, Resource<Person> becomes)
                ? await identities.DecideAsync(was, becomes, cancellationToken)
                : IdentityChanges.None;
            var reading = change.Content is Source source ? await readings.ProblemsAsync(source, cancellationToken) : [];
            var moved = after is Resource<OrganisationCalendar> && problems.Count == 0 && change.Errors.Count == 0 ? await closed.ProblemsAsync(change.Content as OrganisationCalendar ?? new OrganisationCalendar(), cancellationToken) : [];
            var document = kind.Document(after);
            ResourceChecks.Refuse(change.Errors, [.. problems, .. owners.Problems, .. reading, .. moved, .. ResourceChecks.Size(after, document)]);

            var batch = new DocumentBatch(kind.Partition);
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            owners.AddTo(batch);
            beside?.Invoke(batch, after);
            if (groupId is not null)
            {
                var written = kind.GroupDocument(groupId, change.Id);
                _ = group is null ? batch.Create(written) : batch.Replace(group, written);
            }

            var followOns = ResourceFollowOns.Of(before, after, model, from, model.Today(now)).Concat(owners.FollowOns).ToList();
            switch (await command.CommitWithNudgesAsync(batch, followOns, directory.Forget, cancellationToken))
            {
                case CommitResult.Committed committed:
                    return new(after, after.Versions[^1], EntityTag.Of(committed.ETags[0]!), stored is null, true, ResourceChecks.Warnings(problems));
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    throw Problems.Validation("", "It is larger than the store holds in one commit.").ToException();
            }

            // Somebody else wrote the resource, another of its group or one of its identities meanwhile: everything is decided again from what is stored now.
            await attempts.AgainAsync(cancellationToken);
        }
    }

    private async Task<Model> ModelAsync<T>(ResourceKind<T> kind, T? content, CancellationToken cancellationToken)
        where T : class
    {
        var loaded = content is null || kind.NeedsFreshModel(content) ? directory.ReloadAsync(cancellationToken) : directory.RecentAsync(cancellationToken);
        return (await loaded).Model;
    }

    /// <summary>What a model some seconds old refuses or warns of, the model of now may allow.</summary>
    private async Task<IReadOnlyList<FieldProblem>> CheckAsync<T>(
        ResourceKind<T> kind, ResourceChange<T> change, Resource<T> after, Model model, DateOnly from, CancellationToken cancellationToken)
        where T : class
    {
        var problems = ResourceChecks.Of(kind, change, after, model, from);
        return problems.Count == 0
            ? problems
            : ResourceChecks.Of(kind, change, after, (await directory.ReloadAsync(cancellationToken)).Model, from);
    }

    private static bool IsSame<T>(T stored, T wanted) =>
        JsonSerializer.SerializeToUtf8Bytes(stored, TypedDocuments.TypeInfo<T>()).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(wanted, TypedDocuments.TypeInfo<T>()));
}
