package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"recette/internal/recette"
	"recette/internal/web/guard"
)

// TestFollow: the page says what the record says, and words of people stay words (ASVS 5.0, 1.2.1).
func TestFollow(t *testing.T) {
	w := played(t)
	c := w.inside()
	status, body := c.get("/campagnes/v1")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, body)
	}
	for _, want := range []string{
		"Recette d’été", "version livrée b1", "environnement recette", "SC-0002", "non conforme", "ANO-0001", "majeure",
		"le total est faux &lt;script&gt;", "par Yann Le Goff", "2 / 3", "conforme avec observation",
		"1 résultat attend d’être relu", "par Yann Le Goff · dernière saisie le 23/11/2026",
		`</span> non atteint</span> Tout est joué <span class="soft">mesuré : 2 / 8 · seuil : 100 %</span>`,
		`</span> ni mesuré ni attesté</span> Le comité est d’accord <span class="soft">rien ne le mesure`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, page := range []string{"/", "/campagnes/v1", "/campagnes/v1/lignes", "/campagnes/v1/lignes?mot=" +
		url.QueryEscape(hostile), "/nulle-part?" + url.QueryEscape(hostile)} {
		if _, body := c.get(page); strings.Contains(body, "<script>") || strings.Contains(body, "<img") {
			t.Errorf("%s holds what somebody wrote as it is", page)
		}
	}
}

func TestRows(t *testing.T) {
	w := newWorld(t, 230)
	w.plays("SC-0002", recette.Failed, "rien")
	c := w.inside()
	for path, tt := range map[string]struct {
		rows int
		want []string
	}{
		"":                        {100, []string{"Lignes 1 à 100 sur 230", "Page suivante"}},
		"?de=101":                 {100, []string{"Lignes 101 à 200 sur 230", "Page précédente", "Page suivante"}},
		"?de=201":                 {30, []string{"Lignes 201 à 230 sur 230", "Page précédente"}},
		"?de=150":                 {100, []string{"Lignes 101 à 200 sur 230"}},
		"?de=9999":                {100, []string{"Lignes 1 à 100 sur 230"}},
		"?de=-3":                  {100, []string{"Lignes 1 à 100 sur 230"}},
		"?verdict=failed":         {1, []string{"SC-0002", `aria-current="true"`}},
		"?verdict=passed":         {0, []string{"Aucune ligne ne correspond", "Retirer les filtres"}},
		"?verdict=parfait":        {100, []string{"sur 230"}},
		"?mot=ADHESION+n%C2%B0+7": {11, []string{"SC-0007", "sur 11"}},
		"?mot=Adhe%CC%81sion":     {100, []string{"sur 230"}}, // in another form of the same letters
	} {
		status, body := c.get("/campagnes/v1/lignes" + path)
		if n := strings.Count(body, `<th scope="row"`); status != http.StatusOK || n != tt.rows {
			t.Errorf("%s: status %d, %d rows, want %d", path, status, n, tt.rows)
		}
		for _, want := range tt.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page does not hold %q", path, want)
			}
		}
	}
}

// TestRows_WhatDoesNotCount: a result that waits to be read over is no green.
func TestRows_WhatDoesNotCount(t *testing.T) {
	c := played(t).inside()
	_, body := c.get("/campagnes/v1/lignes")
	first := body[strings.Index(body, "SC-0001"):strings.Index(body, "SC-0002")]
	if strings.Contains(first, "✔") || !strings.Contains(first, "non exécuté") ||
		!strings.Contains(first, "résultat à relire par une autre personne") {
		t.Errorf("a result that nobody read over shows as %s", first)
	}
	w := newWorld(t, 4)
	w.plays("SC-0001", recette.Failed, "rien")
	c = w.inside()
	failed := "✖</span> non conforme</span> <a href=\"/campagnes/v1/lignes/SC-0001\">"
	if _, body := c.get("/campagnes/v1"); !strings.Contains(body, failed) ||
		!strings.Contains(body, "résultat à relire") {
		t.Error("a failure that nobody read over is hidden")
	}
	if _, body := c.get("/campagnes/v1/lignes?verdict=passed"); !strings.Contains(body, "Aucune ligne") {
		t.Error("it is among the conform ones")
	}
}

// TestDoubts: what is done to the record while the server runs shows on the next page.
func TestDoubts(t *testing.T) {
	w := played(t)
	c := w.inside()
	if _, body := c.get("/campagnes/v1"); strings.Contains(body, "mis en doute") {
		t.Error("a sound record is doubted")
	}
	doubt := errors.New("rolled back")
	w.doubt.Store(&doubt)
	if _, body := c.get("/campagnes/v1"); !strings.Contains(body, "mis en doute") {
		t.Error("a doubt about the record is not said")
	}
	w.must(os.Rename(w.path, w.path+".gone"))
	status, body := c.get("/campagnes/v1")
	if status != http.StatusInternalServerError || strings.Contains(body, "À jour") {
		t.Errorf("without its database: %d", status)
	}
	w.must(os.Rename(w.path+".gone", w.path))
	w.doubt.Store(nil)
	if _, body := c.get("/campagnes/v1"); strings.Contains(body, "mis en doute") {
		t.Error("a record that is sound again is doubted")
	}
}

