using System.Globalization;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Bookkeeping.Stories;

/// <summary>What holds of the books at every moment of quiet.</summary>
internal sealed class StoryCheck(Story story, StoryBooks books)
{
    private static readonly HashSet<string> Frozen = [BookDocuments.ClosedKind, BookDocuments.SnapshotKind, BookDocuments.LedgerKind, BookDocuments.ManifestKind, BookDocuments.ChainKind, KeptText.Kind];

    private readonly Dictionary<string, byte[]> before = new(StringComparer.Ordinal);

    /// <summary>All of it.</summary>
    public async Task LookAsync()
    {
        Stay();
        foreach (var person in Story.People)
        {
            Balance(person);
            await SumAsync(person);
        }

        await StoredAsync();
        Assert.Equal("true", (await story.App.GetAsync("/audit/verify")).Of("isWhole"));
    }

    /// <summary>What each open statement says: closing the first of them alone changes none.</summary>
    public async Task<string> OpenAsync(DateOnly from)
    {
        var told = new List<string>();
        foreach (var person in Story.People)
        {
            foreach (var month in story.Months.Where(month => string.CompareOrdinal(month, from.ToString("yyyy-MM", CultureInfo.InvariantCulture)) >= 0))
            {
                told.Add($"{person} {month} {await ToldAsync(person, month)}");
            }
        }

        return string.Join('\n', told);
    }

    /// <summary>What was closed is there to the byte.</summary>
    private void Stay()
    {
        var now = story.App.Whole.Store.All.Where(document => Frozen.Contains(document.Kind)).ToDictionary(document => $"{document.Pk}/{document.Id}", document => document.Body.ToArray(), StringComparer.Ordinal);
        foreach (var (name, bytes) in before)
        {
            Assert.True(now.GetValueOrDefault(name)?.AsSpan().SequenceEqual(bytes), $"{name} was closed, and is another now.");
        }

        foreach (var (name, bytes) in now)
        {
            before[name] = bytes;
        }
    }

    /// <summary>Every posting sums to 0, nothing is left on its way, what is paid is what statements say, and accounts come to the balances.</summary>
    private void Balance(string person)
    {
        var documents = story.App.Whole.Store.All.Where(document => document.Pk == Partitions.Rep(person)).ToList();
        var ledgers = documents.Where(document => document.Kind == BookDocuments.LedgerKind).Select(document => TypedDocuments.Open<LedgerMonth>(document).Value).OrderBy(ledger => ledger.Period, StringComparer.Ordinal).ToList();
        var statements = documents.Where(document => document.Kind == BookDocuments.SnapshotKind).Select(document => TypedDocuments.Open<StatementSnapshot>(document).Value).ToList();
        Assert.All(statements, statement => Assert.True(statement.IsWhole()));
        foreach (var ledger in ledgers)
        {
            Assert.All(ledger.Postings, posting => Assert.Equal(0m, posting.Lines.Sum(line => line.Amount.Amount)));
            Assert.True(Account([ledger], LedgerAccounts.Earned) == 0m, $"{person} {ledger.Period}: {Account([ledger], LedgerAccounts.Earned)} is left of what was earned.");
            var paid = statements.Where(statement => statement.Month == ledger.Period).SelectMany(statement => statement.Open().Assignments).Sum(one => one.Payout.Amount);
            Assert.True(-Account([ledger], LedgerAccounts.Payout) == paid, $"{person} {ledger.Period}: {paid} is paid, and {-Account([ledger], LedgerAccounts.Payout)} posted.");
        }

        if (ledgers.Count > 0)
        {
            var open = ledgers[^1].Balances;
            var expected = (open.Sum(one => -one.Held.Amount), open.Sum(one => one.Draw.Amount), open.Sum(one => one.Receivable.Amount));
            var found = (Account(ledgers, LedgerAccounts.Held), Account(ledgers, LedgerAccounts.Draw), Account(ledgers, LedgerAccounts.Receivable));
            Assert.True(expected == found, $"{person}: balances are {expected} and accounts come to {found}.");
        }
    }

