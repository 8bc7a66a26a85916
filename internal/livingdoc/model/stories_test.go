package model_test

import (
	"strings"
	"testing"

	"recette/internal/livingdoc/doctest"
	"recette/internal/recette"
	"recette/internal/standing"
)

// The document must not say more than was tested: an attempt that nobody finished proves nothing, a failure that a
// decision accepts is no success and no failure to work on, what is not applicable is neither.
func TestBuild_StatesOfCriteria(t *testing.T) {
	t.Parallel()
	open := doctest.Ran(recette.NotRun, recette.Fresh)
	open.Open = true
	accepted := doctest.Ran(recette.Failed, recette.Fresh)
	accepted.Accepted = "DEC-REC-0001"
	tests := map[string]struct {
		first, second standing.Status
		state         string
	}{
		"proven": {
			doctest.Ran(recette.Passed, recette.Fresh), doctest.Ran(recette.PassedWithRemark, recette.Fresh), "proven",
		},
		"not finished": {doctest.Ran(recette.Passed, recette.Fresh), open, "partly"},
		"accepted":     {doctest.Ran(recette.Passed, recette.Fresh), accepted, "accepted"},
		"failed":       {accepted, doctest.Ran(recette.Failed, recette.Fresh), "failed"},
		"failed on another text": {
			doctest.Ran(recette.Passed, recette.Fresh), doctest.Ran(recette.Failed, recette.StaleText), "stale",
		},
		"not run before stale": {
			doctest.Ran(recette.Passed, recette.StaleVersion), doctest.Ran(recette.Blocked, recette.Fresh), "partly",
		},
		"one not applicable": {
			doctest.Ran(recette.Passed, recette.Fresh), doctest.Ran(recette.NotApplicable, recette.Fresh), "proven",
		},
		"nothing but that": {
			doctest.Ran(recette.NotApplicable, recette.Fresh), doctest.Ran(recette.NotApplicable, recette.Fresh),
			"partly",
		},
		"one that nobody ran": {doctest.Ran(recette.Passed, recette.Fresh), standing.Status{}, "partly"},
		"nobody ever ran it":  {standing.Status{}, standing.Status{}, "never"},
		"open, and failed by now": {
			doctest.Ran(recette.Passed, recette.Fresh),
			func() standing.Status { s := open; s.Verdict = recette.Failed; return s }(), "failed",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := doctest.Load(t, doctest.Sample())
			in.Recorded = true
			in.Statuses = map[string]standing.Status{"SC-4/absent": tc.first, "SC-4/court": tc.second}
			d := doctest.Build(in)
			got := ""
			for _, e := range d.Stories {
				for i := range e.Criteria {
					if e.Criteria[i].Criterion.ID == "CA-1.2" {
						got = e.Criteria[i].State(true)
					}
				}
			}
			if got != tc.state {
				t.Errorf("state %q, want %q", got, tc.state)
			}
			if proven := d.Figures.Criteria.Proved == 1; proven != (tc.state == "proven") {
				t.Errorf("figures %+v in state %q", d.Figures.Criteria, tc.state)
			}
			if page := doctest.Single(t, d); tc.state == "partly" && tc.second.Open && !strings.Contains(
				page, "tentative non terminée",
			) {
				t.Error("the page does not say that an attempt is not finished")
			}
		})
	}
}

// Only a decision in force leaves a criterion out: one that is proposed, or was replaced, does not.
func TestBuild_OutOfScopeNeedsADecisionInForce(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]standing.Coverage{
		"actée":    {Criteria: 7, InScope: 6, Covered: 2},
		"proposée": {Criteria: 7, InScope: 7, Covered: 2},
	} {
		files := doctest.Sample()
		files["decisions/DEC-0002.md"] = strings.Replace(files["decisions/DEC-0002.md"], "actée", status, 1)
		if got := doctest.Build(doctest.Load(t, files)).Figures.Criteria.Coverage; got != want {
			t.Errorf("%s: %+v, want %+v", status, got, want)
		}
	}
}

// A criterion that only a draft speaks of is promised all the same, in the backlog or not, and covered by nothing; so
// is a story without a criterion.
func TestBuild_ADraftCoversNoPromise(t *testing.T) {
	t.Parallel()
	files := doctest.Sample()
	for _, more := range []string{"", "      - {id: CA-9.9, text: Promis}\n"} {
		files["stories.yaml"] += more
		want := standing.Coverage{Criteria: 7, InScope: 6, Covered: 2}
		if got := doctest.Build(doctest.Load(t, files)).Figures.Criteria.Coverage; got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

// A folder may be called anything: its domain has a title all the same.
func TestBuild_AFolderWithoutLetters(t *testing.T) {
	t.Parallel()
	in := doctest.Load(
		t,
		map[string]string{
			"features/__/x.feature": "# language: fr\nFonctionnalité: X\n  Scénario: X\n    Quand x\n    Alors y\n",
		},
	)
	if got := doctest.Build(in).Domains[0].Title; got != "__" {
		t.Errorf("title %q, want the name of the folder", got)
	}
}

// A build is not judged by an attempt that nobody finished, neither in the figures nor in its history.
func TestBuild_CountsOpenAttemptsApart(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Recorded = true
	st := doctest.Ran(recette.NotRun, recette.Fresh)
	st.Open = true
	st.Last = []standing.Result{st.Result}
	in.Statuses = map[string]standing.Status{"SC-1": st}
	d := doctest.Build(in)
	if f := d.Figures; f.Open != 1 || f.Proved != 0 {
		t.Errorf("%d open and %d proven, want 1 and 0", f.Open, f.Proved)
	}
	if len(d.History) != 1 || d.History[0].Open != 1 || d.History[0].Proved != 0 {
		t.Errorf("history %+v, want an open attempt", d.History)
	}
	page := doctest.Single(t, d)
	for _, want := range []string{
		`class="v nr">non exécuté`, "1 tentative non terminée", "1 critère est hors périmètre",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// A row of a table of rights that says that access is given gives it, though the scenario is one of refusals.
func TestBuild_ARowOfRightsMayGrant(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, map[string]string{"features/x.feature": `# language: fr
Fonctionnalité: X
  @droits
  Plan du scénario: <role>
    Quand x
    Alors l'accès est <issue>
    Exemples:
      | role      | issue   |
      | siège     | accordé |
      | trésorier | refusé  |
`})
	m := doctest.Build(in).Rights
	if len(m.Actions) != 1 || len(m.Roles) != 2 {
		t.Fatalf("matrix %+v", m)
	}
	for i, r := range m.Roles {
		g := m.Actions[0].Cells[i]
		if given := r.Role.Code == "siege"; (len(g.Allowed) == 1) != given || (len(g.Forbidden) == 0) != given {
			t.Errorf("%s: %d allowed, %d forbidden", r.Role.Code, len(g.Allowed), len(g.Forbidden))
		}
	}
}

// What a step of the context quotes is no message that the product shows, and without a catalogue no message is
// unknown.
func TestBuild_MessagesAreThoseOfExpectedResults(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, map[string]string{"features/x.feature": `# language: fr
Fonctionnalité: X
  Scénario: X
    Soit la note "Rien de tout cela."
    Quand x
    Alors le message "Voilà qui est dit." s'affiche
`})
	d := doctest.Build(in)
	if len(d.Messages) != 1 || d.Messages[0].Message.Text != "Voilà qui est dit." || len(d.Messages[0].Findings) != 0 {
		t.Errorf("messages %+v", d.Messages)
	}
}
