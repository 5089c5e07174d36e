Console.WriteLine("SalesPerf");
