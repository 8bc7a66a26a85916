package host

import (
	"slices"
	"strings"
	"testing"
)

func TestBoundedKeepsTheHeadOfALog(t *testing.T) {
	line := strings.Repeat("x", maxLog/4)
	tests := map[string]struct {
		log, want []string
		cut       int
	}{
		"nothing":   {nil, nil, 0},
		"short":     {[]string{"a", "b"}, []string{"a", "b"}, 0},
		"just fits": {[]string{line, line, line, line}, []string{line, line, line, line}, 0},
		"too long":  {[]string{line, line, line, line, "b", "c"}, []string{line, line, line, line}, 2},
	}
	for name, tt := range tests {
		if got, cut := bounded(tt.log); !slices.Equal(got, tt.want) || cut != tt.cut {
			t.Errorf("%s: bounded keeps %d lines of %d more, want %d, %d", name, len(got), cut, len(tt.want), tt.cut)
		}
	}
}
