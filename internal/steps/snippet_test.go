package steps

import (
	"errors"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"

	cucumber "github.com/cucumber/cucumber-expressions/go/v16"
)

// hard are steps that a French author writes and that naive snippets do not survive. Each is a scenario of its own
// line.
const hard = `# language: fr
Fonctionnalité: Pas difficiles
  Scénario: Élisions et accents
    Soit l'adhérente "Alix d'Évry" qu'elle n'a pas vue depuis l'été
    Et l’apostrophe courbe d’un traitement de texte
    Quand elle paie 12,50 € le 23/11/2031 à 14h30
    Et elle paie 90 € le 1/2/32 à 9:05
    Et elle paie 12 345,00 € le 2031-11-23 à 10:00
    Alors il reste -3 places (sur 10) dans {la salle} [A] et/ou * ? + ^ $ | \ .
    Et le message « Votre adhésion à 12 € est enregistrée. » s'affiche
    Et le message «Collé» s'affiche
    Et le titre “Entre guillemets anglais” est lu
    Et un guillemet " seul reste du texte
    Et un accent grave ` + "`" + ` et un dollar $x
    Et 2 fois
    Et <ceci> n'est pas une colonne
    Et les lignes :
      | a |
    Et le texte
      """
      x
      """
    Mais 会员已到期
    Mais type
    Mais func
    Mais return
    Mais "seul"
    Mais 😀 Œuvre nº 4 : 100 %
  Plan du scénario: Colonnes
    Soit un <rôle> qui <verbe> la fiche de "<nom>" pour <montant> euros
    Quand <rien>
    Alors les <objet>s valent "<vide>"
    Exemples:
      | rôle      | verbe      | nom  | montant | rien | objet | vide |
      | trésorier | valide     | Bob  | 12      | x    | lot   |      |
      | président | n'a pas vu | l'or | 12,50   | a b  | bien  | y    |
`

func undefined(t *testing.T) []Wording {
	t.Helper()
	w := index(t, nil, hard).Undefined()
	if len(w) < 20 {
		t.Fatalf("%d wordings", len(w))
	}
	return w
}

// captures is the number of values that a definition receives.
func captures(w *Wording) int {
	n := 0
	for i := range w.parts {
		if w.parts[i].Kind != Text {
			n++
		}
	}
	return n
}

// Each pattern matches every text of its own wording, and captures each of its values.
func TestSnippetsMatchTheirOwnSteps(t *testing.T) {
	wordings := undefined(t)
	for _, target := range Targets() {
		snippets, err := Snippets(target, wordings)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range snippets {
			for _, text := range wordings[i].texts {
				if err := matches(target, s.Pattern, text, captures(&wordings[i])); err != nil {
					t.Errorf("%s: %s", target, err)
				}
			}
		}
	}
}

// matches tries a pattern as its tool would.
func matches(target Target, pattern, text string, want int) error {
	if target == ts && !strings.HasPrefix(pattern, "/") {
		e, err := cucumber.NewCucumberExpression(pattern, cucumber.NewParameterTypeRegistry())
		if err != nil {
			return fmt.Errorf("%q: %w", pattern, err)
		}
		kind := reflect.TypeFor[string]()
		args, err := e.Match(text, kind, kind, kind, kind, kind, kind)
		if err != nil {
			return fmt.Errorf("%q on %q: %w", pattern, text, err)
		}
		if args == nil || len(args) != want {
			return fmt.Errorf("%q does not match %q with %d values: %d", pattern, text, want, len(args))
		}
		return nil
	}
	if rest, ok := strings.CutPrefix(pattern, "/"); ok {
		rest = strings.TrimSuffix(strings.TrimSuffix(rest, "u"), "/")
		pattern = javaScript.ReplaceAllString(rest, `\x{$1}`)
	}
	e, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	if found := e.FindStringSubmatch(text); len(found) != want+1 {
		return fmt.Errorf("%q does not match %q with %d values: %q", pattern, text, want, found)
	}
	return nil
}

// javaScript is how it writes a character by its number.
var javaScript = regexp.MustCompile(`\\u([0-9a-f]{4})`)

var identifier = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

func TestNamesOfSnippetsAreValidAndUnique(t *testing.T) {
	for _, target := range Targets() {
		snippets, err := Snippets(target, undefined(t))
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, s := range snippets {
			low := strings.ToLower(s.Name)
			if !identifier.MatchString(s.Name) || seen[low] || target == Go && token.IsKeyword(s.Name) {
				t.Errorf("%s: name %q of %q", target, s.Name, s.Wording)
			}
			seen[low] = true
		}
	}
}

