package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	rights "recette/internal/access"
	"recette/internal/i18n"
	"recette/internal/recette"
)

func printers(t *testing.T) []*i18n.Printer {
	t.Helper()
	var ps []*i18n.Printer
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	return ps
}

// A sentinel without a class would end as an internal error; a class without a text would show its key.
func TestEveryFailureHasACodeAndATextInBothLanguages(t *testing.T) {
	for _, p := range printers(t) {
		for key, c := range classes() {
			if !p.Has("fail." + key) {
				t.Errorf("%s: no text fail.%s", p.Lang(), key)
			}
			if c.code == "" || c.exit == exitOK {
				t.Errorf("class %s: code %q, exit %d", key, c.code, c.exit)
			}
		}
		for _, s := range sentinels() {
			if _, ok := classes()[s.key]; !ok {
				t.Errorf("sentinel %v: no class %s", s.is, s.key)
			}
		}
	}
}

var used = regexp.MustCompile(`\b(?:T|t|N|fail|ask|must)\((?:ctx, )?"([a-z][a-z0-9.-]*)"`)

// Keys written in the code, but for those that end with a dot and are completed at run time, have a text.
func TestEveryKeyInTheCodeHasAText(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range printers(t) {
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range used.FindAllStringSubmatch(string(data), -1) {
				key := m[1]
				if strings.HasPrefix(m[0], "fail(") {
					key = "fail." + key
				}
				n++
				if strings.HasSuffix(key, ".") || p.Has(key) || p.Has(key+".one") {
					continue
				}
				t.Errorf("%s: %s: no text %s", p.Lang(), file, key)
			}
		}
	}
	if n < 200 {
		t.Errorf("found %d uses of keys, want many more: the pattern no longer fits the code", n)
	}
}

// Words that are completed at run time exist for each value of the kernel.
func TestEveryWordOfTheKernelHasAText(t *testing.T) {
	for _, p := range printers(t) {
		for _, v := range recette.Verdicts() {
			if !p.Has("verdict." + string(v)) {
				t.Errorf("%s: no word for verdict %s", p.Lang(), v)
			}
		}
		for _, a := range rights.Actions() {
			if !p.Has("access.action." + string(a)) {
				t.Errorf("%s: no words for action %s", p.Lang(), a)
			}
			for _, role := range rights.Roles() {
				if right, _ := rights.Granted(role, false, a); right != "" && !p.Has("access.right."+string(right)) {
					t.Errorf("%s: no words for right %s", p.Lang(), right)
				}
				if !p.Has("reports.role."+string(role)) && !p.Has("access.role."+string(role)) {
					t.Errorf("%s: no word for role %s", p.Lang(), role)
				}
			}
		}
		for _, c := range recette.Causes() {
			if !p.Has("cause." + string(c)) {
				t.Errorf("%s: no word for cause %s", p.Lang(), c)
			}
		}
		for _, s := range recette.Severities() {
			if !p.Has("severity." + string(s)) {
				t.Errorf("%s: no word for severity %s", p.Lang(), s)
			}
		}
	}
}

// Every command and flag has help in both languages: no key between angle brackets.
func TestHelpIsComplete(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		for _, args := range commandLines(t) {
			var out, errs strings.Builder
			code := Run(t.Context(), testEnv(t, &out, &errs, append(args, "--help", "--lang", lang)...))
			if code != exitOK {
				t.Errorf("%v --help: exit %d: %s", args, code, errs.String())
			}
			if i := strings.IndexRune(out.String(), '⟨'); i >= 0 {
				t.Errorf("%s: help of %v holds %q", lang, args, out.String()[i:min(len(out.String()), i+60)])
			}
		}
	}
}
