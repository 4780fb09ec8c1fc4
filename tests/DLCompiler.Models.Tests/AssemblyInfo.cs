// The threads that run kernels are the process's: beside another test's kernels, a step runs alone, and may ask for other memory.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
