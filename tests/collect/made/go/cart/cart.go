// Package cart is a tiny shop.
package cart

import "fmt"

// Discount takes percent off a price in cents.
func Discount(cents, percent int) int {
	if percent < 0 || percent > 100 {
		panic(fmt.Sprintf("%d %% <&>", percent))
	}
	return cents - cents*percent/100
}
