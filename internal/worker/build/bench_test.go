package build

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"recette/internal/worker/process"
	"recette/runner/protocol"
)

// benchDefinitions is the number of step definitions, precompiled, of all benchmarks here.
const benchDefinitions = 100

// benchSteps are the step definitions of the project built for the benchmarks: the same as plainInitializer.
const benchSteps = `package steps

import (
	"regexp"
	"strconv"

	"github.com/cucumber/godog"
)

var patterns = func() (res []*regexp.Regexp) {
	for i := range 100 {
		res = append(res, regexp.MustCompile("^l'adhérent numéro "+strconv.Itoa(i)+" paie \"([^\"]*)\" euros$"))
	}
	return res
}()

func InitializeScenario(sc *godog.ScenarioContext) {
	for _, re := range patterns {
		sc.Step(re, func(string) error { return nil })
	}
}
`

func plainInitializer() func(*godog.ScenarioContext) {
	var patterns []*regexp.Regexp
	for i := range benchDefinitions {
		patterns = append(patterns, regexp.MustCompile(`^l'adhérent numéro `+strconv.Itoa(i)+` paie "([^"]*)" euros$`))
	}
	return func(sc *godog.ScenarioContext) {
		for _, re := range patterns {
			sc.Step(re, func(string) error { return nil })
		}
	}
}

func benchStep(i int) string {
	return fmt.Sprintf(`l'adhérent numéro %d paie "%d" euros`, i*37%benchDefinitions, i)
}

// BenchmarkScenario compares one scenario of ten no-op steps: by plain godog, which records nothing, as one suite of
// b.N scenarios; through one worker process; and through two, each with a conductor's goroutine.
func BenchmarkScenario(b *testing.B) {
	b.Run("godog", func(b *testing.B) {
		var feature bytes.Buffer
		feature.WriteString("Feature: banc\n")
		for i := range b.N {
			fmt.Fprintf(&feature, "  Scenario: s%d\n", i)
			for j := range 10 {
				feature.WriteString("    Given " + benchStep(i+j) + "\n")
			}
		}
		initialize := plainInitializer()
		b.ResetTimer()
		godog.TestSuite{ScenarioInitializer: initialize, Options: &godog.Options{
			Format: "progress", Output: io.Discard, NoColors: true, Strict: true, Concurrency: 1,
			FeatureContents: []godog.Feature{{Name: "banc", Contents: feature.Bytes()}},
		}}.Run()
	})
	dir := project(b, map[string]string{"go.mod": goMod, "go.sum": goSum(b), "steps/steps.go": benchSteps})
	bin, err := Build(context.Background(), Options{
		ProjectDir: dir, Package: "steps", CacheDir: filepath.Join(dir, "cache"), Env: os.Environ(),
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", n), func(b *testing.B) {
			var ps []*process.Process
			for range n {
				ps = append(ps, opened(b, bin))
			}
			b.ResetTimer()
			errs := make(chan error, n)
			for w, p := range ps {
				go func() {
					for i := w; i < b.N; i += n {
						if err := runBench(p, i); err != nil {
							errs <- err
							return
						}
					}
					errs <- nil
				}()
			}
			for range ps {
				if err := <-errs; err != nil {
					b.Fatal(err)
				}
			}
			b.StopTimer()
			for _, p := range ps {
				if err := p.Close(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func opened(tb testing.TB, bin process.Binary) *process.Process {
	tb.Helper()
	p, err := process.Start(context.Background(), bin, process.StartOptions{Environ: os.Environ()})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = p.Kill() })
	if _, err := p.Hello(context.Background()); err != nil {
		tb.Fatal(err)
	}
	return p
}

func runBench(p *process.Process, i int) error {
	ctx := context.Background()
	steps := make([]protocol.Step, 10)
	for j := range steps {
		steps[j] = protocol.Step{Type: "context", Text: benchStep(i + j), Mine: true}
	}
	begin := protocol.Begin{
		Case: "SC-" + strconv.Itoa(i), URI: "banc.feature", Name: "banc", Steps: steps,
		Grant: &protocol.Grant{Until: 10},
	}
	if err := p.Begin(ctx, begin); err != nil {
		return err
	}
	for n := 0; ; {
		ev, err := p.Next(ctx, time.Minute)
		switch {
		case err != nil:
			return err
		case ev.Step != nil:
			n++
		case ev.Ended != nil:
			if ev.Ended.Outcome != protocol.OutcomePassed || n != 10 {
				return fmt.Errorf("scenario %d: %+v after %d steps", i, *ev.Ended, n)
			}
			return nil
		}
	}
}
