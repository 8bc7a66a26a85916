package standing_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recette/internal/catalogue"
	"recette/internal/livingdoc/model"
	"recette/internal/matrix"
	"recette/internal/recette"
	"recette/internal/standing"
	"recette/internal/syntax"
	"recette/reports"
)

// kinds are what a case may be, each with its state.
func kinds() map[string]struct {
	status standing.Status
	state  standing.State
} {
	type kind = struct {
		status standing.Status
		state  standing.State
	}
	at := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	ran := func(v recette.Verdict, f recette.Freshness, more ...func(*standing.Status)) standing.Status {
		s := standing.Status{Result: standing.Result{Verdict: v, At: at}, Freshness: f}
		for _, m := range more {
			m(&s)
		}
		return s
	}
	open := func(s *standing.Status) { s.Open = true }
	accepted := func(s *standing.Status) { s.Accepted = "DEC-1" }
	never := standing.Status{Result: standing.Result{Verdict: recette.NotRun}, Freshness: recette.Fresh}
	return map[string]kind{
		"never":                {never, standing.NotRun},
		"passed":               {ran(recette.Passed, recette.Fresh), standing.Proved},
		"remark":               {ran(recette.PassedWithRemark, recette.Fresh), standing.Proved},
		"failed":               {ran(recette.Failed, recette.Fresh), standing.Failed},
		"accepted":             {ran(recette.Failed, recette.Fresh, accepted), standing.Accepted},
		"blocked":              {ran(recette.Blocked, recette.Fresh), standing.NotRun},
		"without":              {ran(recette.NotRun, recette.Fresh), standing.NotRun},
		"open":                 {ran(recette.NotRun, recette.Fresh, open), standing.NotRun},
		"open blocked":         {ran(recette.Blocked, recette.Fresh, open), standing.NotRun},
		"open failed":          {ran(recette.Failed, recette.Fresh, open), standing.Failed},
		"stale passed":         {ran(recette.Passed, recette.StaleText), standing.Stale},
		"stale failed":         {ran(recette.Failed, recette.StaleVersion), standing.Stale},
		"stale accepted":       {ran(recette.Failed, recette.StaleAnomaly, accepted), standing.Stale},
		"not applicable":       {ran(recette.NotApplicable, recette.Fresh), ""},
		"stale not applicable": {ran(recette.NotApplicable, recette.StaleText), standing.Stale},
	}
}

func TestStatus_State(t *testing.T) {
	for name, k := range kinds() {
		if got := k.status.State(); got != k.state {
			t.Errorf("%s is %q, want %q", name, got, k.state)
		}
		if got, want := k.status.Proves(), k.state == standing.Proved; got != want {
			t.Errorf("%s: Proves() = %v, want %v", name, got, want)
		}
	}
}

func TestStatus_Against(t *testing.T) {
	s := standing.Status{Result: standing.Result{Content: "a", At: time.Unix(1, 0)}, Freshness: recette.StaleAnomaly}
	if got := s.Against("a").Freshness; got != recette.StaleAnomaly {
		t.Errorf("beside its own text: %s, want stale_anomaly", got)
	}
	if got := s.Against("b").Freshness; got != recette.StaleText {
		t.Errorf("beside another text: %s, want stale_text", got)
	}
	if got := (standing.Status{Freshness: recette.Fresh}).Against("b").Freshness; got != recette.Fresh {
		t.Errorf("never run, beside a text: %s, want fresh", got)
	}
}

// A criterion of two cases, for each pair of kinds: the matrix, the documentation and the PV of the same results say
// the same of it, in their words.
func TestTally_StateIsTheSameEverywhere(t *testing.T) {
	names := slices.Sorted(maps.Keys(kinds()))
	var text strings.Builder
	text.WriteString("# language: fr\n@US-1\nFonctionnalité: Tout\n")
	statuses := map[string]standing.Status{}
	pv := reports.PV{Stories: []reports.Story{{ID: "US-1"}}}
	want := map[string]standing.State{}
	for i, x := range names {
		for j, y := range names {
			id := fmt.Sprintf("CA-1.%d", i*len(names)+j+1)
			var tally standing.Tally
			for k, name := range []string{x, y} {
				c := fmt.Sprintf("SC-%d%d", i*len(names)+j+1, k)
				fmt.Fprintf(&text, "  @%s @%s\n  Scénario: %s\n    Quand x %s\n    Alors y\n", id, c, c, c)
				s := kinds()[name].status
				s.Case, statuses[c] = c, s
				tally.Add(&s)
				pv.Cases = append(pv.Cases, reports.Case{
					ID: c, Criteria: []string{id}, Verdict: string(s.Verdict), Freshness: string(s.Freshness),
				})
			}
			want[id] = tally.State()
		}
	}
	file := read(t, text.String())

	b := matrix.New(matrix.Options{})
	b.Add(&file)
	got := map[string]standing.State{}
	for _, r := range b.Matrix(statuses, matrix.Head{Recorded: true}).Rows {
		got[r.Criterion] = r.State
	}
	words := map[string]standing.State{
		"failed": standing.Failed, "never": standing.NotRun, "partly": standing.NotRun, "stale": standing.Stale,
		"accepted": standing.Accepted, "proven": standing.Proved,
	}
	told := map[string]standing.State{}
	edition := model.New(model.Options{}, nil)
	edition.Add(&file)
	doc := edition.Doc(model.Facts{Statuses: statuses, Recorded: true})
	for i := range doc.Stories {
		for j := range doc.Stories[i].Criteria {
			c := &doc.Stories[i].Criteria[j]
			told[c.Criterion.ID] = words[c.State(true)]
		}
	}
	proofs := map[string]bool{}
	for _, p := range pv.CriteriaProofs() {
		proofs[p.ID] = p.Proven
	}
	seen := map[standing.State]bool{}
	for id, state := range want {
		seen[state] = true
		if got[id] != state || told[id] != state {
			t.Errorf("%s is %s; the matrix says %s, the documentation %s", id, state, got[id], told[id])
		}
		if proofs[id] != (state == standing.Proved) {
			t.Errorf("%s is %s; the PV says proven: %v", id, state, proofs[id])
		}
	}
	for _, s := range standing.States() {
		if !seen[s] && s != standing.Uncovered && s != standing.OutOfScope {
			t.Errorf("no criterion is %s: the test looks at nothing", s)
		}
	}
}

func read(t *testing.T, text string) catalogue.File {
	t.Helper()
	var out catalogue.File
	tree := fstest.MapFS{"features/x.feature": {Data: []byte(text)}}
	options := catalogue.Options{Syntax: syntax.Options{Language: "fr"}}
	err := catalogue.Walk(t.Context(), tree, []string{"features"}, options, func(f catalogue.File) error {
		out = f
		return nil
	})
	if err != nil || len(out.Cases) == 0 {
		t.Fatalf("read: %v, %d cases", err, len(out.Cases))
	}
	return out
}
