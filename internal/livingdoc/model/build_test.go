package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
	"recette/internal/standing"
)

func TestBuild_PartsDraftsAndObsoleteFromTheRest(t *testing.T) {
	t.Parallel()
	d := doctest.SampleDoc(t)
	if got, want := scenarioNames(d.Domains), []string{
		"Une demande complète devient une adhésion", "Un SIRET <cas> est refusé", "Le rôle <role> ne peut pas <action>",
		"Sans identifiant",
	}; !slices.Equal(got, want) {
		t.Errorf("product = %q, want %q", got, want)
	}
	if got, want := scenarioNames(d.Upcoming), []string{"Plus tard", "Un jour"}; !slices.Equal(got, want) {
		t.Errorf("upcoming = %q, want %q", got, want)
	}
	if d.Obsolete != 1 {
		t.Errorf("obsolete = %d, want 1", d.Obsolete)
	}
}

func scenarioNames(domains []*model.Domain) []string {
	var out []string
	for _, d := range domains {
		for _, f := range d.Features {
			for _, r := range f.Rules {
				for _, s := range r.Scenarios {
					out = append(out, s.Name)
				}
			}
		}
	}
	return out
}

func TestBuild_NamesDomains(t *testing.T) {
	t.Parallel()
	var got []string
	for _, d := range doctest.SampleDoc(t).Domains {
		got = append(got, d.Title)
	}
	// The first from the glossary, the second from the page of the folder.
	if want := []string{"Adhésion", "Les droits de chacun"}; !slices.Equal(got, want) {
		t.Errorf("titles = %q, want %q", got, want)
	}
}

// A folder is often named without accents: the features know better.
func TestBuild_SpellsAFolderAsItsFeatures(t *testing.T) {
	t.Parallel()
	in := doctest.Load(
		t,
		map[string]string{
			"features/gestion-des-societes/x.feature": "# language: fr\nFonctionnalité: Les sociétés\n  Scénario: X\n" +
				"    Quand x\n    Alors y\n",
		},
	)
	if got, want := doctest.Build(in).Domains[0].Title, "Gestion des sociétés"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
}

