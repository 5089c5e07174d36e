using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Demo;

/// <summary>
/// Three months of what the sample's CRM, dialler and calendar send, in the disorder and with the repeats of real systems.
/// The same seed gives the same feed.
/// </summary>
internal sealed class SampleFeed
{
    private const double RepeatedShare = 0.02;

    private readonly Random random = new(20260822);
    private readonly List<SampleEvent> events = [];
    private int deals;
    private int crmEvents;

    /// <param name="organisation">Who works.</param>
    /// <param name="start">The first instant.</param>
    /// <param name="end">Nothing is sent of what happens at or after it.</param>
    public SampleFeed(SampleOrganisation organisation, DateTimeOffset start, DateTimeOffset end)
    {
        foreach (var rep in organisation.Reps)
        {
            Work(rep, start, end);
            Sell(rep, start, end);
        }

        events.RemoveAll(happened => happened.At >= end);
        Repeat();
        Disorder();
    }

    /// <summary>In the order of sending, which is nearly that of time.</summary>
    public IReadOnlyList<SampleEvent> Events => events;

    private void Work(SampleRep rep, DateTimeOffset start, DateTimeOffset end)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rep.Zone);
        var diligence = 0.6 + (0.8 * random.NextDouble());
        var (mails, calls, meetings, prospects, qualified) = rep.Role switch
        {
            "sdr" => (6.0, 5.0, 0.3, 1.4, 0.7),
            "ae" => (3.0, 2.4, 0.8, 0.5, 0.2),
            _ => (2.0, 2.2, 1.0, 0.1, 0.05),
        };
        for (var day = start.Date; day < end.Date.AddDays(1); day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || random.NextDouble() < 0.04)
            {
                continue;
            }

            Many("email.sent", mails);
            Many("call.completed", calls);
            Many("meeting.held", meetings);
            Many("prospect.created", prospects);
            Many("prospect.qualified", qualified);

            void Many(string type, double mean)
            {
                for (var left = Poisson(mean * diligence); left > 0; left--)
                {
                    Activity(rep, type, Moment(day, zone));
                }
            }
        }
    }

    private void Activity(SampleRep rep, string type, DateTimeOffset at)
    {
        var number = events.Count;
        var data = new JsonObject
        {
            ["owner"] = type == "meeting.held" ? rep.Owner : $"{rep.Id}@sample.example",
            ["account"] = string.Create(CultureInfo.InvariantCulture, $"acct-{random.Next(220):000}"),
        };
        if (type == "email.sent")
        {
            var conversation = string.Create(CultureInfo.InvariantCulture, $"{rep.Id}-c{number}");
            var isAutomated = random.NextDouble() < 0.15;
            data["conversation"] = conversation;
            data["attributes"] = new JsonObject { ["automated"] = isAutomated ? "true" : "false" };
            if (random.NextDouble() < (isAutomated ? 0.03 : 0.11))
            {
                var reply = new JsonObject { ["owner"] = $"{rep.Id}@sample.example", ["conversation"] = conversation };
                Add(DemoSources.Engagement, $"reply-{number}", "email.replied", at.AddHours(1 + (40 * random.NextDouble())), reply);
            }
        }

        Add(type == "meeting.held" ? DemoSources.Meetings : DemoSources.Engagement, $"act-{number}", type, at, data);
    }

    private void Sell(SampleRep rep, DateTimeOffset start, DateTimeOffset end)
    {
        var perWeek = rep.Role switch { "ae" => 1.5, "am" => 1.1, _ => 0.15 };
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rep.Zone);
        for (var day = start.Date; day < end.Date; day = day.AddDays(1))
        {
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            for (var left = Poisson(perWeek / 5); left > 0; left--)
            {
                var deal = 7_410_000 + deals++;
                foreach (var step in SampleDeals.Life(random, rep, Moment(day, zone)))
                {
                    events.Add(new SampleEvent(DemoSources.Crm, Whole(step.At), Change(deal, step)));
                }
            }
        }
    }

    private JsonObject Change(int deal, SampleDealStep step)
    {
        var change = new JsonObject
        {
            ["eventId"] = 3_816_000_000L + crmEvents++,
            ["subscriptionId"] = step.Property is null ? 2101 : 2102,
            ["portalId"] = 62515,
            ["appId"] = 1160452,
            ["occurredAt"] = Whole(step.At).ToUnixTimeMilliseconds(),
            ["subscriptionType"] = step.Property is null ? "deal.creation" : "deal.propertyChange",
            ["attemptNumber"] = 0,
            ["objectId"] = deal,
            ["changeSource"] = "CRM_UI",
        };
        if (step.Property is null)
        {
            change["changeFlag"] = "NEW";
        }
        else
        {
            change["propertyName"] = step.Property;
            change["propertyValue"] = step.Value;
        }

        return change;
    }

    private void Add(string source, string id, string type, DateTimeOffset at, JsonObject data)
    {
        var instant = Whole(at);
        events.Add(new SampleEvent(source, instant, new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = type,
            ["time"] = instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["data"] = data,
        }));
    }

    /// <summary>Systems send some things again, minutes or days later.</summary>
    private void Repeat()
    {
        foreach (var happened in events.ToArray())
        {
            if (random.NextDouble() < RepeatedShare)
            {
                events.Add(happened with { SentAt = happened.At.AddMinutes(random.Next(1, 2_000)), IsRepeat = true });
            }
        }
    }

    /// <summary>Most arrives within minutes, some an hour or two late, so that bodies mix times and changes overtake creations.</summary>
    private void Disorder()
    {
        for (var i = 0; i < events.Count; i++)
        {
            var late = random.NextDouble() < 0.1 ? random.Next(3, 150) : random.NextDouble() * 3;
            events[i] = events[i] with { SentAt = events[i].SentAt.AddMinutes(late) };
        }

        events.Sort((one, other) => one.SentAt.CompareTo(other.SentAt));
    }

    /// <summary>A working moment of a local day.</summary>
    private DateTimeOffset Moment(DateTime day, TimeZoneInfo zone)
    {
        var local = DateTime.SpecifyKind(day.Date, DateTimeKind.Unspecified).AddMinutes((8 * 60) + random.Next(10 * 60)).AddSeconds(random.Next(60));
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>Knuth's method; means are small.</summary>
    private int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}

/// <summary>Something that is sent.</summary>
/// <param name="Source">Which source sends it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">What is sent: a CloudEvent, or a change as HubSpot writes it.</param>
internal sealed record SampleEvent(string Source, DateTimeOffset At, JsonObject Body)
{
    /// <summary>When it is sent.</summary>
    public DateTimeOffset SentAt { get; init; } = At;

    /// <summary>True when it was sent before.</summary>
    public bool IsRepeat { get; init; }
}
