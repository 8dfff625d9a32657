// The C++ library was set up on a glibc that has this header; one of 2018 has not. glibc.c gives the variable.
#pragma once
extern char __libc_single_threaded;
