package pv_test

import (
	"testing"

	"recette/internal/i18n"
	"recette/internal/pv"
	"recette/reports"
)

// A warning of a French PV is said in English to whoever asked for English, with the ids that it lists.
func TestReworded(t *testing.T) {
	words, err := i18n.New(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		w    reports.Warning
		want string
	}{
		{reports.Warning{Code: "still_open"}, words.T("pv.warning.still_open")},
		{
			reports.Warning{Code: "never_run", Args: []string{"1", "SC-6"}},
			words.T("pv.warning.never_run.one", "1", "SC-6"),
		},
		{
			reports.Warning{Code: "stale", Args: []string{"10", "S-1, S-2, S-3, S-4, S-5, S-6, S-7, S-8 et 2 autres"}},
			words.T("pv.warning.stale.other", "10", "S-1, S-2, S-3, S-4, S-5, S-6, S-7, S-8 and 2 more"),
		},
		{
			reports.Warning{Code: "stale", Args: []string{"10", "S-1 et d’autres"}, Text: "comme au PV"},
			"comme au PV",
		},
		{
			reports.Warning{Code: "build_mismatch", Args: []string{"b1", "b2"}},
			words.T("pv.warning.build_mismatch", "b1", "b2"),
		},
	} {
		if got := pv.Reworded(&tt.w, "en", words.T); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.w, got, tt.want)
		}
	}
}
