package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"recette/internal/account"
	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

const aKey = "0a1b2c3d-0000-4000-8000-00000000000"

// says makes the body of a verdict on a row as the API told of it.
func (p *program) says(row string, with map[string]any) []byte {
	p.w.t.Helper()
	doc := p.ask(http.MethodGet, "/campaigns/v1/rows/"+row, nil).json()
	if doc == nil {
		p.w.t.Fatalf("no row %s", row)
	}
	body := map[string]any{
		"plan": doc["plan"], "content": doc["content"], "attempt": 1, "step": 3, "verdict": "passed",
	}
	maps.Copy(body, with)
	text, err := json.Marshal(body)
	p.w.must(err)
	return text
}

func (p *program) judges(row, key string, body []byte) *replied {
	p.w.t.Helper()
	return p.ask(http.MethodPost, "/campaigns/v1/rows/"+row+"/verdicts", body,
		"Content-Type", "application/json", "Idempotency-Key", key)
}

// facts gives the facts of the results of a row.
func (w *world) facts(row string) (all []journal.Leaf) {
	w.t.Helper()
	for rec, err := range w.record.Records(w.t.Context(), journal.Filter{Campaign: "v1", Case: row}) {
		w.must(err)
		all = append(all, rec.Leaf)
	}
	return all
}

