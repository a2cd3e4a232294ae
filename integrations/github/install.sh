#!/usr/bin/env bash
# Puts `nexus` on the path of the steps that follow.
# Takes SOURCE (the checkout of the action), REPOSITORY and REF (where it is from), VERSION (a release; may be empty); and what a
# runner gives: RUNNER_TEMP, GITHUB_PATH, GITHUB_SERVER_URL.
# Where it fails, it writes `comment` to GITHUB_OUTPUT, a file: what a comment has to say then, for one that allowed an earlier commit must not stand.
set -euo pipefail
why=
tell_failure() {
  local comment=$RUNNER_TEMP/nexus-not-installed.md
  printf '## Nexus could not decide\n\n    %s\n' "${why:-it could not be installed: the log of the step Install Nexus says why}" >"$comment"
  cat "$comment" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
  printf 'comment=%s\n' "$comment" >>"$GITHUB_OUTPUT"
}
trap '[[ $? == 0 ]] || tell_failure' EXIT
say() { printf 'nexus: %s\n' "$*"; }
fail() { why=$*; printf '::error title=Nexus::%s\n' "$why"; exit 1; }

if [[ -z ${VERSION:-} ]] && command -v nexus >/dev/null; then
  say "$(nexus --version) is installed"
  exit 0
fi

# The action's tag names its release: v0.1.0.
version=${VERSION:-}
[[ -n $version || ! ${REF:-} =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || version=${REF#v}
version=${version#v}
[[ -z $version || $version =~ ^[0-9][0-9A-Za-z.~+-]*$ ]] || fail "the input version is no version: write one such as 0.1.0"

if [[ -n $version ]] && command -v dpkg >/dev/null && [[ -n ${REPOSITORY:-} ]]; then
  # The package of this system: nexus_0.1.0_debian-12_amd64.deb.
  system=$(. /etc/os-release && printf '%s-%s' "${ID:-}" "${VERSION_ID:-}")
  package=nexus_${version}_${system}_$(dpkg --print-architecture).deb
  url=${GITHUB_SERVER_URL:-https://github.com}/$REPOSITORY/releases/download/v$version/$package
  say "fetching $url"
  if curl -fsSL --retry 3 -o "$RUNNER_TEMP/$package" "$url"; then
    # Unpacked rather than installed: that needs no root, and leaves a machine that is kept as it was.
    prefix=$RUNNER_TEMP/nexus-$version
    dpkg-deb -x "$RUNNER_TEMP/$package" "$prefix"
    PATH=$prefix/usr/bin:$PATH
    if missing=$(ldd "$prefix/usr/bin/nexus" | grep 'not found'); then
      say "it needs libraries of Debian that are not here: $missing"
      root=(); [[ $(id -u) == 0 ]] || root=(sudo)
      "${root[@]}" apt-get -qq update || true
      "${root[@]}" apt-get -qq install -y "$RUNNER_TEMP/$package" >/dev/null || say "and they cannot be installed"
    fi
    if nexus --version; then
      printf '%s\n' "$prefix/usr/bin" >>"$GITHUB_PATH"
      exit 0
    fi
    say "the package does not run on this system"
  else
    say "there is no such package"
  fi
  [[ -z ${VERSION:-} ]] || fail "release $version of Nexus cannot be installed here: is there a package of it for this system?"
fi

say "building from source, which takes some minutes"
"$SOURCE/dev" build nexus
printf '%s\n' "$SOURCE/build/release/cli" >>"$GITHUB_PATH"
