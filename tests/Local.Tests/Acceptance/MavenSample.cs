using System.Globalization;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// Files in the shape of the Maven data set, made up: three agents of two managers, and deals over a year and a half of which some are open, some were never
/// engaged, and one product is spelled in two ways.
/// </summary>
internal static class MavenSample
{
    private static readonly string[] Agents = ["Ada Example", "Bo Sample", "Cy Model"];

    private const int Dated = 60;
    private const int Undated = 3;

    /// <summary>Writes the three files into a folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, "products.csv"), ["product,series,sales_price", "GTX Basic,GTX,500", "GTX Pro,GTX,4000"]);
        File.WriteAllLines(
            Path.Combine(folder, "sales_teams.csv"), ["sales_agent,manager,regional_office", "Ada Example,Mo Boss,North", "Bo Sample,Mo Boss,North", "Cy Model,Lu Chief,South"]);
        File.WriteAllLines(Path.Combine(folder, "sales_pipeline.csv"), ["opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value", .. Pipeline()]);
    }

    private static IEnumerable<string> Pipeline()
    {
        for (var i = 0; i < Dated; i++)
        {
            var engaged = new DateOnly(2016, 11, 1).AddDays(7 * i);
            var closed = engaged.AddDays(30 + (i % 5 * 7));
            var (stage, close, value) = (closed.Year > 2017 ? 2 : i % 3) switch
            {
                0 => ("Won", Text(closed), (i % 2 == 0 ? 480 + i : 4100 + i).ToString(CultureInfo.InvariantCulture)),
                1 => ("Lost", Text(closed), "0"),
                _ => ("Engaging", "", ""),
            };
            yield return $"OPP{i:000},{Agents[i % 4 % 3]},{(i % 2 == 0 ? "GTX Basic" : "GTXPro")},Account {i % 7},{stage},{Text(engaged)},{close},{value}";
        }

        for (var i = 0; i < Undated; i++)
        {
            yield return $"NEW{i:000},{Agents[i]},GTX Basic,,Prospecting,,,";
        }
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
