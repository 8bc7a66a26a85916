package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/lint"
	"recette/internal/syntax"
)

const featureText = "# language: fr\n\ufeffx\n  😀 Alosr <y> & \"z\"\n"

func sources(path string) *Text {
	if path == "features/é 1.feature" {
		return NewText([]byte(featureText))
	}
	return nil
}

func document() *Document {
	fault := func(rule, code, path string, s lint.Severity, line, column, end int) lint.Finding {
		return lint.Finding{
			Rule: rule, Code: code, Path: path, Severity: s, Line: line, Column: column, EndColumn: end,
			Fingerprint: "f" + rule + code,
		}
	}
	edited := fault("syntax", "E134", "features/é 1.feature", syntax.Error, 3, 5, 10)
	start := strings.Index(featureText, "Alosr")
	edited.Edits = []syntax.Edit{{Span: syntax.Span{Start: start, End: start + 5}, New: "Alors"}}
	return &Document{
		Version: "1.2.3", Language: "fr", Files: 2,
		Items: []Item{
			{Finding: fault("no-scenario", "", "", syntax.Error, 0, 0, 0), Message: "aucun"},
			{Finding: edited, Message: "100 % « <y> »,\r\nlu: mal\x1b", Remedy: "écrivez « Alors »"},
			{Finding: fault("word", "", "features/é 1.feature", syntax.Warning, 3, 11, 0), Message: "mot"},
			{Finding: fault("word", "", "features/é 1.feature", syntax.Warning, 3, 11, 0), Message: "mot"},
			{Finding: fault("gone", "", "z.feature", syntax.Info, 9, 1, 2), Message: "parti", Accepted: true},
		},
		Waivers: []lint.Waiver{{Path: "z.feature", Line: 1, Rule: "word", Reason: "voulu", Count: 3}},
		Rules: []Rule{
			{ID: "E134", Group: lint.Structure, Severity: syntax.Error, Title: "titre"},
			{
				ID: "word", Group: lint.Wording, Severity: syntax.Warning, Title: "mot", Why: "parce que",
				Help: "# aide", Aliases: []string{"D18"},
			},
		},
	}
}

func written(t *testing.T, write func(*bytes.Buffer) error) string {
	t.Helper()
	var b, again bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	if err := write(&again); err != nil || again.String() != b.String() {
		t.Errorf("not the same twice: %v", err)
	}
	return b.String()
}

// at reads a value of a JSON document by its path.
func at(t *testing.T, doc any, path ...any) any {
	t.Helper()
	for i, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := doc.(map[string]any)
			if !ok {
				t.Fatalf("%v: no object", path[:i+1])
			}
			doc = m[p]
		case int:
			l, ok := doc.([]any)
			if !ok || p >= len(l) {
				t.Fatalf("%v: no element", path[:i+1])
			}
			doc = l[p]
		}
	}
	return doc
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var doc any
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestSARIF holds what the standard asks of a log, and of GitHub, which reads a part of it: version, a name of the
// driver, a text of each message, unique ids of rules, indexes that fit, places, columns in UTF-16.
func TestSARIF(t *testing.T) {
	text := written(t, func(b *bytes.Buffer) error { return SARIF(b, document(), sources, true) })
	doc := decoded(t, text)
	for path, want := range map[string]any{
		"version": "2.1.0", "runs/0/columnKind": "utf16CodeUnits", "runs/0/tool/driver/name": "recette",
		"runs/0/tool/driver/semanticVersion": "1.2.3", "runs/0/invocations/0/executionSuccessful": true,
		"runs/0/tool/driver/rules/1/fullDescription/text":                    "parce que",
		"runs/0/tool/driver/rules/1/help/markdown":                           "# aide",
		"runs/0/tool/driver/rules/1/defaultConfiguration/level":              "warning",
		"runs/0/tool/driver/rules/1/properties/tags/0":                       "wording",
		"runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri": "recette.yaml",
		"runs/0/results/0/ruleIndex":                                         -1.0,
		"runs/0/results/1/ruleId":                                            "E134", "runs/0/results/1/level": "error",
		"runs/0/results/1/ruleIndex": 0.0,
		"runs/0/results/1/message/text": "100 % « <y> »,\r\n" +
			"lu: mal\x1b\n→ écrivez « Alors »",
		"runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri":       "features/%C3%A9%201.feature",
		"runs/0/results/1/locations/0/physicalLocation/artifactLocation/uriBaseId": "%SRCROOT%",
		"runs/0/results/1/locations/0/physicalLocation/region/startLine":           3.0,
		// the emoji takes two units
		"runs/0/results/1/locations/0/physicalLocation/region/startColumn":                    6.0,
		"runs/0/results/1/locations/0/physicalLocation/region/endColumn":                      11.0,
		"runs/0/results/1/locations/0/physicalLocation/region/snippet/text":                   "  😀 Alosr <y> & \"z\"",
		"runs/0/results/1/fixes/0/description/text":                                           "écrivez « Alors »",
		"runs/0/results/1/fixes/0/artifactChanges/0/replacements/0/insertedContent/text":      "Alors",
		"runs/0/results/1/fixes/0/artifactChanges/0/replacements/0/deletedRegion/startLine":   3.0,
		"runs/0/results/1/fixes/0/artifactChanges/0/replacements/0/deletedRegion/startColumn": 6.0,
		"runs/0/results/1/fixes/0/artifactChanges/0/replacements/0/deletedRegion/endColumn":   11.0,
		"runs/0/results/1/baselineState":                                                      "new",
		"runs/0/results/2/partialFingerprints/recette~1v1":                                    "fword",
		"runs/0/results/3/partialFingerprints/recette~1v1":                                    "fword-2",
		"runs/0/results/4/level":                                         "note",
		"runs/0/results/4/baselineState":                                 "unchanged",
		"runs/0/results/4/suppressions/0/kind":                           "external",
		"runs/0/results/4/locations/0/physicalLocation/region/startLine": 9.0,
	} {
		var keys []any
		for part := range strings.SplitSeq(path, "/") {
			n := 0
			if _, err := fmt.Sscanf(part, "%d", &n); err == nil {
				keys = append(keys, n)
			} else {
				keys = append(keys, strings.ReplaceAll(part, "~1", "/"))
			}
		}
		if got := at(t, doc, keys...); got != want {
			t.Errorf("%s = %v, want %v", path, got, want)
		}
	}
	plain := written(t, func(b *bytes.Buffer) error { return SARIF(b, document(), sources, false) })
	if strings.Contains(plain, "baselineState") || strings.Contains(plain, "suppressions") {
		t.Error("states of a baseline without one")
	}
	empty := decoded(
		t, written(t, func(b *bytes.Buffer) error { return SARIF(b, &Document{Version: "1.0.0"}, sources, false) }),
	)
	if results, ok := at(t, empty, "runs", 0, "results").([]any); !ok || len(results) != 0 {
		t.Error("no finding is no list: results must stand, empty")
	}
}

