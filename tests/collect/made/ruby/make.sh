# RSpec
set -u
echo "\$ rspec --format RspecJunitFormatter --out rspec.xml shop_spec.rb   # RSpec $(rspec --version | sed -n 's/.*rspec-core //p'), rspec_junit_formatter $(dpkg-query -W -f '${Version}' ruby-rspec-junit-formatter)"
rspec --no-color --format documentation --format RspecJunitFormatter --out "$OUT/junit/rspec.xml" shop_spec.rb
echo "\$ rspec --format RspecJunitFormatter --out rspec-broken.xml broken_spec.rb shop_spec.rb"
rspec --no-color --format progress --format RspecJunitFormatter --out "$OUT/junit/rspec-broken.xml" broken_spec.rb shop_spec.rb
true
