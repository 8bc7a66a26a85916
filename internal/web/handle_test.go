package web_test

import (
	"errors"
	"html"
	"image/color"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// pia is a PPO of one branch of the campaign of branches.
var pia = recette.Actor{Ref: "u-8", Name: "Pia Santoni", Role: recette.PPO}

// gesture gives the form of a gesture of a page, as it stands.
func (c *client) gesture(at, action, name string) url.Values {
	c.w.t.Helper()
	_, page := c.get(at)
	for _, part := range strings.Split(page, "<form ")[1:] {
		part, _, _ = strings.Cut(part, "</form>")
		if !strings.Contains(part, `action="`+action+`"`) ||
			name != "" && !strings.Contains(part, `name="geste" value="`+name+`"`) {
			continue
		}
		form := url.Values{}
		for _, m := range hidden.FindAllStringSubmatch(part, -1) {
			form.Add(m[1], html.UnescapeString(m[2]))
		}
		return form
	}
	c.w.t.Fatalf("%s offers no %s at %s:\n%s", at, name, action, page)
	return nil
}

// does makes a gesture of a page, and is led on.
func (c *client) does(at, action, name string, pairs ...string) {
	c.w.t.Helper()
	status, page := c.post(action, says(c.gesture(at, action, name), pairs...))
	if status != http.StatusSeeOther {
		c.w.t.Fatalf("%s at %s: %d\n%s", name, action, status, refusedIn(page))
	}
}

// refusedIn gives what a page says was refused.
func refusedIn(page string) string {
	_, said, ok := strings.Cut(page, `class="refused"`)
	if !ok {
		return page
	}
	said, _, _ = strings.Cut(said, "</div>")
	return said
}

// size is how many entries the journal holds.
func (w *world) size() int64 {
	w.t.Helper()
	n, _, err := w.record.Head(w.t.Context())
	w.must(err)
	return n
}

// anomalyNow gives an anomaly as it stands.
func (w *world) anomalyNow(number string) (status, severity, priority string) {
	w.t.Helper()
	st, err := w.campaigns.Status(w.t.Context(), elise, "v1")
	w.must(err)
	for i := range st.Anomalies {
		if a := &st.Anomalies[i]; a.Number == number {
			return a.Status, a.Severity, a.Priority
		}
	}
	return "", "", ""
}

const (
	rowPage = "/campagnes/v1/lignes/SC-0002"
	anoPage = "/campagnes/v1/anomalies/ANO-0001"
)

// TestConsult: who reads a campaign sees of a row all that the record holds of it, be it one that they play or not.
func TestConsult(t *testing.T) {
	w := played(t)
	piece, err := w.campaigns.Attach(t.Context(), yann, "v1", "écran "+hostile, "image/png",
		strings.NewReader(string(asPNG(t, drawn(40, 40, color.White)))))
	w.must(err)
	a, err := w.campaigns.BeginAttempt(t.Context(), yann, campaign.Begin{
		Campaign: "v1", Case: "SC-0002", Content: "content/1:SC-0002", Mode: recette.Manual,
	})
	w.must(err)
	_, err = w.campaigns.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-0002", Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Steps: []campaign.Observation{{
			Step: 0, Mode: recette.Manual, Verdict: recette.Blocked, Cause: recette.CauseData, Observed: "vide",
			Evidence: []campaign.Attachment{piece},
		}}, Closed: true,
	})
	w.must(err)
	w.joins(elise)
	c := w.entered(elise)
	status, page := c.get(rowPage)
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, page)
	}
	for _, want := range []string{
		"Tentative 1", "Tentative 2", "bloqué à l’étape 1", "donnée", "Yann Le Goff (testeur), déclaré", "ANO-0001",
		"le total est faux &lt;script&gt;", "&lt;script&gt;alert(1)", piece.SHA256, "?vignette",
		"C’est aussi le texte du projet", "Parcours adhesion", "23/11/2026", `href="/campagnes/v1/anomalies/ANO-0001"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	if first, second := strings.Index(page, "Tentative 1"), strings.Index(page, "Tentative 2"); first < second {
		t.Error("the last attempt is not told first")
	}
	_, page = c.get("/campagnes/v1/lignes/SC-0003")
	for _, want := range []string{
		"contenu modifié", "<del>-b</del>", "<ins>+&lt;script&gt;", "conforme avec observation", "un peu lent",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("of a text that changed, the page does not hold %q", want)
		}
	}
	for _, from := range []string{"/campagnes/v1", "/campagnes/v1/lignes", "/campagnes/v1/anomalies"} {
		if _, page := c.get(from); !strings.Contains(page, `/lignes/SC-0002"`) && !strings.Contains(page, `"`+anoPage) {
			t.Errorf("%s does not lead to the row, nor to its anomaly", from)
		}
	}
}

// TestHandle: a PPO reads a failure, opens its anomaly, qualifies it, entrusts it; it is corrected, tested again by the
// tester, and closed. The journal says that each was authenticated.
func TestHandle(t *testing.T) {
	w := newWorld(t, 4)
	for _, who := range []recette.Actor{elise, samira, yann} {
		w.joins(who)
	}
	ppo, qa, tester := w.entered(elise), w.entered(samira), w.entered(yann)
	play := func(verdict string, pairs ...string) {
		t.Helper()
		tester.press("/campagnes/v1/cas/SC-0002", "/commencer")
		form := says(tester.asks("SC-0002"), append([]string{"verdict", verdict}, pairs...)...)
		if status, page := tester.post("/campagnes/v1/cas/SC-0002/jugement", form); status != http.StatusSeeOther {
			t.Fatalf("judging: %d\n%s", status, page)
		}
	}
	play("failed", "constate", "le total est faux")
	_, page := ppo.get("/campagnes/v1/anomalies")
	if !strings.Contains(page, "1 échec attend une anomalie") || !strings.Contains(page, "SC-0002#1.3") {
		t.Fatalf("no failure waits: %s", page)
	}
	raise := "/campagnes/v1/anomalies/ouvrir?constat=SC-0002%231.3"
	_, page = ppo.get(raise)
	if !strings.Contains(page, ">le total est faux</textarea>") || !strings.Contains(page, "Attendu") {
		t.Errorf("the page is not filled in: %s", page)
	}
	ppo.does(raise, "/campagnes/v1/anomalies", "", "gravite", "minor", "resume", "le total est faux de 2 €")
	ppo.does(anoPage, anoPage, "qualifier", "gravite", "major", "motif", "la facture part fausse")
	ppo.does(anoPage, anoPage, "confier", "priorite", "high", "qui", "Samira Haddad", "echeance", "2026-12-01")
	ppo.does(anoPage, anoPage, "confier", "priorite", "high", "qui", "Samira Haddad", "echeance", "2026-12-02",
		"motif", "livraison d’un jour plus tard")
	filled := says(ppo.gesture(anoPage, anoPage, "confier"), "priorite", "high", "qui", "samira haddad",
		"echeance", "2026-12-02", "motif", "rien")
	if status, page := ppo.post(anoPage, filled); status != 422 || !strings.Contains(page, "Rien ne change") {
		t.Errorf("what stands, left as it is: %d\n%s", status, refusedIn(page))
	}
	ppo.does(anoPage, anoPage, "noter", "contournement", "corriger à la main")
	ppo.does(anoPage, anoPage, "lier", "suivi", "jira:CRM-12")
	if status, severity, priority := w.anomalyNow("ANO-0001"); status != "fixing" || severity != "major" ||
		priority != "high" {
		t.Fatalf("the anomaly is %s, %s, %s", status, severity, priority)
	}
	qa.does(anoPage, anoPage, "corriger", "version", "b1")
	if _, page := tester.get(anoPage); !strings.Contains(page, "À re-tester") ||
		!strings.Contains(page, `href="/campagnes/v1/cas/SC-0002"`) {
		t.Errorf("nobody is asked to test again: %s", page)
	}
	play("passed")
	tester.does(anoPage, anoPage, "clore")
	if status, _, _ := w.anomalyNow("ANO-0001"); status != "closed" {
		t.Fatalf("the anomaly is %s", status)
	}
	_, page = ppo.get(anoPage)
	for _, want := range []string{
		"close", "Motif : la facture part fausse", "mineure", "majeure", "priorité haute", "02/12/2026",
		`href="https://suivi.example/browse/CRM-12"`, "SC-0002, tentative 2", "Samira Haddad (QA), authentifié",
		"Yann Le Goff (testeur), authentifié", "corriger à la main",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the anomaly does not tell %q", want)
		}
	}
	ppo.does(anoPage, anoPage, "rouvrir", "motif", "revenu en recette")
	for rec, err := range w.record.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindAnomaly}}) {
		w.must(err)
		if !rec.Leaf.Actor.Auth || rec.Leaf.Request == nil {
			t.Errorf("position %d: authenticated %v, request %v", rec.Leaf.Seq, rec.Leaf.Actor.Auth, rec.Leaf.Request)
		}
	}
}

// TestHandle_Once: what is sent twice is recorded once, and its key serves nothing else.
func TestHandle_Once(t *testing.T) {
	w := played(t)
	w.joins(elise)
	c := w.entered(elise)
	for name, tt := range map[string]struct {
		at, action, gesture string
		pairs               []string
	}{
		"a severity":   {anoPage, anoPage, "qualifier", []string{"gravite", "blocking", "motif", "rien ne marche"}},
		"a workaround": {anoPage, anoPage, "noter", []string{"contournement", "à la main"}},
		"rows": {
			"/campagnes/v1/lignes", "/campagnes/v1/confier", "",
			[]string{"ligne", "SC-0005", "a", yann.Ref},
		},
		"a contest": {rowPage, rowPage, "contester", []string{"motif", "mauvais écran"}},
		"a reserve": {
			"/campagnes/v1/reserves", "/campagnes/v1/reserves", "",
			[]string{"classe", "minor", "ecart", "x"},
		},
		"an anomaly": {
			"/campagnes/v1/anomalies/ouvrir", "/campagnes/v1/anomalies", "",
			[]string{"gravite", "minor", "resume", "x"},
		},
		"a drop": {
			"/campagnes/v1/lignes/SC-0006", "/campagnes/v1/constats", "", []string{"motif", "erreur de saisie"},
		},
	} {
		if name == "a drop" {
			w.plays("SC-0006", recette.Failed, "rien")
		}
		form := says(c.gesture(tt.at, tt.action, tt.gesture), tt.pairs...)
		before := w.size()
		for range 2 {
			if status, page := c.post(tt.action, form); status != http.StatusSeeOther {
				t.Errorf("%s: %d\n%s", name, status, refusedIn(page))
			}
		}
		if n := w.size() - before; n != 1 {
			t.Errorf("%s: %d entries for one gesture", name, n)
		}
		other := says(form, tt.pairs[len(tt.pairs)-2], "autre")
		status, page := c.post(tt.action, other)
		if status != http.StatusConflict && status != http.StatusNotFound || w.size() != before+1 {
			t.Errorf("%s, otherwise under the same key: %d\n%s", name, status, refusedIn(page))
		}
	}
}

// TestHandle_Stale: a page that was opened before somebody else changed the anomaly records nothing, shows what
// changed, and keeps what was typed.
func TestHandle_Stale(t *testing.T) {
	w := played(t)
	w.joins(elise)
	w.joins(samira)
	here, there := w.entered(elise), w.entered(samira)
	form := says(here.gesture(anoPage, anoPage, "confier"), "priorite", "low", "motif", "rien ne presse "+hostile)
	there.does(anoPage, anoPage, "confier", "priorite", "urgent")
	before := w.size()
	status, page := here.post(anoPage, form)
	if status != http.StatusConflict || w.size() != before {
		t.Fatalf("a page of before: %d", status)
	}
	for _, want := range []string{
		"cela a changé entre-temps", "Ce qui a changé depuis", "urgente", "Samira Haddad",
		"rien ne presse &lt;script&gt;", `value="low" selected`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	again := hidden.FindAllStringSubmatch(page[strings.Index(page, `name="geste" value="confier"`)-200:], -1)
	fresh := firsts(again)
	if status, page := here.post(anoPage, says(form, "vu", fresh["vu"], "cle", fresh["cle"])); status != 303 {
		t.Errorf("sent again once read: %d\n%s", status, refusedIn(page))
	}
	row := says(here.gesture(rowPage, rowPage, "contester"), "motif", "mauvais écran")
	w.plays("SC-0002", recette.Failed, "encore")
	if status, page := here.post(rowPage, row); status != http.StatusConflict ||
		!strings.Contains(page, ">mauvais écran</textarea>") {
		t.Errorf("an attempt that another one followed: %d\n%s", status, refusedIn(page))
	}
}

// firsts gives the first value of each hidden field.
func firsts(found [][]string) map[string]string {
	out := map[string]string{}
	for _, m := range found {
		if out[m[1]] == "" {
			out[m[1]] = m[2]
		}
	}
	return out
}

// TestHandle_Refused: what a role may not do is not offered, and is refused when it is sent all the same, with what was
// typed; so is what is missing.
func TestHandle_Refused(t *testing.T) {
	w := played(t)
	for _, who := range []recette.Actor{elise, yann} {
		w.joins(who)
	}
	tester, ppo := w.entered(yann), w.entered(elise)
	_, page := tester.get(anoPage)
	for _, offered := range []string{`value="confier"`, `value="corriger"`, `value="rejeter"`, `value="proposer"`} {
		if strings.Contains(page, offered) {
			t.Errorf("a tester is offered %s", offered)
		}
	}
	_, page = ppo.get(anoPage)
	if !strings.Contains(page, `value="rejeter"`) || strings.Contains(page, `value="sans-suite"`) {
		t.Error("of a major one, a PPO rejects it, and the PO alone leaves it as it is")
	}
	note := tester.gesture(anoPage, anoPage, "noter")
	before := w.size()
	for name, tt := range map[string]struct {
		c      *client
		at     string
		form   url.Values
		status int
		want   string
	}{
		"a tester entrusts": {
			tester, anoPage, says(note, "geste", "confier", "priorite", "low", "motif", "dit"), 409, "",
		},
		"a tester drops": {
			tester, "/campagnes/v1/constats", says(note, "constat", "SC-0002#1.3", "motif", "dit"), 409, "",
		},
		"a PPO invalidates": {
			ppo, rowPage,
			says(ppo.gesture(rowPage, rowPage, "contester"), "geste", "invalider", "cause", "data", "motif", "dit"),
			409, "",
		},
		"without a reason": {
			ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "rejeter")), 422, "Il manque : « Motif",
		},
		"an owner whom nobody knows": {
			ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "confier"), "qui", "Zorro", "motif", "dit"), 422,
			"« Zorro »",
		},
		"a day that has passed": {
			ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "confier"), "echeance", "2020-01-01", "motif", "dit"), 422,
			"Cette date est passée",
		},
		"a tracker that nobody knows": {
			ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "lier"), "suivi", "ailleurs:1", "motif", "dit"), 422,
			"jira:CRM-12",
		},
		"closed without a re-test": {
			tester, anoPage, says(note, "geste", "clore", "motif", "dit"), 409, "",
		},
		"under another name": {
			ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "rejeter"), "personne", yann.Ref, "motif", "dit"), 409,
			"un autre participant",
		},
		"nothing new":            {ppo, anoPage, ppo.gesture(anoPage, anoPage, "noter"), 422, "Rien ne change"},
		"a gesture that is none": {ppo, anoPage, says(note, "geste", "détruire"), 400, ""},
		"no key":                 {ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "noter"), "cle", "x"), 400, ""},
		"not seen":               {ppo, anoPage, says(ppo.gesture(anoPage, anoPage, "noter"), "vu", "0"), 400, ""},
	} {
		status, page := tt.c.post(tt.at, tt.form)
		if status != tt.status || !strings.Contains(page, tt.want) {
			t.Errorf("%s: %d, want %d and %q\n%s", name, status, tt.status, tt.want, refusedIn(page))
		}
		if tt.form.Get("motif") != "" && status == 409 && !strings.Contains(page, ">dit<") {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
	if n := w.size() - before; n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
}

// TestHandle_KeepsWhatIsTyped: a gesture upon what is not there gives back what was typed, and records nothing.
func TestHandle_KeepsWhatIsTyped(t *testing.T) {
	w := newWorld(t, 4)
	w.joins(elise)
	c := w.entered(elise)
	before := w.size()
	const room, text = "/campagnes/v1", "un texte long"
	for name, tt := range map[string]struct {
		at     string
		fields []string
	}{
		"a reserve on no row":      {"/reserves", []string{"classe", "minor", "ecart", text, "cas", "SC-9999"}},
		"a reserve on no anomaly":  {"/reserves", []string{"classe", "minor", "ecart", text, "anomalie", "ANO-9999"}},
		"an anomaly of no row":     {"/anomalies", []string{"gravite", "minor", "resume", text, "cas", "SC-9999"}},
		"an anomaly of no failure": {"/anomalies", []string{"gravite", "minor", "resume", text, "constat", "x"}},
		"an objection to no row":   {"/lignes/SC-9999", []string{"geste", "contester", "motif", text}},
		"rows that are not there":  {"/confier", []string{"ligne", "SC-9999", "motif", text, "page", room}},
		"no failure dropped":       {"/constats", []string{"constat", "SC-9999#1.1", "motif", text}},
	} {
		form := says(c.gesture(room+"/reserves", room+"/reserves", ""), tt.fields...)
		status, page := c.post(room+tt.at, form)
		if status != http.StatusNotFound && status != http.StatusBadRequest || !strings.Contains(page, text) {
			t.Errorf("%s: %d, and what was typed is gone\n%s", name, status, refusedIn(page))
		}
	}
	if n := w.size() - before; n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}
}

// branched opens the campaign of branches, with a PPO of one of them and a failure with its anomaly in each.
func (w *world) branched() {
	w.t.Helper()
	m := manifest(4)
	m.Campaign, m.Antennes, m.Sections = "b1", []string{"Ajaccio", "Brest"}, nil
	for j := range m.Journeys {
		m.Journeys[j].Cases = nil
	}
	for i := range m.Cases {
		c := &m.Cases[i]
		c.Antenne = m.Antennes[i%2]
		c.ID += "@" + strings.ToLower(c.Antenne)
		j := &m.Journeys[min(i/3, 1)]
		j.Cases = append(j.Cases, c.ID)
	}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: pia.Ref, Name: pia.Name, Role: string(pia.Role), Perimeter: []string{"Ajaccio"},
	})
	w.must(w.campaigns.Open(w.t.Context(), elise, m))
	for i, row := range []string{"SC-0001@ajaccio", "SC-0002@brest"} {
		piece, err := w.campaigns.Attach(w.t.Context(), yann, "b1", "a.txt", "text/plain", strings.NewReader(row))
		w.must(err)
		_, err = w.campaigns.Note(w.t.Context(), yann, "b1", gap.Anomaly{
			Severity: recette.Major, Case: row, Summary: "à " + strings.ToUpper(m.Antennes[i]),
			Files: []campaign.Attachment{piece},
		})
		w.must(err)
		_, err = w.campaigns.Note(w.t.Context(), elise, "b1", gap.Reserve{
			Class: recette.Minor, Text: "réserve de " + strings.ToUpper(m.Antennes[i]), Check: row,
		})
		w.must(err)
	}
}

// TestHandle_OfAnotherBranch: rows, anomalies and reserves of other branches do not exist for a PPO of one, whatever
// they ask: the same page, of the same size, as of what is not there (ASVS 5.0, 8.2.2 and 8.3.1).
func TestHandle_OfAnotherBranch(t *testing.T) {
	w := newWorld(t, 4)
	w.branched()
	w.joins(pia)
	c := w.entered(pia)
	const room = "/campagnes/b1"
	for _, own := range []string{
		"/lignes/SC-0001@ajaccio", "/anomalies/ANO-0001", "/anomalies/ouvrir?cas=SC-0001@ajaccio",
	} {
		if status, page := c.get(room + own); status != http.StatusOK || strings.Contains(page, "BREST") {
			t.Errorf("their own %s: %d", own, status)
		}
	}
	_, err := w.campaigns.Note(t.Context(), elise, "b1", gap.Change{
		Number: "ANO-0001", Act: recette.AnomalyDuplicity, Original: "ANO-0002", Reason: "la même",
	})
	w.must(err)
	if _, page := c.get(room + "/anomalies/ANO-0001"); strings.Contains(page, "ANO-0002") {
		t.Error("the number of an anomaly of another branch is told")
	}
	for there, nowhere := range map[string]string{
		"/lignes/SC-0002@brest":                         "/lignes/SC-0008@brest",
		"/anomalies/ANO-0002":                           "/anomalies/ANO-0009",
		"/anomalies/ouvrir?cas=SC-0002@brest":           "/anomalies/ouvrir?cas=SC-0008@brest",
		"/anomalies/ouvrir?constat=SC-0002@brest%231.3": "/anomalies/ouvrir?constat=SC-0008@brest%231.3",
	} {
		was, here := c.get(room + there)
		never, not := c.get(room + nowhere)
		same := func(page, at string) string {
			return strings.ReplaceAll(page, html.EscapeString(room+at), "")
		}
		if was != http.StatusNotFound || never != was || same(here, there) != same(not, nowhere) {
			t.Errorf("%s answers %d, %s %d", there, was, nowhere, never)
		}
	}
	form := c.gesture(room+"/anomalies/ANO-0001", room+"/anomalies/ANO-0001", "noter")
	before := w.size()
	for at, pairs := range map[string][]string{
		"/anomalies/ANO-0002":   {"contournement", "x"},
		"/lignes/SC-0002@brest": {"geste", "contester", "essai", "1", "motif", "x"},
		"/confier":              {"ligne", "SC-0002@brest", "a", yann.Ref},
		"/constats":             {"constat", "SC-0002@brest#1.3", "motif", "x"},
		"/anomalies":            {"cas", "SC-0002@brest", "gravite", "minor", "resume", "x"},
		"/reserves":             {"classe", "minor", "ecart", "x", "anomalie", "ANO-0002"},
	} {
		if status, page := c.post(room+at, says(form, pairs...)); status != http.StatusNotFound ||
			strings.Contains(page, "BREST") {
			t.Errorf("POST %s: %d", at, status)
		}
	}
	if w.size() != before {
		t.Error("something was recorded of another branch")
	}
	for _, at := range []string{"", "/lignes", "/anomalies", "/reserves"} {
		if status, page := c.get(room + at); status != http.StatusOK || strings.Contains(page, "BREST") ||
			strings.Contains(page, "@brest") || !strings.Contains(page, "jaccio") && at != "" {
			t.Errorf("%q tells of another branch: %d", at, status)
		}
	}
	form = c.gesture(room+"/anomalies/ouvrir", room+"/anomalies", "")
	_, page := w.joined(elise).get(room + "/anomalies/ANO-0002")
	sum := regexp.MustCompile(`[0-9a-f]{64}`).FindString(page)
	if status, _ := c.post(room+"/anomalies", says(form, "gravite", "minor", "resume", "x", "piece", sum)); sum == "" ||
		status != http.StatusNotFound {
		t.Errorf("evidence of another branch, taken along: %d", status)
	}
}

// joined makes the account of somebody, and enters by it.
func (w *world) joined(who recette.Actor) *client {
	w.t.Helper()
	w.joins(who)
	return w.entered(who)
}

// TestRaise: the evidence of the failure goes with the anomaly, what is like it is shown, and a failure that is the
// same is laid to its account; one that is none is dropped with a reason.
func TestRaise(t *testing.T) {
	w := newWorld(t, 4)
	w.joins(elise)
	w.joins(yann)
	tester, ppo := w.entered(yann), w.entered(elise)
	for _, row := range []string{"SC-0002", "SC-0003", "SC-0004"} {
		tester.press("/campagnes/v1/cas/"+row, "/commencer")
		form := says(tester.asks(row), "verdict", "failed", "constate", "le courriel de confirmation n’arrive jamais")
		status, page := tester.send("/campagnes/v1/cas/"+row+"/jugement", form, file{"journal.txt", "x " + row})
		if status != http.StatusSeeOther {
			t.Fatalf("judging: %d\n%s", status, page)
		}
	}
	const own = "/campagnes/v1/cas/SC-0002"
	raise := "/campagnes/v1/anomalies/ouvrir?constat=SC-0002%231.3&retour=" + url.QueryEscape(own)
	if _, page := tester.get(own); !strings.Contains(page, html.EscapeString(raise)) {
		t.Errorf("the page of who played leads to no anomaly: %s", page)
	}
	_, page := tester.get(raise)
	sum := regexp.MustCompile(`name="piece" value="([0-9a-f]{64})" checked`).FindStringSubmatch(page)
	if sum == nil || strings.Contains(page, "Ce n’est pas une anomalie") {
		t.Fatalf("the evidence is not there, or a tester may drop: %s", page)
	}
	form := says(tester.gesture(raise, "/campagnes/v1/anomalies", ""), "gravite", "major", "piece", sum[1],
		"resume", "Le courriel de confirmation n’arrive jamais")
	if status, page := tester.send("/campagnes/v1/anomalies", form, file{"trace.txt", "trace"}); status != 303 {
		t.Fatalf("opening: %d\n%s", status, refusedIn(page))
	}
	if status, page := tester.send("/campagnes/v1/anomalies", form, file{"trace.txt", "trace"}); status != 303 {
		t.Errorf("the same again: %d\n%s", status, refusedIn(page))
	}
	_, page = tester.get(own)
	if strings.Contains(page, "attend une anomalie") || !strings.Contains(page, "ANO-0001") {
		t.Errorf("once it is opened, the page of who played says: %s", page)
	}
	_, page = ppo.get(anoPage)
	for _, want := range []string{sum[1], "journal.txt", "trace.txt", "n’arrive jamais"} {
		if !strings.Contains(page, want) {
			t.Errorf("the anomaly does not hold %q", want)
		}
	}
	raise = "/campagnes/v1/anomalies/ouvrir?constat=SC-0003%231.3"
	if _, page := ppo.get(raise); !strings.Contains(page, "Peut-être la même") {
		t.Errorf("what is like it is not shown: %s", page)
	}
	ppo.does(raise, anoPage, "rattacher")
	ppo.does("/campagnes/v1/lignes/SC-0004", "/campagnes/v1/constats", "", "motif", "mauvais écran")
	st, err := w.campaigns.Status(t.Context(), elise, "v1")
	w.must(err)
	if len(st.Drafts) != 0 || len(st.Anomalies) != 1 {
		t.Errorf("%d failures wait, %d anomalies", len(st.Drafts), len(st.Anomalies))
	}
	if _, page := ppo.get("/campagnes/v1/lignes/SC-0004"); !strings.Contains(page, "Écarté par Élise Fontaine") ||
		!strings.Contains(page, "mauvais écran") {
		t.Error("why it was dropped is not told")
	}
	if status, _ := ppo.get("/campagnes/v1/anomalies/ouvrir?constat=SC-0004%231.3"); status != http.StatusSeeOther {
		t.Errorf("a failure that waits no more: %d", status)
	}
	for _, bad := range []string{"SC-0002", "SC-0002#x.y", "#1.1", "SC-9#1.1"} {
		if status, _ := ppo.get("/campagnes/v1/anomalies/ouvrir?constat=" + url.QueryEscape(bad)); status != 404 {
			t.Errorf("%q: %d", bad, status)
		}
	}
}

// TestRaise_OfAnotherText: the page of a failure that was found on a text of before tells its steps by that text, as
// does that of its anomaly; of an attempt that counts for nothing, or of another text, nothing is taken along.
func TestRaise_OfAnotherText(t *testing.T) {
	m := manifest(4)
	m.Cases[1].Steps[2].Text = "le texte de la première itération"
	w := worldOf(t, &m)
	ppo := w.joined(elise)
	w.plays("SC-0002", recette.Failed, "vu dans la première")
	w.plays("SC-0003", recette.Failed, "vu et invalidé")
	_, err := w.campaigns.Note(t.Context(), samira, "v1", advice.Invalidation{
		Case: "SC-0003", Cause: recette.FlawedData, Reason: "mauvaise base",
	})
	w.must(err)
	_, err = w.campaigns.Iterate(t.Context(), elise, campaign.Iteration{
		Campaign: "v1", Texts: true, Reason: "précisé",
		Make: func(former *plan.Manifest) (plan.Manifest, []string, error) {
			next := *former
			next.Cases = slices.Clone(former.Cases)
			c := &next.Cases[1]
			c.Content += " bis"
			c.Steps = slices.Clone(c.Steps)
			c.Steps[2].Text = "le texte de la seconde itération"
			return next, nil, nil
		},
	})
	w.must(err)
	const raise = "/campagnes/v1/anomalies/ouvrir?constat=SC-0002%231.3"
	of := func(at string, told, untold string) {
		t.Helper()
		status, page := ppo.get(at)
		if status != http.StatusOK || !strings.Contains(page, told) || strings.Contains(page, untold) {
			t.Errorf("%s: %d, it does not tell %q, or tells %q", at, status, told, untold)
		}
	}
	of(raise, "le texte de la première itération", "le texte de la seconde")
	of(raise, "sur un autre texte", "le texte de la seconde")
	of("/campagnes/v1/anomalies/ouvrir?cas=SC-0002&etape=3", "le texte de la seconde itération", "vu dans la première")
	of("/campagnes/v1/anomalies/ouvrir?cas=SC-0003&etape=3", "Attendu", "vu et invalidé")
	ppo.does(raise, "/campagnes/v1/anomalies", "", "gravite", "minor", "resume", "un écart")
	of(anoPage, "le texte de la première itération", "le texte de la seconde")
	of(anoPage, "ouverte sur un autre texte", "le texte de la seconde")
}

// TestReserves: a reserve is made of an anomaly, with what it lacks refused, and shown.
func TestReserves(t *testing.T) {
	w := played(t)
	c := w.joined(elise)
	const at = "/campagnes/v1/reserves"
	form := says(c.gesture(at, at, ""), "classe", "major", "anomalie", "ANO-0001", "ecart", "à corriger "+hostile,
		"qui", "elise fontaine", "effet", "mise en production retardée", "cas", "SC-0002")
	if status, page := c.post(at, says(form, "ecart", " ")); status != 422 ||
		!strings.Contains(page, "Il manque : « Ce qui n’est pas conforme") ||
		!strings.Contains(page, "mise en production") {
		t.Errorf("without a text: %d\n%s", status, refusedIn(page))
	}
	if status, page := c.post(at, form); status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", status, refusedIn(page))
	}
	for _, at := range []string{at, anoPage, rowPage} {
		if _, page := c.get(at); !strings.Contains(page, "à corriger &lt;script&gt;") {
			t.Errorf("%s does not show the reserve", at)
		}
	}
}

// TestRows_Sifted: rows are asked for by what they are to the reader, their branch, their tags, and grouped.
func TestRows_Sifted(t *testing.T) {
	m := manifest(8)
	m.Cases[4].Tags, m.Cases[5].Tags = []string{"@antenne", "@rapide"}, []string{"@rapide"}
	w := worldOf(t, &m)
	w.plays("SC-0002", recette.Failed, "rien")
	w.plays("SC-0003", recette.Passed, "")
	w.must(w.campaigns.Assign(t.Context(), elise, "v1", []string{"SC-0003", "SC-0007"}, samira.Ref))
	c := w.joined(samira)
	row := regexp.MustCompile(`<th scope="row"[^>]*><a href="/campagnes/v1/lignes/(SC-[0-9]+)"`)
	for query, want := range map[string][]string{
		"?voir=miens":                  {"SC-0003", "SC-0007"},
		"?voir=afaire":                 {"SC-0001", "SC-0004", "SC-0005", "SC-0006", "SC-0007", "SC-0008"},
		"?voir=miens&verdict=passed":   {"SC-0003"},
		"?critique=1":                  {"SC-0001", "SC-0002", "SC-0003"},
		"?tag=Rapide":                  {"SC-0005", "SC-0006"},
		"?tag=%40rapide&mot=n%C2%B0+5": {"SC-0005"},
		"?parcours=reste&voir=miens":   {"SC-0007"},
		"?antenne=Brest":               nil,
		"?voir=n-importe": {
			"SC-0001", "SC-0002", "SC-0003", "SC-0004", "SC-0005", "SC-0006", "SC-0007", "SC-0008",
		},
		"?grouper=1&verdict=failed&critique=1": {"SC-0002"},
	} {
		_, page := c.get("/campagnes/v1/lignes" + query)
		var got []string
		for _, m := range row.FindAllStringSubmatch(page, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	_, page := c.get("/campagnes/v1/lignes?verdict=passed&critique=1&mot=zz")
	for _, want := range []string{
		"Aucune ligne ne correspond", "Retirer le filtre « conforme »", "Retirer le filtre « Critiques »",
		"Retirer le filtre « zz »", `href="/campagnes/v1/lignes?critique=1&amp;mot=zz"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("nothing found: the page does not hold %q", want)
		}
	}
	if _, page := c.get("/campagnes/v1/lignes?grouper=1"); !strings.Contains(page, "<h2>adhesion Adhésion</h2>") {
		t.Error("the list is not grouped by journey")
	}
}

