#!/usr/bin/env bash
# Packs the command into out/package: an archive for any Debian-like machine, a Debian package with its dependencies, a list of what is in it (SPDX), and the
# SHA-256 of all. The same sources give the same bytes.
# With `portable` the programs are those of `make portable`, which ask for nothing but glibc 2.28: for desktops of other years (UOS 20, Kylin V10).
# With `test` the Debian package is installed besides into a root of its own, made of the packages it depends on, and run there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=
case ${1:-} in portable)
  kind=portable
  shift
  ;;
esac
if [ -n "$kind" ]; then program=$(scripts/portable.sh); else program=$(scripts/build.sh chainwright-server); fi
version=$("$program" --version)
machine=$(dpkg --print-architecture 2>/dev/null || uname -m)
moment=$(git log -1 --format=%ct 2>/dev/null || echo 0)
date=$(date -u -d "@$moment" +%Y-%m-%d)
name=chainwright-$version-linux-$(uname -m)${kind:+-$kind}
out=out/package
rm -rf "${out:?}/$name" "$out/root" && mkdir -p "$out/$name" "$out/root"
deb=$out/chainwright_$version${kind:++$kind}_$machine.deb
rm -f "$out/$name".* "$deb" "$out/SHA256SUMS"
pack() { tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$moment" -C "$1" -cf - "$2" | gzip -9n; }

# What is the same in both: the program, manual pages and completions made by it, texts, examples.
root=$out/root
install -D -m 755 "$program" "$root/usr/bin/chainwright"
install -D -m 755 "$(dirname "$program")/chainwright-server" "$root/usr/bin/chainwright-server"
for built in "$root"/usr/bin/*; do
  [ -n "$kind" ] || strip --strip-debug "$built"
  scripts/hardened.sh "$built"
done
run() { CHAINWRIGHT_CONFIG=/dev/null "$root/usr/bin/chainwright" "$@"; }
python3 scripts/man.py "$root/usr/bin/chainwright" "$version" "$date" "$root/usr/share/man"
mkdir -p "$root"/usr/share/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d,chainwright,doc/chainwright}
run --generate-completion-script bash >"$root/usr/share/bash-completion/completions/chainwright"
run --generate-completion-script zsh >"$root/usr/share/zsh/vendor-completions/_chainwright"
run --generate-completion-script fish >"$root/usr/share/fish/vendor_completions.d/chainwright.fish"
cp -r Rules Graphs "$root/usr/share/chainwright/"
cp README.md README.zh-CN.md SECURITY.md "$root/usr/share/doc/chainwright/"
cp -r docs/zh docs/guides "$root/usr/share/doc/chainwright/"
[ -z "$kind" ] || cp -r .build/portable/licences "$root/usr/share/doc/chainwright/"
# A workbook is opened in a browser from the menu of its file.
install -D -m 644 scripts/package/chainwright.desktop "$root/usr/share/applications/chainwright.desktop"
install -D -m 644 scripts/package/chainwright.svg "$root/usr/share/icons/hicolor/scalable/apps/chainwright.svg"

mkdir -p "$out/$name/share"
cp "$root"/usr/bin/* "$out/$name/"
cp -r "$root/usr/share/man" "$root/usr/share/bash-completion" "$root/usr/share/zsh" "$root/usr/share/fish" "$out/$name/share/"
cp -r LICENSE README.md README.zh-CN.md CHANGELOG.md SECURITY.md Rules Graphs "$out/$name/"
mkdir -p "$out/$name/docs"
cp -r docs/zh docs/guides "$out/$name/docs/"
[ -z "$kind" ] || cp -r .build/portable/licences "$out/$name/"
# Who has no shell opens this file: the browser comes up.
install -m 755 scripts/package/open.desktop "$out/$name/链匠.desktop"
pack "$out" "$name" >"$out/$name.tar.gz"

# The manual of the library, as pages for a web server.
if [ -z "$kind" ]; then
  [ -f .build/docs/index.html ] || scripts/docs.sh >/dev/null
  pack .build docs >"$out/chainwright-$version-api.tar.gz"
fi

# What a Debian package has besides.
gzip -9n "$root"/usr/share/man/man1/*.1 "$root"/usr/share/man/zh_CN/man1/*.1
gzip -9n <CHANGELOG.md >"$root/usr/share/doc/chainwright/changelog.gz"
{
  printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: chainwright\n\nFiles: *\nCopyright: the authors of Chainwright\nLicense: Apache-2.0\n'
  printf ' On Debian systems the full text is in /usr/share/common-licenses/Apache-2.0.\n'
} >"$root/usr/share/doc/chainwright/copyright"
glibc=$(objdump -T "$root/usr/bin/chainwright" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -1)
depends="libc6 (>= ${glibc#GLIBC_})"
if [ -n "$kind" ]; then recommends="libgvc6, fonts-noto-cjk"; else
  depends+=", libgvc6, libzip4, libxlsxwriter4, libsqlite3-0, coinor-libclp1, coinor-libcbc3"
  recommends=fonts-noto-cjk
fi
mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: chainwright
Version: $version${kind:++$kind}
Architecture: $machine
Maintainer: The authors of Chainwright <chainwright@localhost>
Section: science
Priority: optional
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Depends: $depends
Recommends: $recommends
Suggests: libreoffice-calc-nogui
Description: missing and weak links of supply chains
 Reads lists of firms and of who supplies whom, checks them, finds the missing
 and weak links of the chain exactly, proves each one row by row, and draws the
 map. Made for planners of county industry clusters.
CONTROL
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -exec touch -h -d "@$moment" {} +
SOURCE_DATE_EPOCH=$moment dpkg-deb --root-owner-group -Zxz --build "$root" "$deb" >/dev/null
python3 scripts/sbom.py "$version" "$root/usr/bin/chainwright" ${kind:+.build/portable/source} >"$out/$name.spdx.json"
rm -rf "${out:?}/$name" "$root"
(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%f\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS && cat SHA256SUMS)
[ "${1:-}" != test ] || scripts/package/test.sh "$deb"
