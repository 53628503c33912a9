namespace Mainstay.Endpoints.Tests.Fakes;

/// <summary>Tests that look at the memory of the whole process: nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(AloneGroup), DisableParallelization = true)]
public sealed class AloneGroup;
