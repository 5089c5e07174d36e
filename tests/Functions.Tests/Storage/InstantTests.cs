using System.Text.Json;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Tests.Storage;

public sealed class InstantTests
{
    [Theory]
    [InlineData("2026-11-30T09:00:00Z", "2026-11-30T09:00:00Z")]
    [InlineData("2026-11-30T09:00:00.000Z", "2026-11-30T09:00:00Z")]
    [InlineData("2026-11-30T09:00:10.100Z", "2026-11-30T09:00:10.1Z")]
    [InlineData("2026-11-30T09:00:00.0000001+01:00", "2026-11-30T08:00:00.0000001Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-11-30T09:00:00\\u005A", "2026-11-30T09:00:00Z")]
    public void Write_WhatWasRead_IsInUtcWithAsManyDigitsAsItNeeds(string read, string written)
    {
        var instant = JsonSerializer.Deserialize($"\"{read}\"", TypedDocuments.TypeInfo<DateTimeOffset>());
        Assert.Equal($"\"{written}\"", JsonSerializer.Serialize(instant, TypedDocuments.TypeInfo<DateTimeOffset>()));
    }

    [Theory]
    [InlineData("2026-11-30T09:00:00")]
    [InlineData("2026-11-30")]
    [InlineData("")]
    public void Read_WithoutAnOffset_IsRefused(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($"\"{text}\"", TypedDocuments.TypeInfo<DateTimeOffset>()));
}
