@test "total" { [ $((350 * 2 + 490)) -eq 1190 ]; }
@test 'an odd "quote' { true; }
