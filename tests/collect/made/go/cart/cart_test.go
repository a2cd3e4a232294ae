package cart

import (
	"fmt"
	"testing"
)

func TestDiscount(t *testing.T) {
	for _, c := range []struct {
		name           string
		percent, price int
	}{{"none", 0, 1000}, {"<20 %> & \"é 日本\"", 20, 900}, {"new\nline", 50, 500}} {
		t.Run(c.name, func(t *testing.T) {
			fmt.Println("on the way out <&> é ]]> \x1b[31mred\x1b[0m")
			if price := Discount(1000, c.percent); price != c.price {
				t.Errorf("price is %d, not %d <\"&'>", price, c.price)
			}
		})
	}
}

func TestStock(t *testing.T) { t.Skip("no stock service") }

func TestPasses(t *testing.T) {}