    private static decimal Account(IEnumerable<LedgerMonth> ledgers, string account) =>
        ledgers.SelectMany(ledger => ledger.Postings).SelectMany(posting => posting.Lines).Where(line => line.Account == account).Sum(line => line.Amount.Amount);

    /// <summary>What was closed and what is live sum to what all months come to when nothing of them was ever closed, by the terms that closed days keep.</summary>
    private async Task SumAsync(string person)
    {
        var app = story.App.Whole;
        var loaded = await app.Get<ModelDirectory>().ReloadAsync(default);
        var calendar = ScorecardInputs.Calendar(loaded.Model, app.Get<TimeProvider>().GetUtcNow());
        var all = await app.Get<ReadPeriods>().AllAsync(default);
        var model = ClosedModel.Of(loaded.Model, ReadPeriods.Closed(all));
        var (told, scratch, posted, full) = (new List<string>(), new List<string>(), 0m, 0m);
        foreach (var month in story.Months)
        {
            var period = calendar.Parse(month)!;
            var (statement, _) = await app.Get<ReadStatement>().FindAsync(loaded.Model, calendar, person, period, default);
            var input = await app.Get<MakeStatement>().InputAsync(model, calendar, person, period, ClosedBooks.None, default);
            var made = CommissionStatement.Compute(input);
            posted += Kept(statement);
            full += Kept(made);
            told.Add($"{month} {string.Join(' ', statement.Assignments.Select(Told))}");
            scratch.Add($"{month} {string.Join(' ', made.Assignments.Select(Told))}");
        }

        Assert.True(books == StoryBooks.Settled || posted == full, $"{person}: {posted} is posted, and {full} is what all comes to.\nposted\n{string.Join('\n', told)}\nfrom scratch\n{string.Join('\n', scratch)}");
    }

    /// <summary>What was earned, less what was held of it and is never paid, as its deal ended.</summary>
    private static decimal Kept(Statement statement) =>
        statement.Assignments.Sum(one => one.Earned.Amount - one.Steps.Where(step => step.Name == "cancelled").Sum(step => step.Amount.Amount));

    private static string Told(AssignmentStatement one) =>
        $"{one.Assignment} ({one.Plan}) {Text(one.Earned)}: {string.Join(", ", one.Components.Select(component => $"{component.Component} {Text(component.Earned)}").Concat(one.Extras.Select(extra => $"{extra.Kind} {extra.Id} {Text(extra.Amount)}")))}";

    private static string Text(Money money) => money.Amount.ToString("0.00##", CultureInfo.InvariantCulture);

    /// <summary>What is stored of a month, as lists and exports read it, is what statements say.</summary>
    private async Task StoredAsync()
    {
        foreach (var month in story.Months)
        {
            var answer = await story.App.GetAsync($"/periods/{month}/commissions?pageSize=100");
            Assert.Equal(200, answer.Code);
            foreach (var item in answer.Body["items"]!.AsArray())
            {
                var person = (string)item!["personId"]!;
                var stored = $"{item["earned"]!["amount"]} {item["payable"]!["amount"]} {item["payout"]!["amount"]}";
                var told = await TotalAsync(person, month);
                Assert.True(stored == told, $"{person} {month}: {stored} is stored, and the statement says {told}.");
            }
        }
    }

    private async Task<string> TotalAsync(string person, string month)
    {
        var answer = await story.App.GetAsync($"/reps/{person}/commissions/{month}");
        return $"{answer.Of("totals/0/earned/amount")} {answer.Of("totals/0/payable/amount")} {answer.Of("totals/0/payout/amount")}";
    }

    private async Task<string> ToldAsync(string person, string month)
    {
        var answer = await story.App.GetAsync($"/reps/{person}/commissions/{month}");
        return string.Join("; ", answer.Body["assignments"]!.AsArray().Select(one => string.Join(' ', new[] { "earned", "payable", "payout", "heldBalance", "drawBalance", "receivableBalance" }.Select(name => $"{name} {one![name]!["amount"]}"))));
    }
}
