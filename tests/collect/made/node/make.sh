# jest (jest-junit, Cobertura), vitest, mocha, node's own runner; c8 and nyc for coverage.
# node_modules: `npm install` of package.json, kept beside so that it is done once.
set -u
MODULES=${MODULES:-/srv/node/node_modules}
ln -s "$MODULES" node_modules
bin=node_modules/.bin
version() { node -p "require('./node_modules/$1/package.json').version"; }
echo "\$ jest --reporters=default --reporters=jest-junit --coverage   # jest $(version jest), jest-junit $(version jest-junit), node $(node --version)"
JEST_JUNIT_OUTPUT_FILE=$OUT/junit/jest-junit.xml JEST_JUNIT_ADD_FILE_ATTRIBUTE=true JEST_JUNIT_REPORT_TEST_SUITE_ERRORS=true \
    $bin/jest --ci --rootDir . --testMatch '**/test/jest/*.js' --reporters=default --reporters=jest-junit \
    --coverage --collectCoverageFrom 'src/*.js' --coverageReporters cobertura --coverageReporters text --coverageReporters text-summary --coverageDirectory jest-coverage
cp jest-coverage/cobertura-coverage.xml "$OUT/coverage/jest-cobertura.xml"
echo "\$ vitest run --reporter=junit   # vitest $(version vitest)"
$bin/vitest run --dir test/vitest --reporter=default --reporter=junit --outputFile.junit="$OUT/junit/vitest.xml"
echo "\$ mocha --reporter mocha-junit-reporter   # mocha $(version mocha), mocha-junit-reporter $(version mocha-junit-reporter)"
MOCHA_FILE=$OUT/junit/mocha.xml $bin/mocha --reporter mocha-junit-reporter --reporter-options outputs=true test/mocha/*.js
$bin/mocha --reporter spec test/mocha/*.js
echo "\$ node --test --test-reporter=junit   # node $(node --version)"
node --test --test-reporter=junit --test-reporter-destination="$OUT/junit/node-test.xml" --test-reporter=spec --test-reporter-destination=stdout test/node/*.js
echo "\$ playwright test --reporter=junit --retries=1   # playwright $(version @playwright/test)"
PLAYWRIGHT_JUNIT_OUTPUT_FILE=$OUT/junit/playwright.xml $bin/playwright test --config test/playwright/playwright.config.js --reporter=junit
$bin/playwright test --config test/playwright/playwright.config.js --reporter=list
echo "\$ c8 --all --src src --reporter=lcovonly --reporter=cobertura node use.js   # c8 $(version c8)"
$bin/c8 --all --src src --include 'src/*' --reporter=lcovonly --reporter=cobertura --reporter=text --reporter=text-summary --reports-dir c8 node use.js
cp c8/lcov.info "$OUT/coverage/c8.info"; cp c8/cobertura-coverage.xml "$OUT/coverage/c8-cobertura.xml"
echo "\$ nyc --all --reporter=lcovonly --reporter=cobertura node use.js   # nyc $(version nyc)"
$bin/nyc --all --include 'src/*' --reporter=lcovonly --reporter=cobertura --reporter=text --reporter=text-summary --report-dir nyc node use.js
cp nyc/lcov.info "$OUT/coverage/nyc.info"; cp nyc/cobertura-coverage.xml "$OUT/coverage/nyc-cobertura.xml"
