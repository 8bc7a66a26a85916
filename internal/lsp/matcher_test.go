package lsp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/steps"
)

// workers is a source whose definitions can be slow, fail, change and die, and which counts what is open.
type workers struct {
	projectSource
	mu      sync.Mutex
	list    patterns
	fails   error         // of opening
	dies    error         // of matching
	gate    chan struct{} // opening waits for it, when there is one
	asked   map[steps.StepText]int
	opened  atomic.Int32
	current atomic.Int32 // open and not closed
}

func (w *workers) Load(ctx context.Context, dir string) (*Project, error) {
	p, err := w.projectSource.Load(ctx, dir)
	if err == nil {
		p.Steps = w.open
	}
	return p, err
}

func (w *workers) open(ctx context.Context) (Steps, error) {
	w.mu.Lock()
	gate, fails, list := w.gate, w.fails, w.list
	w.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if fails != nil {
		return nil, fails
	}
	w.opened.Add(1)
	w.current.Add(1)
	return &openWorkers{w, list}, nil
}

type openWorkers struct {
	w *workers
	patterns
}

func (o *openWorkers) Match(ctx context.Context, texts []steps.StepText) ([][]int, error) {
	o.w.mu.Lock()
	defer o.w.mu.Unlock()
	for _, text := range texts {
		o.w.asked[text]++
	}
	if o.w.dies != nil {
		return nil, o.w.dies
	}
	return o.patterns.Match(ctx, texts)
}

func (o *openWorkers) Close() error {
	o.w.current.Add(-1)
	return nil
}

func (w *workers) set(fn func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fn()
}

const stepsFeature = "# language: fr\n@US-1\nFonctionnalité: É\n  Contexte:\n    Soit un siège\n\n  @SC-0001\n  Plan " +
	"du scénario: a\n    Quand \"<qui>\" paie <n> €\n" +
	"    Alors rien\n    Exemples:\n      | id | qui | n |\n      | a | É | 1 |\n      | b | É | x |\n\n  @SC-0002 " +
	"@manuel\n  Scénario: b\n    Soit la main\n\n" +
	"  @SC-0003 @auto\n  Scénario: c\n    Soit la machine\n    Alors deux fois\n"

func stepsProject(t *testing.T, w *workers) (*direct, documentURI) {
	t.Helper()
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n", "features/a.feature": stepsFeature})
	w.asked = map[steps.StepText]int{}
	d := newDirect(t, w, dir, nil)
	return d, d.open("features/a.feature", stepsFeature)
}

func somePatterns() patterns {
	return patterns{
		{`^un siège$`, "steps/a.go:1"},
		{`^"([^"]*)" paie (\d+) €$`, "steps/a.go:2"},
		{`^rien$`, "steps/a.go:3"},
		{`^deux fois$`, "steps/a.go:4"},
		{`^deux`, "steps/b.go:5"},
		{`^jamais$`, "steps/b.go:6"},
	}
}

// steps gives what is said of steps, by line from 1.
func saidOf(d *direct, uri documentURI) map[int]string {
	out := map[int]string{}
	for _, one := range d.diagnosticsOf(uri) {
		if strings.HasPrefix(one.Code, "step-") {
			out[one.Range.Start.Line+1] = fmt.Sprintf("%s %d", one.Code, one.Severity)
		}
	}
	return out
}

