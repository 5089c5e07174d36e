using System.Text;
using System.Text.Json;
using SalesPerf.Contracts.Validation;

namespace SalesPerf.Contracts.Tests.Validation;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "")]
    [InlineData("""{"type":"string"}""", "1", ": must be text")]
    [InlineData("""{"type":["string","null"]}""", "null", "")]
    [InlineData("""{"type":["null","string"]}""", "[]", ": must be text or null")]
    [InlineData("""{"type":"boolean"}""", "\"true\"", ": must be true or false")]
    [InlineData("""{"type":"integer","minimum":1,"maximum":12}""", "12", "")]
    [InlineData("""{"type":"integer","minimum":1,"maximum":12}""", "13", ": must be at most 12")]
    [InlineData("""{"type":"integer","minimum":1}""", "0", ": must be at least 1")]
    [InlineData("""{"type":"integer"}""", "1.0", ": must be a whole number (without fraction or exponent)")]
    [InlineData("""{"type":"integer"}""", "99999999999", ": must be a whole number (without fraction or exponent)")]
    [InlineData("""{"type":"number"}""", "1e2", "")]
    [InlineData("""{"type":"number"}""", "1e400", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"type":"number"}""", "1e-400", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"type":"number"}""", "1.00000000000000000000000000001", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"type":"number"}""", "0.00e-400", "")]
    [InlineData("""{"format":"decimal"}""", "100000000000000000.0000000001", "")]
    [InlineData("""{"type":["number","string"],"format":"decimal","exclusiveMinimum":0,"maximum":1}""", "\"0.5\"", "")]
    [InlineData("""{"type":["number","string"],"format":"decimal","exclusiveMinimum":0,"maximum":1}""", "0", ": must be above 0")]
    [InlineData("""{"type":["number","string"],"format":"decimal","exclusiveMinimum":0,"maximum":1}""", "\"0.0\"", ": must be above 0")]
    [InlineData("""{"type":["number","string"],"format":"decimal","exclusiveMinimum":0,"maximum":1}""", "\"1.0000000001\"", ": must be at most 1")]
    [InlineData("""{"format":"decimal"}""", "\"1e5\"", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"format":"decimal"}""", "\"NaN\"", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"format":"decimal"}""", "\" 1\"", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"format":"decimal"}""", "\"1\\n\"", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"format":"decimal"}""", "999999999999999999.9999999999", "")]
    [InlineData("""{"format":"decimal"}""", "1000000000000000000", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"format":"decimal"}""", "0.00000000001", ": must be a decimal number of at most 18 digits before and 10 after the point")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", ": must be one of a, b")]
    [InlineData("""{"enum":["a",null]}""", "null", "")]
    [InlineData("""{"enum":["a"]}""", "1", ": must be a")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"abc\"", "")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"abc\\n\"", ": must match [a-z]+")]
    [InlineData("""{"minLength":1,"maxLength":2}""", "\"\"", ": must not be empty")]
    [InlineData("""{"minLength":1,"maxLength":2}""", "\"abc\"", ": must have at most 2 characters")]
    [InlineData("""{"maxLength":2}""", "\"\\ud83d\\ude00\\ud83d\\ude00\"", "")] // two characters, four UTF-16 units
    [InlineData("""{"type":"string","maxLength":2}""", "\"\\ud83d\"", ": is not Unicode text")]
    [InlineData("""{"format":"date"}""", "\"2026-02-28\"", "")]
    [InlineData("""{"format":"date"}""", "\"2026-02-29\"", ": must be a day such as 2026-11-30, from 1900 to 2999")]
    [InlineData("""{"format":"date"}""", "\"1900-01-01\"", "")]
    [InlineData("""{"format":"date"}""", "\"2999-12-31\"", "")]
    [InlineData("""{"format":"date"}""", "\"1899-12-31\"", ": must be a day such as 2026-11-30, from 1900 to 2999")]
    [InlineData("""{"format":"date"}""", "\"9999-12-31\"", ": must be a day such as 2026-11-30, from 1900 to 2999")]
    [InlineData("""{"format":"date"}""", "\"2026-2-8\"", ": must be a day such as 2026-11-30, from 1900 to 2999")]
    [InlineData("""{"format":"date-time"}""", "\"2026-02-28T10:00:00+02:00\"", "")]
    [InlineData("""{"format":"date-time"}""", "\"2026-02-28T10:00:00\"", ": must be an instant such as 2026-11-30T08:00:00Z")]
    [InlineData("""{"format":"date-time"}""", "\"2026-02-30T10:00:00Z\"", ": must be an instant such as 2026-11-30T08:00:00Z")]
    [InlineData("""{"format":"currency"}""", "\"usd\"", ": must be a currency code of ISO 4217, such as USD")]
    [InlineData("""{"format":"currency"}""", "\"XXQ\"", ": must be a currency code of ISO 4217, such as USD")]
    [InlineData("""{"format":"currency"}""", "\"JPY\"", "")]
    [InlineData("""{"format":"zone"}""", "\"America/Argentina/Buenos_Aires\"", "")]
    [InlineData("""{"format":"zone"}""", "\"../../etc/passwd\"", ": must be an IANA time zone such as Europe/Berlin")]
    [InlineData("""{"items":{"type":"string"},"minItems":1,"maxItems":2}""", "[]", ": must have at least 1 item")]
    [InlineData("""{"items":{"type":"string"},"maxItems":2}""", "[1,2,3]", ": must have at most 2 items")]
    [InlineData("""{"items":{"type":"string"},"maxItems":2}""", "[\"a\",2]", "/1: must be text")]
    [InlineData("""{"items":{"type":"string"},"maxItems":9,"uniqueItems":true}""", "[\"a\",\"b\",\"\\u0061\"]", "/2: is listed twice")]
    [InlineData("""{"required":["a","b"],"properties":{"a":{"type":"string"}},"additionalProperties":false}""", "{\"c~/\":1}", "/a: is required|/b: is required|/c~0~1: is not known here")]
    [InlineData("""{"additionalProperties":{"type":"string"},"propertyNames":{"pattern":"^[a-z]$"},"maxProperties":1}""", "{\"a\":\"x\",\"B\":1}", ": must have at most 1 properties|/B: must match [a-z]|/B: must be text")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", "{\"\\udc00\":\"x\"}", ": has a property whose name is not Unicode text")]
    [InlineData("""{"required":["a"]}""", "{\"\\udc00\":\"x\"}", ": has a property whose name is not Unicode text")]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"additionalProperties":false}}}""", "{\"n\":{\"n\":{\"m\":1}}}", "/n/n/m: is not known here")]
    public void Validate_Value_FindsEveryError(string schema, string value, string expected)
    {
        using var document = JsonDocument.Parse(value);
        var errors = Schema(schema).Validate(document.RootElement);

        Assert.Equal(expected, string.Join('|', errors.Select(error => $"{error.Pointer}: {error.Detail}")));
    }

    [Theory]
    [InlineData("""{"oneOf":[]}""")]
    [InlineData("""{"properties":{"a":{"const":1}}}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"format":"uri"}""")]
    [InlineData("""{"pattern":"[a-z]"}""")]
    [InlineData("""{"pattern":"^a$|^b$"}""")]
    [InlineData("""{"$ref":"#/$defs/none"}""")]
    [InlineData("""{"uniqueItems":true,"items":{"type":"string"}}""")]
    [InlineData("""{"uniqueItems":true,"maxItems":5,"items":{"type":"object"}}""")]
    public void Parse_WhatTheCheckDoesNotKnow_IsRefused(string schema) =>
        Assert.Throws<FormatException>(() => Schema(schema));

    [Fact]
    public void Complete_AbsentProperties_GetTheirDefaults()
    {
        const string schema = """
            {"properties":{"a":{"default":1},"b":{"type":["string","null"],"default":"x"},"list":{"items":{"$ref":"#/$defs/n"}},"map":{"additionalProperties":{"$ref":"#/$defs/n"}}},
             "$defs":{"n":{"properties":{"c":{"default":[]},"n":{"$ref":"#/$defs/n"}}}}}
            """;
        using var document = JsonDocument.Parse("""{"b":null,"list":[{"n":{}},{"c":[1]}],"map":{"k":{}}}""");

        Assert.Equal(
            """{"b":null,"list":[{"n":{"c":[]},"c":[]},{"c":[1]}],"map":{"k":{"c":[]}},"a":1}""",
            Schema(schema).Complete(document.RootElement).GetRawText());
    }

    [Theory]
    [InlineData("""{"id":7,"days":["monday","someday"],"from":"never","extra":1,"list":[{"b":true},5,{"a":"x"}]}""", false, """{"days":["monday","someday"],"list":[{"b":true,"a":"x"},{"a":"x"},{"a":"x"}],"id":"x","from":"1900-01-01"}""")]
    [InlineData("""{"id":"a b","days":["someday"],"from":"2026-01-01","rate":"1e400"}""", true, """{"days":["monday"],"from":"2026-01-01","id":"x"}""")]
    [InlineData("""{"id":"a b","from":"2026-01-01","days":7}""", false, """{"id":"a b","from":"2026-01-01"}""")]
    public void Mend_DocumentWithErrors_HasTheSchemasShape(string value, bool isThorough, string expected)
    {
        const string schema = """
            {"type":"object","required":["id","from"],"additionalProperties":false,"properties":{"id":{"type":"string","pattern":"^[a-z]+$"},"from":{"type":"string","format":"date"},
             "rate":{"type":["string","number"],"format":"decimal"},"days":{"type":"array","items":{"$ref":"#/$defs/day"}},
             "list":{"type":"array","items":{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"boolean"}}}}},
             "$defs":{"day":{"type":"string","enum":["monday","tuesday"]}}}
            """;
        using var document = JsonDocument.Parse(value);
        var mended = Schema(schema).Mend(document.RootElement, Schema(schema).Validate(document.RootElement), isThorough);

        Assert.Equal(expected, mended.GetRawText());
        Assert.DoesNotContain(Schema(schema).Validate(mended), error => error.IsShape);
    }

    [Fact]
    public void Given_a_huge_wrong_document_when_validated_then_errors_end_at_the_limit()
    {
        using var document = JsonDocument.Parse($"[{string.Join(',', Enumerable.Repeat("1", 200_000))}]");

        Assert.Equal(JsonSchema.MaxErrors, Schema("""{"items":{"type":"string"}}""").Validate(document.RootElement).Count);
    }

    [Fact]
    public void Given_a_wrong_type_when_validated_then_the_error_is_one_of_shape()
    {
        using var document = JsonDocument.Parse("""{"a":1,"b":"x"}""");
        var errors = Schema("""{"properties":{"a":{"type":"string"},"b":{"enum":["y"]}}}""").Validate(document.RootElement);

        Assert.Equal([true, false], errors.Select(error => error.IsShape));
    }

    private static JsonSchema Schema(string text) => JsonSchema.Parse(Encoding.UTF8.GetBytes(text));
}
