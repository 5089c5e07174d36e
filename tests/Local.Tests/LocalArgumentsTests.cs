using Microsoft.Extensions.Configuration;

namespace SalesPerf.Local.Tests;

public sealed class LocalArgumentsTests
{
    [Fact]
    public void Parse_NoArguments_ListensForThisMachineOnly()
    {
        var options = Assert.IsType<LocalOptions>(LocalArguments.Parse([]).Options);

        Assert.Equal(("http://localhost:7071", ".salesperf", false), (options.Urls, options.Data, options.IsQuiet));
    }

    [Theory]
    [InlineData("--data", "there", "--urls", "http://127.0.0.1:0", "--quiet")]
    [InlineData("--quiet", "--urls=http://127.0.0.1:0", "--data=there")]
    public void Parse_EveryOption_IsTaken(params string[] args)
    {
        var options = Assert.IsType<LocalOptions>(LocalArguments.Parse(args).Options);

        Assert.Equal(("http://127.0.0.1:0", "there", true), (options.Urls, options.Data, options.IsQuiet));
    }

    [Theory]
    [InlineData("--store", "cosmos", "--cosmos-endpoint", "https://a.example/", "--cosmos-key", "a2V5", "--cosmos-database", "d")]
    [InlineData("--cosmos-database=d", "--cosmos-key=a2V5", "--cosmos-endpoint=https://a.example/", "--store=cosmos")]
    public void Parse_CosmosAccount_IsTakenAndItsKeyIsNotShown(params string[] args)
    {
        var account = LocalArguments.Parse(args).Options?.Cosmos;

        Assert.Equal(new CosmosAccount(new Uri("https://a.example/"), "a2V5", "d"), account);
        Assert.Equal("https://a.example/ (database d)", account?.ToString());
    }

    [Theory]
    [InlineData("--store postgres", "--store is sqlite or cosmos, not postgres")]
    [InlineData("--store cosmos", "--store cosmos needs --cosmos-endpoint with the https:// address of an account, not nothing")]
    [InlineData("--store cosmos --cosmos-endpoint http://a.example", "--store cosmos needs --cosmos-endpoint")]
    [InlineData("--store cosmos --cosmos-endpoint ftp://localhost", "--store cosmos needs --cosmos-endpoint")]
    [InlineData("--store cosmos --cosmos-endpoint http://localhost:8081", "--store cosmos needs --cosmos-key, or SALESPERF_COSMOS_KEY in the environment")]
    [InlineData("--store cosmos --cosmos-endpoint http://[::1]:8081 --cosmos-key not-a-key", "The key of the Cosmos DB account is not one")]
    [InlineData("--cosmos-endpoint https://a.example --cosmos-key a2V5", "--cosmos-endpoint goes with --store cosmos")]
    [InlineData("--cosmos-key", "--cosmos-key needs a value.")]
    public void Parse_CosmosAccountNotUnderstood_SaysSo(string line, string problem) =>
        Assert.StartsWith(problem, LocalArguments.Parse(line.Split(' ')).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("--demon", "Unknown option: --demon")]
    [InlineData("serve", "Unknown option: serve")]
    [InlineData("--quiet=yes", "Unknown option: --quiet=yes")]
    [InlineData("--data", "--data needs a value.")]
    [InlineData("--data=", "--data needs a value.")]
    [InlineData("--urls=localhost:7071", "--urls takes")]
    [InlineData("--urls=ftp://localhost", "--urls takes")]
    [InlineData("--urls=;", "--urls takes")]
    public async Task Run_OptionsNotUnderstood_SaysSoAndAnswersTwo(string arg, string problem)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(2, await LocalCommand.RunAsync([arg], output, error));
        Assert.StartsWith(problem, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("usage:", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Run_Help_PrintsTheUsageAndAnswersZero()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(0, await LocalCommand.RunAsync(["--help"], output, error));
        Assert.Contains("usage:", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(error.ToString());
    }

    [Theory]
    [InlineData("http://+:80")]
    [InlineData("http://*:8080; http://[::1]:7071")]
    public void Parse_EveryInterface_IsTakenWhenAsked(string urls) =>
        Assert.Equal(urls, LocalArguments.Parse(["--urls", urls]).Options?.Urls);

    [Theory]
    [InlineData("short", "is too short")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.example.com/secrets/admin-key)", "is a reference to a vault that could not be resolved")]
    public async Task Run_AdminKeyThatCannotBe_SaysSoAndAnswersTwo(string key, string fault)
    {
        using var folder = new TemporaryFolder();
        using var error = new StringWriter();
        var options = new LocalOptions
        {
            Data = folder.Inside("data"),
            Urls = "http://127.0.0.1:0",
            IsQuiet = true,
            Configure = builder => builder.Configuration.AddInMemoryCollection([new("SALESPERF_ADMIN_KEY", key)]),
        };

        Assert.Equal(2, await LocalCommand.RunAsync(options, TextWriter.Null, error));
        Assert.StartsWith($"SALESPERF_ADMIN_KEY {fault}", error.ToString(), StringComparison.Ordinal);
    }
}
