package testbook

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/reference"
	"recette/reports/cahier"
)

func frozen(id, antenne string, tags ...string) plan.FrozenCase {
	return plan.FrozenCase{Antenne: antenne, Case: catalogue.Case{
		ID: id, Name: "cas " + id, Content: "content/1:" + id, Tags: tags, Story: "US-1", Criteria: []string{"CA-1.1"},
		Feature:  catalogue.Feature{Name: "Adhérer", Path: "features/a.feature"},
		Examples: &catalogue.Row{Header: []string{"siret"}, Cells: []string{"123"}},
		Steps: []catalogue.Step{
			{Keyword: "Soit ", Type: catalogue.Context, Text: `le jeu "JDD-b" chargé`, Background: true},
			{Keyword: "Quand ", Type: catalogue.Action, Text: "elle paie"},
			{Keyword: "Alors ", Type: catalogue.Outcome, Text: `elle lit « Payé » et "Merci"`},
		},
	}}
}

func manifest() *plan.Manifest {
	return &plan.Manifest{
		V: 2, Campaign: "demo", Project: "CRM", Title: "Démo", Version: "1", Language: "fr",
		Antennes:    []string{"Nord", "Sud"},
		Release:     plan.Release{Version: "1.0", Build: "100"},
		Environment: plan.Environment{Name: "recette"},
		DataSets:    []plan.DataSet{{Code: "JDD-a", SHA256: "aa"}, {Code: "JDD-b", SHA256: "bb"}},
		Parties: []plan.Participant{
			{Ref: "p1", Name: "Ana", Role: "ppo"}, {Ref: "p2", Name: "Théo", Role: "tester"},
		},
		Journeys: []plan.Journey{
			{Code: "a", Title: "Adhésion", Critical: true, Cases: []string{"SC-1@nord", "SC-1@sud", "SC-2"}},
			{Code: "b", Title: "Paiement", Cases: []string{"SC-2", "SC-3"}},
		},
		Cases: []plan.FrozenCase{
			frozen("SC-1@nord", "Nord", "@manuel", "@must", "@DEC-0001", "@risque:argent", "@exception"),
			frozen("SC-1@sud", "Sud", "@manuel"), frozen("SC-2", "", "@mixte"), frozen("SC-3", "", "@auto"),
			frozen("SC-4", "", "@manuel"),
		},
		Names:    plan.Names{Messages: []plan.Message{{Code: "MSG-1", Text: "Payé", Rows: []string{"SC-2"}}}},
		Sections: &plan.Sections{Effort: plan.Effort{Minutes: 10}},
	}
}

func blank() Input {
	return Input{
		Manifest: manifest(), Digest: "d1", Kind: cahier.Blank, Set: &reference.Set{
			Messages: []reference.Message{{Code: "MSG-1", Text: "Réglé"}}, // as it reads since
			DataSets: []reference.DataSet{
				{Code: "JDD-b", SHA256: "bb", Values: []reference.Value{{Name: "adhérente", Text: "123"}}},
				{Code: "JDD-a", SHA256: "other", Values: []reference.Value{{Name: "x", Text: "y"}}},
			},
		},
		IssuedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
	}
}

func ids(c *cahier.Cahier) (out []string) {
	for i := range c.Cases {
		out = append(out, c.Cases[i].ID)
	}
	return out
}

func TestOf_Blank(t *testing.T) {
	c, err := Of(blank())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"SC-1@nord", "SC-1@sud", "SC-2", "SC-4"}, ids(&c)); d != "" {
		t.Errorf("cases, each once, those of a machine left out (-want +got):\n%s", d)
	}
	if c.Left != 1 || len(c.Journeys) != 3 || c.Journeys[1].Left != 1 || c.Journeys[2].Cases != 1 {
		t.Errorf("%d left, journeys %+v", c.Left, c.Journeys)
	}
	if len(c.Contexts) != 1 || c.Cases[3].Context != "C1" || c.Cases[3].Prior != 1 || c.Cases[3].Steps[0].Number != 2 {
		t.Errorf("contexts %+v, case %+v", c.Contexts, c.Cases[3])
	}
	one := &c.Cases[0]
	if one.Priority != "must" || len(one.Decisions) != 1 || one.Decisions[0] != "DEC-0001" ||
		one.Risks[0] != "argent" ||
		one.Natures[0] != "exception" || !one.Critical || one.Minutes != 10 || one.National || !c.Cases[2].National {
		t.Errorf("case %+v", one)
	}
	if d := cmp.Diff([]cahier.Message{{Code: "MSG-1", Text: "Payé"}}, one.Steps[1].Messages); d != "" {
		t.Errorf("messages (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"JDD-b"}, one.DataSets); d != "" {
		t.Errorf("a data set that a step names (-want +got):\n%s", d)
	}
	values := map[string]int{}
	for _, s := range c.DataSets {
		values[s.Code] = len(s.Values)
	}
	if values["JDD-b"] != 1 || values["JDD-a"] != 0 {
		t.Errorf("values %v: those of another file than the frozen one are not shown", values)
	}
}

