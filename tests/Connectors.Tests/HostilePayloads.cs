using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests;

/// <summary>What every connector must survive, whoever signed it.</summary>
internal static class HostilePayloads
{
    /// <summary>Truncated at every byte and changed at random: always an answer, and what is taken can be stored and is the same when it is sent again.</summary>
    /// <param name="payload">One that is taken.</param>
    /// <param name="read">Signs whatever bytes, and reads them.</param>
    public static void Survive(string payload, Func<byte[], ConnectorResult> read)
    {
        var bytes = Samples.Utf8(payload.Trim());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.IsNotType<ConnectorResult.Accepted>(Checked(read, bytes[..length]));
        }

        var random = new Random(20260302);
        for (var i = 0; i < 1_500; i++)
        {
            var changed = (byte[])bytes.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                changed[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "[]{}\",:\\ud8e0123.- "[random.Next(19)]);
            }

            Checked(read, changed);
        }

        foreach (var hostile in new[]
        {
            "", "null", "[]", "{}", "[[]]", "[null]", "[{}]", "0", "\"\"", "<a/>", "\uFEFF{}", "{\"a\":1,\"a\":1}", "{\"token\":null}", "{\"value\":5}", "{\"event\":{}}", "{\"events\":{}}", "{\"callData\":[]}",
            new string('[', 100_000), string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), $"[{new string('9', 500_000)}]", "{\"a\":\"\\ud800\"}",
        })
        {
            Checked(read, Samples.Utf8(hostile));
        }

        Checked(read, [0xEF, 0xBB, 0xBF, 0xFF]);
        Assert.Equal(Checked(read, [0xEF, 0xBB, 0xBF, .. bytes]).GetType(), Checked(read, bytes).GetType());
    }

    private static ConnectorResult Checked(Func<byte[], ConnectorResult> read, byte[] body)
    {
        var result = read(body);
        var again = read(body);
        Assert.Equal(result.GetType(), again.GetType());
        if (result is ConnectorResult.Accepted accepted)
        {
            foreach (var (item, repeat) in accepted.Items.Zip(((ConnectorResult.Accepted)again).Items))
            {
                Check(item, repeat);
            }
        }

        return result;
    }

    private static void Check(ReadItem item, ReadItem repeat)
    {
        if (item is RejectedItem rejected)
        {
            Assert.NotEmpty(rejected.Errors);
        }

        if (item is ReadActivity { Activity: var activity })
        {
            Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey);
            Assert.InRange(activity.OccurredAt.Year, 2000, 2036);
            Assert.Null(ActivityTypeName.Problem(activity.Type));
            Assert.True(ActivityContent.AreEqual(activity, ((ReadActivity)repeat).Activity));
        }
    }
}
