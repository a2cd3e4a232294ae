#!/usr/bin/env bash
# Validates what the command writes for CI against the schema that others publish. usage: ci_schema.sh NEXUS ROOT sarif|junit
#
# The schemas are not part of the project; where they are is said by
#   NEXUS_SARIF_SCHEMA   sarif-schema-2.1.0.json of OASIS; needs python3 with jsonschema (Debian: python3-jsonschema)
#   NEXUS_JUNIT_SCHEMA   junit-10.xsd of Jenkins' xunit plugin; needs xmllint (Debian: libxml2-utils)
# Without them it is skipped.
set -u
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
format=$3
skip() { echo "skipped: $1"; exit 77; }

case $format in
  sarif)
    schema=${NEXUS_SARIF_SCHEMA:-}
    python=
    for candidate in python3 /usr/bin/python3; do
      "$candidate" -c 'import jsonschema' 2>/dev/null && python=$candidate && break
    done
    [[ -n $python ]] || skip "there is no python3 with jsonschema"
    ;;
  junit)
    schema=${NEXUS_JUNIT_SCHEMA:-}
    command -v xmllint >/dev/null || skip "there is no xmllint"
    ;;
  *) echo "no such format: $format" >&2; exit 2 ;;
esac
[[ -r $schema ]] || skip "NEXUS_${format^^}_SCHEMA names no schema"

check() {
  case $format in
    sarif) "$python" - "$schema" "$1" <<'PYTHON' ;;
import json, sys, jsonschema
schema, log = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
mistakes = list(jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker()).iter_errors(log))
for mistake in mistakes: print("/".join(map(str, mistake.absolute_path)), mistake.message)
sys.exit(1 if mistakes or not log["runs"][0]["results"] else 0)
PYTHON
    junit) xmllint --noout --schema "$schema" "$1" ;;
  esac
}

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
cp "$root"/tests/cli/files/* "$root"/examples/release-gate/*.nexus "$root"/examples/release-gate/*.json "$scratch"
cd "$scratch" || exit 2
failed=0
judge() {
  "$nexus" eval "$@" --format "$format=out" -q >/dev/null
  [[ $? -ne 2 ]] && check out || { echo "not valid: nexus eval $*" >&2; failed=1; }
}
judge release.nexus -s failing.json
judge release.nexus -s failing.json -s - <failing.json
judge excepted.nexus -s one_finding.json --now 2026-12-01T00:00:00Z
judge level.nexus -s warn.json -s allow.json -s rollback.json -s hold.json --fail-on warn
if [[ $format == junit ]]; then
  "$nexus" test release.nexus --param min_coverage=70% --format junit=out -q >/dev/null
  { [[ $? -eq 1 ]] && check out; } || { echo "not valid: nexus test" >&2; failed=1; }
fi
exit $failed
