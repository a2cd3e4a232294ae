package crash

import "testing"

func TestBefore(t *testing.T) {}

func TestPanics(t *testing.T) { panic("out of tea <&>") }

func TestNeverReached(t *testing.T) {}
