using System.Text.Json.Nodes;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Checks;

/// <summary>What is closed stays as it is to the byte, is closed once, balances, and pays in the end what the events are worth.</summary>
internal sealed class BooksCheck(Story story)
{
    /// <summary>Written once.</summary>
    private static readonly HashSet<string> Frozen = [BookDocuments.ClosedKind, BookDocuments.SnapshotKind, BookDocuments.LedgerKind, BookDocuments.ManifestKind, BookDocuments.ChainKind, KeptText.Kind];

    private static readonly string[] Months = [Close.October, Close.November];

    private readonly Dictionary<string, Document> before = new(StringComparer.Ordinal);
    private string? payroll;

    /// <summary>At a moment of quiet.</summary>
    /// <exception cref="BrokenInvariantException">Something does not hold.</exception>
    public void Look(string when, World world, int part)
    {
        var found = world.Documents.Unordered.Where(document => Frozen.Contains(document.Kind)).ToDictionary(document => $"{document.Pk}/{document.Id}", StringComparer.Ordinal);
        foreach (var (name, document) in before)
        {
            Invariants.Require(found.GetValueOrDefault(name)?.Body.Span.SequenceEqual(document.Body.Span) == true, () => $"{when}: {name} was closed, and is another now.");
        }

        foreach (var (name, document) in found)
        {
            before[name] = document;
        }

        if (story.Close.Part <= part)
        {
            CheckMonth(when, world, Close.October);
            CheckPayroll(when, world);
        }
    }

    /// <summary>When November is closed too.</summary>
    /// <exception cref="BrokenInvariantException">Something does not hold.</exception>
    public void End(World world)
    {
        if (story.Close.Part is null)
        {
            return;
        }

        CheckMonth("in the end", world, Close.November);
        CheckOnce(world);
        var answer = JsonNode.Parse(Ask(world, new Request("VerifyAudit", null, "")))!;
        Invariants.Require((bool?)answer["isWhole"] == true, () => $"An audit chain is broken: {answer["firstBroken"]}.");
    }

    /// <summary>What October and November paid a person for their components, in dollars.</summary>
    public static decimal Posted(World world, string person) => Months
        .Select(month => TypedDocuments.Open<StatementSnapshot>(world.Documents.Read($"rep~{person}", BookDocuments.SnapshotId(month))!).Value.Open()) // both are closed
        .Sum(statement => statement.Assignments.Sum(assignment => assignment.Earned.Amount));

    private static void CheckMonth(string when, World world, string month)
    {
        Invariants.Require(Period(world, month)?.State == OrganisationPeriod.Closed, () => $"{when}: {month} was to be closed, and is {Period(world, month)?.State ?? "open"}.");
        foreach (var person in Story.FirstOwners.Keys)
        {
            var pk = $"rep~{person}";
            var ledger = world.Documents.Read(pk, BookDocuments.LedgerId(month)) ?? throw new BrokenInvariantException($"{when}: {person} has no ledger of {month}.");
            var postings = TypedDocuments.Open<LedgerMonth>(ledger).Value.Postings;
            Invariants.Require(postings.All(posting => posting.Lines.Sum(line => line.Amount.Amount) == 0), () => $"{when}: a posting of {person} in {month} does not balance.");
            var earned = postings.SelectMany(posting => posting.Lines).Where(line => line.Account == LedgerAccounts.Earned).Sum(line => line.Amount.Amount);
            Invariants.Require(earned == 0, () => $"{when}: {earned} is left on the way in the books of {person} for {month}.");

            var paid = postings.Where(posting => posting.Kind == "payout").SelectMany(posting => posting.Lines).Where(line => line.Account == LedgerAccounts.Payout).Sum(line => -line.Amount.Amount);
            var statement = TypedDocuments.Open<StatementSnapshot>(world.Documents.Read(pk, BookDocuments.SnapshotId(month))!).Value; // committed with the ledger
            var payout = statement.Open().Assignments.Sum(assignment => assignment.Payout.Amount);
            Invariants.Require(statement.IsWhole() && paid == payout, () => $"{when}: {person} is paid {payout} for {month}, and {paid} is posted.");
        }
    }

    private void CheckPayroll(string when, World world)
    {
        var asked = Ask(world, new Request("GetPayroll", Close.October, ""));
        Invariants.Require(payroll is null || asked == payroll, () => $"{when}: October's payroll was {payroll} and is {asked}.");
        payroll = asked;
    }

    /// <summary>Each close has one reason, and one entry in the chain of everybody.</summary>
    private static void CheckOnce(World world)
    {
        var documents = world.Documents.Unordered.ToList();
        var texts = documents.Count(document => document.Kind == KeptText.Kind);
        Invariants.Require(texts == Months.Length, () => $"{Months.Length} closes have {texts} reasons.");
        foreach (var chain in documents.Where(document => document.Kind == BookDocuments.ChainKind).GroupBy(document => document.Pk))
        {
            var actions = chain.Select(document => TypedDocuments.Open<ChainedEntry>(document).Value.Entry).OrderBy(entry => entry.Seq).Select(entry => $"{entry.Action} {entry.Subject}");
            IEnumerable<string> expected = Months.SelectMany(month => (string[])(chain.Key == BookDocuments.Organisation ? [$"periodClosing {month}", $"periodClosed {month}"] : [$"periodClosed {month}"]));
            Invariants.Require(actions.SequenceEqual(expected), () => $"{chain.Key} says {string.Join(", ", actions)}.");
        }
    }

    private static OrganisationPeriod? Period(World world, string month) =>
        world.Documents.Read(BookDocuments.Organisation, Functions.Deals.Books.Id(month)) is { } document ? TypedDocuments.Open<OrganisationPeriod>(document).Value : null;

    private static string Ask(World world, Request request)
    {
        var wasCalm = world.Faults.IsCalm;
        world.Faults.IsCalm = true;
        var answer = new Answer(0, "");
        var asked = world.Turns.Start(async () => answer = await new Senders(world, [], []).DoAsync(request, "books"));
        world.RunUntilQuiet(() => asked.IsCompleted, TimeSpan.FromHours(1));
        world.Faults.IsCalm = wasCalm;
        asked.GetAwaiter().GetResult();
        return answer.Text;
    }
}
