#!/usr/bin/env bash
# Builds the C libraries of the portable program into .build/portable/lib, for any x86-64 Linux with glibc 2.28 or newer: from Debian's source packages, with
# the compiler that PyPI brings as `ziglang`. What is there already is not built again. The licences are put beside them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

here=$PWD/scripts/portable
root=$PWD/.build/portable
glibc=2.28
zig_version=0.17.1
packages=(zlib libzip libxlsxwriter sqlite3 coinutils coinor-osi clp coinor-cgl coinor-cbc expat libyaml graphviz)
tools=(bison flex m4)
say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $1"; exit 1; }
mkdir -p "$root"

stamp=$(cat "$here/libraries.sh" "$here"/config/*.h "$here"/config/*/*.h | sha256sum | cut -d' ' -f1)
[ "$(cat "$root/lib/stamp" 2>/dev/null)" != "$stamp" ] || exit 0

compiler() {
  local found
  found=$(find "$root/zig" -path '*/ziglang/zig' -type f 2>/dev/null | head -1)
  if [ -z "$found" ] || [ "$("$found" version)" != "$zig_version" ]; then
    say "Installing the compiler (PyPI: ziglang $zig_version) into .build/portable/zig …"
    python3 -m venv "$root/zig" || fail "Python cannot make an environment (Debian: apt-get install python3-venv)"
    "$root/zig/bin/python" -m pip install -q --disable-pip-version-check "ziglang==$zig_version" || fail "no ziglang $zig_version from PyPI"
    found=$(find "$root/zig" -path '*/ziglang/zig' -type f | head -1)
  fi
  printf '%s\n' "$found"
}

# Sources come through a list of our own: the system's stays as it is.
sources() {
  local missing=() package
  for package in "${packages[@]}"; do [ -f "$root/source/$package/.ready" ] || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || [ ! -x "$root/tools/usr/bin/bison" ] || return 0
  say "Fetching sources: ${missing[*]} …"
  command -v dpkg-source >/dev/null || fail "no dpkg-source (Debian: apt-get install dpkg-dev)"
  mkdir -p "$root"/apt/lists/partial "$root"/apt/cache/archives/partial "$root/source" "$root/tools" "$root/download"
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg
  printf 'deb-src [signed-by=%s] http://deb.debian.org/debian bookworm main\ndeb [signed-by=%s] http://deb.debian.org/debian bookworm main\n' "$keys" "$keys" >"$root/apt/sources.list"
  printf 'Dir::Etc::sourcelist "%s";\nDir::Etc::sourceparts "-";\nDir::State::lists "%s";\nDir::Cache "%s";\nAPT::Sandbox::User "root";\n' \
    "$root/apt/sources.list" "$root/apt/lists" "$root/apt/cache" >"$root/apt/apt.conf"
  (
    export APT_CONFIG=$root/apt/apt.conf
    cd "$root/download"
    apt-get update -q >"$root/apt/log" 2>&1 || { cat "$root/apt/log" >&2; fail "no list of source packages"; }
    for package in ${missing[@]+"${missing[@]}"}; do
      apt-get source -q --download-only "$package" >"$root/apt/log" 2>&1 || { cat "$root/apt/log" >&2; fail "no source of $package"; }
      rm -rf "$root/source/$package"
      dpkg-source --no-check -x "$(ls "$package"_*.dsc | tail -1)" "$root/source/$package" >"$root/apt/log" 2>&1 || { cat "$root/apt/log" >&2; fail "no source of $package"; }
      touch "$root/source/$package/.ready"
    done
    # What makes Graphviz's readers of DOT from their grammars: unpacked here, not installed.
    for package in "${tools[@]}"; do
      apt-get download -q "$package" >"$root/apt/log" 2>&1 || { cat "$root/apt/log" >&2; fail "no package $package"; }
      dpkg-deb -x "$(ls "$package"_*.deb | tail -1)" "$root/tools"
    done
  )
}

