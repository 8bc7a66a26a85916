package execution

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/internal/syntax"
	"recette/internal/worker/build"
	"recette/internal/worker/process"
)

// workerDir is where the worker of the tests is built, once a process.
var workerDir string

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case childMode:
			os.Exit(child(childSession))
		case memoryMode:
			os.Exit(child(memory))
		}
	}
	dir, err := os.MkdirTemp("", "recette-execution-")
	if err != nil {
		panic(err)
	}
	workerDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

var buildOnce = sync.OnceValues(func() (process.Binary, error) {
	return build.Build(context.Background(), build.Options{
		ProjectDir: ".", Package: "./testdata/steps", CacheDir: workerDir, Env: os.Environ(),
	})
})

// starting starts processes of a binary, with variables for the steps.
func starting(bin process.Binary, env ...string) func(context.Context) (*process.Process, error) {
	return func(ctx context.Context) (*process.Process, error) {
		return process.Start(ctx, bin, process.StartOptions{Environ: os.Environ(), Env: env})
	}
}

// realSource is a worker process around testdata/steps. Several of its tests need go, which any test has.
func realSource(t testing.TB, deadline time.Duration, env ...string) Source {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: builds a worker, not in -short")
	}
	bin, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return WorkerSource("go:./steps", deadline, starting(bin, env...))
}

// feature compiles the cases of a French feature.
func feature(t testing.TB, text string) []catalogue.Case {
	t.Helper()
	f := catalogue.Parse(syntax.Source{Path: "features/essai.feature", Bytes: []byte(text)}, catalogue.Options{})
	if syntax.HasErrors(f.Diagnostics) {
		t.Fatalf("diagnostics: %+v", f.Diagnostics)
	}
	return f.Cases
}

const mixedFeature = `# language: fr
Fonctionnalité: Mixte

  Contexte:
    Soit un compteur à 3
    Et ce tableau :
      | nom   | rôle         |
      | Zoé   | a \| b       |
      |       | l'élève « x » |

  @SC-1
  Scénario: Un peu de tout
    Et ce texte :
      """json
      {"a": 1}

      été
      """
    Quand je clique sur le bouton
    Et j'ajoute 2
    Alors je vois la liste
    Et la cellule 1,1 contient "a | b"
    Et la cellule 2,1 contient "l'élève « x »"
    Et le texte est "json|{\"a\": 1}\n\nété"
    Et le compteur vaut 5
    Et je lis le montant
`