// TestAssign: rows that are ticked are given to somebody, or all those of the list.
func TestAssign(t *testing.T) {
	w := newWorld(t, 230)
	c := w.joined(elise)
	assigned := func() (n int) {
		all, err := w.campaigns.Cases(t.Context(), elise, "v1")
		w.must(err)
		for i := range all {
			if all[i].Assigned == yann.Ref {
				n++
			}
		}
		return n
	}
	const list, at = "/campagnes/v1/lignes?critique=1", "/campagnes/v1/confier"
	form := c.gesture(list, at, "")
	form["ligne"] = []string{"SC-0001", "SC-0002"}
	if status, page := c.post(at, form); status != 422 || !strings.Contains(page, `value="SC-0002" form="confier"`) ||
		!strings.Contains(page, "Il manque : « À qui") || strings.Contains(page, "SC-0009") {
		t.Errorf("to nobody said: %d\n%s", status, refusedIn(page))
	}
	if status, page := c.post(at, says(form, "a", "u-404")); status != 422 || assigned() != 0 {
		t.Errorf("to who takes no part: %d\n%s", status, refusedIn(page))
	}
	if status, _ := c.post(at, says(form, "a", yann.Ref)); status != 303 || assigned() != 2 {
		t.Errorf("two rows: %d, %d assigned", status, assigned())
	}
	whole := func(list string) url.Values {
		_, page := c.get(list)
		said := regexp.MustCompile(`name="toutes" value="([^"]+)"`).FindStringSubmatch(page)
		if said == nil {
			t.Fatalf("%s offers no whole list", list)
		}
		return says(c.gesture(list, at, ""), "toutes", said[1], "a", yann.Ref)
	}
	form = whole("/campagnes/v1/lignes?parcours=reste&verdict=not_run")
	w.plays("SC-0004", recette.Passed, "") // the list holds it no more: it was shown
	before := w.size()
	for range 2 {
		if status, page := c.post(at, form); status != 303 || assigned() != 229 || w.size() != before+1 {
			t.Errorf("all rows: %d, %d assigned, %d entries\n%s", status, assigned(), w.size()-before, refusedIn(page))
		}
	}
	list229 := form.Get("toutes")
	for name, tt := range map[string]struct {
		said   string
		status int
	}{
		"other rows": {strings.Replace(list229, "3-", "0-", 1), 409}, "none": {"x", 409},
		"no numbers": {"a-b." + list229, 400},
		"too many":   {"0-999999999." + list229, 409},
	} {
		form := says(c.gesture("/campagnes/v1/lignes", at, ""), "toutes", tt.said, "a", samira.Ref)
		if status, _ := c.post(at, form); status != tt.status || assigned() != 229 {
			t.Errorf("%s: %d, %d assigned", name, status, assigned())
		}
	}
	form = c.gesture(rowPage, at, "confier")
	if status, _ := c.post(at, says(form, "a", "-")); status != 303 || assigned() != 228 {
		t.Errorf("taken back: %d, %d assigned", status, assigned())
	}
	_, page := w.joined(yann).get("/campagnes/v1/lignes")
	if strings.Contains(page, `action="/campagnes/v1/confier"`) {
		t.Error("a tester is offered to assign")
	}
}

