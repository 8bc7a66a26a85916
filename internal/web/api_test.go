package web_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/access"
	"recette/internal/account"
	"recette/internal/api"
	"recette/internal/pace"
	"recette/internal/recette"
	"recette/internal/web/rest"
)

// programs is what the API alone makes of the world.
type programs struct{ w *world }

func (p programs) Status(ctx context.Context, by recette.Actor, id string) (api.CampaignStatus, error) {
	s, err := p.w.campaigns.Status(ctx, by, id)
	if err == nil {
		err = p.w.campaigns.May(ctx, by, id, "", access.ReadStatus)
	}
	if failed := p.w.broken.Load(); failed != nil {
		if broke, ok := (*failed).(panicking); ok { //nolint:errorlint // it is what the test put there
			panic(broke)
		}
		return api.CampaignStatus{}, *failed
	}
	return api.NewCampaignStatus(&s, nil, pace.Forecast{To: "2026-11-23"}), err
}

func (p programs) Import(
	ctx context.Context, by recette.Actor, id string, c rest.Cahier,
) (doc api.Import, err error) {
	if string(c.Body) == "no cahier" {
		return doc, rest.ErrCahier
	}
	doc = api.Import{V: 1, File: c.Name, Campaign: id, DryRun: c.Dry}
	return doc, p.w.campaigns.May(ctx, by, id, "", access.Transcribe)
}

// program is a client of the API, that holds each answer to what the API says that it is.
type program struct {
	w      *world
	secret string
	doc    description
}

// program gives a client that has a token of somebody; nobody has none.
func (w *world) program(who recette.Actor, scopes ...account.Scope) *program {
	w.t.Helper()
	p := &program{w: w}
	name := fmt.Sprint(who.Ref, scopes)
	if p.secret = w.secrets[name]; p.secret == "" && len(scopes) > 0 {
		var err error
		p.secret, _, err = w.accounts.AddToken(w.t.Context(), who.Ref, "essai", scopes, w.clock().Add(24*time.Hour))
		w.must(err)
		if w.secrets == nil {
			w.secrets = map[string]string{}
		}
		w.secrets[name] = p.secret
	}
	return p
}

// replied is what the API said.
type replied struct {
	status int
	header http.Header
	body   []byte
}

func (a *replied) json() map[string]any {
	m, _ := decoded(a.body).(map[string]any)
	return m
}

// code is that of the problem that an answer is.
func (a *replied) code() string {
	code, _ := a.json()["code"].(string)
	return code
}

// ask asks, and fails the test when the answer is not as the API says.
func (p *program) ask(method, path string, body []byte, headers ...string) *replied {
	p.w.t.Helper()
	r, err := http.NewRequestWithContext(p.w.t.Context(), method, p.w.base+rest.Prefix+path, bytes.NewReader(body))
	p.w.must(err)
	if p.secret != "" {
		r.Header.Set("Authorization", "Bearer "+p.secret)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a := p.w.sends(r)
	p.held(method, path, a)
	return a
}

func (w *world) sends(r *http.Request) *replied {
	w.t.Helper()
	got, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}).Do(r)
	w.must(err)
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	w.must(err)
	return &replied{got.StatusCode, got.Header, text}
}

// described reads what the API says that it is, once.
func (p *program) described() description {
	p.w.t.Helper()
	if p.doc == nil {
		c := p.w.inside()
		_, body := c.get(rest.Prefix + "/openapi.json")
		p.doc, _ = decoded([]byte(body)).(map[string]any)
		if p.doc == nil {
			p.w.t.Fatalf("the description: %s", body)
		}
	}
	return p.doc
}

