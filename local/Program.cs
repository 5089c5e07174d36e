using SalesPerf.Local;

return await LocalCommand.RunAsync(args, Console.Out, Console.Error);
