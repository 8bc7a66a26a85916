package campaign_test

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/store"
)

// written is a campaign in which personal data slipped: in what was observed, in a text attached, in an anomaly.
func written(t *testing.T) (*bench, campaign.Attachment) {
	t.Helper()
	b := newBench(t, campaign.Policies{})
	b.open()
	file, err := b.s.Attach(
		t.Context(), yann, "v1", "releve-lefort.txt", "text/plain", strings.NewReader("M. Lefort, 06 12 34 56 78"),
	)
	if err != nil {
		t.Fatal(err)
	}
	file.MIME = "text/plain"
	_, err = b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual,
		Steps: []campaign.Observation{{
			Step: 0, Mode: recette.Manual, Verdict: recette.Failed, Observed: "la fiche de Monsieur LEFORT s’affiche",
			Comment: "rien d’autre", Evidence: []campaign.Attachment{file},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.s.Note(t.Context(), yann, "v1", gap.Anomaly{
		Severity: recette.Minor, Case: "SC-1", Summary: "fiche de Lefort visible de tous",
	})
	if err != nil {
		t.Fatal(err)
	}
	return b, file
}

func fieldsOf(found []campaign.Erasable) string {
	var fields []string
	for _, e := range found {
		fields = append(fields, e.Field)
	}
	return strings.Join(fields, " ")
}

func idsOf(found []campaign.Erasable) []string {
	var ids []string
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	return ids
}

func (b *bench) verified() *store.Report {
	b.t.Helper()
	r, err := b.db.Verify(b.t.Context(), store.VerifyOptions{})
	if err != nil || !r.OK() {
		b.t.Errorf("the journal does not verify: %+v, %v", r, err)
	}
	return r
}

func TestErasable_FindsWhatIsAskedFor(t *testing.T) {
	b, file := written(t)
	for name, tt := range map[string]struct {
		q    campaign.ErasureQuery
		want string
	}{
		"a word":           {campaign.ErasureQuery{Containing: "lefort"}, "observed file file_name summary"},
		"inside a file":    {campaign.ErasureQuery{Containing: "06 12 34"}, "file"},
		"a word of a case": {campaign.ErasureQuery{Containing: "visible", Case: "SC-1"}, "summary"},
		"another case":     {campaign.ErasureQuery{Containing: "lefort", Case: "SC-2"}, ""},
		"an anomaly":       {campaign.ErasureQuery{Number: "ANO-0001"}, "summary"},
		"an author":        {campaign.ErasureQuery{Author: elise.Ref}, "name"},
		"an id":            {campaign.ErasureQuery{IDs: []string{file.SHA256[:12]}}, "file"},
		"a name":           {campaign.ErasureQuery{Containing: "Élise"}, "name"},
	} {
		found, err := b.s.Erasable(t.Context(), auditor, "v1", tt.q)
		if got := fieldsOf(found); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
	if _,
		err := b.s.Erasable(
		t.Context(), recette.Actor{Ref: "p-x", Role: recette.Tester}, "v1", campaign.ErasureQuery{},
	); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a stranger looks: %v", err)
	}
}

// TestErase: what is erased is gone, from the files too, and every reader can say when and why.
func TestErase(t *testing.T) {
	b, file := written(t)
	found, err := b.s.Erasable(t.Context(), auditor, "v1", campaign.ErasureQuery{Containing: "lefort"})
	if err != nil {
		t.Fatal(err)
	}
	done, err := b.s.Erase(t.Context(), elise, "v1", idsOf(found), "demande de M. L.")
	if err != nil || done.Texts != 3 || done.Files != 1 || done.Names != 0 {
		t.Fatalf("Erase() = %+v, %v", done, err)
	}
	if left,
		err := b.s.Erasable(
		t.Context(), auditor, "v1", campaign.ErasureQuery{Containing: "lefort"},
	); len(left) > 0 || err != nil {
		t.Errorf("%q is left, %v", fieldsOf(left), err)
	}
	if _, err := (files{b.dir}).Stat(t.Context(), file.SHA256); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the attachment: %v", err)
	}
	for _, path := range []string{b.options.Path, b.options.Path + "-wal"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"LEFORT", "Lefort", "lefort"} {
			if strings.Contains(string(data), word) {
				t.Errorf("%s still holds %s", path, word)
			}
		}
	}
	if r := b.verified(); r.Erased != 4 || len(r.Erasures) != 1 || r.Erasures[0].By != elise.Ref {
		t.Errorf("the report counts %d: %+v", r.Erased, r.Erasures)
	}
	st, err := b.s.Status(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	if e := st.Erasures[st.Anomalies[0].Summary]; e.Reason != "demande de M. L." || e.By.Ref != elise.Ref ||
		e.Seq == 0 {
		t.Errorf("the status says %+v", e)
	}
	x, err := b.s.Extract(t.Context(), elise, "v1")
	if err != nil || len(x.Erasures) != 4 {
		t.Errorf("the extract says %d, %v", len(x.Erasures), err)
	}
}

func TestErase_Refusals(t *testing.T) {
	b, _ := written(t)
	found, err := b.s.Erasable(t.Context(), auditor, "v1", campaign.ErasureQuery{Number: "ANO-0001"})
	if err != nil {
		t.Fatal(err)
	}
	ids, size := idsOf(found), len(b.records())
	for name, tt := range map[string]struct {
		who    recette.Actor
		ids    []string
		reason string
		want   error
	}{
		"no reason":  {elise, ids, " \t", campaign.ErrIncomplete},
		"nothing":    {elise, nil, "demande", campaign.ErrIncomplete},
		"a tester":   {yann, ids, "demande", access.ErrDenied},
		"qa":         {samira, ids, "demande", access.ErrDenied},
		"an auditor": {auditor, ids, "demande", access.ErrDenied},
		"of no campaign": {
			recette.Actor{Ref: "p-x", Name: "X", Role: recette.PPO}, ids, "demande", access.ErrDenied,
		},
		"an unknown id": {elise, []string{strings.Repeat("ab", 32)}, "demande", campaign.ErrUnknownText},
		"its own words": {elise, ids, "Il a écrit\u00a0: " + strings.ToUpper(found[0].Text), campaign.ErrRepeats},
		"no id":         {elise, []string{""}, "demande", campaign.ErrUnknownText},
		"one known, one no": {
			marc, append([]string{strings.Repeat("ab", 32)}, ids...), "demande", campaign.ErrUnknownText,
		},
	} {
		if _, err := b.s.Erase(t.Context(), tt.who, "v1", tt.ids, tt.reason); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if _, err := b.s.Erase(t.Context(), elise, "v2", ids, "demande"); err == nil {
		t.Error("erased in a campaign that does not exist")
	}
	if n := len(b.records()); n != size {
		t.Errorf("%d entries after refusals, want %d", n, size)
	}
	if _, err := b.s.Erase(t.Context(), marc, "v1", ids, "demande"); err != nil {
		t.Errorf("the decision-maker: %v", err)
	}
	if _, err := b.s.Erase(t.Context(), marc, "v1", ids, "demande"); !errors.Is(err, campaign.ErrUnknownText) {
		t.Errorf("once more: %v", err)
	}
	b.verified()
}

func (b *bench) records() (all []journal.Record) {
	b.t.Helper()
	for r, err := range b.db.Records(b.t.Context(), journal.Filter{}) {
		if err != nil {
			b.t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// TestErase_SeveralProcesses: each text is erased once, whoever comes first, and nobody's other fact is lost.
func TestErase_SeveralProcesses(t *testing.T) {
	b, _ := written(t)
	found, err := b.s.Erasable(t.Context(), auditor, "v1", campaign.ErasureQuery{Containing: "lefort"})
	if err != nil {
		t.Fatal(err)
	}
	var won, lost int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 4 {
		s := b.service(campaign.Policies{})
		all.Go(func() {
			_, err := s.Erase(t.Context(), elise, "v1", idsOf(found), "demande")
			_,
				raised := s.Note(
				t.Context(), samira, "v1", gap.Anomaly{Severity: recette.Minor, Summary: "autre"},
			)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case raised != nil:
				t.Errorf("process %d: %v", i, raised)
			case err == nil || errors.Is(err, campaign.ErrRemains): // another process may read meanwhile
				won++
			case errors.Is(err, campaign.ErrUnknownText):
				lost++
			default:
				t.Errorf("process %d: %v", i, err)
			}
		})
	}
	all.Wait()
	leaves := 0
	for _, r := range b.records() {
		if r.Leaf.Kind == journal.KindPersonalErase {
			leaves++
		}
	}
	if won != 1 || lost != 3 || leaves != 1 {
		t.Errorf("%d erased, %d refused, %d leaves; want 1, 3, 1", won, lost, leaves)
	}
	b.verified()
}

// stuck is evidence whose files do not go, as when a process dies before them.
type stuck struct{ files }

func (stuck) Remove(context.Context, string) error { return errors.New("stuck") }

// TestErase_InterruptedBeforeTheFile: the journal says erased, the file is there; FinishErasures ends it.
func TestErase_InterruptedBeforeTheFile(t *testing.T) {
	b, file := written(t)
	deps := campaign.Deps{Journal: b.db, Clock: b.clock, Rand: rand.Reader, Evidence: stuck{files{b.dir}}}
	s, err := campaign.New(deps)
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.Erase(t.Context(), elise, "v1", []string{file.SHA256}, "demande")
	if !errors.Is(err, campaign.ErrRemains) || done.Files != 1 || done.Texts != 1 {
		t.Fatalf("Erase() = %+v, %v; want ErrRemains, and the display name erased too", done, err)
	}
	if _, err := b.s.FinishErasures(t.Context(), yann); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a tester finishes: %v", err)
	}
	for _, want := range []int{1, 0} {
		if n, err := b.s.FinishErasures(t.Context(), elise); n != want || err != nil {
			t.Errorf("FinishErasures() = %d, %v; want %d", n, err, want)
		}
	}
	b.verified()
}

// TestErase_OwnName: who erased their name goes on under a name, and says which names the frozen plan keeps.
func TestErase_OwnName(t *testing.T) {
	b, _ := written(t)
	found, err := b.s.Erasable(t.Context(), auditor, "v1", campaign.ErasureQuery{Author: elise.Ref})
	if err != nil {
		t.Fatal(err)
	}
	done, err := b.s.Erase(t.Context(), elise, "v1", idsOf(found), "demande")
	if err != nil || done.Names != 1 || !slices.Equal(done.Plan, []string{elise.Name}) {
		t.Fatalf("Erase() = %+v, %v", done, err)
	}
	all := b.records()
	last := all[len(all)-1].Leaf.Actor.C
	if who,
		err := b.db.Persons(
		t.Context(), []string{last, all[0].Leaf.Actor.C},
	); err != nil || len(who) != 1 || who[last].Name != elise.Name {
		t.Errorf("people: %+v, %v", who, err)
	}
	b.verified()
}