func TestBuild_CountsCases(t *testing.T) {
	t.Parallel()
	f := doctest.SampleDoc(t).Figures
	type figures struct{ Domains, Features, Rules, Scenarios, Cases, Upcoming, Proven, Stale, Never, Failed int }
	got := figures{
		f.Domains, f.Features, f.Rules, f.Scenarios, f.Cases, f.Upcoming, f.Proved, f.Stale, f.Never,
		f.Verdicts[recette.Failed],
	}
	if diff := cmp.Diff(figures{2, 2, 2, 4, 6, 2, 2, 1, 3, 1}, got); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func TestBuild_Rules(t *testing.T) {
	t.Parallel()
	type rule struct {
		ID, Title string
		Declared  bool
		Scenarios int
	}
	var got []rule
	for _, e := range doctest.SampleDoc(t).Rules {
		got = append(got, rule{e.ID, e.Title, e.Declared, len(e.Scenarios)})
	}
	want := []rule{
		{"RG-1", "Le SIRET identifie l’établissement", true, 1}, {"RG-9", "Une règle que rien ne montre", true, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
}

func TestBuild_Messages(t *testing.T) {
	t.Parallel()
	type message struct {
		Code, Text string
		Shown      []string
		Findings   []model.Finding
	}
	var got []message
	for _, m := range doctest.SampleDoc(t).Messages {
		e := message{m.Message.Code, m.Message.Text, nil, m.Findings}
		for _, s := range m.Shown {
			e.Shown = append(e.Shown, s.ID)
		}
		got = append(got, e)
	}
	want := []message{
		{
			"MSG-1", "Le SIRET est obligatoire.",
			[]string{"SC-4"},
			[]model.Finding{{Kind: model.NearText, Other: "MSG-2"}},
		},
		{
			"MSG-2", "Le SIRET est obligatoire", nil,
			[]model.Finding{{Kind: model.NeverShown}, {Kind: model.NearText, Other: "MSG-1"}},
		},
		{"MSG-3", "Le solde est de {montant} €.", []string{"SC-1"}, nil},
		{"MSG-4", "Personne ne me montre.", nil, []model.Finding{{Kind: model.NeverShown}}},
		{"", "Un message que nul ne connaît.", []string{"SC-4"}, []model.Finding{{Kind: model.UnknownMessage}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// The matrix reads the rows of examples first, whatever name they give a role, then the tags.
func TestBuild_Rights(t *testing.T) {
	t.Parallel()
	m := doctest.SampleDoc(t).Rights
	var got []string
	for _, a := range m.Actions {
		name := a.Name
		if name == "" {
			name = a.Feature.Name
		}
		for i, c := range a.Cells {
			for _, s := range c.Allowed {
				got = append(got, name+" + "+m.Roles[i].Role.Code+" "+s.ID[:2])
			}
			for _, s := range c.Forbidden {
				got = append(got, name+" - "+m.Roles[i].Role.Code+" "+s.ID[:2])
			}
		}
	}
	want := []string{
		"Enregistrer une adhésion + tresorier SC", "Habiliter + inconnu ~" + got[1][len("Habiliter + inconnu ~"):],
		"encaisser - adherent SC", "publier - tresorier SC",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("grants (-want +got):\n%s", diff)
	}
	if m.Roles[2].Known || m.Roles[2].Role.Code != "inconnu" {
		t.Errorf("third role = %+v, want an unknown one", m.Roles[2])
	}
}

// A refusal is no proof that a role may, even in a scenario that is not about rights.
func TestBuild_ARefusalGrantsNothing(t *testing.T) {
	t.Parallel()
	in := doctest.Load(
		t,
		map[string]string{
			"features/x.feature": "# language: fr\nFonctionnalité: X\n  @limite @role:tresorier\n  Scénario: X\n    " +
				"Quand x\n    Alors le refus indique \"non\"\n",
		},
	)
	if a := doctest.Build(in).Rights.Actions; len(a) != 0 {
		t.Errorf("actions = %+v, want none", a)
	}
}

func TestBuild_Stories(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, e := range doctest.SampleDoc(t).Stories {
		for _, c := range e.Criteria {
			state := e.Story.ID
			for _, s := range c.Scenarios {
				state += " " + s.ID
			}
			if c.Draft {
				state += " draft"
			}
			got[c.Criterion.ID] = state + " " + c.Criterion.OutOfScope
		}
	}
	want := map[string]string{
		"CA-1.1": "US-1 SC-1 ", "CA-1.2": "US-1 SC-4 ", "CA-1.3": "US-1 ", "CA-1.4": "US-1 DEC-0002",
		"CA-9.9": "US-1 draft ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("criteria (-want +got):\n%s", diff)
	}
}

func TestBuild_DecisionsFollowTheirChain(t *testing.T) {
	t.Parallel()
	d := doctest.SampleDoc(t).Decisions
	if len(d) != 2 || d[0].Current != "DEC-0002" || len(d[0].Features) != 1 || !slices.Equal(
		d[1].Criteria, []string{"CA-1.4"},
	) {
		t.Errorf("decisions = %+v", d)
	}
}

func TestBuild_DataSets(t *testing.T) {
	t.Parallel()
	d := doctest.SampleDoc(t).DataSets
	if len(d) != 1 || !d[0].Declared || d[0].Cases != 3 || len(d[0].Features) != 1 {
		t.Errorf("data sets = %+v, want JDD-a used by 3 cases of one feature", d)
	}
}

func TestBuild_HistoryFollowsTheBuilds(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	old, now := doctest.Ran(recette.Failed, recette.Fresh).Result, doctest.Ran(recette.Passed, recette.Fresh).Result
	old.Build, old.Campaign, old.At = "1.3.0", "v0", old.At.AddDate(0, -1, 0)
	st := standing.Status{Result: now, Last: []standing.Result{now, old}, Freshness: recette.Fresh}
	in.Recorded, in.Statuses = true, map[string]standing.Status{"SC-1": st}
	var got []string
	for _, r := range doctest.Build(in).History {
		got = append(got, fmt.Sprintf("%s %s %d/%d", r.Build, r.Campaign, r.Proved, r.Total))
	}
	if want := []string{"1.3.0 v0 0/1", "1.4.0 v1 1/1"}; !slices.Equal(got, want) {
		t.Errorf("history = %q, want %q", got, want)
	}
	if page := doctest.Single(t, doctest.Build(in)); !strings.Contains(page, "1.3.0") {
		t.Error("the page does not show the history")
	}
}
