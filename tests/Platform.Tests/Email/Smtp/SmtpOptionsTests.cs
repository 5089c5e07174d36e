using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SalesPerf.Platform.Email.Smtp;

namespace SalesPerf.Platform.Tests.Email.Smtp;

public sealed class SmtpOptionsTests
{
    [Fact]
    public void Given_no_server_when_read_then_there_is_none() => Assert.Null(SmtpOptions.Read(Settings()));

    [Theory]
    [InlineData(null, SmtpSecurity.StartTls, 587)]
    [InlineData("starttls", SmtpSecurity.StartTls, 587)]
    [InlineData("Tls", SmtpSecurity.Tls, 465)]
    [InlineData("none", SmtpSecurity.None, 25)]
    public void Given_a_server_when_read_then_its_port_goes_by_its_security(string? security, SmtpSecurity expected, int port)
    {
        var options = SmtpOptions.Read(Settings(("Host", "mail.example.com"), ("Security", security), ("From", "noreply@example.com")));

        Assert.Equal((expected, port, "SalesPerf"), (options!.Security, options.Port, options.From.Name));
    }

    [Theory]
    [InlineData("Security", "SSL")]
    [InlineData("Security", "7")]
    [InlineData("Port", "0")]
    [InlineData("Port", "x")]
    [InlineData("From", "")]
    [InlineData("From", "nobody")]
    [InlineData("Password", "")]
    [InlineData("Password", "@Microsoft.KeyVault(SecretUri=https://kv.example.com/secrets/smtp-password)")]
    public void Given_settings_that_cannot_work_when_read_then_the_setting_is_named(string name, string value)
    {
        (string, string?)[] all = [("Host", "mail.example.com"), ("User", "u"), ("Password", "p"), ("From", "noreply@example.com"), (name, value)];

        Assert.Contains(name == "Password" && value.Length == 0 ? "User" : name, Assert.Throws<OptionsValidationException>(() => SmtpOptions.Read(Settings(all))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_password_in_clear_when_read_then_it_is_refused() =>
        Assert.Throws<OptionsValidationException>(() => SmtpOptions.Read(Settings(("Host", "h"), ("User", "u"), ("Password", "p"), ("Security", "None"), ("From", "noreply@example.com"))));

    private static IConfiguration Settings(params (string Name, string? Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.GroupBy(value => value.Name).Select(same => KeyValuePair.Create($"{SmtpOptions.Section}:{same.Key}", same.Last().Value)))
        .Build();
}
