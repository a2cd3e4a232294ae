# The test harness of Rust (its JUnit output is not yet stable, so it has to be asked for).
set -u
export CARGO_HOME=/srv/.cargo RUSTC_BOOTSTRAP=1
echo "\$ cargo test --lib -- -Z unstable-options --format junit > libtest.xml   # $(rustc --version)"
cargo test --offline --lib -- --test-threads=1
cargo test --offline --quiet --lib -- --test-threads=1 -Z unstable-options --format junit > "$OUT/junit/libtest.xml"
true