// held compares an answer with the description.
func (p *program) held(method, path string, a *replied) {
	p.w.t.Helper()
	says := p.described()
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	if a.status >= 400 {
		if kind != "application/problem+json" {
			p.w.t.Errorf("%s %s: %d is %s: %s", method, path, a.status, kind, a.body)
			return
		}
		schema := says.at("components", "schemas", "RestProblem")
		if bad := says.unlike(schema, decoded(a.body), "problem"); bad != "" {
			p.w.t.Errorf("%s %s: %s: %s", method, path, bad, a.body)
		}
		if a.json()["status"] != float64(a.status) || a.json()["type"] != "urn:recette:problem:"+a.code() {
			p.w.t.Errorf("%s %s: %d: %s", method, path, a.status, a.body)
		}
		return
	}
	i := slices.IndexFunc(rest.Routes(), func(r rest.Route) bool {
		return r.Method == method && pattern(r.Path).MatchString(strings.Split(path, "?")[0])
	})
	if i < 0 {
		p.w.t.Errorf("%s %s: %d of no route", method, path, a.status)
		return
	}
	r := rest.Routes()[i]
	content, _ := says.at("paths", r.Path, strings.ToLower(method), "responses", "200", "content").(map[string]any)
	of, ok := content[cmp.Or(r.Gives, "application/json")].(map[string]any)
	if !ok {
		p.w.t.Errorf("%s %s: the description tells nothing of %s: %v", method, path, r.Gives, content)
		return
	}
	if kind != "application/json" || r.Gives == "application/octet-stream" {
		return
	}
	if bad := says.unlike(of["schema"], decoded(a.body), r.ID); bad != "" {
		p.w.t.Errorf("%s %s: %s", method, path, bad)
	}
}

