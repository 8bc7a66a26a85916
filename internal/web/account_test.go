package web_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recette/internal/account"
	"recette/internal/campaign"
	"recette/internal/campaign/roster"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/web"
)

const (
	secret = "quatre girafes mangent du papier"
	other  = "cinq loutres lisent un carnet"
)

// nora plays in one branch of the campaign of branches, and takes part in no other.
var nora = recette.Actor{Ref: "u-7", Name: "Nora Petit", Role: recette.Tester}

// parted opens a campaign that is played in branches: everything of Brest says it in capitals.
func (w *world) parted() {
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
		c.Name = "À " + strings.ToUpper(c.Antenne)
		j := &m.Journeys[min(i/3, 1)]
		j.Cases = append(j.Cases, c.ID)
	}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: nora.Ref, Name: nora.Name, Role: string(nora.Role), Perimeter: []string{"Ajaccio"},
	})
	w.must(w.campaigns.Open(w.t.Context(), elise, m))
}

// invites gives the token of an invitation.
func (w *world) invites(who recette.Actor) string {
	w.t.Helper()
	token, _, err := w.accounts.Invite(w.t.Context(), who.Ref, who.Name)
	w.must(err)
	return token
}

// joins makes the account of somebody.
func (w *world) joins(who recette.Actor) {
	w.t.Helper()
	_, err := w.accounts.Accept(w.t.Context(), w.invites(who), secret, account.Context{})
	w.must(err)
}

// entered is a client that came in by an account.
func (w *world) entered(who recette.Actor) *client {
	w.t.Helper()
	c := w.stranger()
	if status, page := c.logsIn(who.Name, secret); status != http.StatusSeeOther {
		w.t.Fatalf("entering as %s: %d\n%s", who.Name, status, page)
	}
	return c
}

func (c *client) logsIn(login, password string) (status int, page string) {
	c.w.t.Helper()
	return c.post("/connexion", url.Values{"identifiant": {login}, "mot-de-passe": {password}, "page": {"/"}})
}

// revoke takes everything from somebody.
func (w *world) revoke(who recette.Actor) {
	w.t.Helper()
	w.must(w.campaigns.ChangeUser(w.t.Context(), elise, roster.Change{
		Act: journal.UserRevoke, Name: who.Name, Reason: "départ",
	}))
}

// token is that of the session of a client.
func (c *client) token() string {
	c.w.t.Helper()
	at, err := url.Parse(c.w.base)
	c.w.must(err)
	for _, k := range c.Jar.Cookies(at) {
		if k.Name == "recette-test" {
			return k.Value
		}
	}
	return ""
}

// holds is a client with a token that somebody had.
func (w *world) holds(token string) *client {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	at, err := url.Parse(w.base)
	w.must(err)
	jar.SetCookies(at, []*http.Cookie{{Name: "recette-test", Value: token}})
	c := w.stranger()
	c.Jar = jar
	return c
}

