package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
	"github.com/google/go-cmp/cmp"
)

// divergences lists all that we read otherwise than the stock parser, on purpose. Everything else must give the same
// tree: a generated document that shows another difference is a defect.
var divergences = []struct {
	what, src string
	stock     string // what the stock parser makes of it: "error", "panic" or its tree as an outline
	ours      string // what we make of it, in the same terms
	codes     string // that we raise
}{
	{
		"a byte order mark is skipped", bom + "Feature: F\n  Scenario: a\n    Given x\n",
		"error", "Feature F; Scenario a; Given x", "E110",
	},
	{
		"the line end of the old Macintosh is one", "Feature: F\r  Scenario: a\r    Given x\r",
		"Feature F\r  Scenario: a\r    Given x", "Feature F; Scenario a; Given x", "E112",
	},
	{
		"texts are in NFC, and so are keywords",
		"# language: fr\nFonctionnalite\u0301: F\n  Sce\u0301nario: a\n    Soit e\u0301\n", "error",
		"Fonctionnalité F; Scénario a; Soit é", "E111",
	},
	{
		"a line of invisible spaces is blank", "Feature: F\n  Scenario: a\n    Given x\n\u00a0\n    Then y\n",
		"error", "Feature F; Scenario a; Given x; Then y", "",
	},
	{
		"a mistyped feature keyword is reported, and read", "Feature : F\n  Scenario: a\n    Given x\n",
		"error", "Feature F; Scenario a; Given x", "E130",
	},
	{
		"an unknown language is reported, and the nearest read",
		"# language: en-US\nFeature: F\n  Scenario: a\n    Given x\n", "error", "Feature F; Scenario a; Given x",
		"E122",
	},
	{
		"the feature keyword of another language is reported, and its language read",
		"Fonctionnalité: F\n  Scénario: a\n    Soit x\n", "error", "Fonctionnalité F; Scénario a; Soit x", "E123",
	},
	{
		"a line of 64 KiB is refused", "Feature: F\n  Scenario: a\n    Given " + strings.Repeat("x", 64<<10) + "\n",
		"panic", "", "E106",
	},
	{
		"bytes that are not UTF-8 are refused", "Feature: é\n  Scenario: a\xff\n    Given x\n",
		"Feature é; Scenario a\xff; Given x", "", "E104",
	},
	{
		"a doc string that is not closed ends with the file",
		"Feature: F\n  Scenario: a\n    Given x\n      \"\"\"\n      y\n", "error", "Feature F; Scenario a; Given x",
		"E146",
	},
	{
		"an element has two hundred tags at most",
		strings.Repeat("@a ", 201) + "\nFeature: F\n  Scenario: a\n    Given x\n",
		"Feature F; Scenario a; Given x", "Feature F; Scenario a; Given x", "E155",
	},
}

// TestDivergences holds the list to the two parsers, so that it says neither too much nor too little.
func TestDivergences(t *testing.T) {
	for _, d := range divergences {
		if got := stockOutline(d.src); got != d.stock {
			t.Errorf("%s: the stock parser gives %.200q, want %.200q", d.what, got, d.stock)
		}
		doc, list := Parse(Source{Path: "x.feature", Bytes: []byte(d.src)}, Options{Language: "en"})
		got := ""
		if doc != nil {
			got = outline(doc.gherkin(counter()))
		}
		if got != d.ours {
			t.Errorf("%s: got %.200q, want %.200q", d.what, got, d.ours)
		}
		codes := make([]string, len(list))
		for i := range list {
			codes[i] = string(list[i].Code)
		}
		if got := strings.Join(codes, " "); got != d.codes {
			t.Errorf("%s: %s, want %s", d.what, got, d.codes)
		}
	}
}

func stockOutline(src string) (out string) {
	defer func() {
		if recover() != nil {
			out = "panic"
		}
	}()
	doc, err := gherkin.ParseGherkinDocument(strings.NewReader(src), counter())
	if err != nil {
		return "error"
	}
	return outline(doc)
}