func pattern(path string) *regexp.Regexp {
	return regexp.MustCompile("^" +
		regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
}

// TestAPI_Described: the table of routes and the description say the same, all of it in words, in two languages.
func TestAPI_Described(t *testing.T) {
	w := newWorld(t, 1)
	p := w.program(yann, account.ScopeRead)
	says := p.described()
	paths, _ := says.at("paths").(map[string]any)
	var got, want []string
	for path, item := range paths {
		for method := range item.(map[string]any) {
			got = append(got, strings.ToUpper(method)+" "+path)
		}
	}
	for _, r := range rest.Routes() {
		want = append(want, r.Method+" "+r.Path)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("described %v, answered %v", got, want)
	}
	if says["openapi"] != "3.1.0" {
		t.Errorf("version %v", says["openapi"])
	}
	french := p.ask(http.MethodGet, "/openapi.json", nil)
	english := p.ask(http.MethodGet, "/openapi.json", nil, "Accept-Language", "en-GB, fr;q=0.5")
	for name, a := range map[string]*replied{"fr": french, "en": english} {
		if left := regexp.MustCompile(`"api\.[^"]*"`).Find(a.body); a.status != http.StatusOK || left != nil {
			t.Errorf("%s: %d, not worded: %s", name, a.status, left)
		}
		if at := regexp.MustCompile(`.{30}https?://.{30}`).Find(a.body); at != nil {
			t.Errorf("%s names an address: %s", name, at)
		}
	}
	if !bytes.Contains(french.body, []byte("Les lignes d’une campagne")) ||
		!bytes.Contains(english.body, []byte("The rows of a campaign")) {
		t.Error("it is not in the language that was asked for")
	}
	for path, item := range paths {
		for method, op := range item.(map[string]any) {
			d := description(op.(map[string]any))
			for _, name := range []string{"summary", "description"} {
				if text, _ := d[name].(string); len(text) < 5 {
					t.Errorf("%s %s: no %s", method, path, name)
				}
			}
			parameters, _ := d["parameters"].([]any)
			for _, x := range parameters {
				if text, _ := x.(map[string]any)["description"].(string); len(text) < 5 {
					t.Errorf("%s %s: %v is not described", method, path, x)
				}
			}
		}
	}
}

// TestAPI_Reads: what is read is what the record holds, as its schema says.
func TestAPI_Reads(t *testing.T) {
	w := played(t)
	p := w.program(yann, account.ScopeRead)
	list := p.ask(http.MethodGet, "/campaigns", nil)
	if list.status != http.StatusOK || !bytes.Contains(list.body, []byte(`"id":"v1"`)) {
		t.Errorf("campaigns: %d %s", list.status, list.body)
	}
	status := p.ask(http.MethodGet, "/campaigns/v1", nil)
	if status.json()["id"] != "v1" || status.json()["title"] != "Recette d’été" {
		t.Errorf("a campaign: %d %s", status.status, status.body)
	}
	rows, _ := p.ask(http.MethodGet, "/campaigns/v1/rows", nil).json()["rows"].([]any)
	if len(rows) != 8 || rows[1].(map[string]any)["verdict"] != "failed" {
		t.Errorf("rows: %v", rows)
	}
	row := p.ask(http.MethodGet, "/campaigns/v1/rows/SC-0002", nil).json()
	attempts, _ := row["attempts"].([]any)
	if len(attempts) != 1 || row["content"] != "content/1:SC-0002" || len(row["plan"].(string)) != 64 {
		t.Fatalf("a row: %v", row)
	}
	steps := attempts[0].(map[string]any)["steps"].([]any)
	last := steps[2].(map[string]any)
	if last["step"] != 3.0 || last["observed"] != hostile || last["by"] != yann.Ref {
		t.Errorf("what it found: %v", last)
	}
	if d := p.ask(http.MethodGet, "/campaigns/v1/documents", nil); d.status != http.StatusOK {
		t.Errorf("documents: %d", d.status)
	}
	q := w.program(elise, account.ScopeRead)
	paper := q.ask(http.MethodGet, "/campaigns/v1/documents/bilan?format=json", nil)
	if string(paper.body) != "bilan de v1" || paper.header.Get("Content-Digest") == "" ||
		!strings.HasPrefix(paper.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("a document: %v %s", paper.header, paper.body)
	}
	if m := q.ask(http.MethodGet, "/campaigns/v1/matrix", nil); m.status != http.StatusOK {
		t.Errorf("the matrix: %d", m.status)
	}
	all, err := w.accounts.Tokens(t.Context())
	w.must(err)
	if all[0].Used != "2026-11-23" {
		t.Errorf("the day of the last use: %q", all[0].Used)
	}
}

// asks gives, for each route, a request of it that finds something of campaign b1 for who sees Ajaccio.
func (p *program) asks(r *rest.Route, row string) *replied {
	p.w.t.Helper()
	path := strings.NewReplacer(
		"{campaign}", "b1", "{row}", row, "{document}", "bilan", "{pv}", "PV-9",
	).Replace(r.Path)
	return p.ask(r.Method, path, []byte(`{}`), "Content-Type", cmp.Or(r.Takes, "application/json"))
}

// TestAPI_Rights: every route, by every scope, of somebody inside their perimeter, outside of it, of who takes part in
// another campaign alone, of who was revoked, and of nobody (ASVS 5.0, 8.2.1, 8.2.2, 8.2.3 and 8.3.2). What somebody
// may not see is answered as what is not there, to the byte.
func TestAPI_Rights(t *testing.T) {
	w := newWorld(t, 2)
	w.parted()
	w.revoke(samira)
	const ajaccio, brest = "SC-0001@ajaccio", "SC-0002@brest"
	for _, r := range rest.Routes() {
		t.Run(r.ID, func(t *testing.T) {
			for _, scope := range account.Scopes() {
				a := w.program(nora, scope).asks(&r, ajaccio)
				if refused := a.code() == "scope"; refused != (r.Scope != "" && r.Scope != scope) {
					t.Errorf("%s: %d %s", scope, a.status, a.body)
				}
			}
			if r.Scope == "" {
				return
			}
			if a := w.program(samira, r.Scope).asks(&r, ajaccio); a.code() != "token_refused" {
				t.Errorf("who was revoked: %d %s", a.status, a.body)
			}
			if a := w.program(nora).asks(&r, ajaccio); a.code() != "token_missing" ||
				a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("nobody: %d %s", a.status, a.body)
			}
			if !strings.Contains(r.Path, "{campaign}") {
				return
			}
			there, none := w.program(nora, r.Scope), r
			none.Path = strings.Replace(r.Path, "{campaign}", "v1", 1) // that she takes no part in
			gone := r
			gone.Path = strings.Replace(r.Path, "{campaign}", "v0", 1) // that there is not
			a, b := there.asks(&none, "SC-0001"), there.asks(&gone, "SC-0001")
			if r.Takes == "" && (a.code() != "not_found" || !bytes.Equal(a.body, b.body)) {
				t.Errorf("another campaign: %d %s, one that is not: %s", a.status, a.body, b.body)
			}
			if strings.Contains(r.Path, "{row}") && r.Takes == "" {
				a, b := there.asks(&r, brest), there.asks(&r, "SC-0009@ajaccio")
				if a.code() != "not_found" || !bytes.Equal(a.body, b.body) {
					t.Errorf("a row of Brest: %d %s, one that is not: %s", a.status, a.body, b.body)
				}
			}
		})
	}
}

