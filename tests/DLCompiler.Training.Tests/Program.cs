using DLCompiler.Training.Tests.Fitting;

// What KilledRunTests starts and kills: a run that is kept in the folder of the first argument.
Spirals.Train(args[0]);
