package execution

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/execution/binding"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/store"
	"recette/internal/store/sqlite"
	"recette/internal/syntax"
	"recette/internal/worker/process"
	"recette/runner/protocol"
)

// childMode is the first argument of this test binary when it plays the process that is killed.
const childMode = "recette-execution-child"

// killFeature has manual steps after Go steps, before Go steps, in a row, and at the end.
const killFeature = `# language: fr
Fonctionnalité: Mixte
  @SC-1
  Scénario: Un peu de tout
    Soit un compteur à 3
    Quand je clique sur le bouton
    Et j'ajoute 2
    Alors je vois la liste
    Et je lis le montant
    Et le compteur vaut 5
  @SC-2
  Scénario: Tout à la main
    Quand je clique sur le bouton
    Alors je vois la liste
`

var (
	elise = recette.Actor{Ref: "p-elise", Name: "Élise", Role: recette.PPO}
	yann  = recette.Actor{Ref: "p-yann", Name: "Yann", Role: recette.Tester}
	samir = recette.Actor{Ref: "p-samir", Name: "Samir", Role: recette.QA}
)

// project is a store with a service on it, as a process has them.
type project struct {
	db      *sqlite.DB
	service *campaign.Service
}

func openProject(ctx context.Context, dir string, key string) (*project, error) {
	path := filepath.Join(dir, ".recette", "recette.db")
	o := sqlite.Options{Path: path, Now: time.Now, Rand: rand.Reader, LogKey: key, Wait: 10 * time.Second}
	db, err := sqlite.Open(ctx, o)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		db, err = sqlite.Create(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	files, err := evidence.New(evidence.Options{Dir: filepath.Join(dir, ".recette", "evidence")})
	if err != nil {
		return nil, err
	}
	s, err := campaign.New(campaign.Deps{Journal: db, Clock: time.Now, Rand: rand.Reader, Evidence: files})
	return &project{db: db, service: s}, err
}

// killMore are cases whose answers may share a commit.
const killMore = `  @SC-3
  Scénario: Deux étapes
    Quand je clique sur le bouton
    Alors je vois la liste
  @SC-4
  Scénario: Une étape
    Alors je vois la liste
  @SC-5
  Scénario: Encore deux
    Quand je clique sur le bouton
    Alors je lis le montant
`

// killCases are the cases of a session that is killed. Of those who wrote their answers beforehand there are more.
func killCases(written bool) []catalogue.Case {
	text := killFeature
	if written {
		text += killMore
	}
	return catalogue.Parse(
		syntax.Source{Path: "features/essai.feature", Bytes: []byte(text)}, catalogue.Options{},
	).Cases
}

// manifestOf freezes cases in the least plan that the service accepts.
func manifestOf(cases []catalogue.Case) plan.Manifest {
	m := plan.Manifest{
		V: 1, Campaign: "v1", Project: "CRM", Title: "Recette", Version: "1", Language: "fr",
		FrozenAt:    "2026-11-23T08:00:00Z",
		Release:     plan.Release{Version: "1.4", Build: "b1", DeliveredAt: "2026-11-16"},
		Environment: plan.Environment{Name: "recette", Build: "b1"},
		Journeys:    []plan.Journey{{Code: "adhesion", Title: "Adhésion"}},
	}
	for i := range cases {
		c := cases[i]
		c.Journeys = []string{"adhesion"}
		m.Cases = append(m.Cases, plan.FrozenCase{Case: c})
		m.Journeys[0].Cases = append(m.Journeys[0].Cases, c.ID)
	}
	for _, a := range []recette.Actor{elise, yann, samir} {
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
	}
	return m
}

// fuse kills the process at its nth boundary.
type fuse struct {
	left atomic.Int64
}

func (f *fuse) pass() {
	if f.left.Add(-1) == 0 {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	}
}

// fused is a ledger and a person with a boundary before and after everything they do.
type fused struct {
	*Ledger
	fuse *fuse
	acks *os.File
}

func (f *fused) Record(ctx context.Context, r campaign.Result) (campaign.Recorded, error) {
	f.fuse.pass()
	got, err := f.Ledger.Record(ctx, r)
	f.fuse.pass()
	return got, err
}

func (f *fused) RecordAll(ctx context.Context, rs []campaign.Result) ([]campaign.Recorded, error) {
	f.fuse.pass()
	got, err := f.Ledger.RecordAll(ctx, rs)
	f.fuse.pass()
	return got, err
}

func (f *fused) Ask(_ context.Context, q Question) (Answer, error) {
	f.fuse.pass()
	v := recette.Passed
	if q.Outcome() {
		v = recette.PassedWithRemark
	}
	return Answer{Verdict: v, Comment: fmt.Sprintf("%s %d", q.Case.ID, q.Step)}, nil
}

// Recorded acknowledges: a line that is on the disk is a promise.
func (f *fused) Recorded(_ context.Context, q Question, _ campaign.Observation) error {
	if _, err := fmt.Fprintf(f.acks, "%s %d\n", q.Case.ID, q.Step); err != nil {
		return err
	}
	if err := f.acks.Sync(); err != nil {
		return err
	}
	f.fuse.pass()
	return nil
}

// child plays a process of its own.
func child(play func() error) int {
	if err := play(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// childSession tests the campaign, killed at the boundary that its arguments name.
func childSession() error {
	ctx := context.Background()
	dir := os.Args[2]
	n, err := strconv.ParseInt(os.Args[3], 10, 64)
	if err != nil {
		return err
	}
	var bin process.Binary
	if err := json.Unmarshal([]byte(os.Args[4]), &bin); err != nil {
		return err
	}
	written := len(os.Args) > 5
	p, err := openProject(ctx, dir, "")
	if err != nil {
		return err
	}
	defer p.db.Close() // the process ends
	m := manifestOf(killCases(written))
	if err := p.service.Open(ctx, elise, m); err != nil && !errors.Is(err, campaign.ErrExists) {
		return err
	}
	acks, err := os.OpenFile(filepath.Join(dir, "acks"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	f := &fused{Ledger: NewLedger(p.service, yann, "v1", protocol.Message.String), fuse: &fuse{}, acks: acks}
	f.fuse.left.Store(n)
	e, err := New(Options{
		Sources:  []Source{WorkerSource("go", 10*time.Second, starting(bin))},
		Recorder: f, Evidence: f, Clock: time.Now,
	})
	if err != nil {
		return err
	}
	defer e.Close()
	items := FromManifest(&m)
	b, err := e.Bind(ctx, Cases(items), binding.Policy{People: true})
	if err != nil {
		return err
	}
	g := Guided{SessionOptions: SessionOptions{Items: items}, Person: f, Dossier: f}
	if written {
		g.Several, g.size = f, 3
	}
	sum, err := e.Test(ctx, b, g)
	if err == nil && !sum.ok() {
		err = fmt.Errorf("not OK: %+v", sum)
	}
	return err
}

// TestKillAtEachBoundary kills the session, with SIGKILL, before and after every question, every record and every
// acknowledgement, resumes it in another process, and looks for what was lost or doubled.
func TestKillAtEachBoundary(t *testing.T) {
	t.Run("asked", func(t *testing.T) { killAtEachBoundary(t, 5) })
	// Several answers share a commit: what was told of is there, and nothing is told twice.
	t.Run("written beforehand", func(t *testing.T) { killAtEachBoundary(t, 10, "written") })
}

// killAtEachBoundary kills a session in which so many steps are judged.
func killAtEachBoundary(t *testing.T, steps int, how ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: many processes, not in -short")
	}
	bin, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(bin)
	if err != nil {
		t.Fatal(err)
	}
	run := func(dir string, n int) error {
		args := append([]string{childMode, dir, strconv.Itoa(n), string(data)}, how...)
		out, err := exec.Command(os.Args[0], args...).CombinedOutput()
		if err != nil && len(out) > 0 {
			return fmt.Errorf("%w: %s", err, out)
		}
		return err
	}
	for n := 1; ; n++ {
		dir := t.TempDir()
		err := run(dir, n)
		if err == nil {
			if n < 20 {
				t.Errorf("only %d boundaries were met", n-1)
			}
			t.Logf("killed at %d boundaries", n-1)
			return
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("boundary %d: child ended with %v, want SIGKILL", n, err)
		}
		acked, err := os.ReadFile(filepath.Join(dir, "acks"))
		if err != nil {
			t.Fatal(err)
		}
		if err := run(dir, -1); err != nil {
			t.Fatalf("boundary %d: resume: %v", n, err)
		}
		checkKilled(t, n, steps, dir, string(acked))
	}
}

// checkKilled verifies on the journal that what was acknowledged is there, once.
func checkKilled(t *testing.T, n, steps int, dir, acked string) {
	t.Helper()
	p, err := openProject(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer p.db.Close() // read only
	judged := map[string]int{}
	for rec, err := range p.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range rec.Leaf.Result.Steps {
			if o.Mode == string(recette.Manual) {
				judged[fmt.Sprintf("%s %d", rec.Leaf.Result.Case, o.Step)]++
			}
		}
	}
	for line := range strings.Lines(acked) {
		if judged[strings.TrimSpace(line)] != 1 {
			t.Errorf(
				"boundary %d: acknowledged verdict %q is recorded %d times", n, line, judged[strings.TrimSpace(line)],
			)
		}
	}
	if len(judged) != steps {
		t.Errorf("boundary %d: %d manual steps were judged, want %d: %v", n, len(judged), steps, judged)
	}
	for k, times := range judged {
		if times != 1 {
			t.Errorf("boundary %d: %s was judged %d times", n, k, times)
		}
	}
	state, err := p.service.Cases(t.Context(), yann, "v1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range state {
		if c.Open || c.Verdict != recette.PassedWithRemark || c.Attempt != 1 {
			t.Errorf("boundary %d: %s is %s, open %t, attempt %d", n, c.ID, c.Verdict, c.Open, c.Attempt)
		}
	}
}
