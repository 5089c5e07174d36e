using System.Globalization;
using static SalesPerf.Local.Tests.Acceptance.Published.PublishedCases;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>Published plans in which one measure decides on the pay of another: matrices, hurdles, modifiers, terms that change. Where a source prints no amount, it is worked by hand from its rates.</summary>
[Collection(PublishedGroup.Name)]
public sealed class PublishedLinksTests(PublishedCases cases)
{
    /// <summary>A company's filed plan: sec.gov, 1073349, exhibit 10.1 of 2008: the bonus is in the cell of revenue and operating income.</summary>
    [Theory]
    [InlineData(100, 100, "7500.00")]
    [InlineData(90, 115, "7500.00")]
    [InlineData(110, 125, "10000.00")]
    [InlineData(80, 85, "2000.00")]
    [InlineData(105, 95, "6500.00")]
    [InlineData(79, 125, "0.00")]
    public async Task Given_a_matrix_when_both_measures_are_known_then_the_cell_is_paid(int revenue, int income, string paid)
    {
        // A component for each row, with what the row adds to the one before it, gated by the row: what is passed sums to the cell.
        int[] rows = [80, 85, 90, 95, 100, 105, 110];
        string[] columns = ["80", "90.0000001", "100", "100.0000001", "110.0000001", "120.0000001"];
        int[][] cells =
        [
            [20, 25, 35, 45, 55, 65], [25, 30, 45, 55, 65, 75], [30, 35, 55, 65, 75, 85], [35, 45, 65, 75, 85, 90],
            [40, 55, 75, 85, 90, 95], [45, 65, 85, 90, 95, 100], [50, 75, 90, 95, 100, 100],
        ];
        await cases.MetricAsync("revenueOfPlan");
        await cases.MetricAsync("incomeOfPlan");
        var components = rows.Select((row, i) =>
        {
            var tiers = columns.Select((from, j) => $$"""{"from":{{from}},"flat":{{(cells[i][j] - (i == 0 ? 0 : cells[i - 1][j])) * 100}}}""");
            return $$$"""
                {"id":"row{{{row}}}","measure":"quarter","creditRules":[{"id":"won"}],"gates":[{"id":"row","metric":"revenueOfPlan","atLeast":{{{row}}} }],
                 "table":{"mode":"whole","selector":"metric","metric":"incomeOfPlan","tiers":[{"from":0,"flat":0},{{{string.Join(',', tiers)}}}]} }
                """;
        });
        var id = $"matrix{revenue}-{income}";
        await cases.PlanAsync(
            id,
            string.Join(',', components),
            "quarter",
            agreed: $$""","entered":[{"metric":"revenueOfPlan","period":"2026-Q3","value":{{revenue}}},{"metric":"incomeOfPlan","period":"2026-Q3","value":{{income}}}]""");
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026-Q3"));
    }

    /// <summary>A company's filed plan: sec.gov, 1125920, exhibit 10.1 of 2012: a quarterly target of 600 pays by what a matrix says.</summary>
    [Theory]
    [InlineData(75, "450.00")]
    [InlineData(140, "840.00")]
    [InlineData(175, "1050.00")]
    public async Task Given_a_quarterly_target_of_600_when_a_percentage_is_decided_then_it_is_paid(int percent, string paid)
    {
        // 60,000 × 5 % × 20 % = 600.
        var id = $"guideline{percent}";
        await cases.MetricAsync("guideline");
        await cases.PlanAsync(
            id,
            """{"id":"bonus","measure":"quarter","objectives":[{"metric":"guideline","amount":600}]}""",
            "quarter",
            agreed: $$""","entered":[{"metric":"guideline","period":"2026-Q2","value":{{percent}} }]""");
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026-Q2"));
    }

