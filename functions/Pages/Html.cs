using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SalesPerf.Functions.Pages;

/// <summary>
/// Markup. It is made from interpolated text only: what the text says is markup, whatever is put into its holes is encoded, in elements and in
/// attributes in double quotes alike. So nothing that came from outside can become markup by being forgotten.
/// </summary>
public sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly Holes Encoding = new();

    private readonly string markup;

    private Html(string markup) => this.markup = markup;

    public static Html Empty { get; } = new("");

    /// <summary>Holes take <see cref="Html"/> and lists of it as they are; anything else as text, numbers in the invariant culture.</summary>
    public static Html Of(FormattableString template) => new(template.ToString(Encoding));

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.markup)));

    /// <summary>The markup.</summary>
    public override string ToString() => markup;

    private sealed class Holes : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            Html html => html.markup,
            string text => Encoder.Encode(text),
            IFormattable number => Encoder.Encode(number.ToString(format, System.Globalization.CultureInfo.InvariantCulture)),
            IEnumerable many => many.Cast<object?>().Aggregate(new StringBuilder(), (all, one) => all.Append(Format(null, one, null))).ToString(),
            _ => Encoder.Encode(arg.ToString() ?? ""),
        };
    }
}
