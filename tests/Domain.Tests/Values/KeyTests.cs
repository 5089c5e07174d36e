using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public sealed class KeyTests
{
    [Theory]
    [InlineData("", "_")]
    [InlineData(".", "_2E")]
    [InlineData("..", "_2E_2E")]
    [InlineData("...", "...")]
    [InlineData("a.b-9", "a.b-9")]
    [InlineData("a~b_c", "a_7Eb_5Fc")]
    [InlineData("%2F", "_252F")]
    [InlineData("é\u0000 /", "_C3_A9_00_20_2F")]
    public void Given_any_text_when_made_a_component_then_only_safe_characters_are_left(string text, string component) =>
        Assert.Equal(component, Key.Component(text));

    [Fact]
    public void Given_components_when_joined_then_only_the_tilde_joins_them() => Assert.Equal("a_7Eb~_2E_2E~c", Key.Of("a~b", "..", "c"));

    [Fact]
    public void Given_long_text_when_made_a_component_then_it_is_cut_and_told_apart_by_its_hash()
    {
        var (one, other) = (Key.Component(new string('é', 200)), Key.Component(new string('é', 200) + "x"));
        Assert.NotEqual(one, other);
        Assert.InRange(one.Length, 1, Key.MaxComponent);
    }

    [Fact]
    public void Given_two_different_texts_when_made_components_then_they_differ() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((left, right) =>
            IsText(left.Get) && IsText(right.Get) && left.Get != right.Get ? Key.Component(left.Get) != Key.Component(right.Get) : true).QuickCheckThrowOnFailure();

    // Half a surrogate pair has no bytes of its own.
    private static bool IsText(string text) => !text.Any(char.IsSurrogate);
}