func TestSnippetsOfSeveralTypesServeThemAll(t *testing.T) {
	x := index(t, nil, strings.Replace(fees, "le reçu porte", "elle est à jour et", 1), `# language: fr
Fonctionnalité: x
  Scénario: y
    Soit une antenne
    Quand une antenne
    Alors fin
`)
	snippets, err := Snippets(Go, x.Undefined())
	if err != nil {
		t.Fatal(err)
	}
	if s := snippets[0]; s.Wording != "une antenne" || s.Keyword != "Step" ||
		!strings.HasPrefix(s.Register, "sc.Step(") {
		t.Errorf("snippet %+v, want one for any keyword", s)
	}
}

// The name of a file is the text of whoever made it: it must not become code.
func TestPlacesStayInTheirComment(t *testing.T) {
	for _, path := range []string{
		"a\nevil.feature", "a\revil.feature", "a\u2028evil.feature", "a\u2029evil.feature", "a\u0085evil.feature",
		"a?>evil.feature", "a\u202eevil.feature", "a\u00a0évil.feature",
	} {
		wordings := undefined(t)[:1]
		wordings[0].Places = []Place{{Path: path, Line: 1}}
		for _, target := range Targets() {
			snippets, err := Snippets(target, wordings)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(strings.TrimSpace(snippets[0].Code), "\n")
			if !strings.HasPrefix(first, "// ") || !strings.HasSuffix(first, "vil.feature:1") ||
				strings.Contains(first, "?>") || strings.ContainsFunc(
				first, func(r rune) bool { return !unicode.IsPrint(r) },
			) {
				t.Errorf("%s, %q: %q", target, path, first)
			}
		}
	}
}

func TestUnknownTarget(t *testing.T) {
	if _, err := Snippets("cobol", nil); !errors.Is(err, errTarget) {
		t.Errorf("error %v", err)
	}
	if _, err := File("cobol", nil); !errors.Is(err, errTarget) {
		t.Errorf("error %v", err)
	}
}

func fileOf(t *testing.T, target Target) string {
	t.Helper()
	snippets, err := Snippets(target, undefined(t))
	if err != nil {
		t.Fatal(err)
	}
	text, err := File(target, snippets)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestGoFileIsFormatted(t *testing.T) {
	text := fileOf(t, Go)
	if _, err := parser.ParseFile(token.NewFileSet(), "x.go", text, parser.AllErrors); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got, err := format.Source([]byte(text))
	if err != nil || string(got) != text {
		t.Errorf("gofmt would change it (%v):\n%s", err, text)
	}
}

// The file compiles against godog, and godog takes every definition.
func TestGoFileCompilesAndRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds a package with godog, left out of the fast part")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// A module of its own with the versions of this one, which are on the machine.
	own, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, requires, ok := strings.Cut(string(own), "\nrequire")
	sums, err := os.ReadFile("../../go.sum")
	if err != nil || !ok {
		t.Fatal("go.mod or go.sum of the module", err)
	}
	write("go.mod", "module essai\n\ngo 1.26\n\nrequire"+requires)
	write("go.sum", string(sums))
	write("steps.go", fileOf(t, Go))
	write("a.feature", hard)
	write("steps_test.go", `package steps

import (
	"testing"

	"github.com/cucumber/godog"
)

// Every step finds its definition, which says that it is pending.
func TestSteps(t *testing.T) {
	status := godog.TestSuite{
		ScenarioInitializer: newSteps,
		Options:             &godog.Options{Paths: []string{"a.feature"}, Strict: true, Format: "cucumber:report.json"},
	}.Run()
	if status != 1 {
		t.Fatalf("status %d, want that of pending steps", status)
	}
}
`)
	for _, args := range [][]string{{"vet", "."}, {"test", "-count=1", "."}} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	report, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(
		string(report), `"undefined"`,
	) || strings.Contains(string(report), `"ambiguous"`) || strings.Contains(string(report), `"failed"`) {
		t.Errorf("a step found no definition:\n%s", report)
	}
	if n := strings.Count(string(report), `"pending"`); n < 2 {
		t.Errorf("%d pending steps", n)
	}
}

