using System.Text;
using System.Text.Json;
using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.Tests.Json;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" [1, -0, 1.5e3, \"\\ud83d\\ude00\", null, true] ")]
    [InlineData("\"\\\\ud800\"")]
    [InlineData("\uFEFF{\"a\":{\"a\":1}}")]
    public void Parse_StrictJson_IsRead(string text)
    {
        Assert.NotNull(StrictJson.Parse(Encoding.UTF8.GetBytes(text), out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", "", "empty")]
    [InlineData("\uFEFF", "", "empty")]
    [InlineData("{", "", "byte 1")]
    [InlineData("{} {}", "", "byte 3")]
    [InlineData("{}x", "", "byte 2")]
    [InlineData("[1,]", "", "byte 3")]
    [InlineData("// no\n{}", "", "byte 0")]
    [InlineData("{'a':1}", "", "byte 1")]
    [InlineData("[NaN]", "", "byte 1")]
    [InlineData("[01]", "", "not well-formed")]
    [InlineData("{\"a\":1,\"a\":2}", "/a", "twice")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "/a", "twice")]
    [InlineData("{\"x\":[0,{\"b/c\":[{\"y\":1,\"y\":1}]}]}", "/x/1/b~1c/0/y", "twice")]
    [InlineData("[\"\\ud83d\"]", "", "surrogate")]
    [InlineData("[\"\\ude00\\ud83d\"]", "", "surrogate")]
    [InlineData("{\"\\uD83D\\u0041\":1}", "", "surrogate")]
    public void Parse_LooseJson_IsRefusedWithTheReason(string text, string pointer, string detail)
    {
        Assert.Null(StrictJson.Parse(Encoding.UTF8.GetBytes(text), out var error));
        Assert.Equal(pointer, error!.Pointer);
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xC0, 0xA0, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xE2, 0x82, (byte)'"' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0 })]
    public void Parse_BytesThatAreNotUtf8_AreRefused(byte[] bytes)
    {
        Assert.Null(StrictJson.Parse(bytes, out var error));
        Assert.Contains("UTF-8", error!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(10_000, false)]
    public void Parse_Nesting_EndsAtThirtyTwoLevels(int depth, bool isRead)
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var inner = open == "[" ? string.Empty : "0";
            var text = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
            Assert.Equal(isRead, StrictJson.Parse(Encoding.UTF8.GetBytes(text), out var error) is not null);
            Assert.Equal(isRead ? null : "The JSON is nested deeper than 32 levels.", error?.Detail);
        }
    }

    [Fact]
    public void Parse_NumberOfAMillionDigits_IsReadAsText()
    {
        var value = StrictJson.Parse(Encoding.UTF8.GetBytes("[" + new string('9', 1_000_000) + "]"), out _);
        Assert.Equal(256, JsonText.Raw(value!.Value[0]).Length);
    }

    [Fact]
    public void Elements_ArrayOfAnything_SaysWhereEachIs()
    {
        var text = Encoding.UTF8.GetBytes("\uFEFF [ {\"a\":[1,2]} , \"x\" ,\n3 , {\"a\":1,\"a\":2}, [[[]]] ] ");
        var ranges = StrictJson.Elements(text, 5, out var error);
        Assert.Null(error);
        Assert.Equal(["{\"a\":[1,2]}", "\"x\"", "3", "{\"a\":1,\"a\":2}", "[[[]]]"], ranges!.Select(range => Encoding.UTF8.GetString(text[range])));
        Assert.Null(StrictJson.Elements(text, 4, out error));
        Assert.Equal("A batch holds at most 4 items.", error!.Detail);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1")]
    [InlineData("[1] 2")]
    [InlineData("[1,]")]
    [InlineData("")]
    public void Elements_NotOneArray_IsRefused(string text)
    {
        Assert.Null(StrictJson.Elements(Encoding.UTF8.GetBytes(text), 10, out var error));
        Assert.NotNull(error);
    }

    [Fact]
    public void Parse_EveryTruncationAndManyMutations_NeverThrow()
    {
        var text = Encoding.UTF8.GetBytes("[{\"a\":\"\\ud83d\\ude00 \u20AC\",\"b\":[1.5e-3,-0,true,false,null,{\"c\":{}}]},\"\\\\\\\"\\n\",[[]]]");
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Null(StrictJson.Parse(text.AsSpan(0, length), out var error));
            Assert.NotNull(error);
            Assert.Null(StrictJson.Elements(text.AsSpan(0, length), 10, out error));
            Assert.NotNull(error);
        }

        var random = new Random(20260302);
        for (var i = 0; i < 5_000; i++)
        {
            var mutated = (byte[])text.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                mutated[random.Next(mutated.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "[]{}\",:\\ud8e0 "[random.Next(14)]);
            }

            // Exactly one of value and reason; and whatever is read can be read to its last text.
            var value = StrictJson.Parse(mutated, out var error);
            Assert.Equal(value is null, error is not null);
            Assert.Equal(value is null, value is null || !IsTextReadable(value.Value));
            Assert.Equal(StrictJson.Elements(mutated, 100, out error) is null, error is not null);
        }
    }

    private static bool IsTextReadable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(member => member.Name.Length >= 0 && IsTextReadable(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsTextReadable),
        JsonValueKind.String => value.GetString() is not null,
        _ => true,
    };
}