// TestDoubts_ManyReaders: each page of a doubted record reads one of its own; nobody closes that of somebody else, and
// none stays open that nobody reads.
func TestDoubts_ManyReaders(t *testing.T) {
	w := played(t)
	one, others := w.inside(), w.inside()
	doubt := errors.New("rolled back")
	w.doubt.Store(&doubt)
	meanwhile := func() {
		for range 6 {
			others.get("/campagnes/v1/lignes/SC-0002")
		}
	}
	w.meanwhile.Store(&meanwhile)
	if status, page := one.get("/campagnes/v1"); status != http.StatusOK || w.meanwhile.Load() != nil {
		t.Errorf("while others read: %d\n%s", status, page)
	}
	if n := w.readers.Load(); n != 1 {
		t.Errorf("%d records are open, want the last one", n)
	}
}

// TestRereading: a page that is read again by its script makes no session last, and files carry none (ASVS 5.0, 7.3.1).
func TestRereading(t *testing.T) {
	w := played(t)
	c := w.inside()
	_, page := c.get("/")
	_, style, _ := strings.Cut(page, `rel="stylesheet" href="`)
	style, _, _ = strings.Cut(style, `"`)
	for name, tt := range map[string]struct {
		path, header string
		sets         bool
	}{
		"somebody asked":   {"/", "", true},
		"the script asked": {"/", "1", false},
		"a file":           {style, "", false},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+tt.path, http.NoBody)
		w.must(err)
		w.now.Add(60) // a gesture makes the session last longer once a minute
		if tt.header != "" {
			r.Header.Set("Recette-Relit", tt.header)
		}
		answer, err := c.Do(r)
		w.must(err)
		answer.Body.Close()
		if got := len(answer.Header.Values("Set-Cookie")) > 0; got != tt.sets || answer.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d, a cookie is set: %v", name, answer.StatusCode, got)
		}
	}
}

// TestStranger: who did not enter learns nothing, not even what is there (ASVS 5.0, 8.2.1).
func TestStranger(t *testing.T) {
	w := played(t)
	c := w.stranger()
	there, first := c.get("/campagnes/v1")
	nowhere, second := c.get("/campagnes/v2")
	same := strings.ReplaceAll(first, "/campagnes/v1", "/campagnes/v2")
	if there != http.StatusUnauthorized || nowhere != there || same != second {
		t.Errorf("a campaign answers %d, none %d, or their pages differ:\n%s\n%s", there, nowhere, first, second)
	}
	for _, path := range []string{"/", "/campagnes/v1/lignes"} {
		if status, body := c.get(path); status != http.StatusUnauthorized || strings.Contains(body, "Recette d’été") {
			t.Errorf("%s answers %d", path, status)
		}
	}
	if status, _ := c.post("/sortir", nil); status != http.StatusUnauthorized {
		t.Errorf("leaving without being inside: %d", status)
	}
}

func TestMissing(t *testing.T) {
	c := played(t).inside()
	for _, path := range []string{
		"/campagnes/v2", "/campagnes/v2/lignes", "/campagnes/..%2f..%2fetc", "/campagnes/%00", "/nulle-part",
		"/campagnes/", "/fichiers/0/recette.css", "/fichiers/../server.go",
	} {
		if status, body := c.get(path); status != http.StatusNotFound &&
			status != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d\n%s", path, status, body)
		}
	}
}

// TestKey opens once, for ten minutes, and a look at it takes nothing (ASVS 5.0, 6.5.1 and 6.5.5).
func TestKey(t *testing.T) {
	w := played(t)
	path, err := w.server.Key()
	w.must(err)
	_, key, _ := strings.Cut(path, "cle=")
	enter := func(key string) int {
		status, _ := w.stranger().post("/entrer", url.Values{"cle": {key}})
		return status
	}
	if status, body := w.stranger().get(path); status != http.StatusOK || !strings.Contains(body, key) {
		t.Errorf("the door: %d", status)
	}
	for name, bad := range map[string]string{"none": "", "another": strings.Repeat("A", len(key)), "short": key[1:]} {
		if status := enter(bad); status != http.StatusForbidden {
			t.Errorf("%s key: %d, want 403", name, status)
		}
	}
	if status := enter(key); status != http.StatusSeeOther {
		t.Errorf("the key: %d, want 303", status)
	}
	if status := enter(key); status != http.StatusForbidden {
		t.Errorf("the key again: %d, want 403", status)
	}
	late, err := w.server.Key()
	w.must(err)
	w.now.Add(600)
	if status := enter(late[strings.Index(late, "=")+1:]); status != http.StatusForbidden {
		t.Errorf("the key after ten minutes: %d, want 403", status)
	}
	old, err := w.server.Key()
	w.must(err)
	if _, err := w.server.Key(); err != nil {
		t.Fatal(err)
	}
	if status := enter(old[strings.Index(old, "=")+1:]); status != http.StatusForbidden {
		t.Errorf("the key before the last one: %d, want 403", status)
	}
}