// What a run would do is said of each step: by row, by type, but for what a person plays.
func TestStepsAreBoundAsARunDoes(t *testing.T) {
	d, uri := stepsProject(t, &workers{list: somePatterns()})
	d.rest()
	want := map[int]string{9: "step-undefined 3", 22: "step-undefined 2", 23: "step-ambiguous 2"}
	if got := saidOf(d, uri); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("said %v, want %v", got, want)
	}
	places := func(line, character int) string {
		var list []location
		d.must("textDocument/definition", at(uri, position{line - 1, character}), &list)
		var out []string
		for _, one := range list {
			out = append(
				out, fmt.Sprintf("%s:%d", one.URI[strings.LastIndex(string(one.URI), "/")+1:], one.Range.Start.Line+1),
			)
		}
		return strings.Join(out, " ")
	}
	// Of line 9 one row of two has a definition.
	for line, want := range map[int]string{5: "a.go:1", 9: "a.go:2", 10: "a.go:3", 23: "a.go:4 b.go:5", 18: ""} {
		if got := places(line, 5); got != want {
			t.Errorf("line %d is defined at %q, want %q", line, got, want)
		}
	}
	w := d.s.source.(*workers)
	if n := w.asked[steps.NewText(catalogue.Action, `"É" paie x €`)]; n != 1 {
		t.Errorf("the second row was asked %d times", n)
	}
}

// Nothing is said of a step as long as it is not known what runs it, and the session goes on meanwhile.
func TestStepsAreUnknownUntilKnown(t *testing.T) {
	w := &workers{list: somePatterns(), gate: make(chan struct{})}
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n", "features/a.feature": stepsFeature})
	w.asked = map[steps.StepText]int{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(100 * time.Millisecond) // the session is open, and waits for nothing but this
		close(w.gate)
	}()
	d := newDirect(t, w, dir, nil)
	<-done
	uri := d.open("features/a.feature", stepsFeature)
	d.rest()
	// A new text is not known at once: what was said of the line is gone, and comes back with the answer.
	d.change(uri, 2, strings.Replace(stepsFeature, "Alors rien", "Alors du neuf", 1))
	_ = d.s.guard("refresh", func() { d.s.refresh(t.Context()) })
	if got := saidOf(d, uri); got[10] != "" {
		t.Errorf("said of a text that nobody was asked about: %v", got)
	}
	var h *hover
	if d.must(
		"textDocument/hover", at(uri, position{9, 12}), &h,
	); h == nil || !strings.Contains(h.Contents.Value, "en cours de lecture") {
		t.Errorf("hover on what is not known: %+v", h)
	}
	d.rest()
	if got := saidOf(d, uri); got[10] != "step-undefined 3" {
		t.Errorf("said once it is known: %v", got)
	}
}

// Definitions are read again when Go code changes; the old ones serve until the new ones have answered, and are closed.
func TestStepsAreReadAgain(t *testing.T) {
	w := &workers{list: somePatterns()}
	d, uri := stepsProject(t, w)
	d.rest()
	w.set(func() { w.list = append(somePatterns(), [2]string{`^la machine$`, "steps/c.go:7"}) })
	change := func(paths ...string) {
		var p didChangeWatchedFilesParams
		for _, path := range paths {
			p.Changes = append(p.Changes, fileEvent{d.uri(path), 2})
		}
		d.must("workspace/didChangeWatchedFiles", p)
	}
	change("steps/c.go")
	change("steps/c.go", "go.mod") // a burst of changes is one
	if got := saidOf(d, uri); got[22] == "" {
		t.Error("what was known is forgotten before it is known again")
	}
	d.rest()
	if got := saidOf(d, uri); got[22] != "" || len(got) != 2 {
		t.Errorf("said %v, want nothing of line 22", got)
	}
	if n := w.opened.Load(); n != 2 {
		t.Errorf("opened %d times, want 2", n)
	}
	change("steps/c_test.go", "doc/x.txt", "features/a.feature")
	d.rest()
	if n := w.opened.Load(); n != 2 {
		t.Errorf("opened %d times for files that run nothing", n)
	}
	change("recette.yaml")
	d.rest()
	waitFor(t, "one set of workers", func() bool { return w.opened.Load() == 3 && w.current.Load() == 1 })
	d.must("shutdown", nil)
	waitFor(t, "no workers after shutdown", func() bool { return w.current.Load() == 0 })
}

