package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"recette/internal/i18n"
)

// explained runs "recette explain CODE".
func explained(t *testing.T, lang, code string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	exit := Run(t.Context(), Env{
		Args: []string{"--lang", lang, "explain", code}, Now: time.Now,
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
	})
	return exit, out.String()
}

// Every code that the program can print is one that explain knows, with a sentence of its own.
func TestExplainKnowsEveryCode(t *testing.T) {
	codes := map[string]bool{}
	for _, class := range classes() {
		codes[class.code] = true
	}
	files, err := filepath.Glob("../syntax/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code := regexp.MustCompile(`Code\w+\s+Code = "([EWI]\d{3})"`)
		for _, m := range code.FindAllStringSubmatch(string(data), -1) {
			codes[m[1]] = true
		}
	}
	if len(codes) < 100 {
		t.Fatalf("%d codes are known: the test looks in the wrong place", len(codes))
	}
	for code := range codes {
		for _, lang := range []string{"fr", "en"} {
			exit, out := explained(t, lang, code)
			unworded := strings.Contains(out, "⟨") || strings.Contains(out, "%!")
			if exit != exitOK || !strings.Contains(out, code) || unworded {
				t.Errorf("explain %s --lang %s: exit code %d\n%s", code, lang, exit, out)
			}
		}
	}
}

// A class of failure without a sentence would print its key.
func TestEveryClassHasASentence(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key := range classes() {
			if !words.Has("fail." + key) {
				t.Errorf("fail.%s has no text in %s", key, lang)
			}
		}
	}
}
