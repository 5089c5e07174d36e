using System.Text.Json.Nodes;

namespace SalesPerf.Functions.Tests.Resources;

public sealed class PlanRenderingTests : IAsyncLifetime
{
    private const string Full = """
        {"id":"p","name":"<script>alert(1)</script>","currency":"USD","payPeriod":"month","minimum":100,"caps":[{"on":"plan","amount":50000,"excess":"carried"}],
         "components":[
          {"id":"new","name":"New \"business\"","measure":"quarter","creditRules":[{"id":"won","filter":{"all":[{"field":"product","op":"equals","value":"<b>x</b>"},{"any":[{"field":"amount","op":"atLeast","value":"1000"},{"field":"account","op":"in","values":["a","b"]}]}]},"sharePercent":50,"quotaSharePercent":100}],
           "table":{"selector":"attainment","baseRatePercent":10,"tiers":[{"from":0,"multiplier":1},{"from":100,"multiplier":"1.5"}]},
           "multipliers":[{"id":"late","kind":"decelerator","threshold":50,"factor":"0.5"}],
           "gates":[{"id":"margin","selector":"marginPercent","atLeast":20,"otherwise":"limitPay","limitAmount":500}],
           "kickers":[{"id":"club","threshold":120,"amount":1000}],
           "caps":[{"on":"component","amount":20000}]}],
         "draw":{"kind":"guarantee","amount":2000},
         "ramp":{"steps":[{"quotaPercent":50},{"quotaPercent":75,"targetPayPercent":100}]},
         "clawback":{"share":"proRata","months":12,"windowMonths":12},
         "payments":[{"sharePercent":60},{"sharePercent":40,"on":"cash"}],
         "spiffs":[{"id":"s","amount":250,"from":"2026-01-01","to":"2026-04-01"}],
         "rates":[{"currency":"EUR","rate":"1.1"}]}
        """;

    private ResourceHost host = null!;

