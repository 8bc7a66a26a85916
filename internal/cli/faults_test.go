package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"recette/internal/archtest"
	"recette/internal/execution"
	"recette/internal/i18n"
)

func TestWordFaults_OnlyTheAuthorsWordsStay(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	said := func(text string) execution.MessageFault { return execution.MessageFault{Text: text} }
	code := func(code string, args ...string) execution.MessageFault {
		return execution.MessageFault{Code: execution.MessageCode(code), Args: args}
	}
	for want, in := range map[string]execution.Message{
		"le compteur vaut 3":                       {{said("le compteur vaut 3")}},
		"after scenario hook failed: dit l’auteur": {{said("after scenario hook failed: dit l’auteur")}},
		"le nettoyage du scénario (After) a échoué\u00a0: base absente": {
			{code("after-scenario"), said("base absente")},
		},
		"un\nle nettoyage du scénario (After) a échoué\u00a0: deux": {
			{said("un")}, {code("after-scenario"), said("deux")},
		},
		"l’argument 0 du pas ne se convertit pas\u00a0: \"douze\" to int": {
			{code("argument", "0"), said("\"douze\" to int")},
		},
		"le programme des pas s’est arrêté de lui-même\u00a0: code de sortie 3": {{code("died"), code("exit", "3")}},
		"le pas 2 ou ses crochets\u00a0: panique\u00a0: tout est perdu": {
			{code("step", "2"), code("panic"), said("tout est perdu")},
		},
		"la pièce jointe \"x.exe\" n’a pas été gardée\u00a0: ce type de fichier n’est pas accepté " +
			"(text/plain, extension \".exe\")": {
			{code("refused", "\"x.exe\""), code("type", "text/plain", "\".exe\"")},
		},
		"la préparation du scénario (Before) a échoué": {{code("before-scenario")}},
		"le programme des pas n’a pas répondu à temps\u00a0: aucune réponse en 1m0s": {
			{code("timeout"), code("timeout"), code("quiet", "1m0s")},
		},
		"le programme des pas ne s’est pas présenté": {{code("greeting")}},
		"le programme des pas n’a pas rendu compte du pas 3": {
			{code("step-expected", "3")},
		},
		"le programme des pas parle la version 2 du protocole, non la version ?": {{code("version", "2")}},
		"une-autre-fois 3\u00a0: ce que dit un programme des pas d’un autre temps": {
			{code("une-autre-fois", "3"), said("ce que dit un programme des pas d’un autre temps")},
		},
		"la préparation de la suite (BeforeSuite) a échoué\u00a0: panique\u00a0: perdue": {
			{code("suite"), code("panic"), said("perdue")},
		},
	} {
		if got := wordFaults(fr, in); got != want {
			t.Errorf("wordFaults(%v) = %q, want %q", in, got, want)
		}
	}
}

// Every code of what can go wrong around the steps is used, and has a sentence in both languages: none of them is
// recorded in the words of the program. No sentence is left of a code that is gone.
func TestFaults_EachCodeIsUsedAndHasItsSentence(t *testing.T) {
	root := filepath.Join("..", "..")
	codes := map[string]string{} // code by the name of its constant
	used := map[string]bool{}
	err := archtest.Own(root, func(rel string) error {
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		own := path.Dir(rel) == "internal/fault" ||
			path.Dir(rel) == "runner/protocol"
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, rel), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if own && codeType(n.Type) {
					text, err := strconv.Unquote(n.Values[0].(*ast.BasicLit).Value)
					if err != nil {
						t.Error(err)
					}
					codes[n.Names[0].Name] = text
					return false
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && (x.Name == "fault" || x.Name == "protocol") {
					used[n.Sel.Name] = true
				}
			case *ast.Ident:
				if own {
					used[n.Name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) < 50 {
		t.Fatalf("%d codes were found: the test looks at nothing", len(codes))
	}
	sentences := map[string]bool{}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for name, code := range codes {
			if !used[name] {
				t.Errorf("%s is used nowhere", name)
			}
			if !p.Has("fault." + code) {
				t.Errorf("%s (%q) has no sentence in %v", name, code, lang)
			}
			sentences["fault."+code] = true
		}
		for _, key := range p.Keys() {
			if strings.HasPrefix(key, "fault.") && key != "fault.then" && !sentences[key] {
				t.Errorf("%s is the sentence of no code", key)
			}
		}
	}
}

func codeType(t ast.Expr) bool {
	switch t := t.(type) {
	case *ast.Ident:
		return t.Name == "Code"
	case *ast.SelectorExpr:
		return t.Sel.Name == "Code"
	}
	return false
}
