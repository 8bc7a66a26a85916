package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"recette/internal/plan"
	"recette/internal/recette"
)

const fresh = "51a38ae1-77d3-4a5a-b53a-2d2c0ef1a1"

// TestPlay_Rest: one gesture judges all that remains of a case, once; it passes over nothing that was said.
func TestPlay_Rest(t *testing.T) {
	w := scene(t)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	before, _, _ := w.stands("SC-0001")
	for name, typed := range map[string][]string{
		"a remark": {"commentaire", "un peu lent"}, "a failure": {"verdict", "failed"}, "a reason": {"motif", "non"},
		"what was seen": {"constate", "rien"}, "a cause": {"cause", "data"},
	} {
		status, body := c.post(at+"/conforme", says(form, typed...))
		if status != http.StatusConflict || !strings.Contains(body, "ne passe pas par-dessus") {
			t.Errorf("over %s: %d", name, status)
		}
	}
	if n, _, _ := w.stands("SC-0001"); n != before {
		t.Fatalf("%d entries of what was refused", n-before)
	}
	if status, _ := c.post(at+"/conforme", says(form, "cle", "")); status != http.StatusBadRequest {
		t.Errorf("without a key: %d", status)
	}
	if status, _ := c.post(at+"/conforme", says(form, "etape", "6")); status != http.StatusConflict {
		t.Errorf("of a step that is not asked: %d", status)
	}
	for range 2 {
		if status, _ := c.post(at+"/conforme", form); status != http.StatusSeeOther {
			t.Errorf("the gesture: %d", status)
		}
	}
	n, verdict, attempts := w.stands("SC-0001")
	if n != before+2 || verdict != recette.Passed || attempts != 1 { // two answers
		t.Errorf("%d entries, verdict %s, %d attempts; want 2, passed, 1", n-before, verdict, attempts)
	}
	w.serve()
	c = w.tester()
	if status, _ := c.post(at+"/conforme", form); status != http.StatusSeeOther {
		t.Errorf("the gesture, after a restart: %d", status)
	}
	if now, _, _ := w.stands("SC-0001"); now != n {
		t.Errorf("%d entries more", now-n)
	}
}

// TestPlay_RestBeforeAnotherPlan: a gesture that was recorded, and whose answer was lost, is so after an iteration too,
// and judges nothing of it; what was never sent is refused.
func TestPlay_RestBeforeAnotherPlan(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged()
	if status, _ := c.post(third+"/conforme", form); status != http.StatusSeeOther {
		t.Fatalf("the gesture: %d", status)
	}
	w.iterate(false, func(m *plan.Manifest) { m.Environment.URL = "https://ailleurs.example" })
	before, _, attempts := w.stands("SC-0003")
	if status, body := c.post(third+"/conforme", form); status != http.StatusSeeOther {
		t.Errorf("again: %d: %s", status, why(body))
	}
	if status, _ := c.post(third+"/conforme", says(form, "cle", uuid.NewString())); status != http.StatusConflict {
		t.Errorf("another one of the former plan: %d", status)
	}
	if n, _, now := w.stands("SC-0003"); n != before || now != attempts {
		t.Errorf("%d entries more, %d attempts", n-before, now-attempts)
	}
}

// TestPlay_RestIsCut: a gesture that was cut goes on where it was, unless somebody judged since.
func TestPlay_RestIsCut(t *testing.T) {
	for name, judged := range map[string]bool{"cut": false, "judged since": true} {
		w := scene(t)
		c := w.tester()
		const at = "/campagnes/v1/cas/SC-0001"
		c.press(at, "/commencer")
		form := c.asks("SC-0001")
		// The first of its two answers, as the gesture records it.
		c.post(at+"/jugement", says(form, "verdict", "passed", "cle", restKey(t, form.Get("cle"), 3)))
		if judged {
			c.press(at, "/retour", "essai", "1", "etape", "4")
			f := c.asks("SC-0001")
			if f.Get("corrige") == "" {
				t.Fatal("it does not say that it corrects")
			}
			c.post(at+"/jugement", says(f, "verdict", "passed_with_remark", "commentaire", "lent"))
		}
		before, _, _ := w.stands("SC-0001")
		w.serve()
		c = w.tester()
		if status, _ := c.post(at+"/conforme", form); status != http.StatusSeeOther {
			t.Errorf("%s: %d", name, status)
		}
		n, verdict, _ := w.stands("SC-0001")
		if judged && verdict.Conform() {
			t.Errorf("%s: it judged in the place of somebody: %s", name, verdict)
		}
		if !judged && (verdict != recette.Passed || n != before+1) {
			t.Errorf("%s: %d entries, verdict %s", name, n-before, verdict)
		}
	}
}

