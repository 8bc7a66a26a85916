package verify

import (
	"testing"
	"time"

	"recette/internal/journal"
)

// TestIdle_WholeHours: suspensions that come to one hour to the millisecond are one hour, however they are parted.
func TestIdle_WholeHours(t *testing.T) {
	began := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	at := func(seq int64, after time.Duration) *journal.Leaf {
		return &journal.Leaf{Seq: seq, At: began.Add(after).Format(journal.TimeLayout)}
	}
	for name, tt := range map[string]struct {
		parts []time.Duration
		want  int
	}{
		"one hour in three":       {[]time.Duration{3_597_177, 1, 2_822}, 1},
		"a millisecond more":      {[]time.Duration{3_597_177, 2, 2_822}, 2},
		"a millisecond":           {[]time.Duration{1}, 1},
		"none":                    {nil, 0},
		"two hours in two halves": {[]time.Duration{3_600_000, 3_600_000}, 2},
	} {
		f, seq, from := &fold{}, int64(1), time.Duration(0)
		for _, part := range tt.parts {
			to := from + part*time.Millisecond
			f.halts = append(f.halts, halted{from: at(seq, from), to: at(seq+1, to)})
			seq, from = seq+2, to+time.Second
		}
		if got := f.idle(moment{seq: seq, at: began.Add(from)}); got != tt.want {
			t.Errorf("%s: %d hours, want %d", name, got, tt.want)
		}
	}
}
