using System.Text.RegularExpressions;
using System.Xml;
using SalesPerf.Functions;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>That queues, topic and subscriptions are those of the code, and keep and give up messages as the code expects.</summary>
internal static class BusRules
{
    private const string Bus = "app/servicebus.bicep";

    // Of Service Bus.
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);
    private const int LongestQueueName = 260;
    private const int LongestSubscriptionName = 50;

    /// <summary>Longer than anything is tried again on purpose: webhooks for three days.</summary>
    private static readonly TimeSpan LeastLife = TimeSpan.FromDays(7);

    private const int Deliveries = 20;

    public static IEnumerable<string> Check(InfraText infra)
    {
        var (queues, subscriptions) = (Strings(infra, "queues"), Strings(infra, "subscriptions"));
        foreach (var problem in Differences("queue", Queues.All, queues).Concat(Differences("subscription", [Queues.Email, Queues.Webhooks, Queues.Wall], subscriptions)))
        {
            yield return problem;
        }

        if (!infra[Bus].Contains($"var topic = '{Queues.Notifications}'", StringComparison.Ordinal))
        {
            yield return $"the topic is not {Queues.Notifications}";
        }

        foreach (var name in queues.Where(name => name.Length > LongestQueueName || !IsName(name)).Concat(subscriptions.Where(name => name.Length > LongestSubscriptionName || !IsName(name))))
        {
            yield return $"Service Bus takes no name {name}";
        }

        foreach (var (declaration, loop, use) in new[]
            {
                ("resource queue ", "[for item in queues:", "union(delivery,"),
                ("resource subscriber ", "[for item in subscriptions:", "properties: delivery"),
            })
        {
            var block = infra.Block(Bus, declaration);
            if (!block.Contains(loop, StringComparison.Ordinal) || !block.Contains("name: item", StringComparison.Ordinal) || !block.Contains(use, StringComparison.Ordinal))
            {
                yield return $"{declaration.Trim()} is not made for each, as the others are";
            }
        }

        foreach (var problem in CheckDelivery(infra))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckDelivery(InfraText infra)
    {
        var budget = 3 * (IngestActivities.MaxRetries > Attempts.Limit ? IngestActivities.MaxRetries : Attempts.Limit);
        foreach (var locked in infra.Values(Bus, "lockDuration").Select(XmlConvert.ToTimeSpan).DefaultIfEmpty(TimeSpan.Zero))
        {
            if (locked < budget || locked > LongestLock)
            {
                yield return $"a lock of {locked} is under three times what a handler takes ({budget}), or over what Service Bus takes";
            }
        }

        if (infra.Values(Bus, "maxDeliveryCount") is not [var deliveries] || deliveries != $"{Deliveries}")
        {
            yield return $"messages are not given up after {Deliveries} deliveries";
        }

        // Queues and subscriptions by what they share, and the topic.
        if (infra.Values(Bus, "defaultMessageTimeToLive") is not ["timeToLive", "timeToLive"]
            || Regex.Match(infra[Bus], "var timeToLive = '(?<life>[^']+)'") is not { Success: true } life
            || XmlConvert.ToTimeSpan(life.Groups["life"].Value) < LeastLife)
        {
            yield return $"messages do not live for {LeastLife.TotalDays} days everywhere";
        }

        if (infra.Values(Bus, "deadLetteringOnMessageExpiration") is not ["true"])
        {
            yield return "what grows too old is thrown away";
        }
    }

    private static bool IsName(string name) => Regex.IsMatch(name, "^[a-z][a-z0-9-]*[a-z0-9]$");

    private static IEnumerable<string> Differences(string kind, IEnumerable<string> code, IReadOnlyList<string> made) =>
        code.Except(made).Select(name => $"the {kind} {name} of the code is not made")
            .Concat(made.Except(code).Select(name => $"no code knows the {kind} {name}"));

    private static List<string> Strings(InfraText infra, string variable) =>
        [.. Regex.Matches(infra.Block(Bus, $"var {variable} = ["), "'(?<value>[^']*)'").Select(match => match.Groups["value"].Value)];
}
