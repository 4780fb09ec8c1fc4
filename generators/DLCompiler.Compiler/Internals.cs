using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DLCompiler.Compiler.Tests")]
