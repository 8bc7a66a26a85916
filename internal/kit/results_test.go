package kit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/kit"
	"recette/reports/cahier"
)

// sealed is a file of results with a body.
func sealed(body string) []byte {
	sum := sha256.Sum256([]byte(body))
	return []byte(`{"format":"` + kit.Format + `","sha256":"` + hex.EncodeToString(sum[:]) + `","results":` + body +
		"}\n")
}

// body is what a kit writes of one verdict.
func body(t *testing.T) string {
	t.Helper()
	text, err := json.Marshal(kit.Results{
		Kit: made().Head, Device: "d", At: "2027-03-16T10:00:00.123Z", Cases: []kit.Case{{
			ID: "SC-0003@bretagne", Content: "content/1:cc", After: 2, Ended: true, Verdicts: []kit.Verdict{{
				Key: "5f0c7f8e-6a51-4c39-9a5b-0d7f4c1f8f11", Step: 1, Verdict: "failed", Observed: "rien",
				Tester: "Aziliz Morvan",
				At:     "2027-03-16T09:59:00.000Z", Files: []kit.File{{Name: "a.txt", Data: []byte("vu")}},
			}},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestParse: what a kit writes is read whole; what it does not write is refused, with the reason.
func TestParse(t *testing.T) {
	good := body(t)
	r, err := kit.Parse(sealed(good))
	if err != nil {
		t.Fatal(err)
	}
	v := r.Cases[0].Verdicts[0]
	if v.Observed != "rien" || string(v.Files[0].Data) != "vu" || r.Cases[0].After != 2 {
		t.Errorf("read %+v", r.Cases)
	}
	swap := func(old, now string) []byte {
		if !strings.Contains(good, old) {
			t.Fatalf("the body does not hold %q", old)
		}
		return sealed(strings.Replace(good, old, now, 1))
	}
	whole, one := string(sealed(good)), good[strings.Index(good, `{"id":"SC`):len(good)-2]
	for name, tt := range map[string]struct {
		data []byte
		want error
	}{
		"cut short":           {[]byte(whole[:len(whole)-20]), kit.ErrCut},
		"cut within the head": {[]byte(whole[:50]), kit.ErrCut},
		"empty":               {nil, kit.ErrCut},
		"changed":             {[]byte(strings.Replace(whole, `"failed"`, `"passed"`, 1)), kit.ErrCut},
		"another version":     {[]byte(strings.Replace(whole, "results/1", "results/2", 1)), kit.ErrVersion},
		"too large":           {make([]byte, 64<<20+1), kit.ErrLarge},
		"not UTF-8":           {append([]byte(whole), 0xff), kit.ErrForm},
		"another kit":         {swap(`"campaign":"v1"`, `"campaign":"v2"`), kit.ErrForm},
		"another plan":        {swap(strings.Repeat("ab", 32), strings.Repeat("cd", 32)), kit.ErrForm},
		"an unknown field":    {swap(`"after":2`, `"after":2,"authenticated":true`), kit.ErrForm},
		"a field twice":       {swap(`"after":2`, `"after":2,"after":3`), kit.ErrForm},
		"a step before":       {swap(`"step":1`, `"step":-1`), kit.ErrForm},
		"a step far away":     {swap(`"step":1`, `"step":100000`), kit.ErrForm},
		"no key":              {swap("5f0c7f8e-6a51-4c39-9a5b-0d7f4c1f8f11", ""), kit.ErrForm},
		"another key":         {swap("5f0c7f8e", "5F0C7F8E"), kit.ErrForm},
		"by nobody":           {swap("Aziliz Morvan", " "), kit.ErrForm},
		"no instant":          {swap("2027-03-16T09:59:00.000Z", "hier"), kit.ErrForm},
		"attempts below none": {swap(`"after":2`, `"after":-2`), kit.ErrForm},
		"no verdict":          {sealed(good[:strings.Index(good, `"verdicts":[`)] + `"verdicts":[]}]}`), kit.ErrForm},
		"a text without end":  {swap(`"rien"`, `"`+strings.Repeat("x", 30_000)+`"`), kit.ErrForm},
		"a file without name": {swap(`"a.txt"`, `""`), kit.ErrForm},
		"a file without end":  {swap(`"dnU="`, `"`+strings.Repeat("AAAA", 1<<20)+`"`), kit.ErrForm},
		"text after the end":  {sealed(good + "{}"), kit.ErrForm},
		"a case twice":        {swap(`"cases":[`, `"cases":[`+one+`,`), kit.ErrForm},
	} {
		if _, err := kit.Parse(tt.data); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// TestCase_Key: the same verdicts have one key, whatever file they come in; another verdict, or another content, does
// not pass for them.
func TestCase_Key(t *testing.T) {
	r, err := kit.Parse(sealed(body(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := r.Cases[0]
	key, digest := c.Key(), c.Digest()
	other := c
	other.Verdicts = append([]kit.Verdict{}, c.Verdicts...)
	other.Verdicts[0].Verdict = "passed"
	if other.Key() != key || other.Digest() == digest {
		t.Error("another content under the same keys is not told apart")
	}
	other.Verdicts[0] = c.Verdicts[0]
	other.Verdicts[0].Files = []kit.File{{Name: "b.txt", Data: []byte("u")}, {Name: "a.txt"}}
	again := c
	again.Verdicts = append([]kit.Verdict{}, other.Verdicts...)
	again.Verdicts[0].Files = []kit.File{{Name: "a.txt", Data: []byte("vu")}, {Name: "b.txt"}}
	if other.Digest() != again.Digest() || len(again.Verdicts[0].Files[0].Data) != 2 {
		t.Error("the bytes that a device lost, or their order, make another content")
	}
	again.Verdicts[0].Files[0].Name = "c.txt"
	if other.Digest() == again.Digest() {
		t.Error("another piece of evidence is not told apart")
	}
	other.Verdicts[0].Key = "5f0c7f8e-6a51-4c39-9a5b-0d7f4c1f8f12"
	if other.Key() == key {
		t.Error("another verdict has the same key")
	}
}

// FuzzParse: whatever comes, nothing panics, and what is read is within bounds.
func FuzzParse(f *testing.F) {
	f.Add("{}", true)
	f.Add(`{"kit":{},"cases":[{"id":"x","verdicts":[{}]}]}`, true)
	f.Add(`{"format":"recette/kit-results/1","sha256":"`, false)
	f.Fuzz(func(t *testing.T, text string, whole bool) {
		data := []byte(text)
		if whole {
			data = sealed(text)
		}
		r, err := kit.Parse(data)
		if err != nil {
			return
		}
		for i := range r.Cases {
			if c := &r.Cases[i]; len(c.Verdicts) == 0 || c.ID == "" || c.Last().IsZero() {
				t.Errorf("read %+v", c)
			}
		}
	})
}

// TestOf_HoldsItsBranchAlone: nothing of another branch leaves: no row, no name, no account, no data set.
func TestOf_HoldsItsBranchAlone(t *testing.T) {
	k := made()
	text, err := json.Marshal(k)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"CORSE", "corse", "Letizia"} {
		if strings.Contains(string(text), word) {
			t.Errorf("the kit of Bretagne holds %q", word)
		}
	}
	for _, word := range []string{"yann.legoff", "123 456 789", "354,17", "Loïc Kerneis"} {
		if !strings.Contains(string(text), word) {
			t.Errorf("the kit of Bretagne does not hold %q", word)
		}
	}
	if s := k.Rows[0].Steps; len(s) != 6 || s[0].Expects || !s[0].Context || !s[2].Expects {
		t.Errorf("the steps are %+v", s)
	}
	other := made()
	if other.Head.ID != k.Head.ID {
		t.Error("the same kit has two names")
	}
}

// TestOf_AccountsOfRowsOfNoBranch: a row that is played once for all goes with the accounts of nobody's entity and with
// those of the entity of who plays it; where there are no branches, with all.
func TestOf_AccountsOfRowsOfNoBranch(t *testing.T) {
	for name, tt := range map[string]struct {
		national bool
		people   []string
		want     []string
	}{
		"by people of no entity":  {true, []string{"Théo Legrand"}, []string{"commun"}},
		"by people of a branch":   {true, []string{"Aziliz Morvan"}, []string{"yann.legoff", "commun"}},
		"by nobody who is named":  {true, nil, []string{"commun"}},
		"without branches at all": {false, nil, []string{"yann.legoff", "letizia.corse", "commun"}},
	} {
		c := book()
		c.Accounts = append(c.Accounts, cahier.Account{Role: "tresorier", Login: "commun"})
		c.People = []cahier.Person{
			{Name: "Théo Legrand"},
			{Name: "Aziliz Morvan", Entity: "Bretagne"},
			{Name: "Letizia Paoli", Entity: "Corse"},
		}
		one := &c.Cases[0]
		one.Antenne, one.National = "", tt.national
		k := kit.Of(c, kit.Made{People: tt.people, Rows: func(id string) bool { return id == one.ID }})
		if got := k.Rows[0].Roles[0].Accounts; !slices.Equal(got, tt.want) {
			t.Errorf("%s: the accounts are %q, want %q", name, got, tt.want)
		}
	}
}

// TestWrite_NothingEndsTheData: no text of a feature ends the element that it stands in, and both languages say all.
func TestWrite_NothingEndsTheData(t *testing.T) {
	page, err := os.ReadFile(file(t, made()))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(page), "</script>"); n != 2 {
		t.Errorf("%d elements end, want 2", n)
	}
	for _, word := range []string{"http-equiv", "default-src &#39;none&#39;", "script-src &#39;sha256-"} {
		if !strings.Contains(string(page), word) {
			t.Errorf("the page does not hold %q", word)
		}
	}
}

// TestTexts: each text of a kit is said by its page or its script, and those say none that is not there.
func TestTexts(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("runner", "kit.js"))
	if err != nil {
		t.Fatal(err)
	}
	frame, err := os.ReadFile(filepath.Join("runner", "kit.html"))
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	code := string(script) + string(frame)
	for _, name := range words.Keys() {
		key, ours := strings.CutPrefix(name, "kit.say.")
		if !ours {
			continue
		}
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if !strings.Contains(code, `"`+base+`"`) && !strings.HasPrefix(key, "need.") {
			t.Errorf("nothing says %s", name)
		}
	}
}

// TestStyle_HasThePaletteOfThePages: a kit looks like the product, whose colours are judged for their contrast.
func TestStyle_HasThePaletteOfThePages(t *testing.T) {
	own, err := os.ReadFile(filepath.Join("runner", "kit.css"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := os.ReadFile(filepath.Join("..", "web", "static", "recette.css"))
	if err != nil {
		t.Fatal(err)
	}
	for i, style := range []string{string(own), string(pages)} {
		parts := strings.SplitN(style, "--bg:", 3)
		if len(parts) != 3 {
			t.Fatalf("style %d has no two themes", i)
		}
		for k, p := range parts[1:] {
			colours, _, _ := strings.Cut(p, "}")
			if !strings.Contains(string(own), strings.TrimSpace(colours)) {
				t.Errorf("theme %d is another one: %s", k, colours)
			}
		}
	}
}
