package rest

import (
	"errors"
	"fmt"
	"testing"

	"recette/internal/campaign"
	"recette/internal/guided"
	"recette/internal/recette"
)

// TestUnsure: an error that says nothing of what was recorded is never told as one of which nothing was.
func TestUnsure(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"a disk":      {errors.New("input/output error"), "unknown"},
		"known so":    {&guided.UnknownError{Err: errors.New("input/output error")}, "unknown"},
		"under way":   {fmt.Errorf("a file: %w", guided.ErrUnderWay), "busy"},
		"a rule":      {fmt.Errorf("a rule: %w", campaign.Err), "refused"},
		"an attempt":  {recette.ErrAttempt, "moved"},
		"rows differ": {ErrConflicts, "conflicts"},
	} {
		if got := (fault{err: unsure(tt.err)}).codeOf(); got != tt.want {
			t.Errorf("%s: got %s, want %s", name, got, tt.want)
		}
	}
	if unsure(nil) != nil {
		t.Error("no error is one")
	}
}

// TestDeclared: whoever made a token for somebody saw it, so that it proves nobody.
func TestDeclared(t *testing.T) {
	if declared(recette.Actor{Ref: "yann", Authenticated: true}).Authenticated {
		t.Error("a token proves who shows it")
	}
}

// TestNext: a request that was too long to come is sent again, not mended.
func TestNext(t *testing.T) {
	for code, want := range map[string]string{
		"timeout": "again", "token_missing": "enter", "json": "mend", "busy": "again", "token_wait": "again",
	} {
		if got := nextOf(statuses()[code]); got != want {
			t.Errorf("%s: got %s, want %s", code, got, want)
		}
	}
}
