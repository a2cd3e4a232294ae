<?php
use PHPUnit\Framework\TestCase;

require __DIR__ . '/src/shop.php';

final class ShopTest extends TestCase
{
    public function testTotal(): void { $this->assertSame(1000, discount(1000, 0)); }

    /** @dataProvider prices */
    public function testDiscount(int $percent, int $price): void
    {
        echo "on the way out <&> é ]]>\n";
        $this->assertSame($price, discount(1000, $percent), 'a "quoted" <reason> & ]]> more');
    }
    public static function prices(): array { return ['fifty' => [50, 500], '<20 %> & "é 日本"' => [20, 900], "new\nline" => [0, 1000]]; }

    public function testThrows(): void { throw new RangeException("count of \"tea\n'x'\" is below 0 <&>"); }
    public function testStock(): void { $this->markTestSkipped('no stock service'); }
    public function testToBeWritten(): void { $this->markTestIncomplete('still to be written'); }
    public function testRisky(): void {}
    public function testWarns(): void { $this->addWarning('old price list'); $this->assertTrue(true); }
}
