package html_test

import (
	"strings"
	"testing"

	"recette/internal/livingdoc/doctest"
	"recette/internal/recette"
	"recette/internal/standing"
)

// A draft is never counted, never filtered, never said to be untested.
func TestSingle_DraftsHaveNoVerdict(t *testing.T) {
	t.Parallel()
	page := doctest.Single(t, doctest.SampleDoc(t))
	_, upcoming, ok := strings.Cut(page, `<h2 id="upcoming">`)
	if !ok {
		t.Fatal("no chapter of drafts")
	}
	upcoming, _, _ = strings.Cut(upcoming, "</main>")
	for _, bad := range []string{"jamais exécuté", `class="v `, "data-t="} {
		if strings.Contains(upcoming, bad) {
			t.Errorf("the chapter of drafts holds %q", bad)
		}
	}
	for _, want := range []string{"Plus tard", "Un jour"} {
		if !strings.Contains(upcoming, want) {
			t.Errorf("the chapter of drafts lacks %q", want)
		}
	}
	if strings.Contains(page, "Autrefois") {
		t.Error("an obsolete scenario is shown")
	}
}

func TestSingle_SaysWhatIsKnownOfEachResult(t *testing.T) {
	t.Parallel()
	page := doctest.Single(t, doctest.SampleDoc(t))
	for _, want := range []string{
		"conforme, le 12/11/2026, version 1.4.0, environnement recette, par Gaëlle Riou, à la main, campagne v1. Ce " +
			"résultat est à jour.",
		"périmé\u00a0: texte modifié",
		"jamais exécuté",
		"2 cas sur 6 sont conformes et à jour.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// Without a record nothing is said to be untested: nobody looked.
func TestSingle_WithoutARecord(t *testing.T) {
	t.Parallel()
	page := doctest.Single(t, doctest.Build(doctest.Load(t, doctest.Sample())))
	if strings.Contains(page, "jamais exécuté") || !strings.Contains(page, "Aucun résultat n’est enregistré") {
		t.Error("a project without a record speaks of results")
	}
}

// The ids that a text names lead to what they name; those that name nothing stay words.
func TestHTML_IdsOfATextAreLinks(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Folders = map[string]string{"features/droits": "# Droits\n\nVoir RG-1, SC-4. Et [RG-9 aussi](#x) ; pas XX-1.\n"}
	page := doctest.Single(t, doctest.Build(in))
	want := `Voir <a href="#RG-1">RG-1</a>, <a href="#SC-4">SC-4</a>. Et <a href="#x">RG-9 aussi</a> ; pas XX-1.`
	if !strings.Contains(page, want) {
		t.Errorf("the page lacks %s", want)
	}
}

// What a draft names, and a story without criterion, count as promised and not covered, as the matrix counts them: of
// the six, CA-1.1 and CA-1.2 have a scenario, CA-1.3 has none, a draft alone names CA-9.9, US-2 and US-3 have none.
func TestSingle_CountsTheCriteriaAsTheMatrixDoes(t *testing.T) {
	t.Parallel()
	if page := doctest.Single(t, doctest.SampleDoc(t)); !strings.Contains(
		page, "2 critères d’acceptation sur 6 ont au moins un scénario",
	) {
		t.Error("the chapter on traceability does not count the criteria as the matrix does")
	}
}

// A run outside any campaign proves nothing: it is told, and not counted.
func TestSingle_TellsATrialAndCountsItNot(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Recorded = true
	in.Statuses = map[string]standing.Status{
		"SC-1": {Trial: &standing.Trial{Verdict: recette.Passed, At: doctest.Edition(), Fresh: true}},
	}
	d := doctest.Build(in)
	if d.Figures.Proved != 0 || d.Figures.Never != d.Figures.Cases {
		t.Errorf("proven %d, never run %d of %d: a trial counts", d.Figures.Proved, d.Figures.Never, d.Figures.Cases)
	}
	if page := doctest.Single(t, d); !strings.Contains(
		page, "jamais exécuté en campagne – essai hors campagne\u00a0: conforme, 23/11/2026",
	) {
		t.Error("the page does not tell the trial")
	}
}

// A failure that a decision accepts is one of the failed in the table of domains too: nothing falls between its
// columns.
func TestSingle_CountsAnAcceptedFailureInItsDomain(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Recorded = true
	accepted := doctest.Ran(recette.Failed, recette.Fresh)
	accepted.Accepted = "DEC-REC-0001"
	in.Statuses = map[string]standing.Status{"SC-1": accepted}
	if page := doctest.Single(t, doctest.Build(in)); !strings.Contains(page, "<td>0\u00a0/\u00a03<td>1<td>0<td>2") {
		t.Error("the domain does not count the failure that is accepted")
	}
}