// TestWho_OfThoseWhoDoNotPlay: who came by the key may say that they are somebody who plays nothing, handles what was
// found under that name, declared, and is not led to play.
func TestWho_OfThoseWhoDoNotPlay(t *testing.T) {
	w := played(t)
	c := w.inside()
	_, page := c.get(anoPage)
	if !strings.Contains(page, "Dites qui vous êtes") || strings.Contains(page, `name="geste"`) {
		t.Error("somebody who said nothing is offered to act")
	}
	if status, _ := c.post(anoPage, url.Values{
		"geste": {"noter"}, "vu": {"1"}, "cle": {"0190f3a0-0000-4000-8000-000000000001"}, "contournement": {"x"},
	}); status != http.StatusConflict {
		t.Errorf("acting as nobody: %d", status)
	}
	_, page = c.get("/campagnes/v1/moi?retour=" + url.QueryEscape(anoPage))
	if !strings.Contains(page, "Élise Fontaine · PPO") ||
		!strings.Contains(page, `name="retour" value="`+anoPage+`"`) {
		t.Error("who does not play is not among those whom one may be")
	}
	if status, _ := c.post("/campagnes/v1/moi", url.Values{"personne": {elise.Ref}}); status != 303 {
		t.Fatalf("saying so: %d", status)
	}
	c.does(anoPage, anoPage, "confier", "priorite", "high")
	if _, page := c.get(anoPage); !strings.Contains(page, "Élise Fontaine (PPO), déclaré") {
		t.Error("what was declared is not said to be")
	}
	if status, _ := c.get("/campagnes/v1/cas"); status != http.StatusSeeOther {
		t.Errorf("who plays nothing is shown rows to play: %d", status)
	}
}

