package reports

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// said gives the text of the pages, on one line.
func said(t *testing.T, pv PV) string {
	t.Helper()
	file, _ := render(t, pv, frenchOptions(t))
	return folded(strings.Join(pageTexts(t, file), "\n"))
}

// A sheet is left out only of a case that is conform, and of which nothing was said.
func TestTelling(t *testing.T) {
	plain := func() Case {
		return Case{ID: "SC-1", Verdict: "passed", Freshness: "fresh", Attempt: 1, Steps: []Step{{Verdict: "passed"}}}
	}
	for name, c := range map[string]struct {
		change func(c *Case)
		want   bool
	}{
		"conform":             {func(*Case) {}, false},
		"passed by a machine": {func(c *Case) { c.Outcome, c.Steps[0].Outcome = "passed", "passed" }, false},
		"never begun":         {func(c *Case) { c.Attempt, c.Verdict = 0, "not_run" }, false},
		"begun and left":      {func(c *Case) { c.Verdict = "not_run" }, true},
		"failed":              {func(c *Case) { c.Verdict = "failed" }, true},
		"blocked":             {func(c *Case) { c.Verdict = "blocked" }, true},
		"with a remark":       {func(c *Case) { c.Verdict = "passed_with_remark" }, true},
		"not applicable":      {func(c *Case) { c.Verdict = "not_applicable" }, true},
		"stale":               {func(c *Case) { c.Freshness = "stale_version" }, true},
		"odd outcome":         {func(c *Case) { c.Outcome = "timeout" }, true},
		"odd step":            {func(c *Case) { c.Steps[0].Outcome = "pending" }, true},
		"a step that failed":  {func(c *Case) { c.Steps[0].Verdict = "failed" }, true},
		"observed":            {func(c *Case) { c.Steps[0].Observed = "deux courriels" }, true},
		"commented":           {func(c *Case) { c.Steps[0].Comment = "lent" }, true},
		"an anomaly":          {func(c *Case) { c.Anomalies = []string{"ANO-0001"} }, true},
		"a message":           {func(c *Case) { c.Message = "interrompu" }, true},
	} {
		x := plain()
		if c.change(&x); x.Telling() != c.want {
			t.Errorf("%s: %t, want %t", name, x.Telling(), c.want)
		}
	}
}

// Whatever is chosen, each result that is not plainly conform is on the pages whole, and what is not printed is named
// with what it holds and where it travels.
func TestPrinted_HidesNoFailure(t *testing.T) {
	pv := fixture()
	pv.Printed = []string{}
	text := said(t, pv)
	words := frenchWords()
	for _, must := range []string{
		"Annexe A – Détail de l’exécution (imprimée en partie)", "Annexe B – Preuves (jointe, non imprimée)",
		"Annexe C – Texte intégral des scénarios testés (jointe, non imprimée)",
		"Annexe F – Matrice des critères d’acceptation et des scénarios (jointe, non imprimée)",
		"Annexe G – Fiches d’anomalie (jointe, non imprimée)",
		words.Text("reports.annex.signed", "A, B, C, F, G"), words["reports.annex.telling"],
		words["reports.absent.title"],
	} {
		if !strings.Contains(text, folded(must)) {
			t.Errorf("the pages do not say %q", must)
		}
	}
	sum, err := Fingerprint(pv)
	if err != nil {
		t.Fatal(err)
	}
	for _, digest := range []string{sum, pv.Reference.Manifest} {
		for half := range strings.SplitSeq(inHalves(digest), "\n") {
			if !strings.Contains(text, half) {
				t.Errorf("%s, of digest %s, is not printed", half, digest)
			}
		}
	}
	telling, plain := 0, 0
	for i := range pv.Cases {
		c := &pv.Cases[i]
		if !c.Telling() {
			plain++
			continue
		}
		telling++
		for _, s := range c.Steps {
			for _, x := range []string{s.Observed, s.Comment, s.Reason} {
				if x, _, _ = strings.Cut(x, " SIRET 🙂"); !strings.Contains(text, folded(x)) { // no face has the smile
					t.Errorf("%s: %q is not printed", c.ID, x)
				}
			}
		}
	}
	if telling == 0 || plain == 0 {
		t.Fatalf("%d telling cases, %d plain: nothing is tested", telling, plain)
	}
	if n := strings.Count(text, folded(words.Text("reports.meta.attempt", "1", "1"))); n > telling {
		t.Errorf("%d sheets for %d cases that tell something", n, telling)
	}
}