// TestLogin: a stranger and who mistypes get one page, of one size; so does who was revoked, with their password. Who
// enters has another token than before (ASVS 5.0, 6.3.8, 7.2.4 and 8.3.2).
func TestLogin(t *testing.T) {
	w := played(t)
	w.joins(yann)
	w.joins(samira)
	w.revoke(samira)
	pages := map[string]string{}
	for name, typed := range map[string][2]string{
		"nobody": {"Personne Dutout", "faux"}, "a wrong password": {"Yann Le Goff", "faux"},
		"somebody revoked": {"Samira Haddad", secret}, "an empty password": {"Yann Le Goff", ""}, "nothing": {"", ""},
	} {
		status, page := w.stranger().logsIn(typed[0], typed[1])
		if status != http.StatusUnauthorized || !strings.Contains(page, "n’est pas le bon") ||
			typed[1] != "" && strings.Contains(page, typed[1]) {
			t.Errorf("%s: %d\n%s", name, status, page)
		}
		pages[name] = strings.ReplaceAll(page, `value="`+typed[0]+`"`, "")
	}
	for name, page := range pages {
		if page != pages["nobody"] {
			t.Errorf("the page of %s differs from that of nobody", name)
		}
	}
	c := w.inside() // by the key: of that nothing stays
	before := c.token()
	if status, _ := c.logsIn("yann LE GOFF", secret); status != http.StatusSeeOther {
		t.Fatalf("entering: %d", status)
	}
	first := c.token()
	if status, _ := w.holds(before).get("/"); first == before || len(first) < 40 || status != http.StatusUnauthorized {
		t.Errorf("the token %q stays, or opens: %d", before, status)
	}
	if status, _ := c.get("/campagnes/v1/moi"); status != http.StatusNotFound {
		t.Errorf("whoever entered may still say that they are anybody: %d", status)
	}
	if _, page := c.get("/"); !strings.Contains(page, "Yann Le Goff") || !strings.Contains(page, "/campagnes/v1") {
		t.Error("who is inside is not named, or sees no campaign")
	}
	if status, _ := c.post("/sortir", nil); status != http.StatusSeeOther {
		t.Errorf("leaving: %d", status)
	}
	if status, _ := w.holds(first).get("/"); status != http.StatusUnauthorized {
		t.Errorf("with the token of a session that ended: %d", status)
	}
	for _, told := range []string{"Yann", "Samira", "Personne", "LE GOFF", secret, "faux", first} {
		if strings.Contains(w.log.String(), told) {
			t.Errorf("the log holds %q: %s", told, w.log.String())
		}
	}
	for _, event := range []string{`"login refused"`, `"login","actor":"u-4"`, `"logout","actor":"u-4"`} {
		if !strings.Contains(w.log.String(), event) {
			t.Errorf("the log does not hold %s: %s", event, w.log.String())
		}
	}
}

// TestLogin_GoesBack: who enters finds the page that they asked for, and no page of another (ASVS 5.0, 3.7.2).
func TestLogin_GoesBack(t *testing.T) {
	w := played(t)
	w.joins(yann)
	for page, want := range map[string]string{
		"/campagnes/v1": "/campagnes/v1", "https://evil.example/": "/", "//evil.example": "/", "": "/",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.base+"/connexion", strings.NewReader(
			url.Values{"identifiant": {yann.Name}, "mot-de-passe": {secret}, "page": {page}}.Encode()))
		w.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", w.base)
		answer, err := w.stranger().Do(r)
		w.must(err)
		answer.Body.Close()
		if got := answer.Header.Get("Location"); got != want {
			t.Errorf("%q leads to %q, want %q", page, got, want)
		}
	}
	if _, page := w.stranger().get("/campagnes/v1"); !strings.Contains(page, `value="/campagnes/v1"`) ||
		!strings.Contains(page, `action="/connexion"`) {
		t.Errorf("a stranger is led nowhere: %s", page)
	}
}

