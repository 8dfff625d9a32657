#!/usr/bin/env bash
# Compiles one file for libraries.sh: compile.sh FILE OBJECT, with the flags in FLAGS, those of C++ besides in CXX_FLAGS, and the compiler in ZIG.
set -euo pipefail
case $1 in
*.cpp) exec "$ZIG" c++ $CXX_FLAGS $FLAGS -c "$1" -o "$2" ;; # unquoted: several words
*) exec "$ZIG" cc $FLAGS -c "$1" -o "$2" ;;
esac
