# PHPUnit
set -u
echo "\$ phpunit --log-junit phpunit.xml ShopTest.php   # $(phpunit --version | head -n 1)"
phpunit --do-not-cache-result --colors=never --verbose --log-junit "$OUT/junit/phpunit.xml" ShopTest.php
echo "\$ phpunit --coverage-cobertura phpunit-cobertura.xml --coverage-filter src ShopTest.php   # with pcov $(dpkg-query -W -f '${Version}' php8.2-pcov)"
phpunit --do-not-cache-result --colors=never --filter Total --coverage-filter src --coverage-cobertura "$OUT/coverage/phpunit-cobertura.xml" --coverage-clover "$OUT/other/clover.xml" --coverage-text ShopTest.php
true