// TestLogin_Waits: many tries are told how long to wait, whoever they are about, and the right password waits too
// (ASVS 5.0, 6.3.1).
func TestLogin_Waits(t *testing.T) {
	w := played(t)
	w.joins(yann)
	for _, login := range []string{yann.Name, "Personne"} {
		c := w.stranger()
		status, page := 0, ""
		for range 6 {
			status, page = c.logsIn(login, "faux")
		}
		if status != http.StatusTooManyRequests || !strings.Contains(page, "attendez 1 minute") {
			t.Errorf("%s: the sixth try: %d\n%s", login, status, page)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.base+"/connexion", strings.NewReader(
		url.Values{"identifiant": {yann.Name}, "mot-de-passe": {secret}}.Encode()))
	w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", w.base)
	answer, err := w.stranger().Do(r)
	w.must(err)
	answer.Body.Close()
	after, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if answer.StatusCode != http.StatusTooManyRequests || err != nil || after < 1 || after > 60 {
		t.Errorf("the right password: %d, Retry-After %d, %v", answer.StatusCode, after, err)
	}
	w.now.Add(3600)
	if status, _ := w.stranger().logsIn(yann.Name, secret); status != http.StatusSeeOther {
		t.Errorf("an hour later: %d", status)
	}
}

// TestInvitation: a look uses it up no more than a refused password does; a password that was chosen does (ASVS 5.0,
// 6.2.1, 6.2.11, 6.4.1 and 6.5.1).
func TestInvitation(t *testing.T) {
	w := played(t)
	token := w.invites(yann)
	c := w.stranger()
	for range 2 {
		if status, page := c.get("/invitation?cle=" + token); status != http.StatusOK ||
			!strings.Contains(page, `value="Yann Le Goff" autocomplete="username" readonly`) {
			t.Errorf("a look: %d\n%s", status, page)
		}
	}
	chooses := func(token, next, again string) (int, string) {
		return c.post("/invitation", url.Values{"cle": {token}, "nouveau": {next}, "encore": {again}})
	}
	for next, want := range map[string]string{
		"court": "moins de 15 caractères", "Yann Le Goff 1985": "sans le nom du projet, le vôtre",
		"azertyuiopqsdfg": "trop courant", strings.Repeat("girafe nuage ", 30): "trop long",
		"185127511603442": "que de chiffres", strings.Repeat("ab", 9): "même motif",
		"girafe\x00nuage carnet": "ne se tape pas", "recette 2026 campagne recette": "se devine",
	} {
		status, page := chooses(token, next, next)
		if status != http.StatusUnprocessableEntity || !strings.Contains(page, want) || strings.Contains(page, next) {
			t.Errorf("%q: %d\n%s", next, status, page)
		}
	}
	if status, page := chooses(token, secret, other); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, "ne sont pas les mêmes") {
		t.Errorf("typed otherwise: %d\n%s", status, page)
	}
	before := c.token()
	if status, page := chooses(token, secret, secret); status != http.StatusSeeOther || c.token() == before {
		t.Fatalf("choosing: %d\n%s", status, page)
	}
	if _, page := c.get("/"); !strings.Contains(page, "Yann Le Goff") {
		t.Error("who chose is not inside")
	}
	revoked := w.invites(samira)
	w.revoke(samira)
	for name, bad := range map[string]string{
		"used": token, "none": "", "another": strings.Repeat("A", len(token)), "of who was revoked": revoked,
	} {
		c := w.stranger()
		seen, look := c.get("/invitation?cle=" + url.QueryEscape(bad))
		status, page := c.post("/invitation", url.Values{"cle": {bad}, "nouveau": {secret}, "encore": {secret}})
		if seen != http.StatusForbidden || status != seen || !strings.Contains(page, "n’ouvre plus") ||
			!strings.Contains(look, "n’ouvre plus") {
			t.Errorf("%s: %d, then %d\n%s", name, seen, status, page)
		}
	}
	if strings.Contains(w.log.String(), token) || strings.Contains(w.log.String(), secret) {
		t.Error("the log holds a token or a password")
	}
	late := w.invites(yann)
	w.now.Add(7 * 24 * 3600)
	if status, _ := w.stranger().get("/invitation?cle=" + late); status != http.StatusForbidden {
		t.Errorf("after seven days: %d", status)
	}
}

