package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// TestObserved: whoever sees a row reads what its last attempt found, step by step; of another branch it is not there.
func TestObserved(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.Tester, []string{"Ajaccio"})
	ctx := t.Context()
	for _, row := range []string{"SC-1@ajaccio", "SC-2@brest"} {
		for attempt := 2; attempt < 4; attempt++ {
			r := auto(row, pass, pass, pass)
			r.Content, r.Attempt = "content/1:"+row[:4], attempt
			r.Steps[1].Comment = map[int]string{2: "d’avant", 3: "de " + row}[attempt]
			_, err := b.s.Record(ctx, samira, r)
			must(t, err)
		}
	}
	for row, by := range map[string]recette.Actor{"SC-1@ajaccio": who, "SC-2@brest": auditor} {
		got, err := b.s.Observed(ctx, by, "v1", row)
		must(t, err)
		if len(got) != 3 || got[1].Comment != "de "+row || got[2].Verdict != recette.Passed {
			t.Errorf("%s: %+v", row, got)
		}
	}
	for _, row := range []string{"SC-2@brest", "SC-404"} {
		if _, err := b.s.Observed(ctx, who, "v1", row); !errors.Is(err, campaign.ErrUnknownCase) {
			t.Errorf("%s: %v, want ErrUnknownCase", row, err)
		}
	}
	m := manifest()
	m.Campaign = "v2"
	must(t, b.s.Open(ctx, elise, m))
	if got, err := b.s.Observed(ctx, auditor, "v2", "SC-1"); err != nil || len(got) != 0 {
		t.Errorf("a row that nobody played: %v, %v", got, err)
	}
}
