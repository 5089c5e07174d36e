using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Tests.Corpus;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Benchmarks.Providers;

/// <summary>
/// What one event of each registered connector costs on one thread: proof checked, parsed, normalised; against System.Text.Json, or XmlReader, that does nothing but parse the same bytes. The
/// payloads are those that the connectors' tests send.
/// </summary>
internal static class ConnectorComparison
{
    public static Task RunAsync(BenchmarkOptions options, Report report)
    {
        var samples = ProviderSamples.All.Select(sample => new Contest(sample)).ToList();
        foreach (var connector in ConnectorRegistry.All.Where(connector => samples.TrueForAll(contest => contest.Sample.Provider != connector.Provider)))
        {
            throw new InvalidOperationException($"There is no sample of {connector.Provider}.");
        }

        report.Say($"Before connectors were timed each of the {samples.Count} payloads was taken whole.");
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var contest in samples)
            {
                contest.Run(options.Of(5_000), isWarmUp: round == 0);
            }
        }

        report.Add(
            "Connectors: one event, one thread",
            ["provider, payload", "bytes", "µs of CPU", "bytes allocated", "µs to parse alone", "bytes allocated to parse alone", "ours ÷ parse alone"],
            samples.Select(contest => contest.Row()));
        return Task.CompletedTask;
    }

    /// <summary>One payload, read by ours and parsed alone in turn.</summary>
    private sealed class Contest
    {
        private readonly WebhookRequest request;
        private readonly IConnector connector;
        private readonly Source source;
        private readonly SourceSecrets secrets;
        private readonly byte[] body;
        private readonly int events;
        private readonly List<Measured> ours = [];
        private readonly List<Measured> bare = [];

        public Contest(ProviderSample sample)
        {
            (Sample, request, connector) = (sample, sample.Genuine, sample.Connector);
            (source, secrets, body) = (new Source { Id = "crm", Provider = sample.Provider }, new SourceSecrets(sample.Secret), request.Body.ToArray());
            events = Read() is ConnectorResult.Accepted { Items: { Count: > 0 } items } && !items.OfType<RejectedItem>().Any()
                ? items.Select(item => item.Index).Distinct().Count()
                : throw new InvalidOperationException($"{sample} is not taken.");
        }

        public ProviderSample Sample { get; }

        public void Run(int count, bool isWarmUp)
        {
            var read = Measure(count, () => Read() is ConnectorResult.Accepted);
            var parsed = Measure(count, body[0] == '<' ? ParseXml : ParseJson);
            if (!isWarmUp)
            {
                ours.Add(read);
                bare.Add(parsed);
            }
        }

        public IReadOnlyList<string> Row()
        {
            var (us, them) = (Report.Median(ours, sample => sample.Microseconds), Report.Median(bare, sample => sample.Microseconds));
            return
            [
                Sample.ToString(), (body.Length / events).ToString(CultureInfo.InvariantCulture), Report.Text(us / events), Bytes(ours), Report.Text(them / events), Bytes(bare),
                (us / them).ToString("0.0", CultureInfo.InvariantCulture),
            ];
        }

        private string Bytes(List<Measured> samples) => Report.Median(samples, sample => sample.Allocated / events).ToString("#,0", CultureInfo.InvariantCulture);

        private ConnectorResult Read() => connector.Read(request, source, secrets, ProviderSample.Now);

        private bool ParseJson()
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Undefined;
        }

        private bool ParseXml()
        {
            using var reader = XmlReader.Create(new StringReader(Encoding.UTF8.GetString(body)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
            {
                _ = reader.Value;
            }

            return reader.EOF;
        }

        private Measured Measure(int count, Func<bool> work)
        {
            // CPU, not wall: what else runs on the machine would be in it.
            var (allocated, start, done) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime, 0);
            for (var turn = 0; turn < count; turn++)
            {
                done += work() ? 1 : 0;
            }

            var (cpu, bytes) = (Environment.CpuUsage.TotalTime - start, GC.GetAllocatedBytesForCurrentThread() - allocated);
            Comparison.RequireEqual($"{Sample}", count, done);
            return new Measured(cpu.TotalMicroseconds / count, (double)bytes / count);
        }
    }

    private sealed record Measured(double Microseconds, double Allocated);
}
