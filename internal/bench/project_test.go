package bench

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"recette/internal/corpusgen"
)

// corpus is n scenarios of ten steps over 100 definitions, at most ten a file.
func corpus(n int) corpusgen.Options {
	return corpusgen.Options{Features: max(n/10, 1), Scenarios: min(n, 10), Steps: 10, Definitions: 100, IDs: true}
}

// project writes a project whose every scenario is automated by steps that do nothing, and gives its folder.
func project(tb testing.TB, o corpusgen.Options) string {
	tb.Helper()
	dir := tb.TempDir()
	if _, err := o.Write(filepath.Join(dir, "features")); err != nil {
		tb.Fatal(err)
	}
	mod, sum, err := module()
	if err != nil {
		tb.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"recette.yaml": []byte(settings), "go.mod": mod, "go.sum": sum, "steps/steps.go": steps(o),
		"plans/mesures.yaml": []byte(plan), "phrase.txt": []byte("une phrase secrète de mesure\n"),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// critical puts every scenario of a project in the critical journey of its plan.
func critical(tb testing.TB, dir string, o corpusgen.Options) {
	tb.Helper()
	for i := range o.Features {
		text := bytes.Replace(o.Feature(i), []byte(" @antenne\n"), []byte(" @antenne @parcours:mesures @critique\n"), 1)
		if err := os.WriteFile(filepath.Join(dir, "features", corpusgen.Path(i)), text, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

const settings = `name: mesures
language: fr
features: [features]
automation:
  - go: ./steps
environments:
  - {name: poste, build: "1.0"}
participants:
  - {name: Ada Pelletier, role: ppo}
  - {name: Paul Ouellet, role: po}
  - {name: Quentin Abel, role: qa}
`

const plan = `name: mesures
title: Mesures
version: "1"
release: {version: "1.0", build: "1.0"}
environment: poste
journeys:
  - {code: mesures, title: Mesures, owner: Paul Ouellet, critical: true}
participants:
  - {name: Ada Pelletier, role: ppo}
  - {name: Paul Ouellet, role: po}
  - {name: Quentin Abel, role: qa}
`

// module gives the project the versions that this module is built with: they are on the machine.
func module() (mod, sum []byte, err error) {
	root := filepath.Join("..", "..")
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, nil, err
	}
	_, requires, ok := bytes.Cut(own, []byte("\nrequire"))
	if !ok {
		return nil, nil, errors.New("go.mod: no require")
	}
	sum, err = os.ReadFile(filepath.Join(root, "go.sum"))
	return append([]byte("module mesures\n\ngo 1.26\n\nrequire"), requires...), sum, err
}

// steps writes the package that QA would: one definition a pattern, compiled once.
func steps(o corpusgen.Options) []byte {
	var b strings.Builder
	b.WriteString(
		"package steps\n\nimport (\n\t\"regexp\"\n\n\t\"github.com/cucumber/godog\"\n)\n\nvar patterns = " +
			"[]*regexp.Regexp{\n",
	)
	for _, p := range o.Patterns() {
		b.WriteString("\tregexp.MustCompile(" + strconv.Quote(p) + "),\n")
	}
	b.WriteString("}\n\nfunc InitializeScenario(sc *godog.ScenarioContext) {\n\tlast := len(patterns) - 1\n" +
		"\tfor _, re := range patterns[:last] {\n\t\tsc.Step(re, func(string) {})\n\t}\n" +
		"\tsc.Step(patterns[last], func(*godog.Table) {})\n}\n")
	return []byte(b.String())
}
