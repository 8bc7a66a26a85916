package campaign_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/dataset"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Rule 4: on a critical journey the author of a scenario is not the only one who played it. Whoever accepts what rests
// on them alone breaks the rule; whoever plays it is told at once.
func TestAuthorAlone(t *testing.T) {
	said := func(e access.Effect) []journal.Broken {
		return []journal.Broken{{Rule: "author_alone", Effect: string(e)}}
	}
	byMachine := func(b *bench) { conform(b, "SC-1") }
	byYann := func(b *bench) { b.attempt(yann, "SC-1", recette.Passed, recette.Passed, recette.Passed) }
	others := []string{"Samira Haddad", "Zoé"}
	byZoe := func(b *bench) { b.attempt(zoe, "SC-1", recette.Passed, recette.Passed, recette.Passed) }
	both := func(b *bench) {
		byYann(b)
		byZoe(b)
	}
	for name, tt := range map[string]struct {
		effect   access.Effect // of the project; empty: nothing is said of it
		play     func(b *bench)
		decision recette.Decision
		refused  bool
		broken   []journal.Broken
		told     []string // who could play it
	}{
		"the author, usually":      {"", byYann, recette.Accepted, false, said(access.Warn), others},
		"the author, traced":       {access.Trace, byYann, recette.Accepted, false, said(access.Trace), nil},
		"the author, blocked":      {access.Block, byYann, recette.Accepted, true, nil, nil},
		"a refusal is never held":  {access.Block, byYann, recette.Refused, false, nil, nil},
		"somebody else, blocked":   {access.Block, byZoe, recette.Accepted, false, nil, nil},
		"the machine, blocked":     {access.Block, byMachine, recette.Accepted, false, nil, nil},
		"somebody else afterwards": {access.Block, both, recette.Accepted, false, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			duties := access.Duties{}
			if tt.effect != "" {
				duties[access.AuthorAlone] = tt.effect
			}
			b := newBench(t, campaign.Policies{Duties: duties})
			m := manifest()
			m.V = plan.ManifestVersion
			m.Sections = &plan.Sections{Authors: []plan.Authorship{
				{Who: yann.Name, Named: []string{"SC-1", "SC-4"}}, // SC-4 is of no critical journey
			}}
			if err := b.s.Open(t.Context(), elise, m); err != nil {
				t.Fatal(err)
			}
			conform(b, "SC-2", "SC-3")
			b.attempt(yann, "SC-4", recette.Passed, recette.Passed, recette.Passed)
			tt.play(b)
			var told []string
			for _, w := range b.told {
				if w.Rule == access.AuthorAlone && w.About == "SC-1" {
					told = w.Others
				}
			}
			if len(tt.told) > 0 && len(told) != 2 || len(tt.told) == 0 && told != nil {
				t.Errorf("told %v, want %d people", told, len(tt.told))
			}
			_, err := b.s.Decide(t.Context(), marc, campaign.Decide{
				Campaign: "v1", Decision: tt.decision, Reason: "r",
			})
			var duty *access.DutyError
			if refused := errors.As(err, &duty) && slices.Equal(duty.About, []string{"SC-1"}); refused != tt.refused ||
				err != nil && !refused {
				t.Fatalf("decided: %v, want a refusal: %t", err, tt.refused)
			}
			if err != nil {
				return
			}
			recs := b.records()
			if diff := cmp.Diff(tt.broken, recs[len(recs)-1].Leaf.Broken); diff != "" {
				t.Errorf("the decision breaks (-want +got):\n%s", diff)
			}
		})
	}
}

