package linediff

import (
	"strings"
	"testing"
)

func written(all []Line) string {
	var b strings.Builder
	for _, l := range all {
		b.WriteByte(l.Op)
		b.WriteString(l.Text)
		b.WriteByte(' ')
	}
	return strings.TrimSuffix(b.String(), " ")
}

func TestCompare(t *testing.T) {
	for name, tt := range map[string]struct{ was, now, want string }{
		"nothing":      {"", "", ""},
		"same":         {"a b", "a b", " a  b"},
		"added":        {"a c", "a b c", " a +b  c"},
		"dropped":      {"a b c", "a c", " a -b  c"},
		"replaced":     {"a b c", "a x c", " a -b +x  c"},
		"moved":        {"a b", "b a", "-a  b +a"},
		"repeated":     {"a a b", "a b b", " a -a  b +b"},
		"all replaced": {"a b", "c", "-a -b +c"},
	} {
		if got := written(Compare(strings.Fields(tt.was), strings.Fields(tt.now))); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestCompare_BoundsTheTable(t *testing.T) {
	long := strings.Fields(strings.Repeat("a ", 2100))
	all := Compare(long, long)
	if len(all) != 4200 || all[0].Op != '-' || all[2100].Op != '+' {
		t.Errorf("%d lines, from %c to %c, want the texts whole", len(all), all[0].Op, all[len(all)-1].Op)
	}
}

func TestNear(t *testing.T) {
	all := Compare(strings.Fields("a b c d e f g"), strings.Fields("a b c X e f g"))
	for around, want := range map[int]string{0: "0001100", 1: "0011110", 2: "0111111"} {
		var got strings.Builder
		for _, near := range Near(all, around)[:7] {
			got.WriteByte("01"[map[bool]int{true: 1}[near]])
		}
		if got.String() != want {
			t.Errorf("%d around: %s, want %s", around, got.String(), want)
		}
	}
}