func TestOf_Restricted(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Input)
		want   []string
		err    error
	}{
		"a journey": {func(in *Input) { in.Journey = "b" }, []string{"SC-2"}, nil},
		"a branch":  {func(in *Input) { in.Antenne = "Sud" }, []string{"SC-1@sud"}, nil},
		"all": {func(in *Input) { in.All = true }, []string{
			"SC-1@nord", "SC-1@sud", "SC-2", "SC-3",
			"SC-4",
		}, nil},
		"no such journey": {func(in *Input) { in.Journey = "c" }, nil, ErrJourney},
		"no such branch":  {func(in *Input) { in.Antenne = "Est" }, nil, ErrAntenne},
		"nothing is left": {func(in *Input) { in.Journey, in.Antenne = "b", "Nord" }, nil, ErrEmpty},
		"an executed cahier": {
			func(in *Input) { in.Kind = cahier.Executed; in.Journey = "b" },
			[]string{"SC-2", "SC-3"},
			nil,
		},
	} {
		in := blank()
		tt.change(&in)
		c, err := Of(in)
		if !errors.Is(err, tt.err) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.err)
		}
		if d := cmp.Diff(tt.want, ids(&c)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// The figures of a journey are those of all its cases, wherever their sheets are printed; the whole counts each once.
func TestOf_FiguresOfASharedCase(t *testing.T) {
	in := blank()
	in.Kind = cahier.Executed
	c, err := Of(in)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ scope, cases, shared int }{{3, 3, 0}, {2, 1, 1}, {1, 1, 0}} {
		j := &c.Journeys[i]
		if j.Figures.InScope != want.scope || j.Cases != want.cases || j.Shared != want.shared {
			t.Errorf("journey %q: %+v, want %+v", j.Code, j, want)
		}
	}
	if c.Figures.InScope != 5 {
		t.Errorf("the cahier counts %d cases, want 5", c.Figures.InScope)
	}
}

// Two Contextes that differ by a block of text are two: a tester would prepare the wrong one.
func TestOf_ContextsByTheirTexts(t *testing.T) {
	in := blank()
	for i, text := range []string{"solde : 0", "solde : 9999"} {
		in.Manifest.Cases[i].Steps[0].DocString = &catalogue.DocString{Content: text}
	}
	c, err := Of(in)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Contexts) != 3 || c.Contexts[1].Steps[0].DocString != "solde : 9999" {
		t.Errorf("contexts %+v, want three", c.Contexts)
	}
}

// What the frozen plan says of the criteria and of the roles of a case is told, whatever the project calls them since;
// what it does not say is not made up.
func TestOf_CriteriaAndRolesInWords(t *testing.T) {
	in := blank()
	in.Set.Stories = []reference.Story{{
		ID:       "US-1",
		Criteria: []reference.Criterion{{ID: "CA-1", Text: "Réécrit depuis"}, {ID: "CA-2", Text: "Nommé depuis"}},
	}}
	in.Set.Roles = []reference.Role{{Code: "tresorier", Label: "trésorier adjoint"}, {Code: "inconnu", Label: "connu"}}
	in.Manifest.Names.Criteria = []plan.Name{{Code: "CA-1", Name: "Tout est dit"}}
	in.Manifest.Names.Roles = []plan.Name{{Code: "tresorier", Name: "trésorier"}}
	for i := range in.Manifest.Cases {
		c := &in.Manifest.Cases[i]
		c.Criteria, c.Roles = []string{"CA-1", "CA-2"}, []string{"tresorier", "inconnu"}
	}
	in.Manifest.Cases[1].About = "On vérifie le refus."
	c, err := Of(in)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"Tout est dit"}, c.Cases[0].Proves); d != "" || c.Cases[1].Proves != nil {
		t.Errorf("criteria (-want +got):\n%s, of one that has an aim: %q", d, c.Cases[1].Proves)
	}
	if d := cmp.Diff([]cahier.Role{{Code: "tresorier", Label: "trésorier"}}, c.Roles); d != "" {
		t.Errorf("roles (-want +got):\n%s", d)
	}
	if c.RoleName("tresorier") != "trésorier" || c.RoleName("inconnu") != "inconnu" {
		t.Errorf("%q, %q", c.RoleName("tresorier"), c.RoleName("inconnu"))
	}
}