// TestHandle_Canaries: what people wrote, wherever they may, stays words on every page (ASVS 5.0, 1.2.1).
func TestHandle_Canaries(t *testing.T) {
	w := played(t)
	c, qa := w.joined(elise), w.joined(samira)
	h := hostile
	c.does(anoPage, anoPage, "qualifier", "gravite", "minor", "motif", h)
	c.does(anoPage, anoPage, "noter", "contournement", h, "motif", h)
	c.does(anoPage, anoPage, "confier", "qui", yann.Name, "motif", h)
	c.does("/campagnes/v1/anomalies/ouvrir", "/campagnes/v1/anomalies", "", "gravite", "minor", "resume", h,
		"contournement", h)
	c.does("/campagnes/v1/reserves", "/campagnes/v1/reserves", "", "classe", "minor", "ecart", h, "effet", h,
		"verification", h, "contournement", h)
	c.does(rowPage, rowPage, "contester", "motif", h)
	qa.does(rowPage, rowPage, "invalider", "cause", "data", "motif", h)
	w.plays("SC-0005", recette.Failed, h)
	c.does("/campagnes/v1/lignes/SC-0005", "/campagnes/v1/constats", "", "motif", h)
	w.plays("SC-0006", recette.Failed, h)
	q := url.QueryEscape(h)
	for _, at := range []string{
		rowPage, anoPage, "/campagnes/v1/anomalies/ANO-0002", "/campagnes/v1/lignes/SC-0003",
		"/campagnes/v1/lignes/SC-0005", "/campagnes/v1/lignes/SC-0006", "/campagnes/v1/anomalies",
		"/campagnes/v1/reserves",
		"/campagnes/v1/anomalies/ouvrir?constat=SC-0006%231.3", "/campagnes/v1/anomalies?mot=" + q,
		"/campagnes/v1/lignes?mot=" + q + "&tag=" + q + "&antenne=" + q + "&parcours=" + q + "&voir=" + q,
		"/campagnes/v1/anomalies?gravite=" + q + "&etat=" + q,
		"/campagnes/v1/anomalies/ouvrir?retour=" + q + "&etape=" + q,
	} {
		status, page := c.get(at)
		if status != http.StatusOK || strings.Contains(page, "<script>") || strings.Contains(page, "<img src=x") {
			t.Errorf("%s: %d, or it holds what somebody wrote as it is", at, status)
		}
	}
	for _, field := range []string{
		"motif", "contournement", "qui", "echeance", "version", "suivi", "de", "gravite", "priorite",
	} {
		for _, g := range []string{"qualifier", "confier", "noter", "corriger", "lier", "doublon"} {
			form := says(c.gesture(anoPage, anoPage, "noter"), "geste", g, "vu", "1", field, h)
			_, page := c.post(anoPage, form)
			if strings.Contains(page, "<script>") || strings.Contains(page, "<img src=x") {
				t.Errorf("%s sent in %s comes back as it is", g, field)
			}
		}
	}
}

