package recette_test

import (
	"testing"

	"recette/internal/recette"
)

// A derogation stands beside a criterion when somebody granted it, as long as it lasts, unless it is about another one.
func TestVoidOf(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		granted, refused bool
		until, subject   string
		want             recette.Void
	}{
		"granted":                  {granted: true},
		"until this day":           {granted: true, until: "2026-11-30"},
		"until yesterday":          {granted: true, until: "2026-11-29", want: recette.VoidOver},
		"asked":                    {want: recette.VoidAsked},
		"refused":                  {refused: true, want: recette.VoidRefused},
		"about it":                 {granted: true, subject: "exit/2"},
		"about an anomaly":         {granted: true, subject: "ANO-0001"},
		"about the one before":     {granted: true, subject: "exit/1", want: recette.VoidApart},
		"about one of the entries": {granted: true, subject: "entry/2", want: recette.VoidApart},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := recette.VoidOf(tc.granted, tc.refused, tc.until, tc.subject, recette.ExitCriteria, 2, "2026-11-30")
			if got != tc.want {
				t.Errorf("VoidOf = %q, want %q", got, tc.want)
			}
		})
	}
}
