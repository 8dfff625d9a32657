#!/usr/bin/env bash
# Makes the programs that need nothing but the C library of a Linux of 2018 (glibc 2.28): .build/portable/chainwright, and beside it chainwright-server, which
# `chainwright serve` starts. Prints where the first is.
# The objects of the release build are linked once more, by the compiler of PyPI's `ziglang`, with the C libraries that scripts/portable/libraries.sh builds.
# What has to be so is checked: no newer symbol of glibc, no other library, and no more than 40 MB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

glibc=2.28
most=$((42 * 1024 * 1024)) # the normal program, stripped, has 35 MB
root=$PWD/.build/portable
here=$PWD/scripts/portable
fail() { echo "error: the portable program $1" >&2; exit 1; }
[ "$(uname -m)" = x86_64 ] || fail "is made on x86-64 alone so far"

normal=$(scripts/build.sh chainwright-server)
"$here/libraries.sh"
zig=$(find "$root/zig" -path '*/ziglang/zig' -type f | head -1)
mkdir -p "$root/link"
cd "$root/link"

# The functions that the C files ask for by name, as they list them.
names=$(grep -ohE 'use\([A-Za-z_0-9]+\)' "$here"/../../Sources/{CGraphviz,CCbc,CSQLite,CZip,CXlsxWriter}/shim.c | sed -E 's/use\((.*)\)/\1/' | grep -v '^name$' | LC_ALL=C sort -u)
{
  echo '// Made by scripts/portable.sh from what the C files of Sources ask for.'
  echo '#include <string.h>'
  for name in $names; do echo "extern char $name[];"; done
  # Graphviz finds its plugins in a table instead of files.
  echo 'extern char cw_graphviz_context[];'
  echo 'static const struct { const char *name; void *place; } entries[] = {'
  for name in $names; do
    if [ "$name" = gvContext ]; then place=cw_graphviz_context; else place=$name; fi
    echo "  {\"$name\", $place},"
  done
  echo '};'
  cat <<'C'
void *cw_builtin(const char *name) {
  for (unsigned at = 0; at < sizeof entries / sizeof entries[0]; at++)
    if (strcmp(entries[at].name, name) == 0) return entries[at].place;
  return 0;
}
C
} >entries.c

swift=$(dirname "$(readlink -f "$(command -v swift)")")
library=$swift/../lib/swift_static/linux
archive() { clang -print-file-name="lib$1.a"; }
ours=()
for name in xlsxwriter zip sqlite3 graphviz expat yaml Cbc Cgl Clp Osi CoinUtils z; do ours+=("$root/lib/lib$name.a"); done
link() { # PROGRAM MODULE: the objects of the release build of that name, and what each asks to be linked with, of which the C libraries are ours
  local name=$1 built=$root/$1 newest needed size # the module has the program's beginning
  tr -d "'" <"$(dirname "$normal")/$name.product/Objects.LinkFileList" >"$name.rsp"
  xargs -n 2000 "$swift/swift-autolink-extract" -o autolink "$library"/x86_64/swiftrt.o <"$name.rsp"
  grep -E '^-l' autolink | grep -vE '^-l(expat|yaml|z|dl|m|pthread|stdc\+\+|c|util|rt)$' | awk '!seen[$0]++' >autolink.rsp || true
  "$zig" cc -target "x86_64-linux-gnu.$glibc" -O2 -fPIE -pie -o "$name" "$library/x86_64/swiftrt.o" "@$name.rsp" "-DCW_MAIN=$2_main" "$here/glibc.c" \
    entries.c "$here/graphviz.c" -I"$root/source/graphviz/lib/gvc" -I"$root/source/graphviz/lib/cgraph" -I"$root/source/graphviz/lib/cdt" \
    -I"$root/source/graphviz/lib/common" -I"$root/source/graphviz/lib/pathplan" -ffile-prefix-map="$root=." -w \
    -L"$library" -Wl,--start-group @autolink.rsp "${ours[@]}" "$(archive stdc++)" -Wl,--end-group -lunwind -lm -lpthread -ldl \
    -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack 2>log || { grep -v warning log | head -40 >&2; fail "$name could not be linked"; }
  strip --strip-all -o "$built" "$name"

  newest=$(objdump -T "$built" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -1)
  [ "$(printf '%s\n' "GLIBC_$glibc" "$newest" | sort -V | tail -1)" = "GLIBC_$glibc" ] || fail "$name asks for $newest"
  needed=$(readelf -dW "$built" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | LC_ALL=C sort | tr '\n' ' ')
  for needs in $needed; do
    case $needs in libc.so.6 | libm.so.6 | libpthread.so.0 | libdl.so.2 | ld-linux-x86-64.so.2) ;; *) fail "$name needs $needs" ;; esac
  done
  size=$(stat -c %s "$built")
  [ "$size" -le "$most" ] || fail "$name has $size bytes; no more than $most are wanted"
  (cd "$root/../.." && "$here/../hardened.sh" "$built") >&2
  echo "$built: $((size / 1024 / 1024)) MB, newest symbol of glibc $newest, needs $needed" >&2
}
link chainwright ChainwrightCommand
link chainwright-server ChainwrightServer
echo "$root/chainwright"