// TestHandle_Faults: when the record takes nothing, or nobody knows, the page says so and keeps what was typed; the
// same gesture sent again is recorded once. What fails after it is not said to be a refusal.
func TestHandle_Faults(t *testing.T) {
	w := played(t)
	c := w.joined(elise)
	for name, tt := range map[string]struct {
		fault  *atomic.Pointer[error]
		status int
		says   string
		made   int64
	}{
		"a full disk":       {&w.full, http.StatusServiceUnavailable, "On ne sait pas si c’est enregistré", 0},
		"a late answer":     {&w.after, http.StatusServiceUnavailable, "On ne sait pas si c’est enregistré", 1},
		"nothing is signed": {&w.sealing, http.StatusOK, "C’est enregistré", 1},
	} {
		form := says(c.gesture(anoPage, anoPage, "noter"), "contournement", "essai "+name)
		err, before := errors.New("input/output error"), w.size()
		tt.fault.Store(&err)
		status, page := c.post(anoPage, form)
		if status != tt.status || !strings.Contains(page, tt.says) || !strings.Contains(page, "essai "+name) ||
			w.size() != before+tt.made {
			t.Errorf("%s: %d, %d entries\n%s", name, status, w.size()-before, refusedIn(page))
		}
		if kept := strings.Contains(page, form.Get("cle")); kept != (status == http.StatusServiceUnavailable) {
			t.Errorf("%s: the key of the gesture is kept: %v", name, kept)
		}
		tt.fault.Store(nil)
		if status, page := c.post(anoPage, form); status != http.StatusSeeOther || w.size() != before+1 {
			t.Errorf("%s, sent again: %d, %d entries\n%s", name, status, w.size()-before, refusedIn(page))
		}
	}
	if strings.Contains(w.log.String(), "essai") {
		t.Error("the log holds what was typed")
	}
}

// TestHandle_Lines: lines that a browser ends otherwise are no change of a workaround that was written elsewhere.
func TestHandle_Lines(t *testing.T) {
	w := newWorld(t, 4)
	w.joins(elise)
	_, err := w.campaigns.Note(t.Context(), elise, "v1", gap.Anomaly{
		Severity: recette.Minor, Summary: "x", Workaround: "un\ndeux",
	})
	w.must(err)
	ppo, before := w.entered(elise), w.size()
	for _, typed := range []string{"un\r\ndeux", "un\r\ntrois"} {
		ppo.post(anoPage, says(ppo.gesture(anoPage, anoPage, "noter"), "contournement", typed, "motif", "rien"))
		if got, want := w.size() > before, typed != "un\r\ndeux"; got != want {
			t.Errorf("%q: recorded %t, want %t", typed, got, want)
		}
	}
	st, err := w.campaigns.Status(t.Context(), elise, "v1")
	w.must(err)
	if got := st.Texts[st.Anomalies[0].Workaround]; got != "un\ntrois" {
		t.Errorf("workaround: %q", got)
	}
}
