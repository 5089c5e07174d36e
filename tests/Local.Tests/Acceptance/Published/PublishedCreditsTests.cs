using static SalesPerf.Local.Tests.Acceptance.Published.PublishedCases;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>Published examples of what is paid on and whose it is: margins, products, shares, roll-ups, cash. Their plans in, their answers out.</summary>
[Collection(PublishedGroup.Name)]
public sealed class PublishedCreditsTests(PublishedCases cases)
{
    /// <summary>A vendor's glossary: prowi.io, "Gross Margin Commission": at full price, and with a discount of a fifth.</summary>
    [Theory]
    [InlineData("full", 75_000, "30000", "4500.00 4500.00")]
    [InlineData("less", 60_000, "15000", "2250.00 2250.00")]
    public async Task Given_15_per_cent_of_the_gross_margin_when_a_discount_is_given_then_half_is_earned(string id, int price, string margin, string paid)
    {
        // 15 % of 75,000 − 45,000; of 60,000 − 45,000.
        await cases.PlanAsync(id, """{"id":"margin","measure":"month","creditRules":[{"id":"won","base":"margin"}],"table":{"tiers":[{"from":0,"ratePercent":15}]}}""");
        await cases.DealAsync($"{id}-1", id, price, "2026-10-05", ("margin", margin));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>A vendor's models: sparrowgenie.com, "Gross Margin Commission", beside a rate of the revenue that comes to the same.</summary>
    [Fact]
    public async Task Given_a_margin_of_25_000_when_a_fifth_is_paid_then_it_is_what_5_per_cent_of_the_revenue_is()
    {
        await cases.PlanAsync("sparrow", """
            {"id":"margin","measure":"month","creditRules":[{"id":"won","base":"margin"}],"table":{"tiers":[{"from":0,"ratePercent":20}]}},
            {"id":"revenue","measure":"month","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":5}]}}
            """);
        await cases.DealAsync("sparrow-1", "sparrow", 100_000m, "2026-10-05", ("margin", "25000"));
        var answer = await cases.Host.Api.GetAsync("reps/sparrow/commissions/2026-10");
        Assert.Equal(("5000.00", "5000.00"), (answer.Of("assignments/0/components/0/earned/amount"), answer.Of("assignments/0/components/1/earned/amount")));
    }

    /// <summary>A how-to: ehow.com, "How to Calculate Tiered Gross Margin Commission": the tier is by the margin in per cent of the cost.</summary>
    [Fact]
    public async Task Given_a_markup_of_50_per_cent_when_the_tier_pays_a_quarter_of_the_margin_then_12_50_is_earned()
    {
        // 150 − 100 = 50; 50 % of the cost is in the tier to 60 %: 25 % of 50.
        await cases.PlanAsync("markup", """
            {"id":"margin","measure":"deal","table":{"tiers":[{"from":0,"ratePercent":100}]},"creditRules":[
             {"id":"high","base":"margin","sharePercent":40,"filter":{"field":"markup","op":"above","value":"60"}},
             {"id":"mid","base":"margin","sharePercent":25,"filter":{"field":"markup","op":"above","value":"35"}},
             {"id":"low","base":"margin","sharePercent":10}]}
            """);
        await cases.DealAsync("markup-1", "markup", 150m, "2026-10-05", ("margin", "50"), ("markup", "50"));
        Assert.Equal("12.50 12.50", await cases.PaidAsync("markup", "2026-10"));
    }

    /// <summary>A shop's help page: help.jetprintapp.com, "Why did I receive less commission than I expected".</summary>
    [Fact]
    public async Task Given_commission_on_the_cost_of_the_product_when_an_order_is_of_200_then_only_150_counts()
    {
        // 5 % of 150.
        await cases.PlanAsync("print", """{"id":"cost","measure":"month","creditRules":[{"id":"won","base":"productCost"}],"table":{"tiers":[{"from":0,"ratePercent":5}]}}""");
        await cases.DealAsync("print-1", "print", 200m, "2026-10-05", ("productCost", "150"));
        Assert.Equal("7.50 7.50", await cases.PaidAsync("print", "2026-10"));
    }

    /// <summary>A how-to: wikihow.com, "How to Calculate Commission": two products at two rates, in one deal of two lines.</summary>
    [Fact]
    public async Task Given_two_products_when_each_has_a_rate_then_1_350_is_earned()
    {
        // 15,000 × 3 % + 15,000 × 6 % = 450 + 900.
        static string Of(string product, int rate) => $$$$"""
            {"id":"{{{{product}}}}","measure":"month","creditRules":[{"id":"won","per":"line","filter":{"field":"product","op":"equals","value":"{{{{product}}}}"}}],"table":{"tiers":[{"from":0,"ratePercent":{{{{rate}}}}}]}}
            """;
        await cases.PlanAsync("wiki", $"{Of("a", 3)},{Of("b", 6)}");
        await cases.DealAsync("wiki-1", "wiki", 30_000m, "2026-10-05", ("line.1.amount", "15000"), ("line.1.product", "a"), ("line.2.amount", "15000"), ("line.2.product", "b"));
        Assert.Equal("1350.00 1350.00", await cases.PaidAsync("wiki", "2026-10"));
    }

    /// <summary>A manual: help.pointforce.com, "Rules for Selecting the Appropriate Commission", example 1: the rate falls as the discount rises.</summary>
    [Theory]
    [InlineData("60", "20.00 20.00")]
    [InlineData("45", "30.00 30.00")]
    [InlineData("20", "50.00 50.00")]
    [InlineData("0", "70.00 70.00")]
    public async Task Given_rates_by_discount_when_1_000_are_sold_then_the_first_level_that_is_reached_counts(string discount, string paid)
    {
        // 2 % from 50, 3 % from 40, 4 % from 30, 5 % from 20, 6 % from 10, 7 % below.
        var rules = string.Join(',', Enumerable.Range(2, 5).Select(rate => $$$"""{"id":"r{{{rate}}}","sharePercent":{{{rate}}},"filter":{"field":"discount","op":"atLeast","value":"{{{(7 - rate) * 10}}}"}}"""));
        var id = $"discount{discount}";
        await cases.PlanAsync(id, $$"""{"id":"sales","measure":"deal","table":{"tiers":[{"from":0,"ratePercent":100}]},"creditRules":[{{rules}},{"id":"r7","sharePercent":7}]}""");
        await cases.DealAsync($"{id}-1", id, 1_000m, "2026-10-05", ("discount", discount));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>A vendor's glossary: prowi.io, "Override Commission": 3 % of what five people sold, from the first, and above a threshold.</summary>
    [Fact]
    public async Task Given_a_team_of_five_when_300_000_is_sold_then_the_manager_has_9_000_or_2_250_above_a_threshold()
    {
        // 7,500 + 6,000 + 6,750 + 5,250 + 4,500 for the people; 3 % of 300,000; 3 % of 75,000.
        const string Below = "\"measure\":\"month\",\"creditRules\":[{\"id\":\"below\",\"creditOf\":\"reports\"}]";
        await cases.PlanAsync("prowi", $$$"""{"id":"first",{{{Below}}},"table":{"tiers":[{"from":0,"ratePercent":3}]}},{"id":"above",{{{Below}}},"table":{"tiers":[{"from":0,"ratePercent":0},{"from":225000,"ratePercent":3}]}}""");
        await cases.Host.Api.SetAsync("plans/prowi-reps", $$"""{"id":"prowi-reps","currency":"USD","payPeriod":"month","components":[{{Bookings("month", """{"tiers":[{"from":0,"ratePercent":10}]}""")}}]}""");
        foreach (var (rep, sold, earned) in new[] { ("rep-a", 75_000m, "7500.00"), ("rep-b", 60_000m, "6000.00"), ("rep-c", 67_500m, "6750.00"), ("rep-d", 52_500m, "5250.00"), ("rep-e", 45_000m, "4500.00") })
        {
            await cases.PersonAsync(rep, "prowi-reps", person: ""","manager":"prowi" """);
            await cases.SellAsync(rep, ("2026-10-05", sold));
            Assert.Equal($"{earned} {earned}", await cases.PaidAsync(rep, "2026-10"));
        }

        var answer = await cases.Host.Api.GetAsync("reps/prowi/commissions/2026-10");
        Assert.Equal(("9000.00", "2250.00"), (answer.Of("assignments/0/components/0/earned/amount"), answer.Of("assignments/0/components/1/earned/amount")));
    }

    /// <summary>A vendor's glossary: prowi.io, "Split Commission": two territories at 60 and 40, and a deal handed on at stage 3 of 5.</summary>
    [Theory]
    [InlineData("ter", 100_000, "6000.00 6000.00", "4000.00 4000.00")]
    [InlineData("off", 80_000, "4800.00 4800.00", "3200.00 3200.00")]
    public async Task Given_shares_of_60_and_40_when_a_deal_is_won_then_each_earns_10_per_cent_of_theirs(string id, int amount, string first, string second)
    {
        await cases.PlanAsync($"{id}-a", Bookings("month", """{"tiers":[{"from":0,"ratePercent":10}]}"""));
        await cases.PersonAsync($"{id}-b", $"{id}-a");
        await cases.DealAsync($"{id}-1", $"{id}-a", amount, "2026-10-05", ($"split.{id}-a", "60"), ($"split.{id}-b", "40"));
        Assert.Equal((first, second), (await cases.PaidAsync($"{id}-a", "2026-10"), await cases.PaidAsync($"{id}-b", "2026-10")));
    }

    /// <summary>The same page: who booked the meeting has 50 for it and 2 % of 15 %, who closes 10 % of 85 %. The meeting is a transaction of its own, as it was held whatever became of the deal.</summary>
    [Fact]
    public async Task Given_a_meeting_that_becomes_a_deal_when_it_is_split_15_and_85_then_350_and_8_500_are_earned()
    {
        // 50 + 15,000 × 2 %; 85,000 × 10 %.
        await cases.PlanAsync("sdr", Bookings("month", """{"tiers":[{"from":0,"ratePercent":2}]}"""), plan: ""","spiffs":[{"id":"meeting","base":"meetings","perUnit":50,"filter":{"field":"meetings","op":"atLeast","value":"1"}}]""");
        await cases.PlanAsync("closer", Bookings("month", """{"tiers":[{"from":0,"ratePercent":10}]}"""));
        await cases.DealAsync("sdr-0", "sdr", 0m, "2026-10-01", ("meetings", "1"));
        await cases.DealAsync("sdr-1", "closer", 100_000m, "2026-10-05", ("split.sdr", "15"), ("split.closer", "85"));
        Assert.Equal(("350.00 350.00", "8500.00 8500.00"), (await cases.PaidAsync("sdr", "2026-10"), await cases.PaidAsync("closer", "2026-10")));
    }

    /// <summary>A how-to on splits: 0685.com, an article on sharing commission: 15 % of 100,000 is shared 60 and 40.</summary>
    [Fact]
    public async Task Given_a_commission_of_15_000_when_it_is_shared_then_9_000_and_6_000_are_earned()
    {
        foreach (var person in new[] { "sam-a", "sam-b" })
        {
            await cases.Host.Api.SetAsync($"people/{person}", $$$"""{"id":"{{{person}}}","name":"{{{person}}}","identities":{"crm":["{{{person}}}"]}}""");
        }

        await cases.PlanAsync("sam-a", """
            {"id":"shared","measure":"month","payoutSplit":true,"creditRules":[{"id":"won","splits":[{"person":"sam-a","sharePercent":60},{"person":"sam-b","sharePercent":40}]}],
             "table":{"tiers":[{"from":0,"ratePercent":15}]}}
            """);
        await cases.PersonAsync("sam-b", "sam-a");
        await cases.SellAsync("sam-a", ("2026-10-05", 100_000m));
        Assert.Equal(("9000.00 9000.00", "6000.00 6000.00"), (await cases.PaidAsync("sam-a", "2026-10"), await cases.PaidAsync("sam-b", "2026-10")));
    }

    /// <summary>A vendor's models: sparrowgenie.com, "Pooled Commission": a tenth of the team's revenue, a quarter of it for a senior.</summary>
    [Fact]
    public async Task Given_a_pool_of_a_tenth_when_the_team_sells_1_200_000_then_a_quarter_of_it_is_30_000()
    {
        await cases.Host.Api.SetAsync("teams/pool", """{"id":"pool","name":"pool"}""");
        await cases.PlanAsync(
            "senior",
            """{"id":"pool","measure":"quarter","creditRules":[{"id":"team","creditOf":"team","sharePercent":25}],"table":{"tiers":[{"from":0,"ratePercent":10}]}}""",
            "quarter",
            person: ""","team":"pool" """);
        await cases.PersonAsync("junior", "senior", person: ""","team":"pool" """);
        await cases.SellAsync("senior", ("2026-07-05", 500_000m));
        await cases.SellAsync("junior", ("2026-08-05", 700_000m));
        Assert.Equal("30000.00 30000.00", await cases.PaidAsync("senior", "2026-Q3"));
    }

    /// <summary>A vendor's glossary: prowi.io, "Spiff": 8 % and 1,000 a unit of a new product in its first month.</summary>
    [Fact]
    public async Task Given_a_spiff_of_1_000_a_unit_when_five_are_sold_then_13_000_is_earned()
    {
        // 5 × 20,000 × 8 % + 5 × 1,000 = 8,000 + 5,000.
        await cases.PlanAsync(
            "turbo",
            Bookings("month", """{"tiers":[{"from":0,"ratePercent":8}]}"""),
            plan: ""","spiffs":[{"id":"launch","from":"2026-10-01","to":"2026-11-01","base":"units","perUnit":1000}]""");
        await cases.DealAsync("turbo-1", "turbo", 40_000m, "2026-10-05", ("units", "2"));
        await cases.DealAsync("turbo-2", "turbo", 60_000m, "2026-10-25", ("units", "3"));
        Assert.Equal("13000.00 13000.00", await cases.PaidAsync("turbo", "2026-10"));
    }

    /// <summary>A vendor's blog: salescookie.com, "Calculating Complex Sales Commissions with a Look-Back Period": a third a month.</summary>
    [Fact]
    public async Task Given_60_earned_in_January_when_it_is_paid_in_thirds_then_each_month_has_20()
    {
        await cases.PlanAsync(
            "thirds",
            Bookings("month", """{"tiers":[{"from":0,"ratePercent":6}]}"""),
            plan: ""","payments":[{"sharePercent":33.33},{"sharePercent":33.33,"on":"months","months":1},{"sharePercent":33.34,"on":"months","months":2}]""");
        await cases.SellAsync("thirds", ("2026-01-10", 1_000m));
        Assert.Equal("60.00 20.00", await cases.PaidAsync("thirds", "2026-01"));
        Assert.Equal("0.00 20.00", await cases.PaidAsync("thirds", "2026-02"));
        Assert.Equal("0.00 20.00", await cases.PaidAsync("thirds", "2026-03"));
    }

    /// <summary>A question on a vendor's forum: community.oracle.com, discussion 701407: half on the order, half as it is collected.</summary>
    [Fact]
    public async Task Given_1_000_for_an_order_when_it_is_collected_in_halves_then_500_and_twice_250_are_paid()
    {
        await cases.PlanAsync(
            "fifty",
            Bookings("month", """{"tiers":[{"from":0,"ratePercent":10},{"from":100000,"ratePercent":12}]}"""),
            plan: ""","payments":[{"sharePercent":50},{"sharePercent":50,"on":"cash"}]""");
        await cases.SellAsync("fifty", ("2026-01-10", 10_000m));
        await cases.FactAsync("payment.received", "fifty-1", 5_000m, "2026-02-10");
        await cases.FactAsync("payment.received", "fifty-1", 5_000m, "2026-04-10");
        Assert.Equal("1000.00 500.00", await cases.PaidAsync("fifty", "2026-01"));
        Assert.Equal("0.00 250.00", await cases.PaidAsync("fifty", "2026-02"));
        Assert.Equal("0.00 0.00", await cases.PaidAsync("fifty", "2026-03"));
        Assert.Equal("0.00 250.00", await cases.PaidAsync("fifty", "2026-04"));
    }

    /// <summary>A calculator's page: calculatorshub.net, "Merchant Services Residual": 0.4 % less a buy rate of 0.1 % of what a merchant processes, month after month.</summary>
    [Fact]
    public async Task Given_a_residual_of_0_3_per_cent_when_a_merchant_processes_50_000_a_month_then_every_month_earns_150()
    {
        await cases.PlanAsync("residual", """{"id":"residual","measure":"month","creditRules":[{"id":"volume","event":"invoice"}],"table":{"tiers":[{"from":0,"ratePercent":0.3}]}}""");
        await cases.SellAsync("residual", ("2026-01-10", 50_000m));
        foreach (var month in new[] { "2026-02", "2026-03" })
        {
            await cases.FactAsync("invoice.issued", "residual-1", 50_000m, $"{month}-28");
            Assert.Equal("150.00 150.00", await cases.PaidAsync("residual", month));
        }
    }

    /// <summary>A vendor's manual: docs.idynamics.es, "Commission and Settlement Currency": a tenth of 1,000 pounds, in dollars of the day of the invoice or in pounds.</summary>
    [Fact]
    public async Task Given_an_invoice_of_1_000_pounds_when_it_is_settled_in_dollars_or_pounds_then_it_is_122_or_100()
    {
        await cases.PlanAsync("dollars", Bookings("month", """{"tiers":[{"from":0,"ratePercent":10}]}"""), plan: ""","rates":[{"currency":"GBP","rate":1.22},{"currency":"GBP","rate":1.30,"from":"2026-10-20"}]""");
        await cases.Host.Api.SetAsync("plans/pounds", $$"""{"id":"pounds","currency":"GBP","payPeriod":"month","components":[{{Bookings("month", """{"tiers":[{"from":0,"ratePercent":10}]}""")}}]}""");
        await cases.PersonAsync("pounds", "pounds");
        await cases.Host.Api.TakeAsync(Events.Won("dollars-1", "dollars", 1_000m, "2026-10-02", "GBP"), Events.Won("pounds-1", "pounds", 1_000m, "2026-10-02", "GBP"));
        await cases.Host.DrainAsync();
        Assert.Equal(("122.00 122.00", "100.00 100.00"), (await cases.PaidAsync("dollars", "2026-10"), await cases.PaidAsync("pounds", "2026-10")));
    }

    /// <summary>A course on car sales: datafield.dev, part 1, chapter 5: a quarter of the gross, and a mini of 150 below a gross of 600.</summary>
    [Theory]
    [InlineData("400", "150.00 150.00")]
    [InlineData("600", "150.00 150.00")]
    [InlineData("1000", "250.00 250.00")]
    public async Task Given_a_mini_of_150_when_the_gross_is_small_then_the_mini_is_paid(string gross, string paid)
    {
        var id = $"mini{gross}";
        await cases.PlanAsync(id, """{"id":"front","measure":"deal","creditRules":[{"id":"won","base":"margin"}],"table":{"tiers":[{"from":0,"ratePercent":25,"minimum":150}]}}""");
        await cases.DealAsync($"{id}-1", id, 25_000m, "2026-10-05", ("margin", gross));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>An agent's examples: mikesalkin.com, "Commission Calculation Examples": 1 % to 300,000 and half of that above, at least 1,000.</summary>
    [Theory]
    [InlineData(50_000, "1000.00 1000.00")]
    [InlineData(100_000, "1000.00 1000.00")]
    [InlineData(200_000, "2000.00 2000.00")]
    [InlineData(400_000, "3500.00 3500.00")]
    [InlineData(800_000, "5500.00 5500.00")]
    public async Task Given_a_least_commission_a_sale_when_prices_differ_then_it_is_paid_where_the_rate_is_less(int price, string paid)
    {
        var id = $"least{price}";
        await cases.PlanAsync(id, Bookings("deal", """{"tiers":[{"from":0,"ratePercent":1,"minimum":1000},{"from":300000,"ratePercent":0.5}]}"""));
        await cases.SellAsync(id, ("2026-10-05", price));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }
}
