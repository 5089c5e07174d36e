using System.Text.Json;
using System.Text.Json.Nodes;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Rendering;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Whatever a plan says that is not the default, its text says too: each member is taken out of a plan with every part, and each number is changed, and something else must be read.</summary>
public sealed class PlanTextTests
{
    private const string Everything = """
        {"id":"everything","name":"Everything","currency":"USD","payPeriod":"quarter","roundingDigits":0,"minimum":100,
         "caps":[{"on":"plan","amount":9000,"per":"year","excess":"carried"}],
         "spiffs":[{"id":"s1","name":"Launch","from":"2026-01-01","to":"2026-03-01","base":"margin","filter":{"field":"product","op":"equals","value":"new"},"atLeast":500,"amount":250},
                   {"id":"s2","base":"units","perUnit":5},{"id":"s3","ratePercent":2}],
         "draw":{"kind":"guarantee","amount":2000,"recoverRatePercent":50,"floor":1000,"periods":6},
         "receivable":{"recoverRatePercent":40,"floor":10,"instalments":3},
         "ramp":{"accelerators":true,"steps":[{"quotaPercent":25,"targetPayPercent":50,"multiplier":0.5,"drawAmount":3000},{"quotaPercent":60}]},
         "rates":[{"currency":"EUR","rate":1.1,"from":"2026-01-01"},{"currency":"GBP","rate":1.3}],"conversion":"month",
         "clawback":{"windowDays":400,"windowMonths":12,"share":"proRata","months":12,"startsOn":"live","paymentsMade":"paid","treatAs":"negativeCredit"},
         "payments":[{"sharePercent":20},{"sharePercent":10,"on":"invoice"},{"sharePercent":20,"on":"cash","onlyIf":"customerActive"},{"sharePercent":20,"on":"date","date":"2027-01-01"},
                     {"sharePercent":15,"on":"milestone","milestone":"live"},{"sharePercent":15,"on":"months","months":3}],
         "onLeaving":{"unpaidCredit":"forfeit","held":"pay","draw":"invoice","receivable":"deduct"},"onChange":"restart","dayCount":"excludeFirst",
         "components":[
          {"id":"a","name":"Bookings","measure":"half","payoutSplit":true,"attribution":"proRata","minimum":50,"deficit":{"threshold":1000},
           "creditRules":[
            {"id":"own","group":"g1","base":"margin","filter":{"all":[{"field":"amount","op":"atLeast","value":"10"},{"any":[{"field":"stage","op":"in","values":["x","y"]},{"field":"account","op":"exists"}]}]},"sharePercent":50,"quotaSharePercent":60},
            {"id":"cash","group":"g1","event":"payment","overlays":"only","per":"line"},
            {"id":"below","group":"g2","creditOf":"reports","levels":[1,2],"overlays":"include"},
            {"id":"all","group":"g3","creditOf":"subtree","levels":[2],"overlays":"exclude","event":"invoice"},
            {"id":"some","group":"g4","creditOf":"people","people":["ann","ben"]},
            {"id":"team","group":"g5","creditOf":"team"},
            {"id":"split","group":"g6","splits":[{"person":"ann","sharePercent":40},{"person":"ben","sharePercent":60}]}],
           "table":{"mode":"whole","selector":"attainment","selectorOf":"team","boundary":"lower","baseRatePercent":4,
            "tiers":[{"from":0,"ratePercent":3,"minimum":5,"maximum":500},{"from":50,"multiplier":1.5},{"from":80,"targetMultiplier":2,"retroactive":true},{"from":100,"perUnit":7,"flat":90}]},
           "chainedTables":[{"selector":"metric","metric":"nps","selectorOf":"company","boundary":"lower","tiers":[{"from":0,"multiplier":0.5},{"from":50,"ratePercent":120}]}],
           "multipliers":[{"id":"m1","threshold":110,"on":"slice","factor":2,"boundary":"lower"},{"id":"m2","kind":"decelerator","selector":"metric","metric":"csat","threshold":70,"factor":0.8},
                          {"id":"m3","selector":"deals","selectorOf":"team","threshold":7,"factor":1.2},{"id":"m4","table":{"selector":"units","tiers":[{"from":0,"multiplier":1},{"from":9,"multiplier":3}]}}],
           "gates":[{"id":"g1","metric":"nps","measure":"year","atLeast":20},{"id":"g2","selector":"attainment","component":"b","atLeast":60,"otherwise":"limitPay","limitTargetPayPercent":70},
                    {"id":"g3","selector":"margin","atLeast":30,"otherwise":"limitPay","limitAmount":900},{"id":"g4","selector":"credit","atLeast":40,"otherwise":"limitTier","limitTier":2}],
           "kickers":[{"id":"k1","threshold":100,"amount":500},{"id":"k2","selector":"metric","metric":"nps","threshold":90,"targetPayPercent":5}],
           "caps":[{"on":"deal","amount":700},{"on":"rate","percent":9},{"on":"attainment","percent":200},{"on":"component","percent":150,"per":"payPeriod","excess":"carried"}]},
          {"id":"b","measure":"quarter","creditRules":[{"id":"won"}],"table":{"mode":"interpolated","tiers":[{"from":0,"to":5000,"flat":10}]}},
          {"id":"c","measure":"year","creditRules":[{"id":"won"}],"table":{"mode":"curve","points":[{"at":0,"amount":0},{"at":100,"targetPayPercent":100}]}},
          {"id":"d","measure":"month","basedOn":["a","b"],"creditOf":"reports","levels":[1],"table":{"tiers":[{"from":0,"ratePercent":5},{"from":10,"ratePercent":6}]}},
          {"id":"e","measure":"deal","basedOn":["a"],"creditOf":"people","people":["cem"],"table":{"mode":"hybrid","tiers":[{"from":0,"ratePercent":5},{"from":10,"ratePercent":6}]}},
          {"id":"f","measure":"year","objectives":[{"metric":"mbo","weightPercent":70,"ladder":[{"atLeast":50,"payPercent":40}]},{"metric":"nps","amount":800}]}]}
        """;

