#!/usr/bin/env bash
# Builds the command in release, and the other programs named (`chainwright-server`), and prints where it is. The Swift runtime is linked in: loading it from shared libraries takes longer than a
# small question takes to answer, and the program runs on machines without Swift.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# So are the C libraries that every run would load, where there are static ones: a folder that has no others is looked into first.
static=$PWD/.build/static-libraries
rm -rf "$static" && mkdir -p "$static"
flags=(--disable-local-rpath -Xlinker --no-export-dynamic -Xswiftc "-L$static")
# Tables that the linker fills are read-only before the first line runs; and no path of this machine stands in the program.
flags+=(-Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now -Xlinker -z -Xlinker noexecstack)
flags+=(-Xswiftc -file-prefix-map -Xswiftc "$PWD=." -Xcc "-ffile-prefix-map=$PWD=." -Xcc -fstack-protector-strong)
for library in expat yaml stdc++; do
  path=$(clang -print-file-name="lib$library.a")
  [ ! -f "$path" ] || ln -s "$path" "$static/"
done
[ ! -f "$(clang -print-file-name=libgcc_eh.a)" ] || flags+=(-Xswiftc -Xclang-linker -Xswiftc -static-libgcc)

log=$(mktemp)
trap 'rm -f "$log"' EXIT
build=(swift build -c release --static-swift-stdlib "${flags[@]}")
for product in chainwright "$@"; do
  if ! "${build[@]}" --product "$product" >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
done
echo "$("${build[@]}" --show-bin-path)/chainwright"
