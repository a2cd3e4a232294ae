# bats
set -u
echo "\$ bats --formatter junit shop.bats > bats.xml   # $(bats --version)"
bats --formatter junit shop.bats > "$OUT/junit/bats.xml"
bats --formatter tap shop.bats
echo "\$ bats --formatter junit broken > bats-broken.xml   # a setup that fails, and a file that does not parse"
bats --formatter junit broken > "$OUT/junit/bats-broken.xml"
bats --formatter tap broken
true
