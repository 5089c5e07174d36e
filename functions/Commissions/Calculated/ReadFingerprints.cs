using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>
/// Names what statements are made from without reading credits: the terms, the organisation, and of everybody whose credits are looked at the revisions of their months, which every
/// commit of a credit replaces, and the last entry of their audit chain, which everything else of the books appends to. Equal names mean that nothing was written since.
/// </summary>
public sealed class ReadFingerprints(IDocumentStore store, Chain chain)
{
    /// <summary>To be raised when statements come to be computed in another way: results that are stored are then made anew.</summary>
    private const string Form = "2";

    private static readonly ConditionalWeakTable<Model, string> Organisations = [];

    /// <summary>One reading, in which nobody is read twice.</summary>
    /// <param name="model">The resources as known now.</param>
    /// <param name="closed">The days of closed months.</param>
    /// <param name="calendar">The organisation's.</param>
    public FingerprintReading Begin(Model model, IReadOnlyList<Domain.Bookkeeping.ClosedDays> closed, FiscalCalendar calendar) =>
        new(store, chain, Form, Organisations.GetValue(model, Organisation), Domain.Bookkeeping.ClosedModel.Of(model, closed), calendar);

    /// <summary>Who stood where and when: what decides whose credits roll up to whom.</summary>
    private static string Organisation(Model model) => Fingerprint.Of(
        model.People.Values.OrderBy(person => person.Id, StringComparer.Ordinal).SelectMany(person => person.Versions.Select(version => Text(person.Id, version.Number, version.EffectiveFrom, version.RecordedAt)))
            .Concat(model.Teams.Values.OrderBy(team => team.Id, StringComparer.Ordinal).SelectMany(team => team.Versions.Select(version => Text(team.Id, version.Number, version.EffectiveFrom, version.RecordedAt)))));

    private static string Text(string id, int number, DateOnly from, DateTimeOffset recordedAt) => string.Create(CultureInfo.InvariantCulture, $"{id} {number} {from:O} {recordedAt:O}");
}

/// <summary>See <see cref="ReadFingerprints.Begin"/>. May be asked by several at once.</summary>
public sealed class FingerprintReading(IDocumentStore store, Chain chain, string form, string organisation, Model model, FiscalCalendar calendar)
{
    private readonly ConcurrentDictionary<string, (string Chain, IReadOnlyList<(DateOnly Start, string Name)> Months)> people = new(StringComparer.Ordinal);

    public async Task<string> OfAsync(string person, Period period, CancellationToken cancellationToken)
    {
        var facts = new AskedFacts();
        var inputs = new StatementInputs(facts, model, calendar);
        var input = await inputs.OfAsync(person, period, ClosedBooks.None, cancellationToken);
        var parts = (List<string>)
        [
            form,
            person,
            string.Create(CultureInfo.InvariantCulture, $"{period.Id} {period.Start:O} {period.End:O}"),
            JsonSerializer.Serialize<IReadOnlyList<PlanTerms>>(inputs.Found, TypedDocuments.TypeInfo<IReadOnlyList<PlanTerms>>()),
            .. input.Posts.Select(post => string.Create(CultureInfo.InvariantCulture, $"{post.Person} {post.From:O} {post.Role} {post.Team}")),
        ];
        if (inputs.Found.Count > 0)
        {
            parts.AddRange(Months(inputs.Found.Min(terms => terms.From), period));
        }

        if (facts.People.Count > 1)
        {
            parts.Add(organisation);
        }

        foreach (var one in facts.People)
        {
            var (last, months) = await ReadAsync(one, cancellationToken);
            parts.Add($"{one} {last}");
            parts.AddRange(months.Where(month => month.Start < period.End).Select(month => month.Name));
        }

        return Fingerprint.Of(parts);
    }

    /// <summary>The days on which months begin: the calendar may change.</summary>
    private IEnumerable<string> Months(DateOnly from, Period period) =>
        calendar.PeriodsOf(PeriodKind.Month, calendar.PeriodOf(PeriodKind.Year, from).Start, period.End).Select(month => month.Start.ToString("O", CultureInfo.InvariantCulture));

    private async Task<(string Chain, IReadOnlyList<(DateOnly Start, string Name)> Months)> ReadAsync(string person, CancellationToken cancellationToken)
    {
        if (people.TryGetValue(person, out var known))
        {
            return known;
        }

        var pk = Partitions.Rep(person);
        var last = await chain.LastAsync(pk, cancellationToken);
        var months = new List<(DateOnly, string)>();
        for (var query = new RangeQuery(pk, Deals.Books.Kind, Size: 500); ;)
        {
            var page = await store.RangeAsync(query, cancellationToken);

            // One that the calendar does not know any more counts for every period.
            months.AddRange(page.Items.Select(document => (
                calendar.Parse(TypedDocuments.Open<PersonPeriod>(document).Value.Period)?.Start ?? DateOnly.MinValue, string.Create(CultureInfo.InvariantCulture, $"{document.Id}={document.Rev}"))));
            if (page.Continuation is null)
            {
                return people[person] = (last?.Hash ?? "", months);
            }

            query = query with { Continuation = page.Continuation };
        }
    }
}
