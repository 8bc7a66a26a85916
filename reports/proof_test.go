package reports

import (
	"strings"
	"testing"
)

// A criterion is proven by all of its cases, never by one of them.
func TestProofs(t *testing.T) {
	c := func(id, verdict, freshness string) Case {
		return Case{
			ID: id, Verdict: verdict, Freshness: freshness, Criteria: []string{"CA-1"}, Rules: []string{"RG-1", "RG-1"},
		}
	}
	passed := c("SC-1", "passed", "fresh")
	for name, tt := range map[string]struct {
		cases  []Case
		short  string
		proven bool
	}{
		"no case":                   {nil, "", false},
		"one passed":                {[]Case{passed}, "", true},
		"with remark":               {[]Case{passed, c("SC-2", "passed_with_remark", "fresh")}, "", true},
		"one failed":                {[]Case{passed, c("SC-2", "failed", "fresh")}, "SC-2", false},
		"failed first":              {[]Case{c("SC-2", "failed", "fresh"), passed}, "SC-2", false},
		"one blocked":               {[]Case{passed, c("SC-2", "blocked", "fresh")}, "SC-2", false},
		"one not run":               {[]Case{passed, c("SC-2", "not_run", "fresh")}, "SC-2", false},
		"one stale":                 {[]Case{passed, c("SC-2", "passed", "stale_text")}, "SC-2", false},
		"one not applicable":        {[]Case{passed, c("SC-2", "not_applicable", "fresh")}, "", true},
		"not applicable, was stale": {[]Case{passed, c("SC-2", "not_applicable", "stale_version")}, "SC-2", false},
		"none applicable":           {[]Case{c("SC-2", "not_applicable", "fresh")}, "", false},
	} {
		pv := PV{Cases: tt.cases, Stories: []Story{{ID: "US-1", Criteria: []string{"CA-1"}}}, Rules: []string{"RG-1"}}
		for kind, got := range map[string][]Proof{"criteria": pv.CriteriaProofs(), "rules": pv.RuleProofs()} {
			if len(got) != 1 || len(got[0].Cases) != len(tt.cases) {
				t.Errorf("%s, %s: %+v, want one with %d cases", name, kind, got, len(tt.cases))
				continue
			}
			var short []string
			for _, c := range got[0].Short {
				short = append(short, c.ID)
			}
			if got[0].Proven != tt.proven || strings.Join(short, " ") != tt.short {
				t.Errorf(
					"%s, %s: proven %t, short %v; want %t, %q", name, kind, got[0].Proven, short, tt.proven, tt.short,
				)
			}
		}
	}
}

// Of the nine criteria of the fixture one has no case, and only those of which every case is conform and fresh are
// proven.
func TestCoverage(t *testing.T) {
	d := &doc{pv: fixture()}
	if covered, proven, total := d.coverage(); covered != 8 || proven != 4 || total != 9 {
		t.Errorf("covered %d, proven %d of %d; want 8, 4 of 9", covered, proven, total)
	}
}