// TestAPI_Perimeter: no answer to who sees Ajaccio tells a byte of Brest.
func TestAPI_Perimeter(t *testing.T) {
	w := newWorld(t, 2)
	w.parted()
	p := w.program(nora, account.Scopes()...)
	for _, r := range rest.Routes() {
		a := p.asks(&r, "SC-0001@ajaccio")
		if r.ID != "openapi" && bytes.Contains(bytes.ToLower(a.body), []byte("brest")) {
			t.Errorf("%s: %s", r.ID, a.body)
		}
		if r.ID == "list-rows" && !bytes.Contains(a.body, []byte("AJACCIO")) {
			t.Errorf("nothing of Ajaccio: %s", a.body)
		}
	}
}

// TestAPI_Entering: how a token is shown, and where it is not taken (ASVS 5.0, 14.2.1 and 16.2.5).
func TestAPI_Entering(t *testing.T) {
	w := newWorld(t, 1)
	p := w.program(yann, account.ScopeRead)
	secret := p.secret
	bare := w.program(yann)
	for name, headers := range map[string][]string{
		"no bearer":   {"Authorization", "Basic " + secret},
		"a prefix":    {"Authorization", "Bearer " + secret[:20]},
		"with a tail": {"Authorization", "Bearer " + secret + " x"},
		"nothing":     {"Authorization", "Bearer "},
	} {
		if a := bare.ask(http.MethodGet, "/campaigns", nil, headers...); a.code() != "token_refused" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := bare.ask(http.MethodGet, "/campaigns", nil, "authorization", "bearer "+secret); a.status != http.StatusOK {
		t.Errorf("in lower case: %d", a.status)
	}
	if a := bare.ask(http.MethodGet, "/campaigns?access_token="+secret, nil); a.code() != "token_missing" {
		t.Errorf("in the address: %d %s", a.status, a.body)
	}
	c := w.inside()
	if status, _ := c.get(rest.Prefix + "/campaigns"); status != http.StatusUnauthorized {
		t.Errorf("by a session: %d", status)
	}
	if status, _ := w.stranger().get(rest.Prefix + "/openapi.json"); status != http.StatusUnauthorized {
		t.Errorf("the description, to a stranger: %d", status)
	}
	for range 40 {
		if a := bare.ask(http.MethodGet, "/campaigns", nil, "Authorization", "Bearer recette_x"); a.status == 429 {
			if a.header.Get("Retry-After") == "" || a.code() != "token_wait" {
				t.Errorf("too many: %v %s", a.header, a.body)
			}
			break
		} else if a.code() != "token_refused" {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if a := p.ask(http.MethodGet, "/campaigns", nil); a.status != http.StatusOK {
		t.Errorf("one that opens is held up: %d", a.status)
	}
	w.revoke(yann)
	if a := p.ask(http.MethodGet, "/campaigns", nil); a.code() != "token_refused" {
		t.Errorf("of who takes part no more: %d %s", a.status, a.body)
	}
	if strings.Contains(w.log.String(), secret[8:]) || strings.Contains(w.log.String(), "recette_x") {
		t.Error("the log holds a token")
	}
}

// TestAPI_Problems: whatever goes wrong is a problem in the language of who asks, that repeats nothing of what was sent
// (ASVS 5.0, 1.3.3, 4.1.1, 4.2.4, 5.3.2, 13.4.2 and 16.5.1).
func TestAPI_Problems(t *testing.T) {
	w := played(t)
	p := w.program(yann, account.Scopes()...)
	const canary = "CANARI"
	for name, tt := range map[string]struct {
		method, path string
		status       int
		code         string
	}{
		"no such path":      {"GET", "/" + canary, 404, "not_found"},
		"no such campaign":  {"GET", "/campaigns/" + canary, 404, "not_found"},
		"no such row":       {"GET", "/campaigns/v1/rows/" + canary, 404, "not_found"},
		"no such document":  {"GET", "/campaigns/v1/documents/" + canary, 404, "not_found"},
		"no such format":    {"GET", "/campaigns/v1/documents/bilan?format=" + canary, 404, "not_found"},
		"no such PV":        {"GET", "/campaigns/v1/pvs/" + canary, 404, "not_found"},
		"above":             {"GET", "/campaigns/v1/../v1", 404, "not_found"},
		"above, hidden":     {"GET", "/campaigns/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404, "not_found"},
		"a header more":     {"GET", "/campaigns/v1/documents/bilan%0d%0aX:" + canary, 404, "not_found"},
		"another header":    {"GET", "/campaigns/v1/documents/bilan?format=pdf%0d%0aX:" + canary, 404, "not_found"},
		"NUL":               {"GET", "/campaigns/v1%00", 404, "not_found"},
		"twice a slash":     {"GET", "/campaigns//v1", 404, "not_found"},
		"a slash more":      {"GET", "/campaigns/", 404, "not_found"},
		"by another method": {"DELETE", "/campaigns/v1", 405, "method"},
		"written":           {"POST", "/campaigns", 405, "method"},
		"another word":      {"GET", "/campaigns?" + canary + "=" + canary, 422, "invalid"},
	} {
		for lang, word := range map[string]string{"fr": "fr", "en": "en"} {
			a := p.ask(tt.method, tt.path, nil, "Accept-Language", lang)
			if a.status != tt.status || a.code() != tt.code {
				t.Errorf("%s: %d %s, want %d %s", name, a.status, a.body, tt.status, tt.code)
			}
			if bytes.Contains(a.body, []byte(canary)) {
				t.Errorf("%s: repeated: %s", name, a.body)
			}
			title, _ := a.json()["title"].(string)
			if english := strings.Contains(title, "Nothing") || strings.Contains(title, "This") ||
				strings.Contains(title, "The"); english != (word == "en") {
				t.Errorf("%s in %s: %s", name, lang, title)
			}
			if tt.status == 405 && a.header.Get("Allow") == "" {
				t.Errorf("%s: no Allow", name)
			}
			if a.header.Get("Content-Security-Policy") == "" || a.header.Get("Cache-Control") != "no-store" ||
				a.header.Get("X-Content-Type-Options") != "nosniff" ||
				a.header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: headers %v", name, slices.Collect(maps.Keys(a.header)))
			}
		}
	}
	broke := error(panicking(canary))
	w.broken.Store(&broke)
	a := p.ask(http.MethodGet, "/campaigns/v1", nil)
	if a.code() != "broken" || bytes.Contains(a.body, []byte(canary)) {
		t.Errorf("a program that broke: %d %s", a.status, a.body)
	}
	disk := io.ErrUnexpectedEOF
	w.broken.Store(&disk)
	if a := p.ask(http.MethodGet, "/campaigns/v1", nil); a.code() != "unread" || a.status != 503 ||
		bytes.Contains(a.body, []byte("enregistré")) {
		t.Errorf("a disk that broke: %d %s", a.status, a.body)
	}
}
