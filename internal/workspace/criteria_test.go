package workspace

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/livingdoc/model"
	"recette/internal/matrix"
	"recette/internal/recette"
	"recette/internal/standing"
)

const adhering = "# language: fr\n@US-1\nFonctionnalité: Adhésion\n"

const plain = "\n  @SC-0001 @CA-1.1\n  Scénario: Adhérer\n    Quand il adhère\n    Alors il est adhérent\n"

// outline has a criterion on each of its Examples, and one on the last, which is a draft.
const outline = adhering + "\n  @SC-0001\n" +
	"  Plan du scénario: Adhérer\n    Quand il adhère à <x>\n    Alors il est adhérent\n\n" +
	"    @CA-1.1\n    Exemples:\n      | id | x |\n      | un | a |\n\n" +
	"    @CA-1.2\n    Exemples:\n      | id | x |\n      | deux | b |\n\n" +
	"    @CA-1.3 @brouillon\n    Exemples:\n      | id | x |\n      | trois | c |\n"

// later is a feature of its own, tags and description to be said.
func later(tags, about, scenario string) string {
	return "# language: fr\n" + tags + "\nFonctionnalité: Autre\n" + about + "\n  @SC-0002 " + scenario +
		"\n  Scénario: B\n    Quand il b\n    Alors il b\n"
}

// counted is what is said of the criteria of a project.
type counted struct {
	standing.Coverage
	states map[string]string // by criterion: state and cases proved of all
}

// The matrix and the documentation of one project say the same of each criterion and count them the same, and the
// rules say "uncovered" of the declared ones that both call so.
func TestCriteria_AreCountedTheSameEverywhere(t *testing.T) {
	at := func(v recette.Verdict) standing.Status {
		return standing.Status{Result: standing.Result{Verdict: v, At: time.Unix(1, 0)}, Freshness: recette.Fresh}
	}
	ok := map[string]standing.Status{"SC-0001": at(recette.Passed)}
	tests := map[string]struct {
		files    map[string]string
		statuses map[string]standing.Status
		want     standing.Coverage
	}{
		"one Examples is failed": {
			map[string]string{"features/a.feature": outline},
			map[string]standing.Status{"SC-0001/un": at(recette.Passed), "SC-0001/deux": at(recette.Failed)},
			standing.Coverage{Criteria: 3, InScope: 3, Covered: 2, Proved: 1},
		},
		"one Examples is not applicable": {
			map[string]string{"features/a.feature": outline},
			map[string]standing.Status{"SC-0001/un": at(recette.Passed), "SC-0001/deux": at(recette.NotApplicable)},
			standing.Coverage{Criteria: 3, InScope: 3, Covered: 2, Proved: 1},
		},
		"a draft": {
			map[string]string{
				"features/a.feature": adhering + plain, "features/b.feature": later("@US-2 @brouillon", "", "@CA-2.1"),
			},
			ok,
			standing.Coverage{Criteria: 2, InScope: 2, Covered: 1, Proved: 1},
		},
		"a draft scenario": {
			map[string]string{
				"features/a.feature": adhering + plain,
				"features/b.feature": later("@US-2", "  CA-2.2 : deux\n", "@CA-2.1 @brouillon"),
			},
			ok,
			standing.Coverage{Criteria: 3, InScope: 3, Covered: 1, Proved: 1},
		},
		"an obsolete feature": {
			map[string]string{
				"features/a.feature": adhering + plain,
				"features/b.feature": later("@US-2 @obsolete", "  CA-2.1 : ancien\n", "@CA-2.1"),
			},
			ok,
			standing.Coverage{Criteria: 2, InScope: 2, Covered: 1, Proved: 1},
		},
		"a list and a description": {
			map[string]string{
				"features/a.feature": adhering + "  CA-1.1 : un\n  CA-1.2 : deux\n" + plain,
				"stories.yaml": "stories:\n  - id: US-1\n    title: Adhésion\n" +
					"    criteria:\n      - {id: CA-1.1, text: un}\n",
			},
			ok,
			standing.Coverage{Criteria: 1, InScope: 1, Covered: 1, Proved: 1},
		},
		"a story without criterion": {
			map[string]string{"features/a.feature": adhering + plain, "features/b.feature": later("@US-2", "", "")},
			ok,
			standing.Coverage{Criteria: 2, InScope: 2, Covered: 1, Proved: 1},
		},
		"a story that no feature tells": {
			map[string]string{
				"features/a.feature": adhering + plain,
				"stories.yaml": "stories:\n  - id: US-1\n    title: Adhésion\n  - id: US-7\n    title: Plus " +
					"tard\n",
			},
			ok,
			standing.Coverage{Criteria: 2, InScope: 2, Covered: 1, Proved: 1},
		},
		"a description of no story": {
			map[string]string{
				"features/a.feature": adhering + plain,
				"features/b.feature": later("@autre", "  CA-3.1 : sans récit\n", ""),
			},
			ok,
			standing.Coverage{Criteria: 2, InScope: 2, Covered: 1, Proved: 1},
		},
		"a criterion of another story": {
			map[string]string{
				"features/a.feature": adhering + "  CA-1.1 : un\n" + plain,
				"features/b.feature": later("@US-2", "  CA-1.1 : copié\n", "@CA-1.1"),
			},
			ok,
			standing.Coverage{Criteria: 2, InScope: 2, Covered: 1},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.files["recette.yaml"] = "name: Essai\n"
			p := opened(t, tc.files)
			r := &known{statuses: tc.statuses}
			m, err := p.Matrix(
				t.Context(), Tracing{Standing: r, Today: "2026-11-29", Told: func(err error) { t.Error(err) }},
			)
			if err != nil {
				t.Fatal(err)
			}
			var told []error
			d, err := p.Documentation(t.Context(), documenting(r, &told))
			if err != nil {
				t.Fatal(err)
			}
			traced, shown := ofMatrix(&m), ofDocs(d.Doc)
			if traced.Coverage != tc.want {
				t.Errorf("the matrix counts %+v, want %+v", traced.Coverage, tc.want)
			}
			if shown.Coverage != traced.Coverage {
				t.Errorf("the documentation counts %+v, the matrix %+v", shown.Coverage, traced.Coverage)
			}
			if diff := cmp.Diff(traced.states, shown.states); diff != "" {
				t.Errorf("criteria (-matrix +documentation):\n%s", diff)
			}
			for i := range d.All { // the scenarios that both show
				for j := range m.Scenarios {
					if s := d.All[i]; m.Scenarios[j].ID == s.ID && m.Scenarios[j].State != s.State() {
						t.Errorf(
							"%s is %s in the matrix, %s in the documentation", s.ID, m.Scenarios[j].State, s.State(),
						)
					}
				}
			}
		})
	}
}

