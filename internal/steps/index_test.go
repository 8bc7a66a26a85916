package steps

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/syntax"
	"recette/runner/protocol"
)

// source matches by regular expressions, as a Go worker does.
func source(name string, patterns ...string) Source {
	var defs []protocol.Definition
	var exprs []*regexp.Regexp
	for i, p := range patterns {
		defs = append(defs, protocol.Definition{Pattern: p, Place: fmt.Sprintf("%s.go:%d", name, i+1)})
		exprs = append(exprs, regexp.MustCompile(p))
	}
	return Source{
		Name: name, Definitions: defs, Match: func(_ context.Context, list []protocol.StepText) ([][]int, error) {
			out := make([][]int, len(list))
			for i, s := range list {
				for d, e := range exprs {
					if e.MatchString(s.Text) {
						out[i] = append(out[i], d)
					}
				}
			}
			return out, nil
		},
	}
}

func index(t *testing.T, sources []Source, files ...string) *Index {
	t.Helper()
	c := NewCollector("@manuel")
	for i, text := range files {
		src := syntax.Source{Path: fmt.Sprintf("features/%d.feature", i+1), Bytes: []byte(text)}
		f := catalogue.Parse(src, catalogue.Options{})
		if syntax.HasErrors(f.Diagnostics) {
			t.Fatal(f.Diagnostics)
		}
		c.Add(&f)
	}
	x, err := c.Index(t.Context(), sources)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

const fees = `# language: fr
Fonctionnalité: Cotisation
  Contexte:
    Soit une antenne
  Scénario: Payer
    Quand l'adhérente "Alix" paie 150 euros
    Alors elle est à jour
    Et le reçu porte "Alix"
  Plan du scénario: Payer selon l'effectif
    Quand l'adhérente "<nom>" paie <montant> euros
    Alors elle <état> à jour
    Exemples:
      | nom  | montant | état     |
      | Bob  | 90,50   | est      |
      | Chloé | 300    | n'est pas |
  @manuel
  Scénario: À la main
    Quand l'adhérente appelle
    Alors elle est à jour
  Plan du scénario: Trois issues
    Alors la fiche est <issue> par le siège
    Exemples:
      | issue     |
      | validée   |
      | refusée   |
      | suspendue |
  Scénario: La première
    Alors la fiche est validée par le siège
`

func TestCountsAreThoseOfARun(t *testing.T) {
	x := index(t, []Source{source("a", `^une antenne$`, `^rien de tel$`), source("b", `^elle est à jour$`)}, fees)
	want := []Definition{
		{Source: "a", Pattern: `^une antenne$`, Place: "a.go:1", Steps: 8, Written: 1},
		{Source: "a", Pattern: `^rien de tel$`, Place: "a.go:2"},
		{Source: "b", Pattern: `^elle est à jour$`, Place: "b.go:1", Steps: 3, Written: 3},
	}
	if d := cmp.Diff(want, x.Definitions); d != "" {
		t.Errorf("definitions (-want +got):\n%s", d)
	}
	if d := cmp.Diff(want[1:2], x.Unused()); d != "" {
		t.Errorf("unused (-want +got):\n%s", d)
	}
	if got := definitionsOf(x, catalogue.Outcome, "elle est à jour"); len(got) != 1 || got[0].Source != "b" {
		t.Errorf("definitions of an outcome = %v", got)
	}
	if got := definitionsOf(x, catalogue.Action, "elle est à jour"); got != nil {
		t.Errorf("definitions of an action that no feature holds = %v", got)
	}
}

// definitionsOf gives the definitions that match the steps of a type and a text.
func definitionsOf(x *Index, kind catalogue.StepType, text string) (found []Definition) {
	for _, s := range x.Steps {
		if s.Type == kind && s.Text == text {
			for _, d := range s.Definitions {
				found = append(found, x.Definitions[d])
			}
		}
	}
	return found
}

// A definition that serves manual cases only is used, as a run counts it; a step of manual cases only is not undefined.
func TestManualCasesWantNoDefinition(t *testing.T) {
	x := index(t, []Source{source("a", `^l'adhérente appelle$`)}, fees)
	if len(x.Unused()) != 0 {
		t.Errorf("unused: %v", x.Unused())
	}
	x = index(t, nil, fees)
	for _, w := range x.Undefined() {
		if w.Mask == "l'adhérente appelle" {
			t.Error("a step of a manual case is undefined")
		}
		if w.Mask == "elle est à jour" && len(w.Places) != 2 {
			t.Errorf("places %v: that of the manual case is no gap", w.Places)
		}
	}
}

// Values are set aside. The rows of an outline that read as another step does are one with it; what is left is the
// template, unless it reads in one way only.
func TestUndefinedGroupsByWording(t *testing.T) {
	x := index(t, []Source{source("a", `^une antenne$`)}, fees)
	type line struct {
		Mask   string
		Places []int
		Cases  int
	}
	var got []line
	for _, w := range x.Undefined() {
		l := line{Mask: w.Mask, Cases: w.Cases}
		for _, p := range w.Places {
			l.Places = append(l.Places, p.Line)
		}
		got = append(got, l)
	}
	want := []line{
		{`l'adhérente "…" paie # euros`, []int{6, 10}, 3},
		{`elle est à jour`, []int{7, 11}, 2},
		{`le reçu porte "…"`, []int{8}, 1},
		{`elle n'est pas à jour`, []int{11}, 1},
		{`la fiche est validée par le siège`, []int{21, 28}, 2},
		{`la fiche est <…> par le siège`, []int{21}, 2},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("undefined (-want +got):\n%s", d)
	}
	// The definition of the template does not claim the step that stands by itself.
	snippets, err := Snippets(Go, x.Undefined())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := snippets[5].Pattern, `^la fiche est (suspendue|refusée) par le siège$`; got != want {
		t.Errorf("pattern %q, want %q", got, want)
	}
}

func TestAmbiguous(t *testing.T) {
	x := index(
		t, []Source{source("a", `^elle est à jour$`, `^l'adhérente appelle$`), source("b", `à jour$`, `appelle$`)},
		fees,
	)
	got := x.Ambiguous()
	if len(got) != 1 || got[0].Text != "elle est à jour" || len(got[0].Definitions) != 2 || len(got[0].Places) != 2 {
		t.Fatalf("Ambiguous = %+v, want one step with two definitions at the places that nobody runs by hand", got)
	}
	if d := cmp.Diff([]Place{{"features/1.feature", 7}, {"features/1.feature", 11}}, got[0].Places); d != "" {
		t.Error(d)
	}
}

func TestSourcesThatMisbehave(t *testing.T) {
	boom := errors.New("boom")
	tests := map[string]func(context.Context, []protocol.StepText) ([][]int, error){
		"error": func(context.Context, []protocol.StepText) ([][]int, error) { return nil, boom },
		"too few": func(
			_ context.Context, l []protocol.StepText,
		) ([][]int, error) {
			return make([][]int, len(l)-1), nil
		},
		"out of range": func(_ context.Context, l []protocol.StepText) ([][]int, error) {
			o := make([][]int, len(l))
			o[0] = []int{7}
			return o, nil
		},
	}
	for name, match := range tests {
		c := NewCollector("@manuel")
		f := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: []byte(fees)}, catalogue.Options{})
		c.Add(&f)
		_, err := c.Index(t.Context(), []Source{{Name: "x", Match: match}})
		if !errors.Is(err, ErrSource) {
			t.Errorf("%s: error %v, want ErrSource", name, err)
		}
		if name == "error" && !errors.Is(err, boom) {
			t.Errorf("the cause is lost: %v", err)
		}
	}
}

// Steps are asked in batches; an answer belongs to its own batch.
func TestIndexBeyondOneBatch(t *testing.T) {
	var texts []string
	for i := range maxAsked + 3 {
		texts = append(texts, fmt.Sprintf("pas %d", i))
	}
	last := texts[len(texts)-1]
	only := Source{
		Name: "go", Definitions: []protocol.Definition{{Pattern: last}},
		Match: func(_ context.Context, batch []protocol.StepText) ([][]int, error) {
			got := make([][]int, len(batch))
			for i := range batch {
				if batch[i].Text == last {
					got[i] = []int{0}
				}
			}
			return got, nil
		},
	}
	x := index(t, []Source{only}, feature(texts...))
	if found := definitionsOf(x, catalogue.Action, last); len(found) != 1 {
		t.Errorf("%q has %d definitions, want 1", last, len(found))
	}
	if n := len(x.Undefined()); n != 1 { // one wording, of all the other numbers
		t.Errorf("%d wordings without definition, want 1", n)
	}
}