// Each annex is printed or left out by itself.
func TestPrinted_EachAnnex(t *testing.T) {
	whole := fixture()
	for _, left := range UsualAnnexes() {
		pv := fixture()
		pv.Printed = slices.DeleteFunc(UsualAnnexes(), func(a string) bool { return a == left })
		text := said(t, pv)
		for _, a := range UsualAnnexes() {
			title := frenchWords()["reports.section."+a]
			got := strings.Contains(text, folded(title+" (jointe"))
			if got = got || strings.Contains(text, folded(title+" (imprimée")); got != (a == left) {
				t.Errorf("without %s: annex %s is said to be left out: %t", left, a, got)
			}
		}
		if len(text) >= len(said(t, whole)) {
			t.Errorf("without %s, as many words", left)
		}
	}
}

// A background is printed on the first sheet that has it, and named on the others; one that fails is printed where it
// fails.
func TestBackground_PrintedOnce(t *testing.T) {
	pv := bare()
	pv.Layout, pv.Printed = Layout, []string{"A"}
	begin := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	common := Step{Keyword: "Soit ", Type: "context", Text: "le jeu commun chargé", Background: true, Verdict: "passed"}
	act := Step{Keyword: "Alors ", Type: "outcome", Text: "la fiche est tenue", Verdict: "passed"}
	broken := common
	broken.Verdict, broken.Observed = "failed", "le jeu manque"
	other := common
	other.Text = "un autre jeu chargé"
	pv.Cases = nil
	for i, ground := range []Step{common, common, broken, common, other} {
		pv.Cases = append(pv.Cases, Case{
			ID: "SC-900" + string(rune('1'+i)), Name: "Fiche", Verdict: ground.Verdict, Freshness: "fresh",
			Mode: "manual", Attempt: 1, Attempts: 1, StartedAt: &begin, EndedAt: &begin, Steps: []Step{ground, act},
		})
	}
	text := said(t, pv)
	same := folded(frenchWords().Text("reports.step.same", "SC-9001"))
	for words, want := range map[string]int{
		"le jeu commun chargé": 2, "le jeu manque": 1, same: 2, "un autre jeu chargé": 1, "la fiche est tenue": 5,
	} {
		if got := strings.Count(text, folded(words)); got != want {
			t.Errorf("%q is printed %d times, want %d", words, got, want)
		}
	}
}

// Annex H is printed when it is asked for, a line a fact; a long journal is joined, and the pages say so.
func TestAudit(t *testing.T) {
	words := frenchWords()
	title := folded(words["reports.section.H"])
	if text := said(t, fixture()); strings.Contains(text, title) {
		t.Error("printed, and nobody asked for it")
	}
	pv := fixture()
	pv.Printed = ChosenAnnexes()
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	pv.Audit = []AuditLine{
		{Seq: 7, At: at, By: "Jean-Loup Piquerez", Role: "tester", Kind: "result", About: "SC-7777", Says: "failed"},
		{Seq: 8, At: at, By: "Jean-Loup Piquerez", Role: "po", Kind: "decision", About: "DEC-7", Says: "refused"},
		{Seq: 9, At: at, Kind: "something.new"},
	}
	text := said(t, pv)
	for _, must := range []string{
		title, "Jean-Loup Piquerez", "exécution SC-7777", words["reports.verdict.failed"], "décision DEC-7",
		words["reports.decision.refused"], words["reports.fact.other"],
	} {
		if !strings.Contains(text, folded(must)) {
			t.Errorf("the pages do not say %q", must)
		}
	}
	for len(pv.Audit) <= auditBearable {
		pv.Audit = append(pv.Audit, pv.Audit[0])
	}
	text = said(t, pv)
	if strings.Contains(text, "SC-7777") || !strings.Contains(text, title+" (jointe, non imprimée)") ||
		!strings.Contains(text, folded(words.Text("reports.annex.signed", "H"))) {
		t.Error("a long journal is printed, or is not said to be joined")
	}
}