// TestSession changes its token when somebody enters, and ends when they leave (ASVS 5.0, 7.2.4 and 7.4.1).
func TestSession(t *testing.T) {
	w := played(t)
	c := w.inside()
	at, err := url.Parse(w.base)
	w.must(err)
	cookies := c.Jar.Cookies(at)
	if len(cookies) != 1 || cookies[0].Name != "recette-test" || len(cookies[0].Value) < 40 {
		t.Fatalf("cookies: %v", cookies)
	}
	kept := cookies[0]
	if status, _ := c.post("/sortir", nil); status != http.StatusSeeOther {
		t.Errorf("leaving: %d", status)
	}
	again := w.stranger()
	again.Jar.SetCookies(at, []*http.Cookie{kept})
	if status, _ := again.get("/"); status != http.StatusUnauthorized {
		t.Errorf("with the cookie of a session that ended: %d, want 401", status)
	}
}

// TestElsewhere: the page of another site changes nothing, and its name opens nothing (ASVS 5.0, 3.5.1 and 4.1.1).
func TestElsewhere(t *testing.T) {
	w := played(t)
	c := w.inside()
	for name, change := range map[string]func(*http.Request){
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"another site":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another port":   func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"no header":      func(r *http.Request) { r.Header.Del("Origin") },
		"another host":   func(r *http.Request) { r.Host = "evil.example" },
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.base+"/sortir", http.NoBody)
		w.must(err)
		r.Header.Set("Origin", w.base)
		change(r)
		if status, _ := c.do(r); status != http.StatusForbidden && status != http.StatusMisdirectedRequest {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _ := c.get("/"); status != http.StatusOK {
		t.Errorf("still inside: %d", status)
	}
}

func TestLook(t *testing.T) {
	w := played(t)
	c := w.inside()
	for page, want := range map[string]string{
		"/campagnes/v1": "/campagnes/v1", "/campagnes/v1/lignes?mot=a%26b": "/campagnes/v1/lignes?mot=a%26b",
		"": "/", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/", "javascript:alert(1)": "/",
		"/a\r\nSet-Cookie: x=y": "/",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.base+"/apparence",
			strings.NewReader(url.Values{"page": {page}, "theme": {"dark"}, "langue": {"en"}}.Encode()))
		w.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", w.base)
		answer, err := c.Do(r)
		w.must(err)
		answer.Body.Close()
		if got := answer.Header.Get("Location"); got != want || answer.Header.Get("X") != "" {
			t.Errorf("back to %q leads to %q, want %q", page, got, want)
		}
	}
	if _, body := c.get("/"); !strings.Contains(body, `<html lang="en" data-theme="dark">`) ||
		!strings.Contains(body, "Campaigns") {
		t.Errorf("the page is not dark and English: %.200s", body)
	}
	if status, _ := c.post("/apparence", url.Values{"page": {strings.Repeat("x", guard.MaxForm)}}); status != 413 {
		t.Errorf("a form that is too large: %d", status)
	}
}

// TestBroken: what broke is said, and its words go to the log, not to the page.
func TestBroken(t *testing.T) {
	w := played(t)
	c := w.inside()
	err := errors.New("sector 7 of /dev/sda")
	w.broken.Store(&err)
	status, body := c.get("/campagnes/v1")
	if status != http.StatusInternalServerError || !strings.Contains(body, "le disque a lâché") ||
		strings.Contains(body, "sector") {
		t.Errorf("%d: %s", status, body)
	}
	w.broken.Store(nil)
	if status, _ := c.get("/campagnes/v1"); status != http.StatusOK {
		t.Errorf("once it answers again: %d", status)
	}
	if !strings.Contains(w.log.String(), "sector 7") || strings.Contains(w.log.String(), "Yann") {
		t.Errorf("the log: %s", w.log.String())
	}
}

// TestEmpty: nothing was ever recorded, then something is.
func TestEmpty(t *testing.T) {
	w := newWorld(t, 0)
	c := w.inside()
	if status, body := c.get("/"); status != http.StatusNotFound || !strings.Contains(body, "Aucune campagne") {
		t.Errorf("nothing recorded: %d", status)
	}
	w.must(w.campaigns.Open(t.Context(), elise, manifest(4)))
	if status, body := c.get("/"); status != http.StatusOK || !strings.Contains(body, "Recette d’été") {
		t.Errorf("a campaign opened meanwhile: %d", status)
	}
}

// TestHeaders: every answer says what a browser may do with it (ASVS 5.0, 3.4).
func TestHeaders(t *testing.T) {
	w := played(t)
	for _, path := range []string{"/", "/nulle-part", "/entrer", "/fichiers/0/x.css"} {
		answer, err := w.stranger().Get(w.base + path)
		w.must(err)
		answer.Body.Close()
		if got := answer.Header.Get("Content-Security-Policy"); got != guard.Policy {
			t.Errorf("%s: %q", path, got)
		}
	}
}