func ofMatrix(m *matrix.Matrix) counted {
	a := &m.Totals.All
	out := counted{
		standing.Coverage{Criteria: a.Criteria, InScope: a.InScope, Covered: a.Covered, Proved: a.Proved},
		map[string]string{},
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		if r.Criterion != "" {
			out.states[r.Criterion] = worth(r.State, r.Proved, r.Cases)
		}
	}
	return out
}

func ofDocs(d *model.Doc) counted {
	out := counted{d.Figures.Criteria.Coverage, map[string]string{}}
	for i := range d.Stories {
		for j := range d.Stories[i].Criteria {
			c := &d.Stories[i].Criteria[j]
			out.states[c.Criterion.ID] = worth(c.Tally.Criterion(c.Out), c.Tally.Proved+c.Tally.Idle, c.Tally.Total)
		}
	}
	return out
}

func worth(s standing.State, proved, total int) string {
	return string(s) + " " + string(rune('0'+proved)) + "/" + string(rune('0'+total))
}

// The rule of criteria that nothing covers speaks of the declared ones that the matrix calls uncovered.
func TestCriteria_UncoveredIsSaidTheSame(t *testing.T) {
	p := opened(t, map[string]string{
		"recette.yaml": "name: Essai\n",
		"stories.yaml": "stories:\n  - id: US-1\n    title: Adhésion\n    criteria:\n" +
			"      - {id: CA-1.1, text: un}\n      - {id: CA-1.3, text: trois}\n",
		"features/a.feature": adhering + "  CA-1.2 : n'est pas de la liste\n" + plain +
			"\n  @SC-0003 @CA-1.3 @brouillon\n  Scénario: C\n    Quand il c\n    Alors il c\n",
		"features/b.feature": later("@US-2", "  CA-2.1 : un\n  CA-2.2 : deux\n  CA-1.1 : copié\n", "@CA-2.1"),
	})
	m, err := p.Matrix(
		t.Context(), Tracing{Standing: &known{}, Today: "2026-11-29", Told: func(err error) { t.Error(err) }},
	)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range m.Rows {
		if r := &m.Rows[i]; r.State == standing.Uncovered && r.Criterion != "" {
			want = append(want, r.Criterion)
		}
	}
	o, err := p.LintOptions()
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Linting(t.Context(), o, p.Features, false)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	found, err := r.Result(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range found.Findings {
		if f := &found.Findings[i]; f.Rule == "criterion-uncovered" {
			said[f.Args[0]] = true
		}
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(said))); diff != "" || len(want) != 2 {
		t.Errorf("uncovered (-matrix +rule), want two:\n%s", diff)
	}
}
