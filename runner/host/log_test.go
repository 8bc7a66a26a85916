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
	}{
		"nothing":   {nil, nil},
		"short":     {[]string{"a", "b"}, []string{"a", "b"}},
		"just fits": {[]string{line, line, line, line}, []string{line, line, line, line}},
		"too long": {
			[]string{line, line, line, line, "b", "c"}, []string{line, line, line, line, "[2 lines of log left out]"},
		},
	}
	for name, tt := range tests {
		if got := bounded(tt.log); !slices.Equal(got, tt.want) {
			t.Errorf("%s: bounded keeps %d lines, want %d", name, len(got), len(tt.want))
		}
	}
}
