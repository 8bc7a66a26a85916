package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"recette/internal/recette"
)

// tester is a client inside that says to be Yann.
func (w *world) tester() *client {
	w.t.Helper()
	c := w.inside()
	if status, _ := c.post("/campagnes/v1/moi", url.Values{"personne": {yann.Ref}}); status != http.StatusSeeOther {
		w.t.Fatalf("saying who one is: %d", status)
	}
	return c
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

var aside = regexp.MustCompile(`(?s)<template .*?</template>`)

// asks gives the form of the judgement that the page of a row asks for; nil when it asks for none.
func (c *client) asks(row string) url.Values {
	c.w.t.Helper()
	status, body := c.get("/campagnes/v1/cas/" + row)
	if status != http.StatusOK {
		c.w.t.Fatalf("%s: %d", row, status)
	}
	body = aside.ReplaceAllString(body, "") // what a template holds is asked by nobody yet
	_, body, ok := strings.Cut(body, `class="judge"`)
	if !ok {
		return nil
	}
	body, _, _ = strings.Cut(body, "</form>")
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// form gives the form of the page of a row that does something, as it stands.
func (c *client) form(at, what string) url.Values {
	c.w.t.Helper()
	_, page := c.get(at)
	form := url.Values{}
	if _, after, ok := strings.Cut(page, `action="`+at+what+`"`); ok {
		after, _, _ = strings.Cut(after, "</form>")
		for _, m := range hidden.FindAllStringSubmatch(after, -1) {
			form.Set(m[1], m[2])
		}
	}
	return form
}

// press sends that form, with fields of one's own.
func (c *client) press(at, what string, pairs ...string) (status int, body string) {
	c.w.t.Helper()
	return c.post(at+what, says(c.form(at, what), pairs...))
}

// says fills a form in.
func says(form url.Values, pairs ...string) url.Values {
	out := maps.Clone(form)
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// stands tells how many entries speak of a row, and its verdict.
func (w *world) stands(row string) (entries int, verdict recette.Verdict, attempts int) {
	w.t.Helper()
	all, err := w.campaigns.Cases(w.t.Context(), recette.Actor{Ref: "local", Role: recette.Auditor}, "v1")
	w.must(err)
	for _, c := range all {
		if c.ID == row {
			verdict, attempts = c.Verdict, c.Attempt
		}
	}
	n, _, err := w.record.Head(w.t.Context())
	w.must(err)
	return int(n), verdict, attempts
}

// TestPlay: a row is begun, judged and ended; what is sent twice, or late, is recorded once; what is missing is said
// above what was typed, which is kept.
func TestPlay(t *testing.T) {
	w := newWorld(t, 4)
	c := w.inside()
	if status, _ := c.get("/campagnes/v1/cas"); status != http.StatusSeeOther {
		t.Errorf("the rows of who said not who they are: %d", status)
	}
	c = w.tester()
	const row = "SC-0003"
	at := "/campagnes/v1/cas/" + row
	if c.asks(row) != nil {
		t.Fatal("a row that nobody began asks for a verdict")
	}
	c.press(at, "/commencer")
	c.press(at, "/commencer") // a second press
	form := c.asks(row)
	if form.Get("etape") != "3" || form.Get("essai") != "1" || form.Get("cle") == "" {
		t.Fatalf("the form is %v", form)
	}
	before, _, _ := w.stands(row)
	status, body := c.post(at+"/jugement", says(form, "verdict", "failed", "commentaire", "été"))
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "Dites ce que vous avez constaté.") ||
		!strings.Contains(body, ">été</textarea>") {
		t.Errorf("a failure without what was observed: %d", status)
	}
	if n, _, _ := w.stands(row); n != before {
		t.Error("it was recorded")
	}
	whole := says(form, "verdict", "failed", "constate", "Le total est faux "+hostile)
	for range 3 {
		if status, _ := c.post(at+"/jugement", whole); status != http.StatusSeeOther {
			t.Errorf("a judgement: %d", status)
		}
	}
	n, verdict, attempts := w.stands(row)
	if n != before+1 || verdict != recette.Failed || attempts != 1 {
		t.Errorf("%d entries more, verdict %s, %d attempts; want one entry, failed, one", n-before, verdict, attempts)
	}
	status, body = c.post(at+"/jugement", says(whole, "constate", "autre chose"))
	if status != http.StatusConflict || !strings.Contains(body, "autre contenu") {
		t.Errorf("another content under the same key: %d", status)
	}
	fresh := says(whole, "cle", "51a38ae1-77d3-4a5a-b53a-2d2c0ef1a111", "verdict", "passed", "constate", "")
	if status, _ := c.post(at+"/jugement", fresh); status != http.StatusConflict {
		t.Errorf("a judgement of a row that ended: %d", status)
	}
	for _, how := range []string{"reprendre", "recommencer"} {
		if status, _ := c.press(at, "/commencer", "comment", how); status != http.StatusConflict {
			t.Errorf("%s of a row that ended: %d", how, status)
		}
	}
	if now, _, attempts := w.stands(row); now != n || attempts != 1 {
		t.Errorf("%d entries more, %d attempts, want nothing new", now-n, attempts)
	}
	if _, body := c.get(at); !strings.Contains(body, "Dernier résultat") || strings.Contains(body, "<script>") {
		t.Error("the page of a row that ended")
	}
}

// TestPlay_KeptOnADevice: how long a device kept a judgement is in the record and on the page of the case, unless
// nobody can believe it; a judgement is taken all the same.
func TestPlay_KeptOnADevice(t *testing.T) {
	for kept, want := range map[string]bool{"600000": true, "20000": false, "-600000": false, "99999999999": false} {
		t.Run(kept, func(t *testing.T) {
			w := newWorld(t, 1)
			w.now.Add(3600)
			c := w.tester()
			c.press("/campagnes/v1/cas/SC-0001", "/commencer")
			form := says(c.asks("SC-0001"), "verdict", "passed", "depuis", kept)
			if status, _ := c.post("/campagnes/v1/cas/SC-0001/jugement", form); status != http.StatusSeeOther {
				t.Fatalf("a judgement: %d", status)
			}
			if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Passed {
				t.Errorf("verdict %s, want passed", verdict)
			}
			_, body := c.get("/campagnes/v1/lignes/SC-0001")
			if strings.Contains(body, "selon le poste") != want {
				t.Errorf("the page of the case says when it was said: %t, want %t", !want, want)
			}
		})
	}
}

// TestPlay_AfterARestart: a judgement that was typed before the server died is recorded by the next one, once.
func TestPlay_AfterARestart(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0002"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0002"), "verdict", "passed")
	w.serve()
	c = w.tester()
	for range 2 {
		if status, _ := c.post(at+"/jugement", form); status != http.StatusSeeOther {
			t.Errorf("after a restart: %d", status)
		}
	}
	if _, verdict, attempts := w.stands("SC-0002"); verdict != recette.Passed || attempts != 1 {
		t.Errorf("verdict %s, %d attempts", verdict, attempts)
	}
}