    /// <summary>What bears on nothing that is paid: names of rules, groups and ids of what is said by its content.</summary>
    private static readonly string[] Unsaid = ["id", "group"];

    [Fact]
    public void Of_APlanWithEveryPart_SaysEachMember()
    {
        var whole = Text(JsonNode.Parse(Everything)!);
        var silent = Members(JsonNode.Parse(Everything)!, "").Where(member => Without(member.Path) is { } text && text == whole).Select(member => member.Path).ToList();
        Assert.Empty(silent);
    }

    private static IEnumerable<(string Path, JsonNode Node)> Members(JsonNode node, string path)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => (Name: member.Key, Value: member.Value!)),
            JsonArray items => items.Select((item, index) => (Name: index.ToString(System.Globalization.CultureInfo.InvariantCulture), Value: item!)),
            _ => [],
        };
        foreach (var (name, value) in children)
        {
            if (!Unsaid.Contains(name))
            {
                yield return ($"{path}/{name}", value);
            }

            foreach (var below in Members(value, $"{path}/{name}"))
            {
                yield return below;
            }
        }
    }

    /// <summary>The text without a member, or with another number in its place; null where there is no such plan.</summary>
    private static string? Without(string path)
    {
        var root = JsonNode.Parse(Everything)!;
        var names = path[1..].Split('/');
        var parent = names[..^1].Aggregate(root, (node, name) => node is JsonArray items ? items[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!);
        if (parent is JsonArray array)
        {
            array.RemoveAt(int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (parent[names[^1]] is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
        {
            parent[names[^1]] = value.GetValue<decimal>() + 1m;
        }
        else
        {
            ((JsonObject)parent).Remove(names[^1]);
        }

        try
        {
            return Text(root);
        }
        catch (JsonException)
        {
            return null; // it must be there
        }
    }

    private static string Text(JsonNode plan) => string.Join('\n', PlanText.Of(plan.Deserialize<Plan>(JsonSerializerOptions.Web)!)
        .SelectMany(section => section.Sentences.Prepend(section.Title)));
}
