using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Functions;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Storage;
using SalesPerf.Local.Discovery;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Webhooks;

namespace SalesPerf.Simulation.Engine;

/// <summary>A process of the app: its own services and caches, over the store and the broker that all share.</summary>
internal sealed class Instance
{
    public const string AdminKey = "an-admin-key-for-the-simulation";

    /// <summary>Every function of the app, found once.</summary>
    public static readonly FunctionCatalog Functions = FunctionCatalog.Discover(typeof(Queues).Assembly.GetTypes(), "");

    private static readonly ServiceProvider Shared = Common();

    private readonly TaskCompletionSource end = new();

    public Instance(World world, string name)
    {
        Name = name;
        Calls = new Calls(world, this);
        Services = Shared.CreateScope().ServiceProvider;
        var ports = Services.GetRequiredService<Ports>();
        (ports.Time, ports.Documents, ports.Messages, ports.Mail) = (ClockOf(world), new DocumentPort(Calls, world), new MessagePort(Calls, world), new MailPort(Calls, world));
        ports.Patience = world.Chance.About("patience").Is(0.2) ? Attempts.Limit : TimeSpan.Zero;
        ports.Webhooks = new WebhookSender(new WebhookOptions(), new WebhookPort(Calls, world));
    }

    /// <summary>Its clock differs a little from the broker's and from the other instance's: by less than what the app allows for.</summary>
    private TimeProvider ClockOf(World world)
    {
        var dice = world.Chance.About("clock " + Name[0]);
        var isOff = !world.Faults.IsCalm && dice.Is(0.5);
        return isOff ? new InstanceTime(world.Time, TimeSpan.FromSeconds((2 * dice.Unit()) - 1)) : world.Time;
    }

    public string Name { get; }

    public Calls Calls { get; }

    public IServiceProvider Services { get; }

    public bool IsDead => end.Task.IsCompleted;

    /// <summary>Ends when the process ends.</summary>
    public Task End => end.Task;

    /// <summary>Calls that are being handled.</summary>
    public int Running { get; set; }

    public void Kill() => end.TrySetResult();

    /// <summary>
    /// What the app registers, composed once for all runs: an instance is a scope of it, and what a process has one of, a scope has one of. So an instance
    /// begins with nothing in its caches, and costs little.
    /// </summary>
    private static ServiceProvider Common()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(Functions);
        services.AddScoped<Ports>();
        services.AddScoped(scope => scope.GetRequiredService<Ports>().Time!);
        services.AddScoped(scope => scope.GetRequiredService<Ports>().Documents!);
        services.AddScoped(scope => scope.GetRequiredService<Ports>().Messages!);
        services.AddScoped(scope => scope.GetRequiredService<Ports>().Mail!);
        services.AddScoped(scope => scope.GetRequiredService<Ports>().Webhooks!);
        services.AddScoped(scope => new Functions.Storage.Turns(scope.GetRequiredService<TimeProvider>()) { Limit = scope.GetRequiredService<Ports>().Patience });
        services.AddSalesPerf(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [AccessOptions.AdminKeySetting] = AdminKey }).Build());
        services.AddSingleton<IDataProtectionProvider>(new Unprotected());
        for (var i = 0; i < services.Count; i++)
        {
            services[i] = OfInstance(services[i]);
        }

        return services.BuildServiceProvider();
    }

    private static ServiceDescriptor OfInstance(ServiceDescriptor service) => service switch
    {
        { Lifetime: not ServiceLifetime.Singleton } or { ImplementationInstance: not null } => service,
        _ when service.ServiceType.Namespace?.StartsWith("SalesPerf", StringComparison.Ordinal) != true => service,
        { ImplementationFactory: { } factory } => ServiceDescriptor.Scoped(service.ServiceType, factory),
        _ => ServiceDescriptor.Scoped(service.ServiceType, service.ImplementationType!), // there is no fourth way
    };

    /// <summary>An instance's own, set when it begins.</summary>
    private sealed class Ports
    {
        public TimeProvider? Time { get; set; }

        public IDocumentStore? Documents { get; set; }

        public IMessageBus? Messages { get; set; }

        public IEmailSender? Mail { get; set; }

        public WebhookSender? Webhooks { get; set; }

        /// <summary>How long it waits for a turn: in most runs not at all, so that what it spares in a process happens here too.</summary>
        public TimeSpan Patience { get; set; }
    }

    /// <summary>What is encrypted differs from run to run: here nothing is.</summary>
    private sealed class Unprotected : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => plaintext;

        public byte[] Unprotect(byte[] protectedData) => protectedData;
    }
}