// TestPlay_OfSomebodyElse: a row that somebody else has open is not taken from them, and says who they are.
func TestPlay_OfSomebodyElse(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0004", "", "")
	c := w.inside()
	c.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}})
	status, body := c.press("/campagnes/v1/cas/SC-0004", "/commencer")
	if status != http.StatusConflict || !strings.Contains(body, "Yann Le Goff") {
		t.Errorf("a row of somebody else: %d", status)
	}
	if c.asks("SC-0004") != nil {
		t.Error("it asks for a verdict")
	}
	if status, _ := c.post("/campagnes/v1/moi", url.Values{"personne": {"p-nobody"}}); status != http.StatusNotFound {
		t.Errorf("saying to be nobody of the campaign: %d", status)
	}
}

// TestPlay_PlayedElsewhere: a row that was played at a terminal, or before the server began, shows what was observed.
func TestPlay_PlayedElsewhere(t *testing.T) {
	w := newWorld(t, 4)
	w.plays("SC-0003", recette.Failed, "le total est faux "+hostile)
	c := w.tester()
	_, body := c.get("/campagnes/v1/cas/SC-0003")
	if !strings.Contains(body, "le total est faux &lt;script&gt;") || strings.Count(body, "✔") < 2 {
		t.Errorf("what was observed of the steps is not shown: %s", body)
	}
	recorded := func(body, who string) bool {
		return strings.Contains(body, "enregistré le 23/11/2026 09:00") && strings.Contains(body, "par "+who)
	}
	if !recorded(body, yann.Name) {
		t.Errorf("it is not said when, and by whom, what was observed was recorded: %s", body)
	}
	if _, body := w.as(samira).get("/campagnes/v1/cas/SC-0003"); !recorded(body, yann.Name) {
		t.Errorf("another person is not told who recorded it: %s", body)
	}
	w.plays("SC-0004", "", "") // in progress, by Yann
	s := w.inside()
	s.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}})
	if _, body := s.get("/campagnes/v1/cas/SC-0004"); !strings.Contains(body, "✔") {
		t.Error("what somebody has in progress is not shown")
	}
}

// TestPlay_BegunAsTheLogSays: a page says when it was begun as the log says when it was told: scripts compare the
// texts, and what was told in the very second of the page came after it.
func TestPlay_BegunAsTheLogSays(t *testing.T) {
	w := newWorld(t, 1)
	_, body := w.tester().get("/campagnes/v1/cas/SC-0001")
	if !regexp.MustCompile(`data-made="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"`).MatchString(body) {
		t.Error("the page does not say when it was begun, to the millisecond")
	}
}