// Rule 5: the owner of data does not verify them alone. It is said once a set, as long as nobody else loaded it.
func TestDataOwnerAlone(t *testing.T) {
	does := func(b *bench, who recette.Actor, act, outcome string) error {
		_, err := b.s.Note(t.Context(), who, "v1", dataset.Load{
			Set: "JDD-1", SHA256: digest, Act: act, Mode: recette.Automated, Outcome: outcome,
		})
		return err
	}
	load := func(b *bench, who recette.Actor, outcome string) error { return does(b, who, dataset.ActLoad, outcome) }
	reset := func(b *bench, who recette.Actor) error { return does(b, who, dataset.ActReset, "done") }
	tech := recette.Actor{Ref: "p-tech", Name: "Léo", Role: recette.LeadTech}
	for name, tt := range map[string]struct {
		effect access.Effect
		loads  func(b *bench) error
		want   int // leaves that say it
		refuse bool
	}{
		"thrice": {access.Warn, func(b *bench) error {
			return errors.Join(load(b, samira, "done"), load(b, samira, "done"), load(b, samira, "done"))
		}, 1, false},
		"a load that failed": {access.Warn, func(b *bench) error { return load(b, samira, "failed") }, 0, false},
		"after somebody else": {access.Block, func(b *bench) error {
			return errors.Join(load(b, tech, "done"), load(b, samira, "done"))
		}, 0, false},
		"a reset": {access.Block, func(b *bench) error { return reset(b, samira) }, 0, false},
		"after a reset by somebody else": {access.Warn, func(b *bench) error {
			return errors.Join(reset(b, tech), load(b, samira, "done"))
		}, 1, false},
		"blocked, after a reset by somebody else": {access.Block, func(b *bench) error {
			return errors.Join(reset(b, tech), load(b, samira, "done"))
		}, 0, true},
		"blocked before it begins": {
			access.Block, func(b *bench) error { return load(b, samira, dataset.Begun) }, 0, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{Duties: access.Duties{access.DataOwnerAlone: tt.effect}})
			m := manifest()
			m.V = plan.ManifestVersion
			m.Parties = append(m.Parties, plan.Participant{Ref: tech.Ref, Name: tech.Name, Role: "leadtech"})
			m.DataSets = []plan.DataSet{{Code: "JDD-1", SHA256: digest}}
			m.DataSets[0].Owner = samira.Name
			if err := b.s.Open(t.Context(), elise, m); err != nil {
				t.Fatal(err)
			}
			err := tt.loads(b)
			var duty *access.DutyError
			if errors.As(err, &duty) != tt.refuse || err != nil && !tt.refuse {
				t.Fatalf("loads: %v, want a refusal: %t", err, tt.refuse)
			}
			said := 0
			for _, rec := range b.records() {
				said += len(rec.Leaf.Broken)
			}
			if said != tt.want {
				t.Errorf("%d leaves say it, want %d", said, tt.want)
			}
		})
	}
}

// Rule 12: what an accelerated recette accepts expires unless it is decided again in time, on another day.
func TestUnconfirmedEmergency(t *testing.T) {
	said := func(e string) []journal.Broken { return []journal.Broken{{Rule: "unconfirmed_emergency", Effect: e}} }
	for name, tt := range map[string]struct {
		effect access.Effect
		again  int  // days after the decision on which it is pronounced again; 0: never
		signs  int  // days after it on which the PO signs
		other  bool // what is pronounced again is of another delivery
		want   bool
		broken []journal.Broken
	}{
		"in time, blocked":             {access.Block, 0, 10, false, true, nil},
		"too late, blocked":            {access.Block, 0, 11, false, false, nil},
		"too late, usually":            {"", 0, 11, false, true, said("trace")},
		"too late, warned":             {access.Warn, 0, 11, false, true, said("warn")},
		"confirmed in time, blocked":   {access.Block, 4, 20, false, true, nil},
		"confirmed too late, blocked":  {access.Block, 11, 22, false, false, nil},
		"another delivery, too late":   {access.Block, 4, 20, true, false, nil},
		"decided anew and signed soon": {access.Block, 11, 12, false, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			duties := access.Duties{}
			if tt.effect != "" {
				duties[access.UnconfirmedUrgent] = tt.effect
			}
			b := newBench(t, campaign.Policies{Duties: duties})
			m := manifest()
			m.V = plan.ManifestVersion
			m.Sections = &plan.Sections{Accelerated: plan.Accelerated{Reason: "Astreinte", Days: 10}}
			if err := b.s.Open(t.Context(), elise, m); err != nil {
				t.Fatal(err)
			}
			conform(b, "SC-1", "SC-2", "SC-3", "SC-4")
			decided := b.now
			b.decide(t, campaign.Decide{Campaign: "v1", Decision: recette.Accepted})
			if tt.again > 0 {
				b.now = decided.AddDate(0, 0, tt.again)
				if tt.other {
					if _, err := b.s.Iterate(t.Context(), elise, delivery("b2")); err != nil {
						t.Fatal(err)
					}
					for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
						again := auto(id, pass, pass, pass)
						again.Attempt = 2
						if _, err := b.s.Record(t.Context(), samira, again); err != nil {
							t.Fatal(err)
						}
					}
				}
				b.decide(t, campaign.Decide{Campaign: "v1", Decision: recette.Accepted})
			}
			b.now = decided.AddDate(0, 0, tt.signs)
			number, file := b.rendered("")
			err := b.signed(marc, number, file)
			var duty *access.DutyError
			if (err == nil) != tt.want || err != nil && !errors.As(err, &duty) {
				t.Fatalf("signed: %v, want allowed: %t", err, tt.want)
			}
			if recs := b.records(); tt.want && !slices.Equal(recs[len(recs)-1].Leaf.Broken, tt.broken) {
				t.Errorf("the signature breaks %v, want %v", recs[len(recs)-1].Leaf.Broken, tt.broken)
			}
			if (tt.effect == access.Warn) != (len(b.told) == 1) {
				t.Errorf("told %v", b.told)
			}
		})
	}
}
