using Mainstay.Cli;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