// TestAccount: who types the present password changes it, or closes the other sessions; this one goes on under another
// token (ASVS 5.0, 6.2.2, 6.2.3, 7.4.3 and 7.5.2).
func TestAccount(t *testing.T) {
	w := played(t)
	w.joins(yann)
	here, there := w.entered(yann), w.entered(yann)
	if status, page := here.get("/compte"); status != http.StatusOK || !strings.Contains(page, "Yann Le Goff") {
		t.Fatalf("the account: %d\n%s", status, page)
	}
	if status, _ := w.inside().get("/compte"); status != http.StatusNotFound {
		t.Errorf("the account of who came by the key: %d", status)
	}
	change := func(c *client, present, next, again string) (int, string) {
		return c.post("/compte/mot-de-passe", url.Values{
			"mot-de-passe": {present}, "nouveau": {next}, "encore": {again},
		})
	}
	for name, tt := range map[string]struct {
		present, next, again string
		status               int
		want                 string
	}{
		"a wrong present one": {"faux", other, other, http.StatusUnauthorized, "n’est pas le bon"},
		"a weak one":          {secret, "court", "court", http.StatusUnprocessableEntity, "moins de 15"},
		"typed otherwise":     {secret, other, secret, http.StatusUnprocessableEntity, "ne sont pas les mêmes"},
	} {
		if status, page := change(here, tt.present, tt.next, tt.again); status != tt.status ||
			!strings.Contains(page, tt.want) {
			t.Errorf("%s: %d\n%s", name, status, page)
		}
	}
	if status, _ := there.get("/"); status != http.StatusOK {
		t.Fatalf("what was refused closed a session: %d", status)
	}
	before := here.token()
	if status, page := change(here, secret, other, other); status != http.StatusSeeOther {
		t.Fatalf("changing: %d\n%s", status, page)
	}
	for name, tt := range map[string]struct {
		c    *client
		want int
	}{
		"the session that changed it": {here, http.StatusOK},
		"its former token":            {w.holds(before), http.StatusUnauthorized},
		"another session":             {there, http.StatusUnauthorized},
	} {
		if status, _ := tt.c.get("/"); status != tt.want {
			t.Errorf("%s: %d, want %d", name, status, tt.want)
		}
	}
	if status, _ := w.stranger().logsIn(yann.Name, secret); status != http.StatusUnauthorized {
		t.Errorf("the former password: %d", status)
	}
	again := w.stranger()
	again.logsIn(yann.Name, other)
	wrong := url.Values{"mot-de-passe": {"faux"}}
	if status, _ := here.post("/compte/sessions", wrong); status != http.StatusUnauthorized {
		t.Errorf("closing without the password: %d", status)
	}
	if status, _ := again.get("/"); status != http.StatusOK {
		t.Errorf("it closed the other session: %d", status)
	}
	status, _ := here.post("/compte/sessions", url.Values{"mot-de-passe": {other}})
	mine, _ := here.get("/compte?fait=sessions")
	theirs, _ := again.get("/")
	if status != http.StatusSeeOther || mine != http.StatusOK || theirs != http.StatusUnauthorized {
		t.Errorf("closing: %d; mine %d, the other %d", status, mine, theirs)
	}
}

// TestAtOnce: an account that is taken away and somebody who is revoked are out at the next request, wherever that was
// done, and stay out when they take part again (ASVS 5.0, 7.4.2, 7.4.5 and 8.3.2).
func TestAtOnce(t *testing.T) {
	w := played(t)
	for _, who := range []recette.Actor{yann, samira} {
		w.joins(who)
	}
	y, s := w.entered(yann), w.entered(samira)
	_, err := w.accounts.Remove(t.Context(), yann.Ref)
	w.must(err)
	w.revoke(samira)
	for name, c := range map[string]*client{"whose account is gone": y, "who was revoked": s} {
		for _, path := range []string{"/", "/campagnes/v1", "/compte"} {
			status, page := c.get(path)
			if status != http.StatusUnauthorized || strings.Contains(page, "Recette d’été") {
				t.Errorf("who %s, at %s: %d", name, path, status)
			}
		}
	}
	w.must(w.campaigns.ChangeUser(t.Context(), elise, roster.Change{
		Act: journal.UserAdd, Name: samira.Name, Roles: []recette.Role{recette.QA}, Reason: "retour",
	}))
	if status, _ := s.get("/"); status != http.StatusUnauthorized {
		t.Errorf("a session that was closed opens again: %d", status)
	}
	w.entered(samira)
}

// TestRoles: what somebody holds is read at each request, not kept in the session.
func TestRoles(t *testing.T) {
	w := played(t)
	w.joins(yann)
	c := w.entered(yann)
	if status, _ := c.get("/campagnes/v1/cas"); status == http.StatusNotFound {
		t.Fatalf("a tester plays: %d", status)
	}
	w.must(w.campaigns.ChangeUser(t.Context(), elise, roster.Change{
		Act: journal.UserRole, Name: yann.Name, Roles: []recette.Role{recette.UX}, Reason: "autre poste",
	}))
	if status, _ := c.get("/campagnes/v1"); status != http.StatusOK {
		t.Errorf("in another role they read: %d", status)
	}
	if status, _ := c.get("/campagnes/v1/cas"); status != http.StatusNotFound {
		t.Errorf("in a role that records nothing they play: %d", status)
	}
}

