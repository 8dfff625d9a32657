// What Clp, Cbc and what they stand on ask of the system, where no `configure` has looked: a Linux with a compiler of this century.
#define HAVE_CFLOAT 1
#define HAVE_CIEEEFP 0
#define HAVE_CMATH 1
#define HAVE_FLOAT_H 1
#define HAVE_INTTYPES_H 1
#define HAVE_MATH_H 1
#define HAVE_STDINT_H 1
#define HAVE_STDLIB_H 1
#define HAVE_STRINGS_H 1
#define HAVE_STRING_H 1
#define HAVE_SYS_STAT_H 1
#define HAVE_SYS_TYPES_H 1
#define HAVE_UNISTD_H 1
#define COIN_C_FINITE std::isfinite
#define COIN_C_ISNAN std::isnan
#undef HAVE_CIEEEFP
