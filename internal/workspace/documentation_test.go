package workspace

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/matrix"
	"recette/internal/recette"
	"recette/internal/standing"
	"recette/internal/yamldoc"
)

// known is a record that holds what it is given, and notes what it was asked about.
type known struct {
	statuses map[string]standing.Status
	asked    standing.Present
	err      error
}

func (k *known) Statuses(_ context.Context, now standing.Present) (standing.Statuses, error) {
	k.asked = now
	return standing.Statuses{Cases: k.statuses}, k.err
}

func passed() *known {
	return &known{statuses: map[string]standing.Status{
		"SC-0001": {Result: standing.Result{Verdict: recette.Passed, At: time.Unix(1, 0)}, Freshness: recette.Fresh},
	}}
}

// twoPlans is a project with a plan that can be read and one that cannot.
func twoPlans() map[string]string {
	files := planned()
	files["plans/cle.yaml"] = "titel: x\n"
	files["plans/demo.yaml"] += "journeys:\n  - {code: adherer, title: Adhérer, critical: true}\nentities: [Paris]\n"
	files["features/README.md"] = "# Le produit\n"
	return files
}

func documenting(r Standing, told *[]error) Documenting {
	return Documenting{Standing: r, Told: func(err error) { *told = append(*told, err) }}
}

func TestDocumentation(t *testing.T) {
	r, told := passed(), []error(nil)
	d, err := opened(t, twoPlans()).Documentation(t.Context(), documenting(r, &told))
	if err != nil {
		t.Fatal(err)
	}
	if d.Figures.Scenarios != 2 || d.Figures.Proved != 1 || d.Figures.Never != 1 || !d.Recorded || d.Changes != nil {
		t.Errorf("documentation of %+v, recorded %t, want two scenarios of which one is proved", d.Figures, d.Recorded)
	}
	if got := d.Domains[0].Title; got != "Le produit" {
		t.Errorf("title of the folder %q, want that of its page", got)
	}
	if r.asked.Texts["SC-0002"] == "" || r.asked.Builds["recette"] != "b-7" {
		t.Errorf("the record was asked about %+v, want the texts and the builds as they stand", r.asked)
	}
	var unread *PlanError
	if len(told) != 1 || !errors.As(told[0], &unread) || unread.Plan != "plans/cle.yaml" {
		t.Errorf("told %v, want the plan that cannot be read", told)
	}
}

func TestDocumentation_RefusesWhatWouldBeIncomplete(t *testing.T) {
	for name, tt := range map[string]struct {
		file, content string
		want          func(error) bool
	}{
		"references": {"glossary.yaml", "termes: []\n", as[*ReferencesError]},
		"features": {
			"features/adhesion.feature", "# language: fr\nFonctionnalité: A\n  Scénario: B\n    Aprs rien\n",
			as[*FeaturesError],
		},
	} {
		files := small()
		files[tt.file] = tt.content
		var told []error
		if _, err := opened(t, files).Documentation(t.Context(), documenting(passed(), &told)); !tt.want(err) {
			t.Errorf("%s: Documentation = %v", name, err)
		}
	}
	var told []error
	p := opened(t, map[string]string{"recette.yaml": "name: Vide\n", "features/README.md": "rien\n"})
	if _, err := p.Documentation(t.Context(), documenting(passed(), &told)); !errors.Is(err, ErrNoCase) {
		t.Errorf("Documentation without a case: %v, want ErrNoCase", err)
	}
	lost := &known{err: errors.New("le disque est parti")}
	if _, err := opened(t, small()).Documentation(t.Context(), documenting(lost, &told)); !errors.Is(err, lost.err) {
		t.Errorf("Documentation when the record cannot be read: %v, want its error", err)
	}
}

