setup_file() { echo "no database <&>"; return 1; }
@test "never reached" { true; }
