using System.Text;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class RequestBodyTests
{
    private static async Task<(int Status, byte[] Bytes)> ReadAsync(byte[] sent, int maxBytes, string? encoding = null, long? announced = null, int maxCompressed = RequestBody.MaxCompressed)
    {
        var request = Requests.Of("POST", "/", sent);
        request.ContentLength = announced;
        if (encoding is not null)
        {
            request.Headers.ContentEncoding = encoding;
        }

        try
        {
            using var body = await RequestBody.ReadAsync(request, maxBytes, default, maxCompressed);
            return (200, body.Span.ToArray());
        }
        catch (ProblemException problem)
        {
            return (problem.Problem.Status, []);
        }
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(1, 1L)]
    [InlineData(16384, null)]
    [InlineData(16385, 16385L)]
    [InlineData(300_000, null)]
    [InlineData(300_000, 300_000L)]
    public async Task Given_a_plain_body_when_read_then_every_byte_is_there(int length, long? announced)
    {
        var sent = Noise(length);

        var (status, bytes) = await ReadAsync(sent, 300_000, announced: announced);

        Assert.Equal(200, status);
        Assert.Equal(sent, bytes);
    }

    [Theory]
    [InlineData(1000, 999, null)]
    [InlineData(1000, 999, 1000L)]
    [InlineData(1000, 999, 10L)]
    [InlineData(1_000_000, 20_000, null)]
    [InlineData(0, 999, 9_000_000_000L)]
    public async Task Given_more_than_allowed_when_read_then_413(int length, int maxBytes, long? announced) =>
        Assert.Equal(413, (await ReadAsync(Noise(length), maxBytes, announced: announced)).Status);

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    [InlineData("x-gzip")]
    public async Task Given_gzip_when_read_then_it_is_decoded(string encoding)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number},")));

        var (status, bytes) = await ReadAsync(Requests.Gzip(content), 300_000, encoding);

        Assert.Equal(200, status);
        Assert.Equal(content, bytes);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    [InlineData("gzip, br")]
    public async Task Given_another_coding_when_read_then_415_that_names_what_is_taken(string encoding)
    {
        var request = Requests.Of("POST", "/", [1], ("Content-Encoding", encoding));

        var thrown = await Assert.ThrowsAsync<ProblemException>(async () => await RequestBody.ReadAsync(request, 100, default));

        Assert.Equal(415, thrown.Problem.Status);
        Assert.Equal(new("Accept-Encoding", "gzip"), thrown.Problem.Header);
    }

    [Fact]
    public async Task Given_a_gzip_bomb_when_read_then_413_before_it_is_unpacked()
    {
        // 64 MB of zeros pack about 1000:1, far above 100:1, so it ends at the ratio even where the limit would allow it.
        var bomb = Requests.Gzip(new byte[64 * 1024 * 1024]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (status, _) = await ReadAsync(bomb, 128 * 1024 * 1024, "gzip");

        Assert.Equal(413, status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task Given_well_packed_text_below_one_megabyte_when_read_then_the_ratio_does_not_matter()
    {
        var content = new byte[1024 * 1024];

        Assert.Equal(content, (await ReadAsync(Requests.Gzip(content), content.Length, "gzip")).Bytes);
    }

    [Fact]
    public async Task Given_gzip_that_decodes_to_one_byte_too_many_when_read_then_413() =>
        Assert.Equal(413, (await ReadAsync(Requests.Gzip(Noise(1001)), 1000, "gzip", maxCompressed: 5000)).Status);

    [Fact]
    public async Task Given_more_compressed_bytes_than_allowed_when_read_then_413() =>
        Assert.Equal(413, (await ReadAsync(Requests.Gzip(Noise(5000)), 100_000, "gzip", maxCompressed: 4000)).Status);

    [Fact]
    public async Task Given_bytes_that_are_not_gzip_when_read_as_gzip_then_400() =>
        Assert.Equal(400, (await ReadAsync(Noise(500), 1000, "gzip")).Status);

    [Fact]
    public async Task Given_gzip_cut_short_when_read_then_400()
    {
        var whole = Requests.Gzip(Noise(5000));

        Assert.Equal(400, (await ReadAsync(whole[..(whole.Length / 2)], 10_000, "gzip")).Status);
        Assert.Equal(400, (await ReadAsync(whole[..^1], 10_000, "gzip")).Status);
        Assert.Equal(400, (await ReadAsync([], 10_000, "gzip")).Status);
        Assert.Equal(400, (await ReadAsync([.. whole, 1, 2, 3, 4], 10_000, "gzip")).Status);
    }

    [Fact]
    public async Task Given_a_body_disposed_twice_when_another_is_read_then_they_share_no_buffer()
    {
        var first = await RequestBody.ReadAsync(Requests.Of("POST", "/", Noise(100)), 1000, default);
        first.Dispose();
        first.Dispose();

        using var second = await RequestBody.ReadAsync(Requests.Of("POST", "/", [1, 2, 3]), 1000, default);
        using var third = await RequestBody.ReadAsync(Requests.Of("POST", "/", [4, 5, 6]), 1000, default);

        Assert.Equal([1, 2, 3], second.Span.ToArray());
        Assert.Equal([4, 5, 6], third.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => first.Memory);
    }
}
