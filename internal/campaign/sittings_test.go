package campaign_test

import (
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/meeting"
	"recette/internal/recette"
)

// A session concerns the rows of its branch, and one of no branch those that are played once: no other one stops a
// tester, wherever it is open.
func TestSessions_ConcernTheirBranch(t *testing.T) {
	for name, tt := range map[string]struct {
		antenne string
		there   bool // the tester of Brest attends it
		want    access.Cause
	}{
		"of another branch":            {"Ajaccio", false, ""},
		"of no branch":                 {"", false, ""},
		"of their branch, not there":   {"Brest", false, access.CauseSession},
		"of their branch, otherwise":   {"brest", false, access.CauseSession},
		"of their branch, there":       {"Brest", true, ""},
		"of another branch, and there": {"Ajaccio", true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			who := branched(b, recette.Tester, []string{"Brest"})
			o := meeting.Opening{Antenne: tt.antenne, People: []meeting.Person{{Ref: elise.Ref, Animates: true}}}
			if tt.there {
				o.People = append(o.People, meeting.Person{Ref: who.Ref})
			}
			b.noted(elise, o)
			m := manifest()
			_, err := b.s.BeginAttempt(t.Context(), who, campaign.Begin{
				Campaign: "v1", Case: "SC-2@brest", Content: m.Cases[1].Content, Mode: recette.Manual,
			})
			if cause(err) != tt.want || (err == nil) != (tt.want == "") {
				t.Errorf("a tester of Brest plays their row: %v, want %q", err, tt.want)
			}
		})
	}
}

// Whoever is limited to a branch conducts its sessions alone; they open that of their branch when they say nothing.
func TestSessions_AReferentConductsTheirOwn(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.Referent, []string{"Brest"})
	led := []meeting.Person{{Ref: elise.Ref, Animates: true}}
	mine := []meeting.Person{{Ref: who.Ref, Animates: true}}
	b.refused("of no branch of the plan", elise, meeting.Opening{Antenne: "Lyon", People: led}, campaign.ErrInvalid)
	ajaccio := b.noted(elise, meeting.Opening{Antenne: "Ajaccio", People: led})
	for name, f := range map[string]fact.Fact{
		"opens elsewhere":  meeting.Opening{Antenne: "Ajaccio", People: mine},
		"moves elsewhere":  meeting.Move{Number: ajaccio, Came: []meeting.Person{{Name: "Léa"}}},
		"closes elsewhere": meeting.Closing{Number: ajaccio},
	} {
		if _, err := b.s.Note(t.Context(), who, "v1", f); cause(err) != access.CausePerimeter {
			t.Errorf("a référent of Brest %s: %v, want %s", name, err, access.CausePerimeter)
		}
	}
	brest := b.noted(who, meeting.Opening{People: mine})
	st := b.status()
	if got := st.Notes.Session(brest).Antenne; got != "Brest" {
		t.Errorf("a référent of Brest opens a session of %q", got)
	}
	b.noted(who, meeting.Closing{Number: brest})
	b.noted(elise, meeting.Closing{Number: ajaccio})
}

// A référent of whom nothing says which branch is theirs acts in none.
func TestReferent_WithoutABranch(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.Referent, nil)
	if _, err := b.s.Note(t.Context(), who, "v1", meeting.Opening{
		Antenne: "Brest", People: []meeting.Person{{Ref: who.Ref, Animates: true}},
	}); cause(err) != access.CauseUnplaced {
		t.Errorf("a référent of no branch opens a session: %v, want %s", err, access.CauseUnplaced)
	}
}
