package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/verify"
)

func wordsOf(t *testing.T, lang i18n.Lang) *app {
	t.Helper()
	words, err := i18n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return &app{words: words}
}

// Nobody is sent to the version that speaks, and what is not known is not said to be empty.
func TestTextOf(t *testing.T) {
	a := wordsOf(t, i18n.French)
	for want, f := range map[string]verify.Finding{
		"verify.code.WORDS_UNKNOWN":    {Code: verify.WordsUnknown, Args: []string{"1", "fr", "recette 9.9.9"}},
		"verify.ours.WORDS_UNKNOWN":    {Code: verify.WordsUnknown, Args: []string{"1", "fr", "recette " + Version}},
		"verify.code.LOG_BINDING":      {Code: verify.LogBinding, Args: []string{"3"}},
		"verify.code.LOG_BINDING.none": {Code: verify.LogBinding, Args: []string{""}},
	} {
		if got := a.textOf(f); got != want {
			t.Errorf("text of %v = %s, want %s", f, got, want)
		}
	}
}

// What a finding is about is said in words; the name that the formats give it stands as a technical detail, if at all.
func TestFindings_AreSaidInWords(t *testing.T) {
	fr, en := wordsOf(t, i18n.French), wordsOf(t, i18n.English)
	for _, tt := range []struct {
		f      verify.Finding
		fr, en string
	}{
		{
			verify.Finding{Code: verify.Derived, Args: []string{"signers"}},
			"ce que le PV déduit du plan et des feuilles ne se recompte pas\u00a0: les signataires prévus",
			"the expected signers",
		},
		{
			verify.Finding{Code: verify.Changed, Args: []string{"/Root/AcroForm/Fields[0]/V"}},
			"modifié après coup\u00a0: les champs de signature (détail technique\u00a0: `/Root/AcroForm/Fields[0]/V`)",
			"the signature fields (technical detail: `/Root/AcroForm/Fields[0]/V`)",
		},
		{
			verify.Finding{Code: verify.DrawnOtherwise, Args: []string{"page 5/Annots[2]"}},
			"page 5 (détail technique\u00a0: `page 5/Annots[2]`)", "page 5 (technical detail: `page 5/Annots[2]`)",
		},
		{verify.Finding{Code: verify.CaseText, Args: []string{"SC-1", "steps[2]"}}, "(l’étape 3)", "(step 3)"},
		{verify.Finding{Code: verify.FormatFailure, Args: []string{"Zoo"}}, "`Zoo`", "technical detail: `Zoo`"},
		{
			verify.Finding{Code: verify.FiguresMode, Args: []string{"auto", "passed", "3", "2"}},
			"automatiques", "automated",
		},
		{
			verify.Finding{Code: verify.PageCount, Args: []string{"1", "> 12"}},
			"1 page au lieu de plus de 12", "1 page instead of more than 12",
		},
		{
			verify.Finding{Code: verify.PageCount, Args: []string{"0", "> 0"}},
			"0 page au lieu de plusieurs", "0 pages instead of several",
		},
		{
			verify.Finding{Code: verify.More, Args: []string{"CHANGED", "1"}},
			"et 1 autre constat comme", "1 more finding like",
		},
		{
			verify.Finding{Code: verify.More, Args: []string{"CHANGED", "19"}},
			"19 autres constats", "19 more findings",
		},
		{
			verify.Finding{Code: verify.OverMemory, Args: []string{"157286400", "9"}},
			"150 Mio", "150 MiB",
		},
		{
			verify.Finding{Code: verify.KeyCompared, Args: []string{"", "23/11/2026", "Paule Petit", "unknown"}},
			"certificat inscrit le ", "certificate recorded on ",
		},
		{
			verify.Finding{Code: verify.NotDrawn, Args: []string{"words"}},
			"les mots du document joints au PV ne se lisent pas", "the words of the document that come with the PV",
		},
	} {
		if got := fr.findingText(tt.f); !strings.Contains(got, tt.fr) {
			t.Errorf("%v is said %q, want %q in it", tt.f, got, tt.fr)
		}
		if got := en.findingText(tt.f); !strings.Contains(got, tt.en) {
			t.Errorf("%v is said %q, want %q in it", tt.f, got, tt.en)
		}
	}
}