// PHP is not on every machine: the strings are decoded as PHP does, the rest is checked where it is.
func TestPHPFile(t *testing.T) {
	wordings := undefined(t)
	snippets, err := Snippets(PHP, wordings)
	if err != nil {
		t.Fatal(err)
	}
	attribute := regexp.MustCompile(`(?m)^    #\[(Given|When|Then)\('(.*)'\)\]$`)
	for i, s := range snippets {
		m := attribute.FindStringSubmatch(s.Code)
		if m == nil {
			t.Fatalf("no attribute in %s", s.Code)
		}
		if got := decodePHP(t, m[2]); got != s.Pattern {
			t.Errorf("%s is the string %q, want %q", m[2], got, s.Pattern)
		}
		if n := strings.Count(s.Code, "$") - strings.Count(m[2], "$"); n < captures(&wordings[i]) {
			t.Errorf("%d parameters for %d values: %s", n, captures(&wordings[i]), s.Code)
		}
	}
	php, err := exec.LookPath("php")
	if err != nil {
		t.Skip("SKIPPED: needs php to parse the file")
	}
	name := filepath.Join(t.TempDir(), "NewStepsContext.php")
	if err := os.WriteFile(name, []byte(fileOf(t, PHP)), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), php, "-l", name).CombinedOutput(); err != nil {
		t.Errorf("php -l: %v\n%s", err, out)
	}
}

// decodePHP reads a string in single quotes.
func decodePHP(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\'':
			t.Fatalf("the string ends at byte %d of %q", i, s)
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '\\' || s[i+1] == '\''):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// TypeScript is JavaScript once its types are taken away, and node parses that.
func TestTSFile(t *testing.T) {
	text := fileOf(t, ts)
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: needs node to parse the file")
	}
	plain := regexp.MustCompile(`(\w+): (?:string|number|DataTable)([,)])`).ReplaceAllString(text, "$1$2")
	name := filepath.Join(t.TempDir(), "steps.mjs")
	if err := os.WriteFile(name, []byte(plain), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), node, "--check", name).CombinedOutput(); err != nil {
		t.Errorf("node --check: %v\n%s\n%s", err, out, plain)
	}
	for _, s := range []string{
		"table: DataTable", "doc: string", "nombre: number", `\\{la salle\\}`, "{string}", "{int}",
	} {
		if !strings.Contains(text, s) {
			t.Errorf("no %q in\n%s", s, text)
		}
	}
}

// Whatever the text of a step, its snippets match it.
func FuzzSnippets(f *testing.F) {
	for line := range strings.Lines(hard) {
		f.Add(strings.TrimSpace(line))
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, text), "")
		cut := Cut(text, false)
		if text == "" || len(cut) > 200 {
			return
		}
		w := Wording{Mask: mask(cut), parts: partsOf(cut), texts: []string{text}, Places: []Place{{"a.feature", 1}}}
		if captures(&w) > 6 {
			return
		}
		for _, target := range Targets() {
			s, err := Snippets(target, []Wording{w})
			if err != nil {
				t.Fatal(err)
			}
			if err := matches(target, s[0].Pattern, text, captures(&w)); err != nil {
				t.Fatalf("%s: %v", target, err)
			}
			if !identifier.MatchString(s[0].Name) {
				t.Fatalf("name %q", s[0].Name)
			}
			if target == Go {
				file, err := File(Go, s)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := parser.ParseFile(token.NewFileSet(), "x.go", file, parser.AllErrors); err != nil {
					t.Fatalf("%v\n%s", err, file)
				}
			}
		}
	})
}

// A cell of examples may hold several lines, a pattern shows that on one line, and matches them all.
func TestSnippetsOfAValueWithSeveralLines(t *testing.T) {
	x := index(
		t, nil, "# language: fr\nFonctionnalité: x\n  Plan du scénario: s\n    Quand <v> est lu\n    Exemples:\n"+
			"      | v |\n      | a\\n✔ b |\n      | cd\u2028e |\n      | f g |\n",
	)
	for target, want := range map[Target]string{
		Go:  `^(a\n✔ b|cd\x{2028}e|f g) est lu$`,
		PHP: `/^(a\n✔ b|cd\x{2028}e|f g) est lu$/u`,
		ts:  `/^(a\n✔ b|cd\u2028e|f g) est lu$/`,
	} {
		snippets, err := Snippets(target, x.Undefined())
		if err != nil {
			t.Fatal(err)
		}
		if got := snippets[0].Pattern; got != want {
			t.Errorf("%s: pattern %q, want %q", target, got, want)
		}
		file, err := File(target, snippets)
		if err != nil || strings.Contains(file, "\n✔") || strings.ContainsAny(file, "\u2028") {
			t.Errorf("%s: %v, a value stands on a line of its own in\n%s", target, err, file)
		}
		for _, text := range []string{"a\n✔ b est lu", "cd\u2028e est lu"} {
			if err := matches(target, snippets[0].Pattern, text, 1); err != nil {
				t.Errorf("%s: %v", target, err)
			}
		}
	}
}
