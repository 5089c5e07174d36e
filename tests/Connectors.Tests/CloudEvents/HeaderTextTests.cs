using SalesPerf.Connectors.CloudEvents;

namespace SalesPerf.Connectors.Tests.CloudEvents;

/// <summary>The cases of the HTTP binding's rules for header values, as the official C# library's tests list them.</summary>
public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("simple", "simple")]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro \u20AC \U0001F600")]
    [InlineData("space%20encoded", "space encoded")]
    [InlineData("percent%25encoded", "percent%encoded")]
    [InlineData("quote%22encoded", "quote\"encoded")]
    [InlineData("caf%C3%A9", "caf\u00e9")]
    [InlineData("line1%0D%0Aline2", "line1\r\nline2")]
    [InlineData("lenient decoding %30%31", "lenient decoding 01")]
    [InlineData("\"  quoted  text  \"unquoted", "  quoted  text  unquoted")]
    [InlineData("\"escaped quote\\\"end\"", "escaped quote\"end")]
    [InlineData("\"escaped backslash\\\\end\"", "escaped backslash\\end")]
    [InlineData("non-escaping backslash\\end", "non-escaping backslash\\end")]
    [InlineData("Euro%20%e2%82%ac%20%f0%9F%98%80", "Euro \u20AC \U0001F600")]
    [InlineData("once%2520only", "once%20only")]
    public void Decode_WellFormedValue_IsText(string header, string expected) => Assert.Equal(expected, HeaderText.Decode(header));

    [Theory]
    [InlineData("unterminated percent %")]
    [InlineData("unterminated percent %0")]
    [InlineData("non hex percent %g0")]
    [InlineData("non hex percent %0g")]
    [InlineData("non hex percent %0$")]
    [InlineData("low surrogate %ED%B0%80")]
    [InlineData("high surrogate %ED%A0%80")]
    [InlineData("surrogate pair via two UTF-16 %ED%A0%80%ED%B0%80")]
    [InlineData("overlong UTF-8 %C0%A0")]
    [InlineData("incomplete end UTF-8 %E2")]
    [InlineData("incomplete end UTF-8 %E2%")]
    [InlineData("incomplete non-percent UTF-8 %E2x")]
    [InlineData("invalid UTF-8 first byte %82")]
    [InlineData("invalid UTF-8 second byte %E2%E2")]
    [InlineData("\"unterminated quote")]
    [InlineData("\"unterminated escape \\")]
    public void Decode_BrokenValue_IsRefused(string header) => Assert.Null(HeaderText.Decode(header));
}
