@test "total" { [ $((350 * 2 + 490)) -eq 1190 ]; }
@test 'discount <&> é 日本' {
  echo 'on the way out <&> é ]]>'
  [ $((1000 - 1000 * 20 / 100)) -eq 900 ]
}
@test "stock" { skip "no stock service"; }
@test "unknown command" { no_such_command --tea; }
