using System.Text;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>What a closed month holds, in one hash: everybody's seal, and the control totals.</summary>
/// <param name="Hash">SHA-256 over every person with their seal, in the order of their ids, and the totals.</param>
/// <param name="People">How many.</param>
/// <param name="Parts"><see cref="ContentHash"/> of each part, in order.</param>
/// <param name="Totals">Of all rows, by currency.</param>
public sealed record Manifest(string Hash, int People, IReadOnlyList<string> Parts, IReadOnlyList<PayrollTotal> Totals)
{
    /// <summary>People and rows in a part, together: with the longest ids they stay below a document's limit. Somebody with more rows has a part alone.</summary>
    public const int PartSize = 1_200;

    /// <summary>Cuts what was closed into parts, by person.</summary>
    public static IReadOnlyList<ManifestPart> Cut(string period, IEnumerable<SealedPerson> people)
    {
        var (parts, size) = (new List<List<SealedPerson>>(), 0);
        foreach (var person in people.OrderBy(person => person.Person, StringComparer.Ordinal))
        {
            var own = 1 + person.Rows.Count;
            if (parts.Count == 0 || size + own > PartSize)
            {
                parts.Add([]);
                size = 0;
            }

            parts[^1].Add(person);
            size += own;
        }

        return [.. parts.Select((some, index) => new ManifestPart(period, index + 1, some))];
    }

    /// <param name="parts">All of them, in order.</param>
    /// <param name="hashes">Their hashes as stored.</param>
    public static Manifest Of(IReadOnlyList<ManifestPart> parts, IReadOnlyList<string> hashes)
    {
        var text = new StringBuilder();
        foreach (var person in parts.SelectMany(part => part.People))
        {
            text.Append(person.Person).Append(' ').Append(person.Seal).Append('\n');
        }

        var totals = PayrollTotal.Of(parts.SelectMany(part => part.People).SelectMany(person => person.Rows));
        foreach (var total in totals)
        {
            text.AppendJoin(' ', total.Rows, Text(total.Earned), Text(total.Payable), Text(total.Payout), Text(total.Held), Text(total.Draw), Text(total.Receivable)).Append('\n');
        }

        return new Manifest(ContentHash.OfBytes(Encoding.UTF8.GetBytes(text.ToString())), parts.Sum(part => part.People.Count), hashes, totals);
    }

    private static string Text(Values.Money money) => $"{money.AmountText} {money.Currency}";
}

/// <summary>Some of the people of a manifest.</summary>
/// <param name="Number">From 1.</param>
/// <param name="People">By id.</param>
public sealed record ManifestPart(string Period, int Number, IReadOnlyList<SealedPerson> People);

/// <summary>A person whose month is closed.</summary>
/// <param name="Seal">Hash of the entry in their audit chain that closed it.</param>
/// <param name="Rows">What goes to payroll.</param>
public sealed record SealedPerson(string Person, string Seal, IReadOnlyList<PayrollRow> Rows);
