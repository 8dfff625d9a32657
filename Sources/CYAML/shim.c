// A C target needs a C file; the functions are all in the library.
#include "cyaml.h"
