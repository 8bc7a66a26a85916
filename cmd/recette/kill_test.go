package main

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// kills is how many times a session is killed at a random moment: 50 in a change, more by night.
const kills = 55

// TestKill_ManualSession types a session answer by answer into the real binary, kills it at random moments, and goes on
// until the end. After each kill: what was confirmed is recorded exactly once with its text (I1), what was not is there
// once or not at all (I2), the log verifies (I4), and the next session begins at the first step that has no verdict.
func TestKill_ManualSession(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kills the real binary many times")
	}
	t.Parallel()
	random := seeded(t)
	p := newProduct(t, "manuel")
	const cases, steps = 70, 15
	p.writeFeature("cotisation", manualFeature(cases, steps))
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	s := &manualSession{product: p, said: map[string]step{}}
	for range kills {
		// Half of the kills fall anywhere in the life of the process, half just after a confirmation.
		kill := killAt{after: time.Duration(random.Int64N(int64(70 * time.Millisecond)))}
		if random.IntN(2) == 0 {
			kill = killAt{acks: 1 + random.IntN(6), after: time.Duration(random.Int64N(int64(8 * time.Millisecond)))}
		}
		if !s.play(kill) {
			t.Fatal("the session came to its end before it was killed: it has too few steps")
		}
		s.check()
	}
	s.play(killAt{never: true})
	s.check()
	if got := len(s.record().steps); got != cases*steps {
		t.Errorf("%d steps are recorded at the end, want %d", got, cases*steps)
	}
	if out := fold(p.run(0, "campaign", "status", "demo")); !strings.Contains(
		out, fmt.Sprintf("conformité %d/%d", cases, cases),
	) {
		t.Errorf("status at the end:\n%s", out)
	}
	t.Logf("%d kills, %d steps confirmed of %d", kills, len(s.acknowledged), cases*steps)
}

// TestKill_AutomatedRun kills automated runs of a campaign, then lets one go to its end. A case that a run reported has
// exactly one more result in the log (I1), one that it did not report has one or none (I2), no attempt is closed twice,
// the log verifies (I4), and no worker outlives its conductor.
func TestKill_AutomatedRun(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kills the real binary many times")
	}
	t.Parallel()
	random := seeded(t)
	p := newProduct(t, "auto")
	const cases = 240
	p.writeFeature("vert", automatedFeature(cases))
	if err := os.Mkdir(filepath.Join(p.dir, "plans"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "plans", "demo.yaml"), []byte(automatedPlan), 0o644); err != nil {
		t.Fatal(err)
	}
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "run", "--tags", "@premier") // builds the worker
	killed := 0
	before := p.record("demo")
	for killed < 20 {
		// The last run is left alone: it must go to the end.
		last := killed == 19
		died, reported := p.playRun(
			killAt{after: 15*time.Millisecond + time.Duration(random.Int64N(int64(150*time.Millisecond))), never: last},
		)
		if died || last {
			killed++
		}
		p.run(0, "journal", "verify")
		after := p.record("demo")
		times := map[string]int{}
		for _, id := range reported {
			times[id]++
		}
		for _, id := range after.order {
			switch added := after.closed[id] - before.closed[id]; {
			case times[id] > 1:
				t.Errorf("%s is reported %d times in one run", id, times[id])
			case times[id] == 1 && added != 1:
				t.Errorf("%s was reported, and %d results of it are recorded, want 1", id, added)
			case added > 1:
				t.Errorf("%d results of %s are recorded in one run", added, id)
			case last && times[id] != 1:
				t.Errorf("%s was not executed by the run that nobody killed", id)
			}
		}
		for at, n := range after.attempts {
			if n > 1 {
				t.Errorf("attempt %d of %s is closed %d times", at.number, at.id, n)
			}
		}
		before = after
	}
	p.noProcessLeft()
	t.Logf("%d kills, %d results of %d cases", killed-1, len(before.attempts), cases)
}

