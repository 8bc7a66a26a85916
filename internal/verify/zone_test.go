package verify_test

import (
	"testing"
	"time"

	"recette/internal/recette"
	"recette/internal/verify"
)

// An evening in Guadeloupe that goes past midnight in Greenwich is one day, of the place: the sessions say it, the
// count of days says it, and the recount agrees.
func TestDaysAreThoseOfTheCampaign(t *testing.T) {
	for zone, want := range map[string]struct {
		days  int
		first string
	}{
		"America/Guadeloupe": {1, "2026-11-23"},
		"":                   {2, "2026-11-23"},
		"Europe/Paris":       {1, "2026-11-24"},
	} {
		m := planOf(2, 1)
		m.TimeZone = zone
		p := newProject(t, m)
		p.now = time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)
		p.manual("SC-0001", recette.Passed, recette.Passed, recette.Passed)
		p.now = time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC)
		p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
		p.auto("SC-0003", 1, pass, pass, pass)
		doc, manifest := p.build("")
		if doc.RunDays != want.days || doc.Sessions[0].Day != want.first {
			t.Errorf(
				"in %q: %d days, the first is %s; want %d, %s", zone, doc.RunDays, doc.Sessions[0].Day, want.days,
				want.first,
			)
		}
		if r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF); r.Status != verify.Conform {
			t.Errorf("in %q: %s, %v", zone, r.Status, all(r))
		}
	}
}
