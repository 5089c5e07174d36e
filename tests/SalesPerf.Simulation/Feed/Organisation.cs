using System.Text;
using System.Text.Json.Nodes;
using SalesPerf.Functions.Access;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>The organisation that every run begins with. It is set up once; each run has a copy of what is stored then.</summary>
internal static class Organisation
{
    /// <summary>A Friday. It is the same day in every zone of the organisation until 15:00.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 5, 10, 0, TimeSpan.Zero);

    private const string Secret = "not-a-secret-of-the-simulation";

    /// <summary>Zones by person.</summary>
    public static readonly IReadOnlyDictionary<string, string> Zones = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["ann"] = "America/New_York",
        ["ben"] = "Asia/Tokyo",
        ["cid"] = "Europe/London",
    };

    private static readonly Lazy<(StoredDocuments Documents, string Secret)> SetUp = new(Make);

    /// <summary>What webhooks are signed with.</summary>
    public static string WebhookSecret => SetUp.Value.Secret;

    public static StoredDocuments Documents() => SetUp.Value.Documents.Copy();

    public const decimal FirstRate = 4;

    /// <summary>What the CRM shows to be let in.</summary>
    public const string SourceSecret = "not-a-secret-of-a-source";

    /// <summary>So that all periods that are kept see a change alike.</summary>
    private const string AllYear = "?effectiveFrom=2026-01-01";

    public static Request Person(string id, string team, string zone, IEnumerable<string> owners) => new("PutPerson", id, $$$"""
        {"id":"{{{id}}}","name":"{{{id}}}","team":"{{{team}}}","role":"rep","zone":"{{{zone}}}","mail":"{{{id}}}@example.com",
         "identities":{"crm":[{{{string.Join(',', owners.Select(owner => $"\"{owner}\""))}}}]}}
        """);

    public static Request Assignment(string person, int quota) => new("PutAssignment", person, $$"""
        {"id":"{{person}}","person":"{{person}}","plan":"tiers","from":"2026-10-01","quotas":[{"component":"bookings","amount":{{quota}},"period":"quarter"}]}
        """);

    public static Request Plan(decimal firstRate) => new("PutPlan", "tiers", $$$"""
        {"id":"tiers","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],
         "table":{"tiers":[{"from":0,"ratePercent":{{{firstRate}}}},{"from":20000,"ratePercent":5},{"from":60000,"ratePercent":6}]}}]}
        """, Query: AllYear);

    /// <summary>Meetings that were held, or these and calls.</summary>
    public static Request Meetings(bool withCalls) => Metric("meetings", $$"""{"kind":"count","types":["meeting.held"{{(withCalls ? ",\"call.completed\"" : "")}}]}""") with { Query = AllYear };

    public static Request Role(int target)
    {
        var thresholds = new[] { ("calls", 12), ("accounts", 12), ("bookings", 12), ("meetings", target) }
            .Select(one => $$$"""{"threshold":{"metric":"{{{one.Item1}}}","period":"month","target":{{{one.Item2}}}}}""");
        return new("PutRole", "rep", $$"""
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"bookings"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{{string.Join(',', thresholds)}}]}]}
            """);
    }

    public static Request Source(int firstProbability) => new("PutSource", "crm", $$$$"""
        {"id":"crm","provider":"cloudevents","stages":{"qualify":{"outcome":"open","probabilityPercent":{{{{firstProbability}}}},"order":1},
         "proposal":{"outcome":"open","probabilityPercent":50,"order":2},"won":{"outcome":"won","order":3},"lost":{"outcome":"lost","order":4}}}
        """);

    /// <summary>The key of ann, who is a rep, or of mia, who is the manager of sales.</summary>
    public static string KeyOf(string person) => ApiKeyText.Join(KeyIdOf(person), Secret);

    private static string KeyIdOf(string person) => ApiKeyText.KeyIdOf(person);

    private static (StoredDocuments Documents, string Secret) Make()
    {
        var (documents, secret) = (new StoredDocuments(), "");
        documents.Commit(new DocumentBatch("sources").Create(new Document(
            "sources", "owner~key", "owner-key", new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), 1, """{"protected":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}"""u8.ToArray())));
        foreach (var (person, role) in new[] { ("ann", "rep"), ("mia", "manager") })
        {
            var id = KeyIdOf(person);
            var key = $$"""{"keyId":"{{id}}","secretHash":"{{Convert.ToBase64String(ApiKeyText.Hash(Secret))}}","roles":["{{role}}"],"person":"{{person}}","sources":[]}""";
            documents.Commit(new DocumentBatch($"keys~{id}").Create(new Document($"keys~{id}", "key", "key", new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), 1, Encoding.UTF8.GetBytes(key))));
        }

        var world = Calm.World(documents, Start.AddHours(-2));
        var work = world.Turns.Start(async () =>
        {
            foreach (var request in Requests())
            {
                var answer = await world.AskAsync(world.Any("")!, request with { IsFirst = true }) ?? throw new InvalidOperationException(); // nothing ends in a calm world
                if (!answer.IsSuccess)
                {
                    throw new InvalidOperationException($"{request.Function} {request.Id}: {answer.Status} {answer.Text}");
                }

                if (request.Function == "PutWebhookSubscription")
                {
                    secret = JsonNode.Parse(answer.Text)!["secret"]!.GetValue<string>(); // shown once, now
                }
            }
        });
        world.RunUntilQuiet(() => work.IsCompleted, TimeSpan.FromHours(1));
        work.GetAwaiter().GetResult();
        return (documents, secret);
    }

    private static IEnumerable<Request> Requests()
    {
        yield return new("PutCalendar", null, """{"id":"default","zone":"Europe/London"}""");
        yield return new("PutForecastSettings", null, """{"id":"default","correlation":"0"}""");
        yield return Source(20);
        yield return new("SetSourceSecret", "crm", $$"""{"secrets":["{{SourceSecret}}"]}""");
        foreach (var (id, measure) in new[]
        {
            ("calls", """{"kind":"count","types":["call.completed"]}"""),
            ("accounts", """{"kind":"distinct","types":["call.completed"],"field":"account"}"""),
            ("bookings", """{"kind":"sum","types":["deal.won"],"field":"amount"}"""),
            ("created", """{"kind":"count","types":["deal.created"]}"""),
            ("deals-won", """{"kind":"count","types":["deal.won"]}"""),
        })
        {
            yield return Metric(id, measure);
        }

        yield return Meetings(withCalls: false) with { Query = "" };
        yield return Role(10);
        yield return Plan(FirstRate) with { Query = "" };
        yield return new("PutPerson", "mia", """{"id":"mia","name":"mia","mail":"mia@example.com"}""");
        yield return new("PutNotificationPreferences", "mia", """{"email":{"aboutReports":["turnedRed","turnedAmber","turnedGreen"],"aboutMe":[]}}""");
        yield return new("PutWebhookSubscription", "hook", """{"url":"https://hooks.example/salesperf"}""");
        yield return new("PutTeam", "sales", """{"id":"sales","name":"Sales","manager":"mia"}""");
        yield return new("PutTeam", "north", """{"id":"north","name":"North"}""");
        foreach (var (person, owners) in Story.FirstOwners)
        {
            yield return Person(person, "sales", Zones[person], owners);
            yield return Assignment(person, 50_000);
        }

        // From the first of a type on, nothing of it is zero and no longer unknown: for whoever has none too, from the next night on. That is not what is looked for.
        yield return new("PostActivities", null, $"[{string.Join(',', Story.Before.Select(one => one.Json))}]", "application/cloudevents-batch+json");
    }

    private static Request Metric(string id, string measure) => new("PutMetric", id, $$"""{"id":"{{id}}","name":"{{id}}","category":"activity","measure":{{measure}}}""");
}
