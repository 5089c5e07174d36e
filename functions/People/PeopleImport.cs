using System.Collections.Concurrent;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.People;

/// <summary>Checks rows against each other and everything stored, then stores the good ones.</summary>
public sealed class PeopleImport(ChangeResource changes, TimeProvider time)
{
    private const int AtOnce = 8;

    public async Task<ImportedPeople> RunAsync(
        IReadOnlyList<ImportRow> rows, Model model, string author, DateOnly? from, DateTimeOffset? recordedAt, CancellationToken cancellationToken)
    {
        var rejected = new ConcurrentDictionary<int, IReadOnlyList<FieldProblem>>();
        var candidates = Distinct(rows, rejected);
        var checkedBy = Check(rows, candidates, model, from, rejected);

        var (imported, unchanged) = (0, 0);
        var reports = candidates.ToLookup(candidate => candidate.Person.Manager);
        var waiting = candidates.Where(candidate => !rejected.ContainsKey(candidate.Index)).ToList();
        var refused = new List<Candidate>();
        while (waiting.Count > 0 || refused.Count > 0)
        {
            // Managers first: nobody reports to somebody new who then could not be stored.
            var unsure = waiting.Concat(refused).Select(candidate => candidate.Person.Id).Where(id => !model.People.ContainsKey(id)).ToHashSet(StringComparer.Ordinal);
            var ready = waiting.Where(candidate => candidate.Person.Manager is not { } manager || !unsure.Contains(manager)).ToList();
            if (ready.Count == 0 && refused.Count == 0)
            {
                ready = waiting; // they report in a circle, and the rules let it pass
            }

            if (ready.Count > 0)
            {
                await StoreAsync(ready);
                refused.AddRange(ready.Where(candidate => rejected.TryRemove(candidate.Index, out _)));
                waiting = [.. waiting.Except(ready)];
                continue;
            }

            // An identity may have been given up by a row that came later: whoever was refused one asks once more.
            await StoreAsync(refused);
            foreach (var candidate in refused.Where(candidate => rejected.ContainsKey(candidate.Index)))
            {
                RejectReports(candidate.Person.Id, reports, model, rejected);
            }

            refused = [];
            waiting = [.. waiting.Where(candidate => !rejected.ContainsKey(candidate.Index))];
        }

        return new ImportedPeople(imported, unchanged, [.. rejected.OrderBy(row => row.Key).Select(row => new RejectedRow(row.Key, [.. row.Value.Select(Finding.Of)]))]);

        Task StoreAsync(List<Candidate> some) =>
            Parallel.ForEachAsync(some, Several.AtOnce(AtOnce, cancellationToken), async (candidate, token) =>
            {
                try
                {
                    var change = new ResourceChange<Person>(candidate.Person.Id, candidate.Person, author, from, recordedAt);
                    var done = await changes.ApplyAsync(ResourceKinds.People, change, checkedBy, token);
                    Interlocked.Increment(ref done.IsChanged ? ref imported : ref unchanged);
                }
                catch (ProblemException refusal) when (refusal.Problem.Status == 422)
                {
                    rejected[candidate.Index] = refusal.Problem.Errors;
                }
            });
    }

    /// <summary>Whoever would report to somebody new who is rejected is rejected too, and so on down.</summary>
    private static void RejectReports(
        string manager, ILookup<string?, Candidate> reports, Model model, ConcurrentDictionary<int, IReadOnlyList<FieldProblem>> rejected)
    {
        var lost = new Queue<string>([manager]);
        while (lost.TryDequeue(out var id))
        {
            if (model.People.ContainsKey(id))
            {
                continue;
            }

            foreach (var candidate in reports[id])
            {
                if (rejected.TryAdd(candidate.Index, [new("/manager", $"the row of person '{id}' is rejected")]))
                {
                    lost.Enqueue(candidate.Person.Id);
                }
            }
        }
    }

    /// <summary>Of rows for the same person, and of rows that claim the same identity, the first counts.</summary>
    private static List<Candidate> Distinct(IReadOnlyList<ImportRow> rows, ConcurrentDictionary<int, IReadOnlyList<FieldProblem>> rejected)
    {
        var candidates = new List<Candidate>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var identities = new Dictionary<(string, string), int>();
        foreach (var (index, row) in rows.Index())
        {
            var errors = row.Errors.ToList();
            if (errors.Count == 0 && row.Person is { } person)
            {
                if (!ids.TryAdd(person.Id, index))
                {
                    errors.Add(new("/id", $"is in row {ids[person.Id]} already"));
                }

                errors.AddRange(Claims(person)
                    .Where(claim => !identities.TryAdd(claim.Identity, index) && identities[claim.Identity] != index)
                    .Select(claim => new FieldProblem(claim.Pointer, $"is claimed by row {identities[claim.Identity]} already")));
            }

            if (errors.Count > 0)
            {
                rejected[index] = errors;
            }
            else
            {
                candidates.Add(new Candidate(index, row.Person!));
            }
        }

        return candidates;
    }

    private static IEnumerable<((string, string) Identity, string Pointer)> Claims(Person person) =>
        person.Identities.SelectMany(source => source.Value.Select((owner, index) =>
            ((source.Key, OwnerPseudonym.IsMail(owner) ? owner.Trim().ToLowerInvariant() : owner), $"/identities/{source.Key}/{index}")));

    /// <summary>Each row by the rules, with all other good rows in place: they may name each other in any order. Returns the model with them.</summary>
    private Model Check(IReadOnlyList<ImportRow> rows, List<Candidate> candidates, Model model, DateOnly? from, ConcurrentDictionary<int, IReadOnlyList<FieldProblem>> rejected)
    {
        var (now, today) = (time.GetUtcNow(), model.Today(time.GetUtcNow()));
        var all = ResourceKinds.People.With(model, [.. candidates.Select(candidate => After(candidate.Person))]);
        foreach (var candidate in candidates)
        {
            FieldProblem[] errors = [.. PersonRules.Validate(candidate.Person, all, From(candidate.Person.Id)).Where(problem => !problem.IsWarning)];
            if (errors.Length > 0)
            {
                rejected[candidate.Index] = errors;
            }
        }

        var reports = candidates.ToLookup(candidate => candidate.Person.Manager);
        foreach (var candidate in candidates.Where(candidate => rejected.ContainsKey(candidate.Index)).ToList())
        {
            RejectReports(candidate.Person.Id, reports, model, rejected);
        }

        foreach (var (index, row) in rows.Index())
        {
            if (row is { Errors.Count: > 0, Person: { } person })
            {
                rejected[index] = ResourceChecks.Merge(row.Errors, PersonRules.Validate(person, ResourceKinds.People.With(all, [After(person)]), From(person.Id)));
            }
        }

        return all;

        DateOnly From(string id) => from ?? (model.People.ContainsKey(id) ? today : ResourceChanges.Beginning);

        Resource<Person> After(Person person) =>
            (model.People.GetValueOrDefault(person.Id) ?? new Resource<Person>(person.Id, [])).With(person, From(person.Id), null, now, "", (_, _) => false);
    }

    private sealed record Candidate(int Index, Person Person);
}
