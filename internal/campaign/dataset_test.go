package campaign_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/dataset"
	"recette/internal/campaign/fact"
	"recette/internal/plan"
	"recette/internal/recette"
)

func TestNote_DataLoads(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.DataSets = []plan.DataSet{{Code: "JDD-a", SHA256: strings.Repeat("1d", 32)}, {Code: "JDD-sans-fichier"}}
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	set, other := m.DataSets[0], strings.Repeat("0e", 32)
	load := dataset.Load{
		Set: set.Code, SHA256: set.SHA256, Act: dataset.ActLoad, Mode: recette.Automated, Outcome: "done",
		Took: 3 * time.Millisecond,
	}
	with := func(change func(*dataset.Load)) dataset.Load {
		l := load
		change(&l)
		return l
	}
	refused := map[string]struct {
		who  recette.Actor
		f    fact.Fact
		want error
	}{
		"a tester loads":  {yann, load, access.ErrDenied},
		"unknown set":     {samira, with(func(l *dataset.Load) { l.Set = "JDD-autre" }), dataset.ErrUnknown},
		"another file":    {samira, with(func(l *dataset.Load) { l.SHA256 = other }), dataset.ErrChanged},
		"no file":         {samira, with(func(l *dataset.Load) { l.SHA256 = "" }), campaign.ErrInvalid},
		"unknown act":     {samira, with(func(l *dataset.Load) { l.Act = "drop" }), campaign.ErrInvalid},
		"unknown outcome": {samira, with(func(l *dataset.Load) { l.Outcome = "ok" }), campaign.ErrInvalid},
		"a log that is not stored": {
			samira, with(func(l *dataset.Load) { l.Log = &fact.Attachment{SHA256: other, Size: 1, Name: "x"} }),
			campaign.ErrEvidence,
		},
	}
	for name, tt := range refused {
		if _, err := b.s.Note(t.Context(), tt.who, "v1", tt.f); !errors.Is(err, tt.want) {
			t.Errorf("%s: Note() = %v, want %v", name, err, tt.want)
		}
	}
	b.noted(samira, with(func(l *dataset.Load) { l.Reason = "n'est pas gardé" }))
	b.noted(samira, with(func(l *dataset.Load) {
		l.SHA256, l.Reason, l.Outcome, l.Act = other, "Le seuil a changé.", "failed", dataset.ActReset
	}))
	b.noted(samira, with(func(l *dataset.Load) { l.Set, l.SHA256 = "JDD-sans-fichier", other }))
	s := b.status()
	if len(s.Notes.Loads) != 3 {
		t.Fatalf("%d loads, want 3", len(s.Notes.Loads))
	}
	first, second := s.Notes.Loads[0], s.Notes.Loads[1]
	if first.Reason != "" || first.Environment == "" || first.Micros != 3000 || first.By.Ref != samira.Ref {
		t.Errorf("first load %+v", first)
	}
	if s.Texts[second.Reason] != "Le seuil a changé." || second.Outcome != "failed" || second.SHA256 != other {
		t.Errorf("second load %+v, because %q", second, s.Texts[second.Reason])
	}
}