// named gives every name of a part that the judges put in a finding: the words in the calls that make one.
func named(t *testing.T) []string {
	t.Helper()
	codes := codeNames(t)
	makes := []string{"bad", "doubt", "info", "fail", "refuse", "malformed", "weak"}
	var out []string
	for _, dir := range []string{"../verify", "../verify/cms", "../replay"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if slices.Contains(makes, calls(n)) || slices.ContainsFunc(n.Args, codes) {
						out = append(out, literals(n.Args)...)
					} else if calls(n) == "append" && len(n.Args) > 0 {
						if to, ok := n.Args[0].(*ast.Ident); ok && to.Name == "names" || ok && to.Name == "free" {
							out = append(out, literals(n.Args[1:])...)
						}
					}
				case *ast.CompositeLit:
					if kind, ok := n.Type.(*ast.Ident); ok && kind.Name == "field" && len(n.Elts) > 0 {
						out = append(out, literals(n.Elts[:1])...)
					}
				}
				return true
			})
		}
	}
	return out
}

// codeNames tells the name of a code from other expressions.
func codeNames(t *testing.T) func(ast.Expr) bool {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), "../verify/code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	ast.Inspect(tree, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) > 0 {
			if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == "Code" {
				codes[v.Names[0].Name] = true
			}
		}
		return true
	})
	return func(e ast.Expr) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return codes[e.Name]
		case *ast.SelectorExpr:
			return codes[e.Sel.Name]
		}
		return false
	}
}

func calls(n *ast.CallExpr) string {
	switch f := n.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// word is the name of a part, and no number nor place in a file.
var word = regexp.MustCompile(`^[A-Za-z]`)

func literals(list []ast.Expr) (out []string) {
	for _, e := range list {
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && word.MatchString(text) {
				out = append(out, text)
			}
		}
	}
	return out
}

// internal is what no reader of a report knows: names of fields and of keys, joined or in capitals inside.
var internal = regexp.MustCompile(`[a-z]+_[a-z]|[a-z][A-Z]|\b[a-z]+\[|/[A-Z][a-z]+|[A-Z]+_[A-Z]+|⟨|%!`)

// formats are the files of a PV, which an auditor can take out of it, and programs.
var formats = strings.NewReplacer("pv.json", "", "manifest.json", "", "texts.json", "", "MiB", "")

// Every sentence of a finding, about everything that the judges name, in both languages: no name of a field, of a key
// of PDF or of a code stands in it but as a technical detail.
func TestFindings_NoInternalWord(t *testing.T) {
	names := named(t)
	if len(names) < 100 {
		t.Fatalf("%d names in the judges: they are not found any more", len(names))
	}
	quoted := regexp.MustCompile("`[^`]*`")
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		a := wordsOf(t, lang)
		for _, code := range verify.Codes() {
			for _, name := range append([]string{"/Root/AcroForm/Fields[0]", "page 3/Annots[1]/AP", "#12"}, names...) {
				args := []string{"2", "2", "2", "2", "2"}
				at := -1
				for i := range args {
					if verify.NamesPart(code, i) {
						args[i], at = name, i
					}
				}
				text := a.findingText(verify.Finding{Code: code, Args: args})
				said := formats.Replace(quoted.ReplaceAllString(text, ""))
				if word := internal.FindString(said); word != "" {
					t.Errorf("%s, %s about %q: %q in %q", lang, code, name, word, said)
				}
				if at < 0 {
					break
				}
			}
		}
		for _, name := range names {
			known := false
			for _, key := range []string{"verify.part.", "verify.cause.", "verify.affirmed.", "verify.place."} {
				known = known || a.words.Has(key+name)
			}
			if !known {
				t.Errorf("%s: no words for %q", lang, name)
			}
		}
	}
}
