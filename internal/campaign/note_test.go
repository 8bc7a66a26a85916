package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/recette"
)

// noted records a fact that nothing refuses.
func (b *bench) noted(who recette.Actor, f fact.Fact) string {
	b.t.Helper()
	number, err := b.s.Note(b.t.Context(), who, "v1", f)
	if err != nil {
		b.t.Fatal(err)
	}
	all := b.records()
	if l := &all[len(all)-1].Leaf; !f.Is(l) {
		b.t.Errorf("%+v is not what its leaf says: %+v", f, l)
	}
	return number
}

func (b *bench) status() campaign.Status {
	b.t.Helper()
	s, err := b.s.Status(b.t.Context(), elise, "v1")
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func TestNote_Attestation(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	data := advice.Attestation{Subject: recette.NoProductionData, Text: "Rien de la production."}
	back := advice.Withdrawal{Subject: recette.NoProductionData, Text: data.Text, Reason: "Une copie a servi."}
	refused := map[string]struct {
		who  recette.Actor
		f    fact.Fact
		want error
	}{
		"a tester attests": {yann, data, access.ErrDenied},
		"the PO attests":   {marc, data, access.ErrDenied},
		"no words": {
			elise, advice.Attestation{Subject: recette.NoProductionData, Text: " "}, campaign.ErrIncomplete,
		},
		"of anything":           {elise, advice.Attestation{Subject: "tout", Text: "x"}, campaign.ErrInvalid},
		"nothing to take back":  {elise, back, advice.ErrNotAttested},
		"deviation, no reason":  {elise, advice.Deviation{Text: "x"}, campaign.ErrIncomplete},
		"deviation, no text":    {elise, advice.Deviation{Reason: "x"}, campaign.ErrIncomplete},
		"deviation of a tester": {yann, advice.Deviation{Text: "x", Reason: "y"}, access.ErrDenied},
	}
	for name, tt := range refused {
		if n, err := b.s.Note(t.Context(), tt.who, "v1", tt.f); !errors.Is(err, tt.want) || n != "" {
			t.Errorf("%s: Note() = %q, %v; want %v", name, n, err, tt.want)
		}
		if err := b.s.CheckNote(t.Context(), tt.who, "v1", tt.f); !errors.Is(err, tt.want) {
			t.Errorf("%s: CheckNote() = %v, want %v", name, err, tt.want)
		}
	}
	if n := b.noted(elise, data); n != "" {
		t.Errorf("an attestation has number %q, want none", n)
	}
	stands := func() bool { s := b.status(); return s.Notes.Attested(string(recette.NoProductionData)) != nil }
	if !stands() {
		t.Error("what was attested does not stand")
	}
	b.noted(samira, back)
	if stands() {
		t.Error("what was taken back stands")
	}
	b.noted(samira, data)
	if s := b.status(); !stands() || len(s.Notes.Attestations) != 3 {
		t.Errorf("%d attestations, standing %t; want 3, and the last stands", len(s.Notes.Attestations), stands())
	}
}

func TestNote_Deviations(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	none := advice.Attestation{Subject: recette.NoDeviation, Text: "Aucun écart."}
	b.noted(elise, none)
	for i, want := range []string{"ECA-0001", "ECA-0002"} {
		d := advice.Deviation{Text: "Une séance de moins.", Reason: "Salle fermée."}
		d.Agreed = []string{"Marc Delattre", " "}[i]
		if n := b.noted(samira, d); n != want {
			t.Errorf("deviation %d has number %s, want %s", i+1, n, want)
		}
	}
	s := b.status()
	if len(s.Notes.Deviations) != 2 || s.Texts[s.Notes.Deviations[0].Agreed] != "Marc Delattre" ||
		s.Notes.Deviations[1].Agreed != "" {
		t.Errorf("deviations: %+v", s.Notes.Deviations)
	}
	if _, err := b.s.Note(t.Context(), elise, "v1", none); !errors.Is(err, advice.ErrDeviations) {
		t.Errorf("no deviation attested beside two: error = %v, want ErrDeviations", err)
	}
}
