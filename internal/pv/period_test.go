package pv_test

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"recette/internal/plan"
	"recette/internal/pv"
)

// Cases were played on 23 and 24 November. What the plan foresees for them is its calendar or, of a part of the
// journeys, the days of the sessions that name it.
func TestBuild_PeriodShorterThanThePlan(t *testing.T) {
	session := func(day string, journeys ...string) plan.Session { return plan.Session{Date: day, Journeys: journeys} }
	long := plan.Calendar{From: "2026-11-23", To: "2026-12-03"}
	both := []plan.Session{
		session("2026-12-01", "adhesion"), session("2026-11-23", "adhesion", "reste"), session("", "adhesion"),
	}
	brief := plan.Calendar{From: "2026-12-01", To: "2026-12-02"}
	other := []plan.Session{session("2026-11-23", "reste")}
	warned := []string{"23/11/2026", "24/11/2026", "23/11/2026", "03/12/2026"}
	for name, tt := range map[string]struct {
		journey  string
		sections *plan.Sections
		want     []string
	}{
		"no section":          {},
		"neither":             {sections: &plan.Sections{Sessions: []plan.Session{session("", "adhesion")}}},
		"half a calendar":     {sections: &plan.Sections{Calendar: plan.Calendar{To: "2026-12-03"}}},
		"a calendar":          {sections: &plan.Sections{Calendar: long}, want: warned},
		"one as long":         {sections: &plan.Sections{Calendar: brief}},
		"the sessions":        {sections: &plan.Sections{Sessions: both}, want: append(warned[:3:3], "01/12/2026")},
		"the calendar of all": {sections: &plan.Sections{Sessions: both, Calendar: long}, want: warned},
		"the sessions of a part": {
			"adhesion", &plan.Sections{Sessions: both[:2], Calendar: long}, append(warned[:3:3], "01/12/2026"),
		},
		"a part of one day":    {"adhesion", &plan.Sections{Sessions: both[1:], Calendar: long}, nil},
		"a part of no session": {"adhesion", &plan.Sections{Sessions: other, Calendar: long}, warned},
	} {
		recorded := cmp.Or(tt.journey, "tout")
		in := load(t, recorded).input(t)
		m, err := plan.Parse(bytes.NewReader(in.Manifest))
		if err != nil {
			t.Fatal(err)
		}
		m.Sections, in.Plan, in.Journey = tt.sections, &m, tt.journey
		doc, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range doc.Warnings {
			if w.Code == "short_period" {
				got = w.Args
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