func as[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// The list of reference files had four homes, and one of them lacked regles/: every rule there was said to be new. A
// file longer than the limit of features was taken for none, too.
func TestDocumentation_FindsEveryReferenceInACommit(t *testing.T) {
	files := small()
	files["recette.yaml"] += "limits: {file_bytes: 600}\n"
	files["regles/RG-1.md"] = "# RG-1 : Une règle\n\nTexte.\n"
	files["rules/RG-2.md"] = "# RG-2 : Une autre\n\n" + strings.Repeat("Texte.\n", 200)
	files["decisions/DEC-0001.md"] = "# DEC-0001 – Un choix\n\n- **Date** : 01/11/2026\n- **Décideur** : Marc\n" +
		"- **Statut** : actée\n\n## Question\n\nQuoi ?\n\n## Choix\n\nUne.\n"
	files["data/JDD-un.yaml"] = "code: JDD-un\nlabel: Un jeu\n"
	files["stories.yaml"] = "stories:\n  - {id: US-1, title: Un récit}\n  - {id: US-2, title: Un autre}\n"
	files["roles.yaml"] = "roles:\n  - {code: adherente, label: Adhérente}\n"
	files["glossary.yaml"] = "terms:\n  - {term: cotisation, meaning: Ce que l'on paie}\n"
	files["messages.yaml"] = "messages:\n  - {code: MSG-1, text: Bonjour}\n"
	p := opened(t, files)
	if set, err := p.References(); err != nil || len(set.Rules) != 2 || len(set.Decisions) != 1 ||
		len(set.DataSets) != 1 {
		t.Fatal(err)
	}
	shell(t, p, "git init -q; git add .; git commit -qm x")
	var told []error
	in := documenting(passed(), &told)
	in.Since = "HEAD"
	d, err := p.Documentation(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range d.Changes.List {
		t.Errorf("%s %s %s since the very same commit", c.Subject, c.Kind, c.ID)
	}
}

func TestDocumentation_ComparesWithACommit(t *testing.T) {
	p := opened(t, small())
	shell(
		t, p,
		"git init -q; git add .; GIT_COMMITTER_DATE=2026-11-12T09:00:00Z git commit -qm x --date 2026-11-12T09:00:00Z",
	)
	changed := small()["features/cotisation.feature"]
	write(t, p.Root, map[string]string{"features/cotisation.feature": changed[:len(changed)-1] + " deux fois\n"})
	var told []error
	in := documenting(passed(), &told)
	in.Since = "HEAD"
	d, err := p.Documentation(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if d.Changes == nil || len(d.Changes.List) != 1 || d.Changes.List[0].ID != "SC-0002" {
		t.Errorf("changes %+v, want that of SC-0002", d.Changes)
	}
	if d.Former.Day != "2026-11-12" || len(d.Former.Commit) != 40 || d.Former.Broken != 0 {
		t.Errorf("former %+v, want the commit and its day", d.Former)
	}
	in.Since = "rien"
	var unknown *CommitError
	if _, err := p.Documentation(t.Context(), in); !errors.As(err, &unknown) || unknown.Commit != "rien" ||
		unknown.Err != nil {
		t.Errorf("Documentation since what is no commit: %v, want a CommitError", err)
	}
}

func tracing(r Standing, told *[]error) Tracing {
	return Tracing{Today: "2026-11-23", Standing: r, Told: func(err error) { *told = append(*told, err) }}
}

// The data sets of the matrix are those that a campaign freezes: of tags, of steps and of a Contexte, in quotation
// marks or by a code that the project keeps.
func TestMatrix_NamesTheDataSetsThatACampaignFreezes(t *testing.T) {
	files := planned()
	files["data/adherents.yaml"] = "label: Adhérents\norigin: anonymised\n"
	first := "  @SC-0001 @CA-1.1\n"
	files["features/adhesion.feature"] = strings.Replace(files["features/adhesion.feature"], first,
		"  Contexte:\n    Étant donné le jeu \"JDD-contexte\"\n    Et la base adherents\n\n"+
			"  @JDD-tag @SC-0001 @CA-1.1\n", 1)
	p, told := opened(t, files), []error(nil)
	f, err := p.Freeze(t.Context(), freezing("demo"))
	if err != nil {
		t.Fatal(err)
	}
	frozen := slices.Sorted(slices.Values(f.Cases[0].DataSets))
	if len(frozen) != 3 {
		t.Fatalf("the campaign freezes %v, want three", frozen)
	}
	m, err := p.Matrix(t.Context(), tracing(passed(), &told))
	if err != nil {
		t.Fatal(err)
	}
	if r, s := &m.Rows[0], &m.Scenarios[0]; !slices.Equal(r.DataSets, frozen) || !slices.Equal(s.DataSets, frozen) {
		t.Errorf("data sets of %s = %v, of %s = %v, want %v", r.Criterion, r.DataSets, s.ID, s.DataSets, frozen)
	}
}

func TestMatrix(t *testing.T) {
	files := twoPlans()
	files["glossary.yaml"] = "termes: []\n" // no row is made of it
	r, told := passed(), []error(nil)
	p := opened(t, files)
	m, err := p.Matrix(t.Context(), tracing(r, &told))
	if err != nil {
		t.Fatal(err)
	}
	if m.Project != "Essai" || !m.Recorded || !slices.Equal(
		m.Builds, []matrix.Build{{Environment: "recette", Build: "b-7"}},
	) {
		t.Errorf("head %s, %t, %v, want what the project says", m.Project, m.Recorded, m.Builds)
	}
	got := map[string]standing.State{}
	for i := range m.Rows {
		got[m.Rows[i].Criterion] = m.Rows[i].State
	}
	if got["CA-1.1"] != standing.Proved || got["CA-2.1"] != standing.NotRun || m.In(standing.Proved) != 1 {
		t.Errorf("states %v, want CA-1.1 proved and CA-2.1 not run", got)
	}
	var doc *yamldoc.Error
	var unread *PlanError
	if len(told) != 2 || !errors.As(told[0], &doc) || !errors.As(told[1], &unread) {
		t.Errorf("told %v, want the fault of the glossary, then that of the plan", told)
	}
	write(t, p.Root, map[string]string{"stories.yaml": "histoires: []\n"})
	var faulty *ReferencesError
	if _, err := p.Matrix(
		t.Context(), tracing(r, &told),
	); !errors.As(err, &faulty) || faulty.Problems[0].File != "stories.yaml" {
		t.Errorf("Matrix without its backlog: %v, want a ReferencesError", err)
	}
}

// Two plans may speak of one journey: the first title is kept, and one of them is enough for it to be
// critical.
func TestPlanned_FoldsThePlans(t *testing.T) {
	files := twoPlans()
	delete(files, "plans/cle.yaml")
	files["plans/suite.yaml"] = files["plans/demo.yaml"]
	p := opened(t, files)
	journeys, entities, antennes := p.planned(func(err error) { t.Error(err) })
	if journeys["adherer"] != (matrix.Journey{
		Title: "Adhérer", Critical: true,
	}) || !slices.Equal(entities, []string{"Paris"}) || antennes != nil {
		t.Errorf("planned = %v, %v, %v", journeys, entities, antennes)
	}
}

// A history that git cannot read was taken for one without the commit.
func TestDocumentation_RefusesAHistoryThatCannotBeRead(t *testing.T) {
	p := opened(t, small())
	shell(t, p, "git init -q; git add .; git commit -qm a; echo x > b; git add .; git commit -qm b; "+
		"object=.git/objects/$(git rev-parse HEAD~ | sed 's,^..,&/,'); chmod u+w $object; echo x > $object")
	var unread *CommitError
	var told []error
	in := documenting(passed(), &told)
	in.Since = "HEAD~"
	if _, err := p.Documentation(t.Context(), in); !errors.As(err, &unread) || !errors.Is(unread.Err, ErrGit) {
		t.Errorf("Documentation since a commit that git cannot read: %v; want a CommitError over ErrGit", err)
	}
}
