# npm's own SBOMs and cyclonedx-npm's
set -u
npm install --ignore-scripts --no-audit --no-fund --loglevel=error
B=$OUT/sbom
echo "\$ npm sbom --sbom-format cyclonedx   # npm $(npm --version)"
npm sbom --sbom-format cyclonedx > "$B/npm-cyclonedx.json"
echo "\$ npm sbom --sbom-format spdx"
npm sbom --sbom-format spdx > "$B/npm-spdx.json"
echo "\$ npm sbom --omit dev --sbom-format cyclonedx"
npm sbom --omit dev --sbom-format cyclonedx > "$B/npm-cyclonedx-production.json"
echo "\$ cyclonedx-npm --output-reproducible   # $(cd /srv/node && npm ls --depth=0 @cyclonedx/cyclonedx-npm | tail -n +2)"
/srv/node/node_modules/.bin/cyclonedx-npm --output-reproducible --omit dev --output-file "$B/cyclonedx-npm.json"
npm ls --all
npm ls --all --parseable | wc -l
