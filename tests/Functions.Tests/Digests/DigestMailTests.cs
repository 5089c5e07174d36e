using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Pages;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Tests.Digests;

public sealed partial class DigestMailTests
{
    private static readonly string[] Sections =
        ["Forecast", "Teams", "At risk, and why", "Talk to, this week", "Say well done", "What turned", "Everybody together"];

    private static EmailMessage Mail(int people = 14, Func<string, string>? rename = null) =>
        DigestMail.Compose(SampleWeek.Delivery(people), SampleWeek.Reader, SampleWeek.NamesOf(rename), SampleWeek.Address);

    [Fact]
    public void Given_a_week_when_mailed_then_both_parts_say_the_same_in_the_same_order()
    {
        var mail = Mail();

        Assert.Equal($"Your week: 4 behind, {SampleWeek.Digest().AtRisk.Items.Count} with something red, 7 of 14 on track", mail.Subject);
        foreach (var part in new[] { Plain(mail.Html), Plain(mail.Text) })
        {
            var places = Sections.Select(section => part.IndexOf(section, StringComparison.OrdinalIgnoreCase)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
            foreach (var fact in new[]
                {
                    "Week 47, 16–22 November 2026", "USD 621,500 of USD 700,000 (88 %)", "27 % chance of quota", "USD 23,500 more than last week",
                    "19,250 of USD 35,000 expected by now, USD 15,750 short, USD 5,125 a day needed", "Behind at 59 %. Start with Bookings, USD 15,750 short.",
                    "won 1 deal worth USD 19,800", "Calls completed (61 against 80)", "Friday 27 November", "4 green, 1 amber, 2 red", "Scores of November 2026: 7 green (100 % or more), 3 amber (80 % or more), 4 red",
                })
            {
                Assert.Contains(fact, part, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Given_nothing_due_and_nothing_known_when_mailed_then_empty_sections_are_left_out()
    {
        var mail = Mail(people: 0);

        Assert.Equal("Your week: nobody is measured yet", mail.Subject);
        Assert.All(Sections[1..], section => Assert.DoesNotContain($">{section}<", mail.Html, StringComparison.Ordinal));
        Assert.DoesNotContain("FOLLOW-UPS", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' style='background:url(//evil.example)")]
    [InlineData("Ann\r\nBcc: all@example.com\r\n\r\n<b>")]
    [InlineData("{0}{{1}}%s${x}")]
    [InlineData("\u202e\u2066moc.elpmaxe\u2069")]
    [InlineData("\ud800 half")]
    public void Given_a_hostile_name_when_mailed_then_it_is_text_on_one_line_in_both_parts(string name)
    {
        var plain = Mail();

        var mail = Mail(rename: _ => name);

        Assert.Equal(Tags(plain.Html), Tags(mail.Html));
        Assert.Equal(plain.Text.Split('\n').Count(line => line.Length == 0), mail.Text.Split('\n').Count(line => line.Length == 0));
        Assert.DoesNotContain(mail.Text, one => one is '\u202e' or '\u2066' or '\r');
        Assert.DoesNotContain("\nBcc:", mail.Text, StringComparison.Ordinal);
        Assert.NotEmpty(MimeMessage.Compose(mail, EmailSource.Local));
    }

    [Theory]
    [InlineData(' ')]
    [InlineData('x')]
    [InlineData('界')]
    public void Given_names_without_end_when_mailed_then_no_line_is_long(char filler)
    {
        var mail = Mail(rename: name => name + new string(filler, 10_000) + "!");

        Assert.All(mail.Text.Split('\n').Where(line => !line.StartsWith("https://", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 72));
        Assert.All(mail.Html.Split('\n'), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 998));
        Assert.All(Encoding.ASCII.GetString(MimeMessage.Compose(mail, EmailSource.Local)).Split("\r\n"), line => Assert.InRange(line.Length, 0, 78));
    }

    [Fact]
    public void Given_emoji_without_blanks_when_wrapped_then_none_is_torn_apart()
    {
        var text = Mail(rename: _ => string.Concat(Enumerable.Repeat("\ud83d\ude00", 59))).Text;

        Assert.All(text.Split('\n'), line => Assert.False(line.Length > 0 && char.IsHighSurrogate(line[^1])));
    }

    [Fact]
    public void Given_a_mail_when_read_by_a_client_then_it_loads_nothing_runs_nothing_and_links_home_only()
    {
        var html = Mail().Html;

        Assert.DoesNotMatch("(?i)<(script|link|img|iframe|form|input|object|base)\\b|\\son[a-z]+=|@import|url\\(|<meta http-equiv", html);
        Assert.Equal(1, Regex.Count(html, "<style"));
        var links = Links().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith("https://sales.example.com/api/v1/", link, StringComparison.Ordinal));
        Assert.Contains("https://sales.example.com/api/v1/reps/r-01/scorecard/bookings/activities?period=2026-11", links);
        Assert.Contains("max-width:600px", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_colour_when_shown_then_a_word_or_a_number_stands_with_it()
    {
        var html = Mail().Html;

        Assert.All(Chips().Matches(html), chip => Assert.Matches(@"^(\d+.%|red|amber|green|unknown)$", Plain(chip.Groups[1].Value)));
    }

    [Fact]
    public void Given_thousands_of_people_when_mailed_then_clients_do_not_cut_the_mail()
    {
        var mail = Mail(people: 3_000);

        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Html), 1, 100_000);
        Assert.Contains("<a href=\"https://sales.example.com/api/v1/digests/m-emea/2026-W47#talks\" class=\"l\" style=\"color:#1f5fa8;text-decoration:none\">and 2960 more</a>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("and 2960 more", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_mail_that_is_cut_when_its_page_is_opened_then_all_that_is_kept_stands_there()
    {
        var page = new DigestHtml(SampleWeek.NamesOf(), SalesPerf.Functions.Pages.Links.Relative, DigestLimits.Page).Render(SampleWeek.Digest(40));

        var risks = SampleWeek.Digest(40).AtRisk.Items;
        Assert.True(risks.Count > DigestLimits.Mail.Risks);
        Assert.All(risks, risk => Assert.Contains($"href=\"/api/v1/reps/{risk.Person}/scorecard?period=2026-11\"", page, StringComparison.Ordinal));
        Assert.Contains("id=\"risk\"", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"and \d+ more<", page);
    }

    [Fact]
    public void Given_a_reader_who_likes_it_dark_when_mailed_then_every_painted_ground_and_ink_has_a_dark_one()
    {
        var html = Mail().Html;

        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", html, StringComparison.Ordinal);
        var painted = Regex.Matches(html, "<[a-z0-9]+ [^>]*style=\"[^\"]*color:[^>]*>").Select(match => match.Value).ToList();
        Assert.NotEmpty(painted);
        Assert.All(painted, tag => Assert.Contains("class=\"", tag, StringComparison.Ordinal));
    }

    [Fact]
    public void Given_a_director_when_mailed_then_their_managers_are_listed_with_who_is_behind_them()
    {
        var cell = new DigestCell { Metric = "calls", Period = "2026-11", Value = 40m, Target = 79.2m, IsPace = true, Attainment = 50.5m, Missing = 39.2m, PerDay = 1.44m };
        var digest = SampleWeek.Digest(0) with
        {
            ScorePeriod = "2026-W47",
            ToDo = new([new("r-01", SampleWeek.Today, DigestReasons.Leads, null, null, 7) { Led = 12, Behind = [new("r-02", 60.9m), new("r-03", 70m)] }], 0),
            AtRisk = new([new("r-02", 60.9m, [cell], "r-01")], 0),
        };
        var delivery = SampleWeek.Delivery(0) with { Content = digest };

        var mail = DigestMail.Compose(delivery, SampleWeek.Reader, SampleWeek.NamesOf(), SampleWeek.Address);

        Assert.All(new[] { Plain(mail.Html), Plain(mail.Text) }, part =>
        {
            Assert.Contains("7 of the 12 people they lead are behind.", part, StringComparison.Ordinal);
            Assert.Contains("60 %, Chidi Okafor 70 % and 5 more", part, StringComparison.Ordinal);
            Assert.Contains("Ben Fischer with Ana Abara", part, StringComparison.Ordinal);

            // 79.2 calls are 80 calls, and 1.44 a day are not enough.
            Assert.Contains("40 of 80 expected by now, 40 short, 1.5 a day needed", part, StringComparison.Ordinal);
        });
        Assert.Contains("https://sales.example.com/api/v1/reps/r-03/scorecard?period=2026-W47", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_the_same_delivery_when_composed_twice_then_the_mail_is_the_same_to_the_byte() =>
        Assert.Equal(MimeMessage.Compose(Mail(), EmailSource.Local), MimeMessage.Compose(Mail(), EmailSource.Local));

    [Theory]
    [InlineData(0, 0, 0, 0, "nobody is measured yet")]
    [InlineData(0, 0, 0, 1, "no figures yet for 1 person")]
    [InlineData(3, 1, 0, 0, "3 of 4 on track")]
    [InlineData(9, 2, 1, 0, "1 behind, 9 of 12 on track")]
    [InlineData(9, 2, 3, 0, "3 behind, 9 of 14 on track")]
    public void Given_colours_when_put_into_words_then_the_headline_says_whom_to_talk_to(int green, int amber, int red, int grey, string expected) =>
        Assert.Equal(expected, DigestWords.Headline(SampleWeek.Digest(0) with { People = new DigestColours(green, amber, red, grey) }));

    [Theory]
    [InlineData(null, "http://localhost:7071")]
    [InlineData("https://sales.example.com/app/", "https://sales.example.com/app")]
    public void Given_a_public_address_when_read_then_it_has_no_slash_at_the_end(string? setting, string expected) => Assert.Equal(expected, new PublicAddress(setting).Base);

    [Theory]
    [InlineData(null, "salesperf.local")]
    [InlineData("http://127.0.0.1:7071", "salesperf.local")]
    [InlineData("http://[::1]:7071", "salesperf.local")]
    [InlineData("http://machine:7071", "salesperf.local")]
    [InlineData("https://Sales.Example.com/perf", "sales.example.com")]
    [InlineData("https://sales.example.com./", "sales.example.com")]
    [InlineData("https://verkäufe.example/", "xn--verkufe-8wa.example")]
    public void Given_a_public_address_when_a_mail_is_named_then_no_other_deployment_names_one_so(string? setting, string expected) =>
        Assert.Equal(expected, new PublicAddress(setting).MailHost);

    [Theory]
    [InlineData("sales.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://sales.example.com/?a=b")]
    [InlineData("https://me@sales.example.com/")]
    public void Given_what_is_no_address_when_read_then_it_is_refused(string setting) => Assert.Throws<ArgumentException>(() => new PublicAddress(setting));

    /// <summary>Text without markup, blanks of any kind and number as one.</summary>
    private static string Plain(string part) => Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(part, "<[^>]*>", " ")), @"\s+", " ").Trim();

    private static IEnumerable<string> Tags(string html) => Regex.Matches(html, "<[^>]*>").Select(match => match.Value);

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<span style=\"display:inline-block[^>]*>([^<]*)</span>")]
    private static partial Regex Chips();
}