// TestPlay_NamesTheStep: what failed may be one of the steps that are asked together; a verdict that conforms is
// of all.
func TestPlay_NamesTheStep(t *testing.T) {
	w := scene(t)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	c.post(at+"/jugement", says(c.asks("SC-0001"), "verdict", "passed", "ou", "2"))
	if form := c.asks("SC-0001"); form.Get("etape") != "6" {
		t.Fatalf("it asks for step %s", form.Get("etape"))
	}
	form := c.asks("SC-0001")
	c.post(at+"/jugement", says(form, "verdict", "failed", "ou", "5", "constate", "le lien ne mène nulle part"))
	_, body := c.get(at)
	fifth := body[strings.Index(body, `value="5"`):strings.Index(body, `value="6"`)]
	if !strings.Contains(fifth, "le lien ne mène nulle part") {
		t.Error("the step that was named does not bear the verdict")
	}
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Failed {
		t.Errorf("verdict %s", verdict)
	}
}

// TestPlay_GivesBack: what was typed and not taken stands in the form when it is of what is asked, else beside it.
func TestPlay_GivesBack(t *testing.T) {
	w := scene(t)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	first := c.asks("SC-0001")
	typed := says(first, "verdict", "blocked", "constate", "vu", "commentaire", "dit", "motif", "pourquoi")
	status, body := c.post(at+"/jugement", typed)
	for _, want := range []string{
		">vu</textarea>", ">dit</textarea>", ">pourquoi</textarea>", `value="blocked" checked`,
	} {
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("%d: the form does not hold %s", status, want)
		}
	}
	c.post(at+"/jugement", says(first, "verdict", "passed"))
	late := says(typed, "cle", fresh+"01", "cause", "data")
	status, body = c.post(at+"/jugement", late)
	_, form, _ := strings.Cut(body, `class="judge"`)
	for _, want := range []string{"<dd>4</dd>", "<dd>bloqué</dd>", "<dd>vu</dd>", "<dd>dit</dd>", "<dd>donnée</dd>"} {
		if status != http.StatusConflict || !strings.Contains(body, want) {
			t.Errorf("%d: the page does not hold %s", status, want)
		}
	}
	if strings.Contains(form, ">dit</textarea>") || strings.Contains(form, "checked") {
		t.Error("the form of another step holds it")
	}
}

// TestPlay_Prepares: before the first step a page shows what the case is played with.
func TestPlay_Prepares(t *testing.T) {
	c := scene(t).tester()
	_, body := c.get("/campagnes/v1/cas/SC-0002")
	for _, want := range []string{
		"gestionnaire d’antenne", "yann.legoff", "JDD-adhesion", "120,00 €", "Page /recette du CRM",
		"version livrée b1", "siret",
		"Prérequis", "En tant que gestionnaire d’antenne", "Un SIRET compte quatorze chiffres", "CA-12.1",
		"Ce cas attend SC-0001", "Cas 2 sur 6", "<th scope=\"col\">champ</th>", "<mark>123</mark>",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

// TestMine: rows stand journey by journey, with what they wait for and who has them; a filter keeps those it names.
func TestMine(t *testing.T) {
	w := scene(t)
	c := w.tester()
	w.plays("SC-0004", "", "")
	w.plays("SC-0005", recette.Failed, "rien")
	for path, tt := range map[string]struct {
		rows int
		want string
	}{
		"":                          {6, "attend SC-0001"},
		"?voir=afaire":              {5, "vous l’avez en cours"},
		"?voir=nonconformes":        {1, "SC-0005"},
		"?mot=radi%C3%A9":           {1, "SC-0005"},
		"?voir=afaire&mot=export":   {1, "SC-0006"},
		"?voir=nonconformes&mot=zz": {0, "Aucune ligne ne correspond"},
		"?voir=autre":               {6, "Vie de l’adhésion"},
	} {
		_, body := c.get("/campagnes/v1/cas" + path)
		_, rows, _ := strings.Cut(body, "chips")
		if n := strings.Count(rows, "<li><span") + strings.Count(rows, `<li class="ready">`); n != tt.rows ||
			!strings.Contains(rows, tt.want) {
			t.Errorf("%s: %d rows, want %d with %q", path, n, tt.rows, tt.want)
		}
	}
	if _, body := c.get("/"); !strings.Contains(body, "Reprendre SC-0004") {
		t.Error("the first page does not lead back to what was left open")
	}
	if _, body := c.get("/campagnes/v1/bilan"); !strings.Contains(body, "À expliquer") ||
		!strings.Contains(body, "Laissés en cours") || strings.Contains(body, "SC-0006") {
		t.Error("the summary")
	}
	c = w.inside()
	c.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}})
	if _, body := c.get("/campagnes/v1/bilan"); !strings.Contains(body, "Vous n’avez encore rien jugé") {
		t.Error("the summary of who judged nothing")
	}
}

// restKey gives the key of the answer that a gesture for all that remains makes of a step, 0-based.
func restKey(t *testing.T, gesture string, step int) string {
	t.Helper()
	space, err := uuid.Parse(gesture)
	if err != nil {
		t.Fatal(err)
	}
	return uuid.NewSHA1(space, fmt.Appendf(nil, "rest %d", step)).String()
}
