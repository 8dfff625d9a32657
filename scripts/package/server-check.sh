#!/usr/bin/env bash
# Asks the server for its first pages, with nothing but the shell: server-check.sh CHAINWRIGHT NETWORK.
set -euo pipefail
program=$1
network=$2
said=$(mktemp)
"$program" serve "$network" --lang zh --port 0 2>"$said" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -f "$said"' EXIT
address=
for _ in {1..100}; do
  while read -r line; do
    case $line in *http://*) address=${line#*http://} ;; esac
  done <"$said"
  [ -z "$address" ] || break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
[ -n "$address" ] || { echo "error: the server did not start: $(<"$said")" >&2; exit 1; }
host=${address%%/*}
ask() { # PATH COOKIE: what the server answers
  local line
  exec 3<>"/dev/tcp/${host%:*}/${host#*:}"
  printf 'GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nConnection: close\r\n\r\n' "$1" "$host" "$2" >&3
  while IFS= read -r line <&3 || [ -n "$line" ]; do printf '%s\n' "$line"; done
  exec 3<&- 3>&-
}
first=$(ask "/${address#*/}" "")
cookie=
while IFS= read -r line; do
  line=${line%$'\r'}
  case $line in [Ss]et-[Cc]ookie:*) cookie=${line#*: } cookie=${cookie%%;*} ;; esac
done <<<"$first"
[ -n "$cookie" ] || { echo "error: the token lets nobody in: ${first:0:200}" >&2; exit 1; }
for page in / /ask/weak-links; do
  answer=$(ask "$page" "$cookie")
  case $answer in "HTTP/1.1 200"*"</html>"*) ;; *) echo "error: $page is not answered: ${answer:0:200}" >&2; exit 1 ;; esac
done
kill -TERM "$server"
wait "$server" || { echo "error: the server did not end well" >&2; exit 1; }
echo "the server answers and ends"