func TestRealMixedScenario(t *testing.T) {
	src := realSource(t, 10*time.Second)
	w := newWorld()
	p := &people{w: w}
	sum, err := sitDown(
		t.Context(), t, w, newEngine(t, w, 1, src), p,
		feature(t, strings.ReplaceAll(mixedFeature, `\"a\"`, `\x22a\x22`))...,
	)
	if err != nil || !sum.ok() || sum.Executed != 1 {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	r := w.whole("SC-1")
	want := "0:passed/passed 1:passed/passed 2:passed/passed 3:passed/ 4:passed/passed 5:passed/ " +
		"6:passed/passed 7:passed/passed 8:passed/passed 9:passed/passed 10:passed/"
	if diff := cmp.Diff(want, verdicts(r)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	q := p.asked[0]
	if len(q.Case.Steps) != 11 || q.Case.Steps[1].Table[1][1] != "a | b" || !q.Case.Steps[1].Background ||
		q.Case.Steps[2].DocString.MediaType != "json" {
		t.Errorf("the person does not see Background, table and doc string: %+v", q.Case.Steps[:3])
	}
}

const badFeature = `# language: fr
Fonctionnalité: Mauvais
  @SC-01
  Scénario: bien
    Soit un compteur à 1
    Alors le compteur vaut 1
  @SC-02
  Scénario: faux
    Soit un compteur à 1
    Alors le compteur vaut 2
    Et rien ne se passe
  @SC-03
  Scénario: bloqué
    Soit un compteur à 1
    Quand je lance un enfant et me bloque
    Alors rien ne se passe
  @SC-04
  Scénario: parti
    Soit un compteur à 1
    Quand je quitte le processus
    Alors rien ne se passe
  @SC-05
  Scénario: panique
    Quand je panique
  @SC-06 @apres-panique
  Scénario: panique après
    Soit un compteur à 1
  @SC-07 @apres-ko
  Scénario: ménage
    Soit un compteur à 1
  @SC-08 @avant-ko
  Scénario: base
    Soit un compteur à 1
  @SC-09
  Scénario: en attente
    Soit je remets à plus tard
    Alors rien ne se passe
  @SC-10
  Scénario: saute
    Soit je passe mon tour
    Alors inconnu au bataillon
  @SC-11
  Scénario: inconnu
    Soit rien ne se passe
    Alors inconnu au bataillon
  @SC-12
  Scénario: image
    Soit j'attache une image
    Alors le compteur vaut 7
  @SC-14
  Scénario: gelé
    Soit je gèle le processus
    Alors rien ne se passe
  @SC-13
  Scénario: bien encore
    Soit un compteur à 1
    Alors le compteur vaut 1
`

func TestRealMisbehaviour(t *testing.T) {
	dir := t.TempDir()
	pid, after := filepath.Join(dir, "pid"), filepath.Join(dir, "after")
	src := realSource(t, 2*time.Second, "PID_FILE="+pid, "AFTER_FILE="+after)
	w := newWorld()
	began := time.Now()
	sum, err := runCases(t, w, newEngine(t, w, 1, src), binding.Policy{}, feature(t, badFeature)...)
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(began); d > 30*time.Second {
		t.Errorf("the run took %v", d)
	}
	got := map[string]string{}
	for _, ev := range w.events {
		if ev.Kind == EventCaseFinished {
			got[ev.Case.ID] = string(ev.Case.Verdict) + "/" + string(ev.Case.Outcome)
		}
	}
	want := map[string]string{
		"SC-01": "passed/passed", "SC-02": "failed/failed", "SC-03": "blocked/timeout", "SC-04": "blocked/error",
		"SC-05": "blocked/error", "SC-06": "blocked/error", "SC-07": "blocked/error", "SC-08": "blocked/error",
		"SC-09": "blocked/pending", "SC-10": "not_run/skipped", "SC-11": "blocked/undefined", "SC-12": "failed/failed",
		"SC-13": "passed/passed", "SC-14": "blocked/timeout",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("T8, T10, T20, T21: verdicts (-want +got):\n%s", diff)
	}
	if sum.ok() || sum.Executed != 14 {
		t.Errorf("summary = %+v", sum)
	}
	if e := w.finished(t, "SC-02"); e.Steps[1].Observed != "le compteur vaut 1" ||
		e.Steps[2].Outcome != recette.OutcomeSkipped {
		t.Errorf("SC-02 = %+v", e.Steps)
	}
	if e := w.finished(t, "SC-04"); !strings.Contains(strings.Join(e.Log, "\n"), "adieu") {
		t.Errorf("what the worker printed before it died is lost: %q %q", e.Log, e.Message)
	}
	if e := w.finished(t, "SC-05"); strings.Contains(e.Steps[0].Observed, "goroutine") {
		t.Errorf("a stack trace reached the record: %q", e.Steps[0].Observed)
	}
	if e := w.finished(t, "SC-12"); len(e.Steps[0].Evidence) != 1 || e.Steps[0].Evidence[0].Name != "é.png" ||
		string(
			w.evidence[e.Steps[0].Evidence[0].SHA256],
		) != "\x89PNG\x00\xff" || !strings.Contains(strings.Join(e.Log, "\n"), "image prise") {
		t.Errorf("T13, T18: SC-12 = %+v, log %q", e.Steps[0], e.Log)
	}
	assertGone(t, pid)
}

// TestRealFaultIsOfItsStep: a step that ends its process, or its word to the conductor, is in error itself, however
// quick the steps before it were: those keep what they came to.
func TestRealFaultIsOfItsStep(t *testing.T) {
	for name, text := range map[string]string{
		"exits":             "je quitte le processus",
		"closes replies":    "une bombe qui ferme les réponses aussitôt",
		"closes everything": "une bombe qui ferme tout",
	} {
		t.Run(name, func(t *testing.T) {
			cases := feature(t, `# language: fr
Fonctionnalité: Fautes

  @SC-77
  Scénario: Finir tôt
    Soit un compteur à 1
    Et rien ne se passe
    Et rien ne se passe
    Quand `+text+`
    Alors rien ne se passe
`)
			w := newWorld()
			sum, err := runCases(t, w, newEngine(t, w, 1, realSource(t, 20*time.Second)), binding.Policy{}, cases...)
			if err != nil || sum.ok() {
				t.Fatalf("run = %+v, %v", sum, err)
			}
			var got []recette.Outcome
			for _, o := range w.finished(t, cases[0].ID).Steps {
				got = append(got, o.Outcome)
			}
			passed := recette.OutcomePassed
			want := []recette.Outcome{passed, passed, passed, recette.OutcomeError, recette.OutcomeSkipped}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
		})
	}
}

// assertGone says whether the child that a step started is gone with the group of its worker.
func assertGone(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(data))
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(5 * time.Second)
	for {
		err := syscall.Kill(pid, 0)
		if errors.Is(err, syscall.ESRCH) || zombie(pid) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("process %d outlived its worker", pid)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// zombie reports whether a process ended and was not reaped yet, which is up to init.
func zombie(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return true
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(rest, "Z")
}

// TestRealInterrupt: cancelling stops the run, the step and every process of it (T9: godog only gives steps a dead
// context).
func TestRealInterrupt(t *testing.T) {
	dir := t.TempDir()
	pid := filepath.Join(dir, "pid")
	src := realSource(t, time.Minute, "PID_FILE="+pid)
	w := newWorld()
	e := newEngine(t, w, 2, src)
	cases := feature(t, badFeature)[2:3]
	ctx, cancel := context.WithCancel(t.Context())
	b, err := e.Bind(ctx, stream(cases...), binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			if _, err := os.Stat(pid); err == nil {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(20 * time.Millisecond)
		cancel()
	}()
	began := time.Now()
	if _, err := e.Run(ctx, b, stream(cases...)); !errors.Is(err, context.Canceled) {
		t.Fatalf("err = %v", err)
	}
	if d := time.Since(began); d > 10*time.Second {
		t.Errorf("the interrupt took %v", d)
	}
	if r := w.whole("SC-03"); r.Outcome != recette.OutcomeInterrupted || !r.Closed {
		t.Errorf("result = %+v", r)
	}
	assertGone(t, pid)
}

// TestRealAfterHookOnLeave: a person who leaves lets the user's after hook run, with an error, so that it can keep its
// data.
func TestRealAfterHookOnLeave(t *testing.T) {
	after := filepath.Join(t.TempDir(), "after")
	src := realSource(t, 10*time.Second, "AFTER_FILE="+after)
	w := newWorld()
	p := &people{w: w, answers: map[string]Answer{"je clique sur le bouton": {Leave: true}}}
	sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1, src), p, feature(t, mixedFeature)...)
	if err != nil || sum.Left != 1 {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	data, err := os.ReadFile(after)
	if err != nil || string(data) != "Un peu de tout true\n" {
		t.Errorf("after hook saw %q, %v", data, err)
	}
}

// TestRealOrder: results are the same whatever the number of workers.
func TestRealOrder(t *testing.T) {
	var b strings.Builder
	b.WriteString("# language: fr\nFonctionnalité: Ordre\n")
	for i := range 40 {
		b.WriteString(
			"  @SC-" + strconv.Itoa(100+i) + "\n  Scénario: cas " + strconv.Itoa(i) +
				"\n    Soit un compteur à 1\n    Quand je dors " +
				strconv.Itoa(i*7%13) + " ms\n    Alors le compteur vaut " + strconv.Itoa(1+i%4/3) + "\n",
		)
	}
	cases := feature(t, b.String())
	var want Summary
	for _, n := range []int{1, 4} {
		w := newWorld()
		sum, err := runCases(t, w, newEngine(t, w, n, realSource(t, 10*time.Second)), binding.Policy{}, cases...)
		if err != nil {
			t.Fatal(err)
		}
		sum.Duration = 0
		if n == 1 {
			want = sum
			continue
		}
		if diff := cmp.Diff(want, sum); diff != "" || len(sum.Faults) != 10 {
			t.Errorf("%d workers (-one +several):\n%s", n, diff)
		}
	}
}