// outline writes the feature, its scenarios and their steps.
func outline(d *messages.GherkinDocument) string {
	if d.Feature == nil {
		return ""
	}
	out := []string{d.Feature.Keyword + " " + d.Feature.Name}
	for _, c := range d.Feature.Children {
		if c.Scenario == nil {
			continue
		}
		out = append(out, c.Scenario.Keyword+" "+c.Scenario.Name)
		for _, s := range c.Scenario.Steps {
			out = append(out, s.Keyword+s.Text)
		}
	}
	return strings.Join(out, "; ")
}

func counter() func() string { return (&messages.Incrementing{}).NewId }

func asJSON(t *testing.T, doc any) []byte {
	t.Helper()
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// compare parses with both parsers and asks for the same tree, identifiers included. It returns false for a document
// that the stock parser refuses: we must refuse it too.
func compare(t *testing.T, name string, src []byte) bool {
	t.Helper()
	stock, err := gherkin.ParseGherkinDocument(bytes.NewReader(src), counter())
	doc, list := Parse(Source{Path: name, Bytes: src}, Options{Language: "en"})
	if err != nil {
		if !HasErrors(list) {
			t.Errorf("%s: the stock parser refuses (%v) what we accept\nsource:\n%s", name, err, src)
		}
		return false
	}
	if doc == nil {
		t.Fatalf("%s: no document: %v", name, list)
	}
	ours := doc.gherkin(counter())
	if !bytes.Equal(asJSON(t, stock), asJSON(t, ours)) {
		t.Errorf("%s: trees differ (-stock +ours):\n%s\nsource:\n%s", name, cmp.Diff(stock, ours), src)
	}
	if got := rebuild(t, doc); got != string(src) {
		t.Errorf("%s: tokens give %q, want %q", name, got, src)
	}
	checkSpans(t, name, doc)
	return true
}

// TestSameTreeAsStock compares on real files: our features, and the traps once mended.
func TestSameTreeAsStock(t *testing.T) {
	compared := 0
	everyFeature(t, func(path string, src []byte) {
		if strings.HasPrefix(path, "testdata/traps") {
			return
		}
		if !bytes.Contains(src, []byte("# language:")) {
			src = append([]byte("# language: fr\n"), src...)
		}
		for i, variant := range [][]byte{src, bytes.ReplaceAll(src, []byte("\n"), []byte("\r\n"))} {
			if compare(t, fmt.Sprintf("%s, variant %d", path, i), variant) {
				compared++
			}
		}
	})
	if compared < 200 {
		t.Errorf("only %d files compared", compared)
	}
}

// TestSameTreeOnGenerated compares on documents that reach every state of the grammar, most of them in French or
// English.
func TestSameTreeOnGenerated(t *testing.T) {
	const documents = 8400
	var mutex sync.Mutex
	accepted, shown, refused := map[string]int{}, map[string]int{}, 0
	t.Run("documents", func(t *testing.T) {
		for part := range 8 {
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				for seed := part; seed < documents && !t.Failed(); seed += 8 {
					g := generate(rand.New(rand.NewPCG(7, uint64(seed))))
					if seed%7 == 0 {
						g.damage()
					}
					valid := compare(t, fmt.Sprintf("seed-%d", seed), []byte(g.source()))
					mutex.Lock()
					if !valid {
						refused++
					} else if seed%7 != 0 {
						accepted[g.d.Language]++
						for what := range g.shown {
							shown[what]++
						}
					}
					mutex.Unlock()
				}
			})
		}
	})
	if accepted["fr"] < 2500 || accepted["en"] < 2500 || len(accepted) < 8 || refused < 300 {
		t.Errorf("valid documents by language: %v, refused: %d: the comparison proves little", accepted, refused)
	}
	t.Logf("valid documents by language: %v, refused: %d; by construct: %v", accepted, refused, shown)
	for _, what := range constructs {
		if shown[what] < 100 {
			t.Errorf("only %d valid documents with %s", shown[what], what)
		}
	}
	if extra := slices.DeleteFunc(
		slices.Sorted(maps.Keys(shown)), func(s string) bool { return slices.Contains(constructs, s) },
	); len(extra) > 0 {
		t.Errorf("constructs missing from the list: %v", extra)
	}
}