func TestGitLab(t *testing.T) {
	doc := decoded(t, written(t, func(b *bytes.Buffer) error { return GitLab(b, document()) })).([]any)
	if len(doc) != 4 {
		t.Fatalf("%d issues, want 4: the accepted one does not count", len(doc))
	}
	seen := map[any]bool{}
	for i := range doc {
		print := at(t, doc, i, "fingerprint")
		if seen[print] {
			t.Errorf("fingerprint %v stands twice: GitLab would drop one", print)
		}
		seen[print] = true
		severity := at(t, doc, i, "severity").(string)
		if !strings.Contains(
			"info minor major critical blocker", severity,
		) || at(t, doc, i, "location", "lines", "begin").(float64) < 1 {
			t.Errorf("issue %d: %v", i, doc[i])
		}
	}
	if at(t, doc, 0, "location", "path") != "recette.yaml" || at(t, doc, 1, "check_name") != "E134" {
		t.Errorf("%v", doc)
	}
	if none := written(t, func(b *bytes.Buffer) error { return GitLab(b, &Document{}) }); none != "[]\n" {
		t.Errorf("no finding: %q", none)
	}
}

func TestCheckstyle(t *testing.T) {
	text := written(t, func(b *bytes.Buffer) error { return Checkstyle(b, document()) })
	var doc struct {
		Version string `xml:"version,attr"`
		Files   []struct {
			Name   string `xml:"name,attr"`
			Errors []struct {
				Line     int    `xml:"line,attr"`
				Column   int    `xml:"column,attr"`
				Severity string `xml:"severity,attr"`
				Message  string `xml:"message,attr"`
				Source   string `xml:"source,attr"`
			} `xml:"error"`
		} `xml:"file"`
	}
	if err := xml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if doc.Version == "" || len(doc.Files) != 2 || doc.Files[1].Name != "features/é 1.feature" ||
		len(doc.Files[1].Errors) != 3 {
		t.Fatalf("%+v", doc)
	}
	e := doc.Files[1].Errors[0]
	if e.Line != 3 || e.Column != 5 || e.Severity != "error" || e.Source != "recette.E134" ||
		!strings.Contains(e.Message, "<y>") {
		t.Errorf("%+v", e)
	}
}

func TestGitHub(t *testing.T) {
	got := strings.Split(written(t, func(b *bytes.Buffer) error { return GitHub(b, document()) }), "\n")
	want := []string{
		"::error file=recette.yaml,line=1,title=recette no-scenario::aucun",
		"::error file=features/é 1.feature,line=3,col=5,endColumn=10,title=recette E134::100 %25 « <y> »,%0D%0Alu: " +
			"mal\x1b%0A→ écrivez « Alors »",
		"::warning file=features/é 1.feature,line=3,col=11,title=recette word::mot",
		"::warning file=features/é 1.feature,line=3,col=11,title=recette word::mot",
		"",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := property("a:b,c%"); got != "a%3Ab%2Cc%25" {
		t.Errorf("property: %s", got)
	}
}

// keys words texts by their keys: what the terminal shows is then seen without a language.
type keys struct{}

func (keys) T(key string, args ...any) string { return fmt.Sprint(append([]any{key}, args...)...) }
func (keys) N(key string, n int, args ...any) string {
	return fmt.Sprint(append([]any{key, n}, args...)...)
}

func TestTerminal(t *testing.T) {
	d := document()
	for i := range 60 {
		d.Items = append(
			d.Items,
			Item{
				Finding: lint.Finding{Rule: "many", Severity: syntax.Error, Path: "z.feature", Line: i + 1},
				Message: "m",
			},
		)
	}
	var b strings.Builder
	Terminal(&b, d, keys{}, sources)
	got := b.String()
	if n := strings.Count(got, "lint.linez.feature"); n != shown+1 {
		t.Errorf("%d findings shown of z.feature, want %d and the accepted one", n, shown)
	}
	for _, want := range []string{
		"lint.more-error10z.feature", "    3 |   😀 Alosr", "\n      |      ^^^^^\n", "lint.project-line",
		"lint.accepted1", "lint.waived1count.findings3", "  → écrivez",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the text does not hold %q", want)
		}
	}
}
