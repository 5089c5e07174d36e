using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using SalesPerf.Functions;
using SalesPerf.Functions.Azure;
using SalesPerf.Functions.Health;

var builder = FunctionsApplication.CreateBuilder(args);

// The first registered is the outermost: results are forgotten after the ASP.NET Core integration executed them,
// and exceptions become results before it looks for one.
builder.UseMiddleware<ForgetHttpResult>();
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<ExceptionsToProblems>();
builder.UseMiddleware<FollowRuns>();

builder.Services.AddSalesPerf(builder.Configuration);
builder.Services.AddAzureEngines(builder.Configuration);
builder.Services.CountStoreOperations().CountSendings();
builder.Services.AddTelemetryExport(builder.Configuration);

var app = builder.Build();
app.Services.StartUptime();
app.Services.StartMetrics();
await app.RunAsync();
