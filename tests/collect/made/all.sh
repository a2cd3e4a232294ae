#!/bin/sh
# Makes everything again: all.sh 12 in Debian 12, all.sh 13 in Debian 13. The packages each needs are in README.md.
set -u
here=$(cd "$(dirname "$0")" && pwd)
case $1 in
12) samples='cpp cpp:coverage cpp:more node python java java:junit4 java:console go php perl bats ruby security:eslint sbom manifest documents' ;;
13) samples='cpp cpp:coverage cpp:llvm go rust security sbom:vulnerable' ;;
*) exit 2 ;;
esac
for sample in $samples; do
    script=${sample#*:}; [ "$script" != "$sample" ] || script=make
    "$here/run.sh" "${sample%%:*}" "$script.sh" >/dev/null || echo "$sample failed"
done
