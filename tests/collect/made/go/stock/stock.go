// Package stock has no tests.
package stock

// Reorder is never called.
func Reorder(stock, sold int) int { return sold - stock }
