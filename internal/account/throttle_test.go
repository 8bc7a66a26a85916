package account

import (
	"strconv"
	"testing"
	"time"
)

// TestThrottle_IsBounded: many names take no more room, and those that failed most are remembered longest.
func TestThrottle_IsBounded(t *testing.T) {
	th := newThrottle()
	at := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	for range 5 {
		if _, wait := th.take("victim", "192.0.2.1", at); wait > 0 {
			t.Fatal("waits too early")
		}
	}
	for i := range mostKept + 300 {
		th.take("login "+strconv.Itoa(i), "198.51.100."+strconv.Itoa(i), at)
	}
	if a, b := len(th.accounts), len(th.addresses); a > mostKept || b > mostKept {
		t.Errorf("%d accounts and %d addresses are kept", a, b)
	}
	if _, wait := th.take("victim", "203.0.113.1", at); wait == 0 {
		t.Error("the account under attack was forgotten")
	}
	th.take("another", "203.0.113.2", at.Add(48*time.Hour))
	if n := len(th.accounts); n > 2 {
		t.Errorf("two days later, %d accounts are kept", n)
	}
}
