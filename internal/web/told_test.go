package web_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/recette"
)

// answer is what a script is told of a gesture.
type answer struct {
	Position int64
	At       string
	Kept     bool
	Type     string
	Status   int
	Title    string
	Detail   string
	Next     string
}

// script sends a gesture as the queue of a page does.
func (c *client) script(path string, form url.Values) (status int, told answer) {
	c.w.t.Helper()
	r, err := http.NewRequestWithContext(
		c.w.t.Context(), http.MethodPost, c.w.base+path, strings.NewReader(form.Encode()),
	)
	c.w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.w.base)
	r.Header.Set("Accept", "application/json")
	status, body := c.do(r)
	if err := json.Unmarshal([]byte(body), &told); err != nil {
		c.w.t.Fatalf("%s: %d: %s", path, status, body)
	}
	return status, told
}

// TestTold: a script is told where a gesture is recorded, the first time as after, and never that one is that is not.
func TestTold(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "failed", "constate", "un texte "+hostile)
	before, _, _ := w.stands("SC-0003")
	status, got := c.script(third+"/jugement", form)
	if status != http.StatusOK || got.Position != int64(before) { // the first entry is at 0
		t.Fatalf("%d: %+v, want position %d", status, got, before)
	}
	if all := w.leaves(journal.KindResult); got.At != all[len(all)-1].At {
		t.Errorf("recorded at %q, its leaf says %q", got.At, all[len(all)-1].At)
	}
	for _, again := range []*client{c, w.tester()} {
		if status, told := again.script(third+"/jugement", form); status != http.StatusOK || told != got {
			t.Errorf("again: %d: %+v, want %+v", status, told, got)
		}
	}
	w.serve()
	if status, told := w.tester().script(third+"/jugement", form); status != http.StatusOK || told != got {
		t.Errorf("after a restart: %d: %+v, want %+v", status, told, got)
	}
	if n, verdict, attempts := w.stands("SC-0003"); n != before+1 || verdict != recette.Failed || attempts != 1 {
		t.Errorf("%d entries, %s, %d attempts", n-before, verdict, attempts)
	}
}

// TestTold_Counted: a gesture that nobody finds in the journal is not counted among those that are durable.
func TestTold_Counted(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "passed")
	counts := func(of string) string {
		_, all := w.stranger().get("/metrics")
		_, n, _ := strings.Cut(all, "\nrecette_gestures_total{outcome=\""+of+"\"} ")
		n, _, _ = strings.Cut(n, "\n")
		return n
	}
	before := counts("acknowledged")
	w.unplaced.Store(true)
	if status, told := c.script(third+"/jugement", form); status != http.StatusServiceUnavailable {
		t.Errorf("%d: %+v", status, told)
	}
	if got := counts("acknowledged"); got != before || counts("failed") != "1" {
		t.Errorf("durable: %q, was %q; failed: %q", got, before, counts("failed"))
	}
}

// TestTold_Refused: what is refused is told with what to do of it, in the words of the pages.
func TestTold_Refused(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "passed")
	broken := errors.New("input/output error")
	for name, tt := range map[string]struct {
		who    *client
		form   url.Values
		set    func(*error)
		status int
		next   string
		words  string
	}{
		"a stranger":    {w.stranger(), form, nil, 401, "enter", "Entrée réservée"},
		"nobody yet":    {w.inside(), form, nil, 409, "enter", ""},
		"somebody else": {w.as(samira), form, nil, 409, "enter", "autre participant"},
		"no form":       {c, says(form, "essai", "un"), nil, 400, "mend", ""},
		"a field":       {c, says(form, "verdict", "failed"), nil, 422, "mend", "Dites ce que vous avez constaté."},
		"another text":  {c, says(form, "texte", "y"), nil, 409, "mend", "dépassé"},
		"another plan":  {c, says(form, "plan", "autre"), nil, 409, "mend", "dépassé"},
		"too large":     {c, says(form, "commentaire", strings.Repeat("x", 70_000)), nil, 413, "mend", ""},
		"the disk":      {c, form, func(err *error) { w.full.Store(err) }, 503, "again", "le disque"},
	} {
		if tt.set != nil {
			tt.set(&broken)
		}
		status, got := tt.who.script(third+"/jugement", tt.form)
		if tt.set != nil {
			tt.set(nil)
		}
		if status != tt.status || got.Status != status || got.Next != tt.next || got.Position != 0 || got.Kept ||
			got.Type != "about:blank" || got.Title == "" || !strings.Contains(got.Title+got.Detail, tt.words) {
			t.Errorf("%s: %d: %+v, want %d, %s, %q", name, status, got, tt.status, tt.next, tt.words)
		}
	}
	if _, verdict, attempts := w.stands("SC-0003"); attempts != 0 {
		t.Errorf("%s was recorded", verdict)
	}
	if status, got := c.script(third+"/jugement", form); status != 200 || got.Position == 0 {
		t.Errorf("once it may: %d: %+v", status, got)
	}
	if status, got := c.script(third+"/jugement", says(form, "verdict", "blocked", "cause", "data")); status != 409 ||
		got.Next != "mend" {
		t.Errorf("another content under its key: %d: %+v", status, got)
	}
}

// TestTold_Recorded: what failed after a gesture was recorded does not make it unrecorded.
func TestTold_Recorded(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "passed")
	broke := errors.New("fsync: input/output error")
	w.sealing.Store(&broke)
	status, got := c.script(third+"/jugement", form)
	w.sealing.Store(nil)
	if status != http.StatusOK || got.Position == 0 || !strings.HasPrefix(got.Title, "C’est enregistré") {
		t.Errorf("%d: %+v", status, got)
	}
}

// TestTold_Rest: a gesture for all that is left is at the position of its first verdict.
func TestTold_Rest(t *testing.T) {
	w := scene(t)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	before, _, _ := w.stands("SC-0001")
	for range 2 {
		if status, got := c.script(at+"/conforme", form); status != http.StatusOK || got.Position != int64(before) {
			t.Errorf("%d: %+v, want position %d", status, got, before)
		}
	}
}

// TestTold_DeclaredIsNotProved: what somebody made while they only said who they were is recorded under no account, and
// what was made under an account by nobody who only says so (ASVS 5.0, 8.2.1).
func TestTold_DeclaredIsNotProved(t *testing.T) {
	w := newWorld(t, 4)
	w.joins(yann)
	declared, proved := w.tester(), w.entered(yann)
	said := declared.judged("verdict", "passed")
	shown := says(said, "par", "compte")
	if _, page := proved.get(third); !strings.Contains(page, `name="par" value="compte"`) || said.Get("par") != "" {
		t.Fatal("the forms do not say how their reader is inside")
	}
	for name, tt := range map[string]struct {
		who  *client
		form url.Values
	}{"declared, sent by an account": {proved, said}, "proved, sent by who says so": {declared, shown}} {
		status, got := tt.who.script(third+"/jugement", tt.form)
		if status != http.StatusConflict || got.Next != "enter" {
			t.Errorf("%s: %d: %+v", name, status, got)
		}
	}
	if _, verdict, _ := w.stands("SC-0003"); verdict != recette.NotRun {
		t.Errorf("%s was recorded", verdict)
	}
	if status, got := declared.script(third+"/jugement", said); status != http.StatusOK {
		t.Errorf("by who made it: %d: %+v", status, got)
	}
}