// TestPerimeter: of a branch that is not theirs nothing exists, and the page that says so is that of what was never
// there (ASVS 5.0, 8.2.2).
func TestPerimeter(t *testing.T) {
	w := played(t)
	w.parted()
	w.joins(nora)
	c := w.entered(nora)
	for _, path := range []string{"/", "/campagnes/b1", "/campagnes/b1/lignes", "/campagnes/b1/cas", "/compte"} {
		status, page := c.get(path)
		if status != http.StatusOK || strings.Contains(page, "BREST") || strings.Contains(page, "SC-0002") {
			t.Errorf("%s: %d\n%s", path, status, page)
		}
	}
	if _, page := c.get("/campagnes/b1/lignes"); !strings.Contains(page, "AJACCIO") {
		t.Error("their own branch does not exist")
	}
	if _, page := c.get("/campagnes/b1/cas/SC-0003@ajaccio"); !strings.Contains(page, "Cas 2 sur 2") {
		t.Errorf("rows of other branches are counted: %s", page)
	}
	if _, page := c.get("/"); strings.Contains(page, "/campagnes/v1") {
		t.Error("a campaign that they take no part in is listed")
	}
	same := func(a, b string) {
		t.Helper()
		was, there := c.get(a)
		never, nowhere := c.get(b)
		if was != http.StatusNotFound || never != was ||
			strings.ReplaceAll(there, a, "") != strings.ReplaceAll(nowhere, b, "") {
			t.Errorf("%s answers %d, %s %d:\n%s\n%s", a, was, b, never, there, nowhere)
		}
	}
	same("/campagnes/v1", "/campagnes/v9")
	same("/campagnes/v1/lignes", "/campagnes/v9/lignes")
	same("/campagnes/v1/cas", "/campagnes/v9/cas")
	same("/campagnes/b1/cas/SC-0002@brest", "/campagnes/b1/cas/SC-0008@brest")
	same("/campagnes/b1/moi", "/campagnes/b9/moi")
	if status, _ := c.get("/campagnes/b1/cas/SC-0001@ajaccio"); status != http.StatusOK {
		t.Errorf("their own row: %d", status)
	}
	status, _ := c.post("/campagnes/b1/cas/SC-0002@brest/commencer", nil)
	if status != http.StatusNotFound {
		t.Errorf("beginning a row of another branch: %d", status)
	}
	if status, _ := c.post("/campagnes/b1/moi", url.Values{"personne": {elise.Ref}}); status != http.StatusNotFound {
		t.Errorf("saying that they are somebody else: %d", status)
	}
}

// TestPlays: what somebody with an account records is theirs.
func TestPlays(t *testing.T) {
	w := newWorld(t, 4)
	w.joins(yann)
	c := w.entered(yann)
	const row = "SC-0003"
	c.press("/campagnes/v1/cas/"+row, "/commencer")
	form := says(c.asks(row), "verdict", "failed", "constate", "rien")
	if status, page := c.post("/campagnes/v1/cas/"+row+"/jugement", form); status != http.StatusSeeOther {
		t.Fatalf("judging: %d\n%s", status, page)
	}
	all, err := w.campaigns.Cases(t.Context(), elise, "v1")
	w.must(err)
	if !slices.ContainsFunc(all, func(s campaign.CaseStatus) bool {
		return s.ID == row && s.Holder == yann.Ref && s.Verdict == recette.Failed
	}) {
		t.Errorf("who judged: %+v", all)
	}
	w.plays("SC-0002", recette.Passed, "") // as the command line does, where people say who they are
	for row, proved := range map[string]bool{row: true, "SC-0002": false} {
		for rec, err := range w.record.Records(t.Context(), journal.Filter{Campaign: "v1", Case: row}) {
			w.must(err)
			if got := rec.Leaf.Actor.Auth; got != proved {
				t.Errorf("%s: the journal says %v of whether who judged was authenticated", row, got)
			}
		}
	}
}