// TestAPI_Records: a verdict is recorded once for each key, under the person of the token, who is proved; the same
// request is answered to the byte as the first was, by another server and after the campaign was closed too (ASVS 5.0,
// 2.3.3 and 16.2.1).
func TestAPI_Records(t *testing.T) {
	w := newWorld(t, 2)
	p := w.program(yann, account.ScopeRead, account.ScopeRecord)
	body := p.says("SC-0001", map[string]any{"verdict": "failed", "observed": "le total\r\nest faux"})
	begun := p.ask(http.MethodPost, "/campaigns/v1/rows/SC-0001/attempts", []byte(`{"attempt":1}`),
		"Content-Type", "application/json")
	if d := begun.json(); d["step"] != 3.0 || d["first"] != 1.0 || d["content"] != "content/1:SC-0001" {
		t.Fatalf("begun: %d %s", begun.status, begun.body)
	}
	first := p.judges("SC-0001", aKey+"1", body)
	if position, _ := first.json()["position"].(float64); first.status != http.StatusOK || position == 0 {
		t.Fatalf("recorded: %d %s", first.status, first.body)
	}
	facts := w.facts("SC-0001")
	last := facts[len(facts)-1]
	if last.Actor.Ref != yann.Ref || last.Actor.Auth || float64(last.Seq) != first.json()["position"] {
		t.Errorf("the fact: %+v", last.Actor)
	}
	row := p.ask(http.MethodGet, "/campaigns/v1/rows/SC-0001", nil)
	if !bytes.Contains(row.body, []byte(`"observed":"le total\nest faux"`)) ||
		!bytes.Contains(row.body, []byte(`"authenticated":false`)) {
		t.Errorf("the row: %s", row.body)
	}
	again := func(name string) {
		t.Helper()
		if a := p.judges("SC-0001", aKey+"1", body); a.status != first.status || !bytes.Equal(a.body, first.body) {
			t.Errorf("%s: %d %s, want %s", name, a.status, a.body, first.body)
		}
		if n := len(w.facts("SC-0001")); n != len(facts) {
			t.Errorf("%s: %d facts, want %d", name, n, len(facts))
		}
	}
	again("the same")
	for name, with := range map[string]map[string]any{
		"another verdict": {"verdict": "passed"}, "another text": {"verdict": "failed", "observed": "autre"},
		"another step": {"verdict": "failed", "observed": "le total\r\nest faux", "step": 2},
	} {
		if a := p.judges("SC-0001", aKey+"1", p.says("SC-0001", with)); a.code() != "key_used" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := p.judges("SC-0002", aKey+"1", p.says("SC-0002", nil)); a.code() != "key_used" {
		t.Errorf("another row: %d %s", a.status, a.body)
	}
	if a := p.judges("SC-0001", aKey+"2", body); a.code() != "moved" {
		t.Errorf("another key, once it ended: %d %s", a.status, a.body)
	}
	w.serve()
	again("another server")
	w.must(w.campaigns.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	again("once the campaign is closed")
}

// TestAPI_Refuses: what no verdict is made of is refused, told without repeating it, and recorded nowhere.
func TestAPI_Refuses(t *testing.T) {
	w := newWorld(t, 2)
	p := w.program(yann, account.ScopeRead, account.ScopeRecord)
	const canary = "CANARI"
	whole := string(p.says("SC-0001", nil))
	with := func(more string) string { return strings.TrimSuffix(whole, "}") + "," + more + "}" }
	other := func(was, now string) string { return strings.Replace(whole, was, now, 1) }
	typed := func(kind, key string) []string { return []string{"Content-Type", kind, "Idempotency-Key", key} }
	const is, k = "application/json", aKey + "1"
	js := typed(is, k)
	for name, tt := range map[string]struct {
		body    string
		headers []string
		code    string
		where   string // that is told
	}{
		"no JSON (ASVS 1.5.3)":               {canary, js, "json", "body"},
		"nothing":                            {"", js, "json", ""},
		"a list":                             {"[" + whole + "]", js, "json", "body"},
		"two documents":                      {whole + whole, js, "json", "body"},
		"a name twice (ASVS 1.5.3)":          {with(`"verdict":"failed"`), js, "json", "body"},
		"a name twice, one escaped":          {with(`"verdic\u0074":"failed"`), js, "json", "body"},
		"a name in capitals":                 {with(`"Comment":"` + canary + `"`), js, "invalid", "body"},
		"mass assignment (ASVS 15.3.3)":      {with(`"by":"u-1","` + canary + `":1`), js, "invalid", "body"},
		"deep (ASVS 1.5.3)":                  {with(`"x":` + strings.Repeat("[", 9000)), js, "json", "body"},
		"an object for a text":               {with(`"comment":{"a":1}`), js, "json", "body"},
		"null for a text":                    {with(`"comment":null`), js, "json", "body"},
		"a number for a text":                {with(`"comment":1`), js, "invalid", "body.comment"},
		"half a character":                   {with(`"comment":"\ud800"`), js, "json", "body"},
		"no UTF-8":                           {with("\"comment\":\"\xff\""), js, "json", "body"},
		"a verdict that there is not":        {other("passed", canary), js, "invalid", "body.verdict"},
		"not_run":                            {other("passed", "not_run"), js, "invalid", "body.verdict"},
		"step 0":                             {other(`"step":3`, `"step":0`), js, "invalid", "body.step"},
		"step 4":                             {other(`"step":3`, `"step":4`), js, "moved", ""},
		"a half step":                        {other(`"step":3`, `"step":2.5`), js, "invalid", "body.step"},
		"attempt 2":                          {other(`"attempt":1`, `"attempt":2`), js, "moved", ""},
		"another text":                       {other("SC-0001", "SC-0002"), js, "moved", ""},
		"failed, and nothing observed":       {other("passed", "failed"), js, "answer", ""},
		"too large (ASVS 5.2.1)":             {whole + strings.Repeat(" ", 70000), js, "too_large", ""},
		"a form (ASVS 4.1.1)":                {whole, typed("text/plain", k), "media_type", ""},
		"no type":                            {whole, js[2:], "media_type", ""},
		"another charset":                    {whole, typed(is+"; charset=utf-16", k), "media_type", ""},
		"no key":                             {whole, js[:2], "invalid", "header.Idempotency-Key"},
		"a key that is no UUID (ASVS 2.2.1)": {whole, typed(is, canary), "key", ""},
		"a key in braces":                    {whole, typed(is, "{"+k+"}"), "key", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := p.ask(http.MethodPost, "/campaigns/v1/rows/SC-0001/verdicts", []byte(tt.body), tt.headers...)
			if a.code() != tt.code {
				t.Errorf("%d %s, want %s", a.status, a.body, tt.code)
			}
			if bytes.Contains(a.body, []byte(canary)) {
				t.Errorf("repeated: %s", a.body)
			}
			var at []string
			for _, x := range listOf(a.json()["errors"]) {
				at = append(at, x.(map[string]any)["location"].(string))
			}
			if tt.where != "" && !slices.Contains(at, tt.where) {
				t.Errorf("where: %v, want %s", at, tt.where)
			}
		})
	}
	r, err := http.NewRequestWithContext(
		t.Context(), http.MethodPost, w.base+"/api/v1/campaigns/v1/rows/SC-0001/verdicts", strings.NewReader(whole),
	)
	w.must(err)
	r.Header = http.Header{
		"Authorization": {"Bearer " + p.secret}, "Content-Type": {is}, "Idempotency-Key": {k, aKey + "2"},
	}
	if a := w.sends(r); a.code() != "key" {
		t.Errorf("two keys: %d %s", a.status, a.body)
	}
	r, err = http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+"/api/v1/campaigns", http.NoBody)
	w.must(err)
	r.Header["Authorization"] = []string{"Bearer " + p.secret, "Bearer x"}
	if a := w.sends(r); a.code() != "token_missing" {
		t.Errorf("two tokens: %d %s", a.status, a.body)
	}
	for _, f := range w.facts("SC-0001") {
		if f.Result != nil && len(f.Result.Steps) > 0 {
			t.Errorf("recorded: %+v", f.Result)
		}
	}
	if strings.Contains(w.log.String(), canary) {
		t.Error("the log holds what was sent")
	}
}

