package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func asJSON(t testing.TB, pv PV) string {
	t.Helper()
	var b strings.Builder
	if err := JSON(&b, pv); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The streamed text is what encoding/json itself writes, indented, for full and for empty PVs.
func TestJSONIsPlainIndentedJSON(t *testing.T) {
	for name, pv := range map[string]PV{
		"full": fixture(), "large": large(60), "empty": {}, "empty lists": {Cases: []Case{}, Roles: []string{}},
	} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(pv); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(strings.Split(want.String(), "\n"), strings.Split(asJSON(t, pv), "\n")); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	pv := fixture()
	pv.Cases[0].Name = "octet \xff, \\ufffd, \u2028, <b>&amp;"
	text := asJSON(t, pv)
	got, err := ReadJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if again := asJSON(t, got); again != text {
		t.Error("read back and written again, the PV differs")
	}
	want := fixture()
	want.Cases[0].Name = "octet \ufffd, \\ufffd, \u2028, <b>&amp;"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	sum, err := Fingerprint(pv)
	raw := sha256.Sum256([]byte(text))
	if err != nil || sum != hex.EncodeToString(raw[:]) {
		t.Errorf("Fingerprint = %s, %v; the SHA-256 of the JSON is %x", sum, err, raw)
	}
	if _, l := render(t, pv, frenchOptions(t)); l.Fingerprint != sum {
		t.Errorf("the PDF prints %s", l.Fingerprint)
	}
}

func TestReadJSONRefuses(t *testing.T) {
	good := asJSON(t, fixture())
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":       {"", ErrFormat},
		"array":         {"[]", ErrFormat},
		"cut":           {good[:len(good)/2], ErrFormat},
		"unknown field": {strings.Replace(good, `"place":`, `"lieu": "", "place":`, 1), ErrFormat},
		"doubled field": {
			strings.Replace(
				good, `"number": "PV-2026-014-v1"`, `"number": "PV-2026-013-v1", "number": "PV-2026-014-v1"`, 1,
			), ErrFormat,
		},
		"case of a key": {strings.Replace(good, `"number":`, `"Number":`, 1), ErrFormat},
		"text after":    {good + "{}", ErrFormat},
		"other spaces":  {strings.Replace(good, "  ", "\t", 1), ErrFormat},
		"other schema":  {strings.Replace(good, Schema, "recette/pv/2", 1), ErrSchema},
		"no number":     {strings.Replace(good, "PV-2026-014-v1", "", 1), ErrFormat},
	} {
		if pv, err := ReadJSON(strings.NewReader(c.text)); !errors.Is(err, c.want) || pv.Number != "" {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(asJSON(f, fixture())))
	f.Fuzz(func(t *testing.T, text []byte) {
		pv, err := ReadJSON(bytes.NewReader(text))
		if err == nil && asJSON(t, pv) != string(text) {
			t.Fatalf("accepted a text that is not canonical: %q", text)
		}
	})
}

// What a step said stands once in a message, though the reason of the case quotes it; what no step said stands there
// too.
func TestJUnit_SaysAThingOnce(t *testing.T) {
	c := Case{
		Verdict: "blocked", Outcome: "error", Reason: "pas 2 : erreur technique, adieu", Message: "ménage impossible",
		Steps: []Step{
			{Verdict: "passed"}, {Verdict: "blocked", Outcome: "error", Observed: "adieu", Cause: "automation"},
		},
	}
	kind, r := c.junit()
	if want := "pas 2 : erreur technique, adieu; ménage impossible; automation"; kind != "error" || r.Message != want {
		t.Errorf("junit() = %s %q, want error %q", kind, r.Message, want)
	}
}

func TestJUnit(t *testing.T) {
	pv := fixture()
	pv.Cases[1].Name = "contrôles \x00\x1b <b> & \ufffe \xff 🙂"
	pv.Cases[20].Verdict = "inconnu"
	var one, two bytes.Buffer
	if err := JUnit(&one, pv); err != nil {
		t.Fatal(err)
	}
	if err := JUnit(&two, pv); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two renders differ")
	}
	var got junitSuites
	if err := xml.Unmarshal(one.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 22 || got.Failures != 1 || got.Errors != 2 || got.Skipped != 4 || len(got.Suites) != 4 {
		t.Errorf(
			"tests %d, failures %d, errors %d, skipped %d, suites %d", got.Tests, got.Failures, got.Errors, got.Skipped,
			len(got.Suites),
		)
	}
	kinds := map[string]string{}
	for _, s := range got.Suites {
		for _, c := range s.Cases {
			id, _, _ := strings.Cut(c.Name, " ")
			switch {
			case c.Failure != nil:
				kinds[id] = "failure: " + c.Failure.Message
			case c.Error != nil:
				kinds[id] = "error " + c.Error.Type
			case c.Skipped != nil:
				kinds[id] = "skipped: " + c.Skipped.Message
			}
			if c.Class == "" || c.File == "" || c.Line == 0 || c.Time == "" {
				t.Errorf("%+v", c)
			}
		}
	}
	for id, want := range map[string]string{
		"SC-0105": "skipped: stale_text", "SC-0107": "skipped: not_run: Le modèle",
		"SC-0108": "failure: Deux courriels", "SC-0113": "skipped: blocked: environment",
		"SC-0114": "skipped: not_applicable: Hors lot", "SC-0119": "error timeout", "SC-0121": "error verdict",
	} {
		if !strings.HasPrefix(kinds[id], want) {
			t.Errorf("%s = %q, want %q", id, kinds[id], want)
		}
		delete(kinds, id)
	}
	if len(kinds) > 0 {
		t.Errorf("not green beside: %v", kinds)
	}
	if want := "contrôles [U+0000][U+001B] <b> & [U+FFFE] [0xFF] 🙂"; !strings.Contains(
		got.Suites[0].Cases[1].Name, want,
	) {
		t.Errorf("name = %q, want %q", got.Suites[0].Cases[1].Name, want)
	}
	if err := JUnit(&one, PV{}); !errors.Is(err, ErrSchema) {
		t.Errorf("empty PV: %v", err)
	}
}

func TestKeyword(t *testing.T) {
	for k, want := range map[string]string{
		"Étant donné qu'": "Étant donné qu'", "Et qu’": "Et qu’", "Quand ": "Quand ", "Alors": "Alors ", "* ": "* ",
		"": "",
	} {
		if got := keyword(k); got != want {
			t.Errorf("keyword(%q) = %q, want %q", k, got, want)
		}
	}
}
