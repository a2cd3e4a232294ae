#!/bin/sh
# Runs one sample with its real tool, in a Debian container or virtual machine:
#     run.sh SAMPLE [SCRIPT]
# copies made/SAMPLE to /srv/shop (so that every path in a report starts there), calls ./SCRIPT (make.sh
# unless given) with OUT=files/ and keeps what the tools said on their console in said/SAMPLE[.SCRIPT].debianN.txt,
# without colours.
# The host is called "ci". Needs root for /srv/shop and the name.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sample=$1 script=${2:-make.sh}
name=$sample; [ "$script" = make.sh ] || name=$sample.${script%.sh}
name=$name.debian$(. /etc/os-release && echo "$VERSION_ID")
OUT=$(dirname "$here")/files
mkdir -p "$OUT/junit" "$OUT/coverage" "$OUT/sarif" "$OUT/sbom" "$OUT/manifest" "$OUT/documents" "$OUT/malformed" "$OUT/other" "$here/said"
find /srv/shop -mindepth 1 -delete
cp -r "$here/$sample/." /srv/shop/
export OUT TZ=UTC LANG=C.UTF-8 NO_COLOR=1
status=0
unshare --uts sh -c 'hostname ci; cd /srv/shop && exec sh ./"$1"' sh "$script" >/srv/shop/said 2>&1 || status=$?
sed 's/\x1b\[[0-9;]*[A-Za-z]//g' /srv/shop/said >"$here/said/$name.txt"
cat "$here/said/$name.txt"
find /srv/shop -mindepth 1 -delete
exit $status