// When the definitions cannot be known nothing is claimed, and hovering says why; the next change tries again.
func TestStepsFail(t *testing.T) {
	w := &workers{list: somePatterns()}
	d, uri := stepsProject(t, w)
	d.rest()
	again := func() {
		d.must("workspace/didChangeWatchedFiles", didChangeWatchedFilesParams{[]fileEvent{{d.uri("steps/c.go"), 2}}})
		d.rest()
	}
	hover := func() string {
		var h *hover
		if d.must("textDocument/hover", at(uri, position{21, 12}), &h); h == nil {
			return ""
		}
		return h.Contents.Value
	}
	for name, breaks := range map[string]func(err error){
		"opening":  func(err error) { w.fails = err },
		"matching": func(err error) { w.dies = err },
	} {
		w.set(func() { breaks(errors.New("la construction échoue *ici*")) })
		again()
		if got := saidOf(d, uri); len(got) != 0 {
			t.Errorf("%s: said %v", name, got)
		}
		if text := hover(); !strings.Contains(text, `la construction échoue \*ici\*`) {
			t.Errorf("%s: hover %q", name, text)
		}
		w.set(func() { breaks(nil) })
		again()
		if got := saidOf(d, uri); len(got) != 3 {
			t.Errorf("%s: mended, said %v", name, got)
		}
		waitFor(t, "one set of workers", func() bool { return w.current.Load() == 1 })
	}
	if n := d.says("window/logMessage"); n != 2 {
		t.Errorf("%d messages for two failures", n)
	}
}

// A text is asked about once, and what is typed does not pile up.
func TestStepsAreAskedOnce(t *testing.T) {
	w := &workers{list: somePatterns()}
	d, uri := stepsProject(t, w)
	d.rest()
	for i := range 50 {
		d.change(uri, 2+i, strings.Replace(stepsFeature, "Alors rien", "Alors rien"+strings.Repeat("é", i), 1))
		if i%10 == 0 {
			d.rest()
		}
	}
	d.rest()
	for text, n := range w.asked {
		if n != 1 {
			t.Errorf("%v was asked %d times", text, n)
		}
	}
	home := d.s.scopes[0]
	for i := range maxKnown + 100 {
		home.wonder(steps.NewText(catalogue.Action, fmt.Sprint("texte ", i)))
	}
	home.next.send()
	d.rest()
	if n := len(home.steps.known); n > 1000 {
		t.Errorf("%d answers are kept for %d steps", n, home.index.texts)
	}
	if got := saidOf(d, uri); len(got) != 4 {
		t.Errorf("said %v", got)
	}
}

// A project without steps, or whose workers define none, is known too.
func TestStepsOfNothing(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	w := &workers{asked: map[steps.StepText]int{}}
	d := newDirect(t, w, dir, nil)
	uri := d.open("features/a.feature", stepsFeature)
	d.rest()
	if got := saidOf(d, uri); len(got) != 5 {
		t.Errorf("said %v", got)
	}
}

// A project whose steps are not to be started says nothing of them.
func TestStepsNotStarted(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"recette.yaml": "name: essai\n"})
	d := newDirect(t, noSteps{}, dir, nil)
	uri := d.open("features/a.feature", stepsFeature)
	d.must("workspace/didChangeWatchedFiles", didChangeWatchedFilesParams{[]fileEvent{{d.uri("steps/a.go"), 2}}})
	d.rest()
	if got := saidOf(d, uri); len(got) != 0 {
		t.Errorf("said %v", got)
	}
	var h *hover
	if d.must("textDocument/hover", at(uri, position{9, 12}), &h); h != nil {
		t.Errorf("hover says %q", h.Contents.Value)
	}
}

type noSteps struct{ projectSource }

func (n noSteps) Load(ctx context.Context, dir string) (*Project, error) {
	p, err := n.projectSource.Load(ctx, dir)
	if err == nil {
		p.Steps, p.Automated = nil, false
	}
	return p, err
}

func waitFor(t *testing.T, what string, fn func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !fn(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s never came", what)
		}
	}
}
