#!/usr/bin/env bash
# Installs a Debian package into a root that holds nothing but what it depends on, and runs it there: test.sh PACKAGE.
# The root is made of Debian's own packages, downloaded and unpacked: no other program of this machine is in it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
deb=$(readlink -f "$1")
fail() { echo "error: $1" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || { echo "skipped: a root of one's own takes root"; exit 0; }
# What is mounted in the root is mounted for this script alone.
[ -n "${CHAINWRIGHT_ROOT_TEST:-}" ] || exec unshare -m env CHAINWRIGHT_ROOT_TEST=1 "$0" "$deb"
work=$(mktemp -d)
trap 'umount "$work/root/proc" "$work/root/dev/null" "$work/root/dev/urandom" 2>/dev/null; rm -rf --one-file-system "$work"' EXIT
clean=$work/root
mkdir -p "$work/debs" "$clean"/{etc,tmp,proc,dev}

# What it depends on, and what that depends on in turn; and the shell that the check is run by.
named=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed -E 's/\(.*\)//; s/ //g')
# shellcheck disable=SC2086  # several names
apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances $named bash coreutils dash tar gzip groff-base |
  grep -E '^[a-z0-9]' | sort -u >"$work/names"
(cd "$work/debs" && xargs -n 40 apt-get download -q <"$work/names" >"$work/log" 2>&1) || { tail -5 "$work/log"; echo "skipped: Debian's packages are not to be had"; exit 0; }
for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$clean"; done
# Graphviz lists its plugins when it is installed, which unpacking does not do.
dpkg-deb -x "$deb" "$clean"
# Nor does it choose one of several libraries of linear algebra.
printf '%s\n' /usr/lib/x86_64-linux-gnu/{blas,lapack} >>"$clean/etc/ld.so.conf"
ldconfig -r "$clean"
# Where a program finds what it was called with.
mount -t proc proc "$clean/proc"
in_root() { chroot "$clean" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 "$@"; }
in_root true || fail "the root does not run"
grep -qx libgvc6 "$work/names" && pictures=yes || pictures=
[ -z "$pictures" ] || in_root /usr/sbin/libgvc6-config-update -c
graphs=/usr/share/chainwright/Graphs
version=$(dpkg-deb -f "$deb" Version)
[ "$(in_root chainwright --version)" = "${version%+*}" ] || fail "another version runs"
in_root chainwright weak-links $graphs/towel-chain --leader SYN-L1 | grep -q 'if Example Dyestuff Works stops' || fail "weak-links is wrong"
in_root chainwright convert $graphs/towel-chain /tmp/towels.xlsx >/dev/null
in_root chainwright audit /tmp/towels.xlsx | grep -q 'errors  *0$' || fail "the workbook does not come back"
in_root chainwright import $graphs/towel-chain --into /tmp/towels.sqlite --who test --yes >/dev/null
in_root chainwright tiers /tmp/towels.sqlite --leader SYN-L1 | grep -q 'SYN-D1' || fail "the workspace is wrong"
in_root chainwright map $graphs/baoding-2022 --view chain --cluster lixian-pv -o /tmp/chain.svg >/dev/null || fail "nothing is drawn"
png() { in_root chainwright map $graphs/baoding-2022 --view chain --cluster lixian-pv -o /tmp/chain.png; }
if [ -n "$pictures" ]; then png >/dev/null || fail "no picture is drawn"; else
  ! png >"$work/png" 2>&1 && grep -q libgvc6 "$work/png" || fail "nothing is said of what PNG needs"
fi
in_root chainwright report $graphs/baoding-2022 --cluster lixian-pv -o /tmp/report >/dev/null
[ -s "$clean/tmp/chain.svg" ] && [ -s "$clean/tmp/report/index.en.html" ] || fail "files are missing"
in_root chainwright strengthen $graphs/towel-chain --leader SYN-L1 --budget 3000 >/dev/null || fail "the solver does not run"

cp scripts/package/server-check.sh "$clean/tmp/"
ln -s /proc/self/fd "$clean/dev/fd"
for device in null urandom; do touch "$clean/dev/$device" && mount --bind "/dev/$device" "$clean/dev/$device"; done
in_root bash /tmp/server-check.sh /usr/bin/chainwright $graphs/baoding-2022 || fail "the server does not answer"

# Manual pages are read, and the completion that is installed completes commands, options, files and ids.
for page in chainwright chainwright-weak-links; do
  in_root bash -c "zcat /usr/share/man/man1/$page.1.gz | groff -man -Tutf8 -ww 2>&1" >"$work/page"
  grep -q 'stops a leader' "$work/page" && ! grep -q 'warning' "$work/page" || fail "the manual page $page is wrong"
done
complete() { # WORDS…: what the shell offers for the last
  in_root bash -c 'source /usr/share/bash-completion/completions/chainwright
    COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _chainwright; printf "%s\n" "${COMPREPLY[@]}"' bash chainwright "$@"
}
if ! grep -q -- ---complete "$clean/usr/share/bash-completion/completions/chainwright"; then
  echo "skipped: the completion of this program is the argument parser's own, which completes no ids"
  offers() { :; }
else
  offers() { complete "${@:2}" | grep -qx -- "$1"; }
fi
offers weak-links we || fail "commands are not completed"
offers --leader weak-links $graphs/towel-chain --lea || fail "options are not completed"
offers "$graphs/towel-chain" weak-links $graphs/tow || fail "files are not completed"
offers SYN-L1 weak-links $graphs/towel-chain --leader SYN-L || fail "ids are not completed"
offers json weak-links $graphs/towel-chain --format j || fail "values are not completed"
echo "installed into a root of $(wc -l <"$work/names") packages: answers, workbook, workspace, drawings, report, solver, server, manual pages and completion are right"