    /// <summary>A report of a conference talk: blr.com, "Hurdles, Modifiers, and Matrices", 2013: higher rates above quota for no product unless all three are at 95 %.</summary>
    [Theory]
    [InlineData("short", 80_000, "15200.00")]
    [InlineData("passed", 95_000, "16750.00")]
    public async Task Given_three_products_when_one_is_short_then_no_product_has_its_higher_rate(string id, int third, string paid)
    {
        // 120,000 × 2 % + 110,000 × 8 % + 80,000 × 5 % = 2,400 + 8,800 + 4,000. All at 95 %: 2,000 + 800, 8,000 + 1,200, 4,750.
        const string Hurdles = """[{"id":"a","selector":"attainment","component":"sold-a","atLeast":95,"otherwise":"limitTier","limitTier":1},{"id":"b","selector":"attainment","component":"sold-b","atLeast":95,"otherwise":"limitTier","limitTier":1},{"id":"c","selector":"attainment","component":"sold-c","atLeast":95,"otherwise":"limitTier","limitTier":1}]""";
        static string Rule(string product) => $$$"""[{"id":"won","filter":{"field":"product","op":"equals","value":"{{{product}}}"} }]""";
        static string Of(string product, int rate, int higher) => $$$"""
            {"id":"sold-{{{product}}}","measure":"quarter","creditRules":{{{Rule(product)}}},"table":{"tiers":[{"from":0,"ratePercent":0}]} },
            {"id":"{{{product}}}","measure":"quarter","creditRules":{{{Rule(product)}}},"gates":{{{Hurdles}}},
             "table":{"selector":"attainment","tiers":[{"from":0,"ratePercent":{{{rate}}} },{"from":100,"ratePercent":{{{higher}}} }]} }
            """;
        string[] measured = ["sold-a", "sold-b", "sold-c", "a", "b", "c"];
        await cases.PlanAsync(
            $"hurdle-{id}",
            $"{Of("a", 2, 4)},{Of("b", 8, 12)},{Of("c", 5, 7)}",
            "quarter",
            agreed: $$""","quotas":[{{string.Join(',', measured.Select(component => $$"""{"component":"{{component}}","amount":100000}"""))}}]""");
        await cases.DealAsync($"hurdle-{id}-1", $"hurdle-{id}", 120_000m, "2026-07-05", ("product", "a"));
        await cases.DealAsync($"hurdle-{id}-2", $"hurdle-{id}", 110_000m, "2026-07-06", ("product", "b"));
        await cases.DealAsync($"hurdle-{id}-3", $"hurdle-{id}", third, "2026-07-07", ("product", "c"));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync($"hurdle-{id}", "2026-Q3"));
    }

    /// <summary>The same report: 2 % to 3 million and 3 % above, × what the gross margin says.</summary>
    [Theory]
    [InlineData(30, "112500.00")]
    [InlineData(25, "103500.00")]
    [InlineData(10, "90000.00")]
    [InlineData(9, "67500.00")]
    [InlineData(4, "45000.00")]
    public async Task Given_a_margin_modifier_when_4_million_are_sold_then_the_margin_decides_how_much_of_the_commission_is_paid(int margin, string paid)
    {
        // 3,000,000 × 2 % + 1,000,000 × 3 % = 90,000; × 125, 115, 100, 75, 50 %.
        var id = $"modifier{margin}";
        await cases.PlanAsync(
            id,
            Bookings("year", """{"tiers":[{"from":0,"ratePercent":2},{"from":3000000,"ratePercent":3}]}""", """
                ,"multipliers":[{"id":"margin","table":{"mode":"whole","selector":"marginPercent",
                 "tiers":[{"from":0,"multiplier":0.5},{"from":5,"multiplier":0.75},{"from":10,"multiplier":1},{"from":20,"multiplier":1.15},{"from":30,"multiplier":1.25}]}}]
                """),
            "year");
        await cases.DealAsync($"{id}-1", id, 4_000_000m, "2026-07-05", ("margin", (margin * 40_000m).ToString(CultureInfo.InvariantCulture)));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026"));
    }

    /// <summary>A dealers' blog: dalepollak.com, "A Pay Plan To Build Transparency and Hold Gross", 2012: 20 units make 1,700, and each deal pays by what was given away of its price.</summary>
    [Fact]
    public async Task Given_20_units_when_prices_were_held_or_not_then_volume_and_each_deal_pay()
    {
        // 20 × 85 = 1,700; 250 + 225 + 200 + 175 for 0, 100, 200 and 300 off, the other 16 at 175: 2,800.
        static string Spiff(string id, int amount, string filter) => $$$"""{"id":"{{{id}}}","amount":{{{amount}}},"base":"units","filter":{{{filter}}} }""";
        await cases.PlanAsync(
            "dealer",
            """{"id":"volume","measure":"month","creditRules":[{"id":"won","base":"units"}],"table":{"mode":"whole","tiers":[{"from":0,"perUnit":0},{"from":20,"perUnit":85}]}}""",
            plan: $$"""
                ,"spiffs":[{{Spiff("none", 250, """{"field":"off","op":"below","value":"100"}""")}},
                {{Spiff("hundred", 225, """{"all":[{"field":"off","op":"atLeast","value":"100"},{"field":"off","op":"below","value":"200"}]}""")}},
                {{Spiff("two", 200, """{"all":[{"field":"off","op":"atLeast","value":"200"},{"field":"off","op":"atMost","value":"200"}]}""")}},
                {{Spiff("more", 175, """{"field":"off","op":"above","value":"200"}""")}}]
                """);
        for (var i = 0; i < 20; i++)
        {
            var off = i < 4 ? i * 100 : 500;
            await cases.DealAsync($"dealer-{i}", "dealer", 30_000m, "2026-10-05", ("units", "1"), ("off", off.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal("5350.00 5350.00", await cases.PaidAsync("dealer", "2026-10"));
    }

    /// <summary>A shop system's help: help.codacommerce.com, "view accounts, sales team": a fifth, at most 500 an invoice; from a later day a tenth, of invoices above 100 only.</summary>
    [Theory]
    [InlineData("coda1", "2026-03-05", 1_000, "200.00")]
    [InlineData("coda2", "2026-03-05", 4_000, "500.00")]
    [InlineData("coda3", "2026-08-05", 4_000, "400.00")]
    [InlineData("coda4", "2026-08-05", 100, "0.00")]
    [InlineData("coda5", "2026-08-05", 9_000, "500.00")]
    public async Task Given_a_rate_that_changes_on_a_day_when_invoices_are_before_and_after_it_then_each_has_its_own(string id, string day, int amount, string paid)
    {
        static string Plan(string id, int rate, string filter) => $$$"""
            {"id":"{{{id}}}","currency":"USD","payPeriod":"month","components":[{"id":"invoices","measure":"deal","creditRules":[{"id":"won"{{{filter}}} }],
             "table":{"tiers":[{"from":0,"ratePercent":{{{rate}}} }]},"caps":[{"on":"deal","amount":500}]}]}
            """;
        await cases.Host.Api.SetAsync($"plans/{id}", Plan(id, 20, ""));
        await cases.Host.Api.SetAsync($"plans/{id}?effectiveFrom=2026-07-01", Plan(id, 10, ""","filter":{"field":"amount","op":"above","value":"100"}"""));
        await cases.PersonAsync(id, id);
        await cases.SellAsync(id, (day, amount));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, day[..7]));
    }

    /// <summary>A vendor's template: comp.quotapath.com, "Accelerators and Decelerators": half of the rate to half of the quota, then all of the month at the full rate, and twice that beyond quota.</summary>
    [Theory]
    [InlineData(16_000, "800.00")]
    [InlineData(16_500, "1650.00")]
    [InlineData(33_000, "3300.00")]
    [InlineData(40_000, "4700.00")]
    public async Task Given_a_retroactive_middle_tier_when_it_is_reached_then_what_is_below_is_paid_its_rate_and_what_is_above_the_next(int sold, string paid)
    {
        // 16,000 × 5 %. From 50 % on 10 % of all. 33,000 × 10 % + 7,000 × 20 %.
        var id = $"quotapath{sold}";
        await cases.PlanAsync(
            id,
            Bookings("month", """{"selector":"attainment","tiers":[{"from":0,"ratePercent":5},{"from":50,"ratePercent":10,"retroactive":true},{"from":100,"ratePercent":20}]}"""),
            agreed: ""","quotas":[{"component":"bookings","amount":33000}]""");
        await cases.SellAsync(id, ("2026-10-05", 10_000m), ("2026-10-06", sold - 10_000m));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>An affiliate programme's terms: ui.awin.com, commission groups of merchant 23514: how many sales a month decide on the rate of all of them.</summary>
    [Theory]
    [InlineData(50, "100.00")]
    [InlineData(51, "153.00")]
    public async Task Given_a_rate_by_the_number_of_sales_when_the_51st_is_made_then_all_of_them_have_the_next(int sales, string paid)
    {
        // 50 × 10 × 20 %; 51 × 10 × 30 %.
        var id = $"awin{sales}";
        await cases.PlanAsync(id, Bookings("month", """{"mode":"whole","selector":"deals","tiers":[{"from":0,"ratePercent":20},{"from":51,"ratePercent":30},{"from":101,"ratePercent":40}]}"""));
        await cases.SellAsync(id, [.. Enumerable.Repeat(("2026-10-05", 10m), sales)]);
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026-10"));
    }
}
