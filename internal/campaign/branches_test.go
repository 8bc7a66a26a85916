package campaign_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
)

// branched is a campaign that is played in two branches, and once for all in a row of its own: everything that is said
// in a branch names it in capitals, so that a leak shows.
func branched(b *bench, role recette.Role, perimeter []string) recette.Actor {
	b.t.Helper()
	m := manifest()
	m.V, m.Antennes = 2, []string{"Ajaccio", "Brest"}
	for i, antenne := range []string{"Ajaccio", "Brest", "Brest"} {
		m.Cases[i].Antenne = antenne
		m.Cases[i].ID += "@" + strings.ToLower(antenne)
		m.Journeys[0].Cases[i] = m.Cases[i].ID
	}
	other := recette.Actor{Ref: "p-other", Name: "Autre", Role: role}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: other.Ref, Name: other.Name, Role: string(role), Perimeter: perimeter,
	})
	if err := b.s.Open(b.t.Context(), elise, m); err != nil {
		b.t.Fatal(err)
	}
	for _, row := range m.Cases[:3] {
		said := "CHEZ " + strings.ToUpper(row.Antenne)
		r := auto(row.ID, pass, recette.OutcomeFailed, recette.OutcomeSkipped)
		r.Content = row.Content
		if _, err := b.s.Record(b.t.Context(), samira, r); err != nil {
			b.t.Fatal(err)
		}
		number, err := b.s.Note(b.t.Context(), samira, "v1", gap.Anomaly{
			Severity: recette.Minor, Case: row.ID, Summary: said, Workaround: said,
		})
		if err != nil {
			b.t.Fatal(err)
		}
		_, err = b.s.Note(b.t.Context(), elise, "v1", gap.Reserve{
			Class: recette.Minor, Text: said, Anomaly: number, Check: row.ID,
		})
		if err != nil {
			b.t.Fatal(err)
		}
		_, err = b.s.Note(b.t.Context(), samira, "v1", advice.Contest{Case: row.ID, Reason: said})
		if err != nil {
			b.t.Fatal(err)
		}
	}
	return other
}

// Whoever is limited to a branch is shown nothing of another one, whatever is read and whatever the role: a read gives
// what is theirs, or is refused. Whoever is limited to none is shown all that their role reads.
func TestReads_AreParted(t *testing.T) {
	t.Parallel()
	all := map[string]func(context.Context, *campaign.Service, recette.Actor) (any, error){
		"Outline": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Outline(ctx, a, "v1")
		},
		"Manifest": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Manifest(ctx, a, "v1")
		},
		"Status": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Status(ctx, a, "v1")
		},
		"Cases": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Cases(ctx, a, "v1")
		},
		"Stood": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Stood(ctx, a, "v1", 0)
		},
		"List": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) { return s.List(ctx, a) },
		"FrozenIDs": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.FrozenIDs(ctx, a)
		},
		"Recorded": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			_, records, err := s.Recorded(ctx, a, "v1")
			return records, err
		},
		"Extract": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Extract(ctx, a, "v1")
		},
		"Erasable": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			return s.Erasable(ctx, a, "v1", campaign.ErasureQuery{})
		},
		"Situation": func(ctx context.Context, s *campaign.Service, a recette.Actor) (any, error) {
			sit, _, err := s.Situation(ctx, a, "v1", "", nil)
			return sit, err
		},
	}
	for _, role := range recette.Participants() {
		for where, perimeter := range map[string][]string{"everywhere": nil, "Ajaccio": {"ajaccio"}} {
			b := newBench(t, campaign.Policies{})
			who := branched(b, role, perimeter)
			for name, read := range all {
				got, err := read(t.Context(), b.service(campaign.Policies{}), who)
				if err != nil && !errors.Is(err, access.ErrDenied) {
					t.Fatalf("%s by %s of %s: %v", name, role, where, err)
				}
				text, failed := json.Marshal(got)
				if failed != nil {
					t.Fatal(failed)
				}
				said := string(text)
				limited := perimeter != nil
				if role == recette.Referent && !limited { // nothing says which branch is theirs
					if strings.Contains(said, "@") || strings.Contains(said, "CHEZ") {
						t.Errorf("%s by a référent of no branch shows %s", name, said)
					}
					continue
				}
				if limited && (strings.Contains(said, "@brest") || strings.Contains(said, "CHEZ BREST")) {
					t.Errorf("%s by %s of %s shows another branch:\n%s", name, role, where, said)
				}
				if limited && name == "List" && !strings.Contains(said, `"Failed":1`) {
					t.Errorf("%s by %s of %s counts more than their rows: %s", name, role, where, said)
				}
				shown := slices.Contains([]string{"Status", "Cases", "Outline", "Manifest", "Stood"}, name)
				if shown && (err != nil || !strings.Contains(said, "@ajaccio")) {
					t.Errorf("%s by %s of %s = %v, want their own rows: %s", name, role, where, err, said)
				}
				if shown && !limited && !strings.Contains(said, "@brest") {
					t.Errorf("%s by %s of %s lacks a branch: %s", name, role, where, said)
				}
			}
		}
	}
}

// What bears on a row of another branch is refused, whatever the role, and names the branch; a row that is played once
// for all is played by whom it is assigned to.
func TestWrites_AreParted(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.QA, []string{"Ajaccio"})
	ctx := t.Context()
	record := func(id string) error {
		r := auto(id, pass, pass, pass)
		r.Content, r.Attempt = "content/1:"+id[:4], 2
		if id == "SC-4" {
			r.Attempt = 1
		}
		_, err := b.s.Record(ctx, who, r)
		return err
	}
	note := func(row string) error {
		_, err := b.s.Note(ctx, who, "v1", gap.Anomaly{Severity: recette.Minor, Case: row, Summary: "vu"})
		return err
	}
	close := func(number string) error {
		_, err := b.s.Note(ctx, who, "v1", gap.Change{
			Number: number, Act: recette.AnomalyNote, Workaround: "à la main",
		})
		return err
	}
	for name, tt := range map[string]struct {
		err  error
		want access.Cause
	}{
		"results elsewhere":    {record("SC-2@brest"), access.CausePerimeter},
		"anomaly elsewhere":    {note("SC-2@brest"), access.CausePerimeter},
		"anomaly of elsewhere": {close("ANO-0002"), access.CausePerimeter},
		"anomaly at home":      {note("SC-1@ajaccio"), ""},
		"results at home":      {record("SC-1@ajaccio"), ""},
		"results for all":      {record("SC-4"), access.CausePerimeter},
		"assign elsewhere": {
			b.s.Assign(ctx, elise, "v1", []string{"SC-2@brest"}, who.Ref), "",
		},
		"close": {b.s.Close(ctx, who, campaign.Closing{Campaign: "v1", Unfinished: true}), access.CauseWhole},
	} {
		if name == "assign elsewhere" {
			if !errors.Is(tt.err, campaign.ErrInvalid) {
				t.Errorf("%s: %v, want it refused as invalid", name, tt.err)
			}
			continue
		}
		if got := cause(tt.err); got != tt.want || (tt.err == nil) != (tt.want == "") {
			t.Errorf("%s: %v, want cause %q", name, tt.err, tt.want)
		}
	}
	if err := b.s.Assign(ctx, elise, "v1", []string{"SC-4"}, who.Ref); err != nil {
		t.Fatal(err)
	}
	if err := record("SC-4"); err != nil {
		t.Errorf("a row for all that is assigned by name: %v", err)
	}
}
