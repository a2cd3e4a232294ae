# ESLint with Microsoft's SARIF formatter
set -u
ln -s "${MODULES:-/srv/node/node_modules}" node_modules
version() { node -p "require('./node_modules/$1/package.json').version"; }
echo "\$ eslint --format @microsoft/eslint-formatter-sarif src   # ESLint $(version eslint), formatter $(version @microsoft/eslint-formatter-sarif)"
node_modules/.bin/eslint --format @microsoft/eslint-formatter-sarif --output-file "$OUT/sarif/eslint.sarif" src
node_modules/.bin/eslint --format stylish src
true