// seeded gives randomness whose seed is printed, so that a failure can be played again with RECETTE_SEED.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if given, err := strconv.ParseUint(os.Getenv("RECETTE_SEED"), 10, 64); err == nil {
		seed = given
	}
	t.Logf("RECETTE_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// killAt is when a process is killed: after some confirmations, if any are asked for, then after some time.
type killAt struct {
	acks  int
	after time.Duration
	never bool
}

// step is a step of a case, 1-based as the screen counts.
type step struct {
	id     string
	number int
}

// manualSession is a tester who types, and remembers what was confirmed.
type manualSession struct {
	*product
	said         map[string]step // what was typed as comment of each step, confirmed or not
	acknowledged []string
	typed        int
}

var (
	stepLine = regexp.MustCompile(`^Pas (\d+)/\d+ `)
	caseLine = regexp.MustCompile(`^(SC-\d+)  `)
)

// play runs a session until it ends or is killed, and reports whether it was killed.
func (s *manualSession) play(kill killAt) bool {
	t := s.t
	t.Helper()
	want := s.record().next()
	cmd := s.command("test", "demo", "--as", "Théo Legrand")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	sigkill := func() { _ = cmd.Process.Kill() } // a process that is gone already was not killed: Wait tells
	if !kill.never && kill.acks == 0 {
		defer time.AfterFunc(kill.after, sigkill).Stop()
	}
	var at step
	first, acks := true, 0
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimSpace(line)
		// A prompt ends without a newline: the confirmation of an answer follows it on its line.
		if strings.Contains(fold(line), "Enregistré : conforme") {
			s.acknowledged = append(s.acknowledged, s.token())
			if acks++; acks == kill.acks && !kill.never {
				defer time.AfterFunc(kill.after, sigkill).Stop()
			}
		}
		if m := caseLine.FindStringSubmatch(line); m != nil {
			at.id = m[1]
		}
		if m := stepLine.FindStringSubmatch(line); m != nil && !strings.HasSuffix(line, "]") {
			at.number, _ = strconv.Atoi(m[1]) // digits
			if first && at != want {
				t.Errorf("the session resumes at step %d of %s, want %d of %s", at.number, at.id, want.number, want.id)
			}
			first = false
			s.typed++
			s.said[s.token()] = at
			if _, err := fmt.Fprintf(stdin, "+\n%s\nc\n", s.token()); err != nil && !errors.Is(err, syscall.EPIPE) {
				t.Fatal(err)
			}
		}
		if err != nil {
			break
		}
	}
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Sys().(syscall.WaitStatus).Signaled() {
		return true
	}
	if err != nil {
		t.Fatalf("session: %v", err)
	}
	return false
}

// token is what is typed as comment of the step at hand.
func (s *manualSession) token() string { return fmt.Sprintf("mot-%06d", s.typed) }

// check holds the invariants after a kill.
func (s *manualSession) check() {
	t := s.t
	t.Helper()
	s.run(0, "journal", "verify")
	rec := s.record()
	for _, token := range s.acknowledged {
		if at := rec.comments[token]; len(at) != 1 || at[0] != s.said[token] {
			t.Fatalf("%s was confirmed at %v, and is recorded at %v", token, s.said[token], at)
		}
	}
	for token, at := range s.said {
		if got := rec.comments[token]; len(got) > 1 || len(got) == 1 && got[0] != at {
			t.Fatalf("%s was typed at %v, and is recorded at %v", token, at, got)
		}
		for _, got := range rec.drafts[token] {
			if got != at {
				t.Fatalf("%s was typed at %v, and is kept at %v", token, at, got)
			}
		}
		// What was kept before the verdict goes with it, whoever gives it in which session.
		if len(rec.drafts[token]) > 0 && rec.steps[at] > 0 && len(rec.comments[token]) == 0 {
			t.Fatalf("%s was kept of %v, whose verdict says nothing of it", token, at)
		}
	}
	for at, n := range rec.steps {
		if n != 1 {
			t.Fatalf("step %d of %s is recorded %d times", at.number, at.id, n)
		}
	}
}

// playRun runs what is left of the campaign, and gives the cases that it reported.
func (p *product) playRun(kill killAt) (killed bool, reported []string) {
	p.t.Helper()
	cmd := p.command("run", "--campaign", "demo", "--as", "Samira Haddad")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	if !kill.never {
		defer time.AfterFunc(kill.after, func() { _ = cmd.Process.Kill() }).Stop()
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) > 2 && f[0] == "✔" && f[1] == "conforme" {
			reported = append(reported, f[2])
		} else if len(f) > 0 && f[0] == "✖" {
			p.t.Errorf("a case is red: %s", lines.Text())
		}
	}
	err = cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Sys().(syscall.WaitStatus).Signaled() {
		return true, reported
	}
	if err != nil {
		p.t.Fatalf("run: %v", err)
	}
	return false, reported
}

// noProcessLeft waits for every process whose program lies in the project, the workers, to be gone.
func (p *product) noProcessLeft() {
	p.t.Helper()
	root, err := filepath.EvalSymlinks(p.dir)
	if err != nil {
		p.t.Fatal(err)
	}
	var left []string
	for range 50 {
		left = nil
		links, err := filepath.Glob("/proc/[0-9]*/exe")
		if err != nil {
			p.t.Fatal(err)
		}
		for _, link := range links {
			if program, err := os.Readlink(link); err == nil && strings.HasPrefix(
				program, root+string(filepath.Separator),
			) {
				left = append(left, program)
			}
		}
		if len(left) == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Errorf("processes outlive their conductor: %v", left)
}
