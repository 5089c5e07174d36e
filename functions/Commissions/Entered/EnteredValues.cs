using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>
/// Values that people entered of a person's metrics, in the person's partition. Each is part of the books: attested by the audit chain, and what counts is written with the month it
/// ends in, so that a close and an approval cannot miss each other.
/// </summary>
public sealed class EnteredValues(IDocumentStore store, ModelDirectory directory, Deals.Books books, BookChanges changes, TimeProvider time)
{
    public const string Kind = "entered-value";

    public static string Id(string metric, string period) => $"entered~{Key.Of(metric, period)}";

    /// <summary>By the first day of their period.</summary>
    public async Task<IReadOnlyList<MetricEntry>> OfAsync(string person, CancellationToken cancellationToken)
    {
        var found = new List<MetricEntry>();
        await foreach (var stored in store.RangeAsync<MetricEntry>(new RangeQuery(Partitions.Rep(person), Kind, Size: 500), cancellationToken))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>As pay sees them.</summary>
    public async Task<IReadOnlyList<EnteredValue>> SeenAsync(string person, CancellationToken cancellationToken) =>
        [.. (await OfAsync(person, cancellationToken)).Select(entry => entry.Seen()).OfType<EnteredValue>()];

    /// <summary>Null when nothing was entered.</summary>
    public Task<Stored<MetricEntry>?> FindAsync(string person, string metric, string period, CancellationToken cancellationToken) =>
        store.ReadAsync<MetricEntry>(Partitions.Rep(person), Id(metric, period), cancellationToken);

    /// <summary>Enters a value; the same again changes nothing.</summary>
    /// <param name="checkVersion">Throws when the stored version (its entity tag; null: nothing is stored) is not the one that the caller means to change.</param>
    /// <returns>As stored now, and whether it is new.</returns>
    /// <exception cref="ProblemException">403 for one's own value; 409 for a closed month; 422 for a value, a metric or a period that none can be entered for.</exception>
    public async Task<(Stored<MetricEntry> Stored, bool IsNew)> PutAsync(
        string person, string metric, Period period, decimal value, string by, Action<string?> checkVersion, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        var isNew = await changes.OfPersonAsync(person, by, "valueEntered", $"{metric}/{period.Id}", async batch =>
        {
            var stored = await FindAsync(person, metric, period.Id, cancellationToken);
            var after = MetricEntry.Enter(stored?.Value, person, metric, period.Id, value, by, time.GetUtcNow())
                ?? throw Problems.SecondPersonRequired("Nobody enters a value of their own: somebody else does.").ToException();
            if (after == stored?.Value)
            {
                return false;
            }

            checkVersion(stored is null ? null : EntityTag.Of(stored.Document));
            var model = (await directory.GetAsync(cancellationToken)).Model;
            Check(model, person, metric, period, value);
            await MonthAsync(model, person, period, cancellationToken);
            var document = Document(pk, after, period);
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            return stored is null;
        }, cancellationToken);
        return ((await FindAsync(person, metric, period.Id, cancellationToken))!, isNew); // it was just written, and nothing deletes them
    }

    /// <summary>Approves or rejects what waits. Null when nothing was entered. What the same person decided so before is answered as it is.</summary>
    /// <param name="checkVersion">As in <see cref="PutAsync"/>.</param>
    /// <exception cref="ProblemException">403 for its author and for whose it is; 409 when it was decided otherwise, or its month is closed.</exception>
    public async Task<Stored<MetricEntry>?> DecideAsync(
        string person, string metric, Period period, bool isApproved, string by, Action<string?> checkVersion, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        await changes.OfPersonAsync(person, by, isApproved ? "valueApproved" : "valueRejected", $"{metric}/{period.Id}", async batch =>
        {
            if (await FindAsync(person, metric, period.Id, cancellationToken) is not { } stored)
            {
                return false;
            }

            var (after, refusal) = stored.Value.Decide(isApproved, by, time.GetUtcNow());
            if (after is null)
            {
                throw (stored.Value.State == MetricEntry.Proposed ? Problems.SecondPersonRequired(refusal!) : Problems.Conflict(refusal!)).ToException(); // one of both
            }

            if (after == stored.Value && after.DecidedBy == by)
            {
                return false;
            }

            checkVersion(EntityTag.Of(stored.Document));
            if (after == stored.Value)
            {
                return false;
            }

            var month = await MonthAsync((await directory.GetAsync(cancellationToken)).Model, person, period, cancellationToken);
            batch.Replace(stored.Document, Document(pk, after, period));
            if (isApproved)
            {
                await books.AddAsync(batch, month.Id, cancellationToken);
            }

            return true;
        }, cancellationToken);
        return await FindAsync(person, metric, period.Id, cancellationToken);
    }

    private static Document Document(string pk, MetricEntry entry, Period period) =>
        TypedDocuments.New(pk, Id(entry.Metric, entry.Period), Kind, DealDocuments.At(period.Start), entry);

    private static void Check(Model model, string person, string metric, Period period, decimal value)
    {
        var problems = new List<FieldProblem>();
        if (Math.Abs(value) > MetricNumber.Max)
        {
            problems.Add(new("/value", "must be at most 10^15, either way"));
        }

        if (!model.KnownFrom(model.Metrics, period.Start).Any(known => known.Id == metric && known.Measure.Kind == MetricKinds.Entered))
        {
            problems.Add(new("", $"'{metric}' is not a metric that people enter"));
        }

        if (!model.AssignmentsEver(person).SelectMany(assignment => assignment.Versions).Any(version => version.Content is { } on && on.From < period.End && (on.To is null || on.To > period.Start)))
        {
            problems.Add(new("", $"the person is on no plan in {period.Id}"));
        }

        if (problems.Count > 0)
        {
            throw Problems.Validation(problems).ToException();
        }
    }

    /// <summary>The month that the period ends in, which must not be closed for the person. Read under the chain's last entry: a close that ends meanwhile makes the commit lose.</summary>
    private async Task<Period> MonthAsync(Model model, string person, Period period, CancellationToken cancellationToken)
    {
        var month = ScorecardInputs.Calendar(model, time.GetUtcNow()).PeriodOf(PeriodKind.Month, period.Last);
        var own = await store.ReadAsync<PersonPeriod>(Partitions.Rep(person), Deals.Books.Id(month.Id), cancellationToken);
        var all = await store.ReadAsync<OrganisationPeriod>(BookDocuments.Organisation, Deals.Books.Id(month.Id), cancellationToken);
        return own?.Value.State == OrganisationPeriod.Closed || all?.Value.State == OrganisationPeriod.Closed
            ? throw Problems.Conflict($"{month.Id} is closed: what was entered for it stays.").ToException()
            : month;
    }
}