func listOf(v any) []any {
	all, _ := v.([]any)
	return all
}

// TestAPI_RecordsWhatIsTheirs: nobody records for somebody else, outside of their perimeter, without the right, or with
// a token that was taken away meanwhile (ASVS 5.0, 7.4.2, 8.2.2 and 8.3.2). A browser is not made to (3.5.1).
func TestAPI_RecordsWhatIsTheirs(t *testing.T) {
	w := newWorld(t, 2)
	w.parted()
	y := w.program(yann, account.ScopeRead, account.ScopeRecord)
	n := w.program(nora, account.ScopeRecord)
	body := y.says("SC-0001", nil)
	post := func(p *program, campaign, row string, headers ...string) *replied {
		t.Helper()
		return p.ask(http.MethodPost, "/campaigns/"+campaign+"/rows/"+row+"/verdicts", body, append(headers,
			"Content-Type", "application/json", "Idempotency-Key", aKey+"7")...)
	}
	none := post(n, "v0", "SC-0001")
	for name, a := range map[string]*replied{
		"another campaign": post(n, "v1", "SC-0001"), "a row of Brest": post(n, "b1", "SC-0002@brest"),
		"no row": post(n, "b1", "SC-0099@brest"),
	} {
		if a.code() != "not_found" || !bytes.Equal(a.body, none.body) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := post(n, "b1", "SC-0001@ajaccio"); a.code() != "moved" {
		t.Errorf("her own row, of another text: %d %s", a.status, a.body)
	}
	if status, _ := w.inside().post("/api/v1/campaigns/v1/rows/SC-0001/verdicts", url.Values{}); status != 401 {
		t.Errorf("a session: %d", status)
	}
	w.must(w.accounts.RemoveToken(t.Context(), w.tokenOf(yann)))
	if a := post(y, "v1", "SC-0001"); a.code() != "token_refused" {
		t.Errorf("a token that was taken away: %d %s", a.status, a.body)
	}
	if n := len(w.facts("SC-0001")); n != 0 {
		t.Errorf("%d facts", n)
	}
}

// tokenOf gives the number of the first token of somebody.
func (w *world) tokenOf(who recette.Actor) string {
	w.t.Helper()
	all, err := w.accounts.Tokens(w.t.Context())
	w.must(err)
	for i := range all {
		if all[i].Ref == who.Ref {
			return all[i].ID
		}
	}
	return ""
}

func digestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// TestAPI_Attaches: a file goes with its step, once, when it is what its digest says (ASVS 5.0, 5.2.2 and 11.4.1).
func TestAPI_Attaches(t *testing.T) {
	w := newWorld(t, 1)
	p := w.program(yann, account.ScopeRead, account.ScopeRecord)
	doc := p.ask(http.MethodGet, "/campaigns/v1/rows/SC-0001", nil).json()
	at := "/campaigns/v1/rows/SC-0001/evidence?" + url.Values{
		"plan": {doc["plan"].(string)}, "content": {doc["content"].(string)}, "attempt": {"1"}, "step": {"3"},
		"name": {"../../journal.txt"},
	}.Encode()
	file := []byte("le journal du jour\n")
	send := func(body []byte, headers ...string) *replied {
		t.Helper()
		return p.ask(http.MethodPost, at, body, append(headers, "Content-Type", "application/octet-stream")...)
	}
	for name, tt := range map[string]struct {
		body   []byte
		digest string
		code   string
	}{
		"another file": {file, digestOf([]byte("autre")), "digest"}, "no digest": {file, "", "invalid"},
		"another sort":          {file, "md5=:AAAA:", "digest"},
		"a program":             {[]byte("\x7fELF\x02\x01\x01\x00" + strings.Repeat("\x00", 100)), "", "invalid"},
		"an archive":            {[]byte("PK\x03\x04" + strings.Repeat("\x00", 100)), "own", "file"},
		"larger than it may be": {bytes.Repeat([]byte("x"), 11<<20), "own", "too_large"},
	} {
		digest := tt.digest
		if digest == "own" {
			digest = digestOf(tt.body)
		}
		if a := send(tt.body, "Content-Digest", digest); a.code() != tt.code {
			t.Errorf("%s: %d %s, want %s", name, a.status, a.body, tt.code)
		}
	}
	first := send(file, "Content-Digest", digestOf(file))
	if d := first.json(); first.status != http.StatusOK || d["name"] != "journal.txt" || d["size"] != 19.0 ||
		d["sha256"] != fmt.Sprintf("%x", sha256.Sum256(file)) {
		t.Fatalf("%d %s", first.status, first.body)
	}
	if a := send(file, "Content-Digest", digestOf(file)); !bytes.Equal(a.body, first.body) {
		t.Errorf("again: %d %s", a.status, a.body)
	}
	if a := p.judges("SC-0001", aKey+"3", p.says("SC-0001", nil)); a.status != http.StatusOK {
		t.Fatalf("its verdict: %d %s", a.status, a.body)
	}
	row := p.ask(http.MethodGet, "/campaigns/v1/rows/SC-0001", nil)
	if n := bytes.Count(row.body, []byte(`"name":"journal.txt"`)); n != 1 {
		t.Errorf("attached %d times: %s", n, row.body)
	}
}

// TestAPI_Imports: a cahier is taken by who may, and nothing is recorded unless that is asked for.
func TestAPI_Imports(t *testing.T) {
	w := newWorld(t, 1)
	send := func(who recette.Actor, query string, body []byte) *replied {
		t.Helper()
		return w.program(who, account.ScopeImport).ask(http.MethodPost, "/campaigns/v1/imports?name=cahier.xlsx"+query,
			body, "Content-Type", "application/octet-stream", "Content-Digest", digestOf(body))
	}
	for query, dry := range map[string]bool{"": true, "&record=false": true, "&record=true": false} {
		if a := send(elise, query, []byte("x")); a.status != http.StatusOK || a.json()["dry_run"] != dry {
			t.Errorf("%q: %d %s", query, a.status, a.body)
		}
	}
	if a := send(elise, "&record=peut-etre", []byte("x")); a.code() != "invalid" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := send(elise, "", []byte("no cahier")); a.code() != "cahier" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := send(yann, "", []byte("x")); a.code() != "denied" || a.status != http.StatusForbidden {
		t.Errorf("who may not: %d %s", a.status, a.body)
	}
}