// TestRoutes: each route of the table, asked by each kind of person. A route that is added is held to the same: nobody
// outside learns anything of it, and what is not of somebody's campaigns does not exist for them (ASVS 5.0, 8.2.1 and
// 8.2.2).
func TestRoutes(t *testing.T) {
	w := played(t)
	w.parted()
	for _, who := range []recette.Actor{yann, nora, samira} {
		w.joins(who)
	}
	revoked := w.entered(samira).token()
	w.revoke(samira)
	clients := map[string]func() *client{
		"a stranger": w.stranger, "who holds the files": w.inside,
		"who was revoked":   func() *client { return w.holds(revoked) },
		"who takes no part": func() *client { return w.entered(nora) },
		"who takes part":    func() *client { return w.entered(yann) },
	}
	seen := 0
	for _, r := range web.Routes() {
		path := strings.NewReplacer("{$}", "", "{campaign}", "v1", "{cas}", "SC-0005").Replace(r.Path)
		path = regexp.MustCompile(`\{[a-z]+\}`).ReplaceAllString(path, "0") // of nothing
		ofCampaign := strings.Contains(r.Path, "{campaign}")
		for name, enter := range clients {
			c := enter()
			ask := func(path string) (int, string) {
				if r.Method == http.MethodPost {
					return c.post(path, nil)
				}
				return c.get(path)
			}
			status, page := ask(path)
			told := strings.Contains(page, "Recette d’été") || strings.Contains(page, "SC-0005</")
			switch outside := name == "a stranger" || name == "who was revoked"; {
			case r.Open:
				if told || status >= http.StatusInternalServerError {
					t.Errorf("%s %s, open, tells %s: %d", r.Method, r.Path, name, status)
				}
			case outside:
				if status != http.StatusUnauthorized || told {
					t.Errorf("%s %s answers %s %d", r.Method, r.Path, name, status)
				}
			case name == "who takes no part" && ofCampaign:
				never := strings.Replace(path, "/v1", "/v9", 1)
				nowhere, there := ask(never)
				if status != http.StatusNotFound || nowhere != status ||
					strings.ReplaceAll(page, path, "") != strings.ReplaceAll(there, never, "") {
					t.Errorf("%s %s answers %s %d, and %d where nothing is", r.Method, r.Path, name, status, nowhere)
				}
			case status == http.StatusUnauthorized && !strings.HasPrefix(r.Path, "/compte/") ||
				status == http.StatusInternalServerError:
				t.Errorf("%s %s answers %s %d", r.Method, r.Path, name, status)
			}
			seen++
		}
	}
	if seen < 5*20 {
		t.Errorf("%d answers were looked at", seen)
	}
}

// TestWeak: each rule of passwords is worded, in both languages.
func TestWeak(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range account.Rules() {
			if !p.Has("web.weak." + string(rule)) {
				t.Errorf("%s: no words for %s", lang, rule)
			}
		}
	}
}

// TestAccount_NothingOfBefore: who comes in by an account keeps nothing of who was inside before (ASVS 5.0, 7.2.4).
func TestAccount_NothingOfBefore(t *testing.T) {
	w := newWorld(t, 4)
	w.joins(yann)
	c := w.as(samira) // by a key
	if status, _ := c.logsIn(yann.Name, secret); status != http.StatusSeeOther {
		t.Fatalf("entering: %d", status)
	}
	at, err := url.Parse(w.base)
	w.must(err)
	for _, cookie := range c.Jar.Cookies(at) {
		if cookie.Name != "recette-test" {
			continue
		}
		if got := w.server.Holds(cookie.Value); !slices.Equal(got, []string{"person", "stamp"}) {
			t.Errorf("the session holds %v", got)
		}
		return
	}
	t.Error("no session")
}

// TestSession_OfNobody: a cookie that no session has makes none.
func TestSession_OfNobody(t *testing.T) {
	w := newWorld(t, 4)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+"/", http.NoBody)
	w.must(err)
	r.AddCookie(&http.Cookie{Name: "recette-test", Value: "inconnu"})
	answer, err := w.stranger().Do(r)
	w.must(err)
	answer.Body.Close()
	if set := answer.Header.Values("Set-Cookie"); answer.StatusCode != http.StatusUnauthorized || len(set) > 0 {
		t.Errorf("%d, %v", answer.StatusCode, set)
	}
}
