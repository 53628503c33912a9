// Whole programs on few processors: one at a time, or they measure each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
