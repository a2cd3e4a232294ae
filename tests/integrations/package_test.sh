#!/usr/bin/env bash
# The Debian package of the command: what it has, and needs. usage: package_test.sh NEXUS ROOT BUILD_TREE
# (.ci/package installs one on a fresh system.)
set -uo pipefail
nexus=$(realpath -- "$1")
build=$(realpath -- "$3")
for tool in cpack dpkg-deb dpkg-shlibdeps file; do command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }; done
if grep -q 'lib[alu]*san' <<<"$(readelf -d "$nexus")"; then echo "skipped: the command is built with sanitizers"; exit 77; fi
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
problems=0
problem() { printf '%s\n' "$*"; problems=$((problems + 1)); }
cd "$scratch" || exit 2
cpack --config "$build/CPackConfig.cmake" -B "$scratch/out" >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
deb=$(echo "$scratch"/out/*.deb)
[[ -f $deb ]] || { echo "not one package: $deb"; exit 1; }
version=$("$nexus" --version)
[[ $(dpkg-deb -f "$deb" Package Version) == $'Package: nexus\nVersion: '"${version#nexus }" ]] || problem "another name: $(dpkg-deb -f "$deb" Package Version)"
depends=$(dpkg-deb -f "$deb" Depends)
for library in libc6 libstdc++6 tzdata; do [[ $depends == *"$library"* ]] || problem "does not depend on $library: $depends"; done
[[ -n $(dpkg-deb -f "$deb" Description) ]] || problem "has no description"

dpkg-deb -x "$deb" "$scratch/root"
for command in '' $("$nexus" --complete --man '' | cut -f 1); do
  [[ -f $scratch/root/usr/share/man/man1/nexus${command:+-$command}.1.gz ]] || problem "no manual page of nexus $command"
done
for file in bin/nexus share/bash-completion/completions/nexus share/zsh/vendor-completions/_nexus share/fish/vendor_completions.d/nexus.fish \
  share/doc/nexus/copyright share/doc/nexus/changelog.gz share/doc/nexus/NEWS.md.gz; do
  [[ -s $scratch/root/usr/$file ]] || problem "lacks /usr/$file"
done
[[ $("$scratch/root/usr/bin/nexus" --version) == "$version" ]] || problem "its command does not run"
others=$(find "$scratch/root" \( -name '*.a' -o -name '*.h' -o -name '*.cmake' -o ! -user "$(id -un)" -o -perm /022 ! -type l \))
[[ -z $others ]] || problem "has more than the command, or files that others may write: $others"
[[ $problems -eq 0 ]] || exit 1
echo "${deb##*/} has all it needs"
