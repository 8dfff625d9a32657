// No date of a build stands in the program.
#define BUILDDATE "0"
