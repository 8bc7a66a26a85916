package verify_test

import (
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// Each plan is frozen before what puts it in force: that of the second iteration long after the campaign was opened,
// and never after the iteration began.
func TestFrozenLate_OfEachIteration(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		frozen time.Duration // after the campaign was opened
		want   verify.Status
	}{
		"an hour after the opening": {time.Hour, verify.Conform},
		"an hour after it began":    {3 * time.Hour, verify.Indeterminate},
		"before the plan of before": {-time.Hour, verify.Conform},
		"just before it began":      {2*time.Hour - time.Second, verify.Conform},
		"a minute after it began":   {2*time.Hour + time.Minute, verify.Indeterminate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, branched(""))
			opened := p.clock()
			p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
			p.decide()
			p.now = opened.Add(2 * time.Hour)
			p.iterate(campaign.Iteration{Build: true}, func(m *plan.Manifest) {
				m.Release.Build, m.Environment.Build = "b2", "b2"
				m.FrozenAt = journal.Instant(opened.Add(tt.frozen))
			})
			p.now = opened.Add(4 * time.Hour)
			p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
			doc, manifest := p.build("")
			r := p.verify(p.drawn(doc).attach(doc, manifest))
			if r.Status != tt.want {
				t.Errorf("%s, want %s: %v", r.Status, tt.want, all(r))
			}
			for _, f := range all(r) {
				if tt.want == verify.Indeterminate && f.Code != verify.FrozenLate {
					t.Errorf("%v, want %s alone", f, verify.FrozenLate)
				}
			}
		})
	}
}