# compile ARCHIVE FLAGS FILE…: each file to an object of .build/portable/objects/ARCHIVE, and all of them to lib/libARCHIVE.a.
compile() {
  local archive=$1 flags=$2 file key
  shift 2
  key=$(printf '%s\n' "$common" "$cxx" "$flags" "$@" | cat - "$here"/config/*.h "$here"/config/*/*.h | sha256sum)
  [ "$(cat "$root/objects/$archive.key" 2>/dev/null)" != "$key" ] || [ ! -f "$root/lib/lib$archive.a" ] || return 0
  say "  $archive ($# files)"
  rm -rf "$root/objects/$archive" && mkdir -p "$root/objects/$archive" "$root/lib"
  for file in "$@"; do printf '%s\0%s\0' "$file" "$root/objects/$archive/$(printf '%s' "${file#"$root/source/"}" | tr '/' '_').o"; done |
    FLAGS="$common $flags" CXX_FLAGS="$cxx" ZIG="$zig" xargs -0 -n 2 -P "$(nproc)" "$here/compile.sh" || fail "$archive could not be built"
  rm -f "$root/lib/lib$archive.a"
  "$zig" ar rcsD "$root/lib/lib$archive.a" "$root/objects/$archive"/*.o
  printf '%s\n' "$key" >"$root/objects/$archive.key"
}

licence() { cp "$root/source/$1/debian/copyright" "$root/licences/$1.txt"; }

zig=$(compiler)
sources
say "Building the libraries for glibc $glibc …"
rm -rf "$root/licences" && mkdir -p "$root/licences" "$root/include"
s=$root/source
common="-target x86_64-linux-gnu.$glibc -O2 -fPIC -fno-sanitize=undefined -ffunction-sections -fdata-sections -fstack-protector-strong -w -ffile-prefix-map=$root=. -I$here/config"
# The C++ library is that of the Swift runtime: two in one program would be one too many.
cxx="-std=gnu++14 -nostdinc++ -I$here/config/newer"
for folder in $(echo | clang++ -xc++ -E -v - 2>&1 | sed -n 's/^ \(.*\/c++\/[0-9].*\)$/\1/p'); do cxx="$cxx -isystem $folder"; done

# What the sources make from other files before they are compiled: made here, in a folder of its own.
made=$root/made
rm -rf "$made" && mkdir -p "$made"/{zip,sqlite,graphviz}
export PATH=$root/tools/usr/bin:$PATH LD_LIBRARY_PATH=$root/tools/usr/lib/x86_64-linux-gnu TCL_LIBRARY=$root/tools/usr/share/tcltk/tcl8.6
export BISON_PKGDATADIR=$root/tools/usr/share/bison M4=$root/tools/usr/bin/m4
perl -ne 'BEGIN { print "#include \"zipint.h\"\nconst char *const _zip_err_str[] = {\n" }
  if (/#define ZIP_ER_[A-Z_]+ +[0-9]+ +\/\* ([NSZ]) (.*?) \*\//) { print "\"$2\",\n"; push @kinds, {N => "ZIP_ET_NONE", S => "ZIP_ET_SYS", Z => "ZIP_ET_ZLIB"}->{$1} }
  END { print "};\nconst int _zip_nerr_str = sizeof _zip_err_str / sizeof _zip_err_str[0];\nconst int _zip_err_type[] = {", join(", ", @kinds), "};\n" }' "$s/libzip/lib/zip.h" >"$made/zip/zip_err_str.c"
(cd "$made/sqlite" && ln -sf tclsh8.6 "$root/tools/usr/bin/tclsh" && make -s -f "$s/sqlite3/Makefile.linux-gcc" TOP="$s/sqlite3" BCC=clang TCC=clang NAWK=awk OPTS= sqlite3.c >log 2>&1) ||
  { tail -20 "$made/sqlite/log" >&2; fail "no single source of SQLite"; }
(
  cd "$made/graphviz"
  g=$s/graphviz
  # As Graphviz's own makefiles do it: the names that the tools give are told apart by their beginning.
  bison -y -d -o y.tab.c "$g/lib/cgraph/grammar.y" 2>log
  sed 's/yy/aag/g' y.tab.c | sed 's/unsigned long/uint64_t/g; s/y\.tab\.h/grammar.h/' >grammar.c
  sed 's/yy/aag/g' y.tab.h >grammar.h
  flex -i -o lex.c "$g/lib/cgraph/scan.l"
  sed 's/yy/aag/g; /extern.*isatty/d' lex.c >scan.c
  bison -y -d -o y.tab.c "$g/lib/common/htmlparse.y" 2>>log
  sed 's/yy/html/g; s/unsigned long int/uint64_t/g; s/unsigned long/uint64_t/g; s/y\.tab\.h/htmlparse.h/' y.tab.c >htmlparse.c
  sed 's/yy/html/g' y.tab.h >htmlparse.h
  { awk -f "$g/awk/svgcolor.awk" "$g/lib/common/svgcolor_names"; awk -f "$g/awk/brewer.awk" "$g/lib/common/brewer_colors"; cat "$g/lib/common/color_names"; } | LC_ALL=C sort >color_lib
  awk -f "$g/awk/colortbl.awk" color_lib >colortbl.h
  { cat "$g/lib/common/ps_fontmap.txt"; perl "$g/lib/common/mksvgfonts.pl" "$g/lib/common/fontmap.cfg" "$g/lib/common/ps_font_equiv.txt"; } >ps_font_equiv.h
  awk -f "$g/awk/stringize.awk" "$g/plugin/core/ps.txt" >ps.h
) || fail "no sources of Graphviz from its grammars"

folder() { printf -- '-I%s ' "$@"; }
compile z "-D_LARGEFILE64_SOURCE=1 -DHAVE_UNISTD_H" "$s"/zlib/{adler32,compress,crc32,deflate,gzclose,gzlib,gzread,gzwrite,infback,inffast,inflate,inftrees,trees,uncompr,zutil}.c
# shellcheck disable=SC2046  # the names of sources hold no spaces
compile zip "$(folder "$here/config/libzip" "$s/libzip/lib" "$s/zlib") -DHAVE_CONFIG_H" \
  $(sed -n '/^add_library(zip/,/)/p' "$s/libzip/lib/CMakeLists.txt" | grep -o ' zip_[a-z0-9_-]*\.c' | sed "s|^ |$s/libzip/lib/|") \
  "$s"/libzip/lib/zip_{random_unix,source_file_stdio_named,mkstempm}.c "$made/zip/zip_err_str.c"
compile xlsxwriter "$(folder "$s/libxlsxwriter/include" "$s/libxlsxwriter/third_party" "$s/zlib/contrib/minizip" "$s/zlib")" "$s"/libxlsxwriter/src/*.c \
  "$s"/libxlsxwriter/third_party/{tmpfileplus/tmpfileplus,md5/md5}.c "$s"/zlib/contrib/minizip/{ioapi,zip}.c
compile sqlite3 "-DSQLITE_THREADSAFE=1 -DSQLITE_USE_URI=1 -DSQLITE_SECURE_DELETE -DSQLITE_OMIT_LOAD_EXTENSION -DHAVE_USLEEP=1 -DHAVE_FDATASYNC=1 -DHAVE_LOCALTIME_R=1" "$made/sqlite/sqlite3.c"
compile expat "-DHAVE_EXPAT_CONFIG_H" "$s"/expat/expat/lib/{xmlparse,xmlrole,xmltok}.c
compile yaml "-I$s/libyaml/include -DYAML_DECLARE_STATIC -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING=\"0.2.5\"" "$s"/libyaml/src/*.c

# What a makefile of COIN-OR lists for a library: listed FILE VARIABLE.
listed() { awk -v name="$2" -v folder="$(dirname "$1")" '$1 == name { on = 1 } on { for (i = 1; i <= NF; i++) if ($i ~ /\.cpp$/) print folder "/" $i; if ($0 !~ /\\$/) exit }' "$1"; }
coin=$(folder "$s/coinutils/CoinUtils/src")
compile CoinUtils "-DCOINUTILS_BUILD $coin" "$s"/coinutils/CoinUtils/src/*.cpp
coin="$coin $(folder "$s/coinor-osi/Osi/src/Osi")"
compile Osi "-DOSI_BUILD $coin" "$s"/coinor-osi/Osi/src/Osi/*.cpp
coin="$coin $(folder "$s/clp/Clp/src" "$s/clp/Clp/src/OsiClp")"
# shellcheck disable=SC2046
compile Clp "-DCLP_BUILD $coin" $(listed "$s/clp/Clp/src/Makefile.am" libClp_la_SOURCES) "$s"/clp/Clp/src/OsiClp/*.cpp
coin="$coin $(folder "$s/coinor-cgl/Cgl/src" "$s"/coinor-cgl/Cgl/src/Cgl*/)"
compile Cgl "-DCGL_BUILD $coin" "$s"/coinor-cgl/Cgl/src/*.cpp "$s"/coinor-cgl/Cgl/src/Cgl*/*.cpp
# shellcheck disable=SC2046
compile Cbc "-DCBC_BUILD -DCOIN_HAS_CLP -DCBC_THREAD $coin -I$s/coinor-cbc/Cbc/src" $(listed "$s/coinor-cbc/Cbc/src/Makefile.am" libCbc_la_SOURCES) \
  $(listed "$s/coinor-cbc/Cbc/src/Makefile.am" libCbcSolver_la_SOURCES)

g=$s/graphviz
gv="-std=gnu11 -Wno-error -Wno-incompatible-function-pointer-types -Wno-implicit-function-declaration -Wno-int-conversion -Wno-implicit-int -DHAVE_CONFIG_H $(folder "$here/config/graphviz" "$made/graphviz" "$g" "$g"/lib/{cdt,cgraph,common,gvc,pathplan,xdot,pack,label,neatogen,sfdpgen,sparse,rbtree,ortho,fdpgen,circogen,twopigen,patchwork,osage} "$s/expat/expat/lib" "$s/zlib")"
not() { grep -vE "/($1)\.c$"; }
# shellcheck disable=SC2046
compile graphviz "$gv" "$made"/graphviz/{grammar,scan,htmlparse}.c \
  $(printf '%s\n' "$g"/lib/{cdt,cgraph,common,gvc,pathplan,xdot,pack,label,neatogen,sfdpgen,sparse,rbtree,ortho,fdpgen,circogen,twopigen,patchwork,osage}/*.c "$g"/plugin/{core,neato_layout}/*.c |
    not 'cmpnd|main[0-9]?|tester|malloc|diagen|hpglgen|mifgen|mpgen|picgen|vtxgen|strcasecmp|strncasecmp|xbuf|gvbuffstderr|gvtool_tred|ptest|nrtmain|test_.*|constrained_majorization_ipsep|mosek_quad_solve|quad_prog_vpsc|dbg|gvrender_core_(dia|hpgl|mif|vtx)|DotIO|layout_similarity')

for package in "${packages[@]}"; do licence "$package"; done
{
  echo "Linked in unchanged; the sources are Debian's source packages, by \`apt-get source NAME=VERSION\`:"
  for package in "${packages[@]}"; do printf '%s %s\n' "$package" "$(dpkg-parsechangelog -l "$s/$package/debian/changelog" -S Version)"; done
} >"$root/licences/SOURCES.txt"
printf '%s\n' "$stamp" >"$root/lib/stamp"
