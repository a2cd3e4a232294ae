# pytest and coverage.py
set -u
pytest() { python3 -m pytest -p no:cacheprovider "$@"; }
echo "\$ pytest --continue-on-collection-errors --junitxml=pytest.xml   # $(pytest --version 2>&1), $(python3 --version)"
pytest -ra --tb=line --show-capture=no --continue-on-collection-errors --junitxml="$OUT/junit/pytest.xml"
echo "\$ pytest -o junit_family=xunit1 -o junit_logging=all --junitxml=pytest-xunit1.xml"
pytest -q --tb=no -o junit_family=xunit1 -o junit_logging=all --continue-on-collection-errors --junitxml="$OUT/junit/pytest-xunit1.xml"
echo "\$ pytest --junitxml=pytest-interrupted.xml   # stops at the file that cannot be collected"
pytest -q --tb=no --junitxml="$OUT/junit/pytest-interrupted.xml"
echo "\$ pytest --junitxml=pytest-passing.xml test_shop.py -k 'total or class or none'"
pytest -v --junitxml="$OUT/junit/pytest-passing.xml" test_shop.py -k 'total or class or none'
echo "\$ pytest --junitxml=pytest-none.xml test_shop.py -k nothing_of_that_name"
pytest -v --junitxml="$OUT/junit/pytest-none.xml" test_shop.py -k nothing_of_that_name
echo "\$ python3 unit.py   # unittest with xmlrunner $(dpkg-query -W -f '${Version}' python3-xmlrunner)"
python3 unit.py "$OUT/junit/unittest-xmlrunner.xml"
run=python3-coverage
echo "\$ coverage run --branch use.py; coverage xml; coverage lcov   # $($run --version | head -n 1)"
$run run --branch --source=. --omit='test_*,unit.py' use.py
$run xml -o "$OUT/coverage/coverage-py.xml"
$run lcov -o "$OUT/coverage/coverage-py.info"
$run report -m
$run json -o coverage.json && python3 -c 'import json; print(json.load(open("coverage.json"))["totals"])'
$run erase
$run run --source=. --omit='test_*,unit.py' use.py
$run xml -o "$OUT/coverage/coverage-py-lines-only.xml"
$run report