    public async Task InitializeAsync()
    {
        host = await ResourceHost.StartAsync();
        await host.SetAsync("/plans/p", Full);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_a_plan_with_every_part_when_rendered_then_each_is_said()
    {
        var rendering = await host.GetAsync("/plans/p/rendering");

        Assert.Equal((200, "inForce", "1"), (rendering.Code, rendering.Of("state"), rendering.Of("version")));
        var said = string.Join('\n', rendering.Body["sections"]!.AsArray().SelectMany(section => section!["sentences"]!.AsArray()).Select(sentence => (string)sentence!));
        foreach (var sentence in new[]
        {
            "Pay is computed in USD for every month",
            "where product is “<b>x</b>” and (amount is at least 1000 or account is “a” or “b”)",
            "50 % of their amount counts for pay and 100 % towards quota",
            "Tier 2, from 100 % on: 1.5 × the base rate.",
            "The base rate is 10 %.",
            "so the order of deals matters",
            "Decelerator “late”: with attainment of quota below 50 %, all pay of the component is multiplied by 0.5.",
            "Gate “margin”: unless margin in per cent is at least 20 %, the component pays at most USD 500.",
            "Kicker “club”: USD 1,000 once, when attainment of quota reaches 120 %.",
            "The component pays at most USD 20,000 a quarter; what is beyond is lost.",
            "All components together pay at most USD 50,000 a pay period; what is beyond is carried",
            "pay at least USD 100 a pay period",
            "“s”: USD 250 a deal for deals from 1 January 2026 to 31 March 2026",
            "60 % is paid when it is earned.",
            "40 % is paid pro rata to the customer's payments.",
            "Pay is topped up to USD 2,000 a pay period.",
            "If a credited deal ends within 12 months of the day of the credit, the part that is not earned yet is taken back",
            "Month 2: quota 75 %, target pay 100 %.",
            "EUR 1 is USD 1.1.",
        })
        {
            Assert.Contains(sentence, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_a_curve_when_rendered_then_its_points_are_what_the_steps_pay()
    {
        var curve = (await host.GetAsync("/plans/p/rendering?quota=1000&targetPay=500")).Body["curves"]![0]!;

        // Base rate 10 %, quota 1,000. Below 50 % the decelerator halves: 25 % is 250 × 10 % × 0.5 = 12.50. At 50 %: 50. At 100 %: 100.
        // At 120 % 100 + 200 × 15 % = 130, and 1,000 of the kicker; just below it nothing of the kicker.
        Assert.Equal("1130.00", At(curve, 120m));
        Assert.Equal(["50", "100", "120"], curve["marks"]!.AsArray().Select(mark => (string)mark!));
        Assert.Equal(("50.00", "100.00", "0.00"), (At(curve, 50m), At(curve, 100m), At(curve, 0m)));
        Assert.Equal("attainment", (string?)curve["over"]);
        var points = curve["points"]!.AsArray();
        var before = points[points.ToList().FindIndex(point => decimal.Parse((string)point!["at"]!, System.Globalization.CultureInfo.InvariantCulture) == 120m) - 1]!;
        Assert.Equal("130.00", (string?)before["pay"]!["amount"]);
    }

    [Fact]
    public async Task Given_hostile_text_when_rendered_as_a_page_then_it_is_text_and_the_picture_can_be_read_aloud()
    {
        var page = await host.HtmlAsync("/plans/p/rendering");

        Assert.Equal(200, page.Code);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>x", page.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains("role=\"img\" aria-labelledby=\"t-0 d-0\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("<title id=\"t-0\">", page.Text, StringComparison.Ordinal);
        Assert.Contains("<desc id=\"d-0\">", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?version=1", 200)]
    [InlineData("?version=2", 404)]
    [InlineData("?draft=true", 404)]
    [InlineData("?draft=true&version=1", 400)]
    [InlineData("?quota=0", 400)]
    [InlineData("?quota=-1", 400)]
    [InlineData("?quota=1e9", 400)]
    [InlineData("?targetPay=9999999999999999", 400)]
    [InlineData("?quota=1000000000000000&targetPay=1000000000000000", 200)]
    [InlineData("?quota=0.0000000001", 200)]
    public async Task Given_a_query_when_rendered_then_it_is_answered_or_refused(string query, int status) =>
        Assert.Equal(status, (await host.GetAsync("/plans/p/rendering" + query)).Code);

    [Theory]
    [InlineData("""{"mode":"whole","tiers":[{"from":0,"ratePercent":1},{"from":1000,"flat":50,"retroactive":false}]}""")]
    [InlineData("""{"mode":"hybrid","selector":"attainment","baseRatePercent":5,"tiers":[{"from":0,"multiplier":1},{"from":150,"multiplier":2}]}""")]
    [InlineData("""{"mode":"interpolated","tiers":[{"from":0,"to":1000,"flat":10},{"from":1000,"to":3000,"flat":40}]}""")]
    [InlineData("""{"mode":"curve","selector":"attainment","points":[{"at":0,"targetPayPercent":0},{"at":100,"targetPayPercent":100}]}""")]
    [InlineData("""{"selector":"units","tiers":[{"from":0,"perUnit":5},{"from":10,"ratePercent":2}]}""")]
    [InlineData("""{"mode":"whole","selector":"marginPercent","tiers":[{"from":0,"ratePercent":5},{"from":30,"ratePercent":8}]}""")]
    [InlineData("""{"mode":"whole","selector":"attainment","selectorOf":"team","tiers":[{"from":0,"targetMultiplier":1},{"from":100,"targetMultiplier":2}]}""")]
    public async Task Given_any_table_when_rendered_then_it_has_sentences_and_a_curve(string table)
    {
        var put = await host.PutAsync("/plans/t", $$"""{"id":"t","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"month","creditRules":[{"id":"won"}],"table":{{table}} }]}""");
        Assert.True(put.Code == 201, put.Text);

        var rendering = await host.GetAsync("/plans/t/rendering");

        Assert.Equal(200, rendering.Code);
        Assert.True(rendering.Body["sections"]![1]!["sentences"]!.AsArray().Count >= 3);
        Assert.True(rendering.Body["curves"]![0]!["points"]!.AsArray().Count > 40);
        Assert.Equal(200, (await host.HtmlAsync("/plans/t/rendering")).Code);
    }

    private static string At(JsonNode curve, decimal at) =>
        (string)curve["points"]!.AsArray().Single(point => decimal.Parse((string)point!["at"]!, System.Globalization.CultureInfo.InvariantCulture) == at)!["pay"]!["amount"]!;
}
