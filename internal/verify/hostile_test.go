package verify_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"recette/internal/hostile"
	"recette/internal/verify"
)

// Every hostile file gets a report or is unreadable, none is conform, and whoever asked is obeyed in the middle. What a
// judgement cannot afford is said, and not taken for a fault of what was not read.
func TestHostileFiles(t *testing.T) {
	over := map[string]verify.Code{
		"20 MB of empty cases": "BUDGET_MEMORY", "leaves": "BUDGET_MEMORY",
		"2 GB of numbers": "BUDGET_WORK", "cases of the plan": "BUDGET_MEMORY", "object streams": "BUDGET_MEMORY",
		"annotations shared by pages": "BUDGET_WORK", "one action of 60,000 keys, 100,000 times": "BUDGET_WORK",
	}
	for _, f := range hostile.Files() {
		t.Run(f.Name, func(t *testing.T) {
			if testing.Short() && !f.Small {
				t.Skip("SKIPPED: takes seconds, and -short was asked")
			}
			data := f.Make()
			ctx, stop := context.WithCancel(t.Context())
			time.AfterFunc(10*time.Millisecond, stop)
			_, err := verify.PDF(ctx, data, verify.Options{})
			if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, verify.ErrUnreadable) {
				t.Errorf("stopped: %v", err)
			}
			began := time.Now()
			r, err := verify.PDF(t.Context(), data, verify.Options{})
			t.Logf("%d bytes, %s", len(data), time.Since(began).Round(time.Millisecond))
			if err != nil {
				if !errors.Is(err, verify.ErrUnreadable) {
					t.Error(err)
				}
				return
			}
			t.Logf("%s %.200v", r.Status, all(r))
			if r.Status == verify.Conform {
				t.Error("conform")
			}
			checkOver(t, r, over[f.Name])
			delete(over, f.Name)
		})
	}
	if len(over) > 0 && !testing.Short() {
		t.Errorf("no such files: %v", over)
	}
}

func checkOver(t *testing.T, r *verify.Report, code verify.Code) {
	t.Helper()
	if code == "" {
		return
	}
	found := false
	for _, x := range all(r) {
		found = found || x.Code == code && x.Status == verify.Indeterminate && x.Exceeds()
		if x.Code == verify.DataUnreadable {
			t.Errorf("what was not read to the end is called unreadable: %v", x)
		}
	}
	if !found {
		t.Errorf("no %s among %v", code, all(r))
	}
}
