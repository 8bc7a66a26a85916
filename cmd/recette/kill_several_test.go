package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestKill_SeveralProcesses lets three testers conduct one campaign at once and a fourth process raise anomalies beside
// them, kills some at random moments and suspends others for a while. In the end the log verifies (I4); what any
// process confirmed is recorded exactly once with its text (I1), what it did not is there once or not at all (I2);
// every step has one verdict an attempt and every attempt one end; and no number was given twice.
func TestKill_SeveralProcesses(t *testing.T) {
	t.Parallel()
	random := seeded(t)
	p := newProduct(t, "manuel")
	cases, steps, lasting := 20, 4, 8*time.Second
	if testing.Short() {
		cases, lasting = 4, time.Second
	}
	p.writeFeature("cotisation", manualFeature(cases, steps))
	p.admit("plans/demo.yaml", "Zoé Martin", "Yann Kerdraon")
	p.admit("recette.yaml", "Zoé Martin", "Yann Kerdraon")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")

	var all sync.WaitGroup
	stop := make(chan struct{})
	testers := make([]*severalTester, 3)
	for i, name := range []string{"Théo Legrand", "Zoé Martin", "Yann Kerdraon"} {
		s := &severalTester{
			product: p, name: name, mark: string(rune('a' + i)), said: map[string]step{}, random: fork(random),
		}
		testers[i] = s
		all.Go(func() { s.playAll(stop) })
	}
	raiser := &severalRaiser{product: p, random: fork(random), raised: map[string]string{}}
	all.Go(func() { raiser.raiseAll(stop) })
	time.AfterFunc(lasting, func() { close(stop) })
	all.Wait()
	for _, s := range testers { // nobody kills them: what is left is conducted to its end
		s.play(disturb{})
	}
	if t.Failed() {
		return
	}

	p.run(0, "journal", "verify")
	rec := p.record("demo")
	acknowledged, kills := 0, raiser.kills
	for _, s := range testers {
		acknowledged += len(s.acknowledged)
		kills += s.kills
		for _, token := range s.acknowledged {
			if at := rec.comments[token]; len(at) != 1 || at[0] != s.said[token] {
				t.Errorf("%s was confirmed at %v, and is recorded at %v", token, s.said[token], at)
			}
		}
		for token, at := range s.said {
			if got := rec.comments[token]; len(got) > 1 || len(got) == 1 && got[0] != at {
				t.Errorf("%s was typed at %v, and is recorded at %v", token, at, got)
			}
		}
	}
	for at, n := range rec.observed {
		if n != 1 {
			t.Errorf("step %d of %s is recorded %d times in attempt %d", at.number, at.id, n, at.attempt)
		}
	}
	for at, n := range rec.attempts {
		if n != 1 {
			t.Errorf("attempt %d of %s is closed %d times", at.number, at.id, n)
		}
	}
	if got := len(rec.steps); got != cases*steps {
		t.Errorf("%d steps are recorded at the end, want %d", got, cases*steps)
	}
	raiser.check()
	t.Logf(
		"%d kills, %d suspended, %d steps confirmed, %d anomalies", kills, suspended(testers), acknowledged,
		len(raiser.raised),
	)
}

// TestSuspended_BlocksNobody: a session that waits for an answer, suspended with its terminal, keeps no other command
// from recording, and nobody is told to wait. When it goes on it knows what happened meanwhile.
func TestSuspended_BlocksNobody(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	cmd := p.command("test", "demo", "--as", "Théo Legrand")
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
	var seen bytes.Buffer
	for b := make([]byte, 1); !strings.Contains(fold(seen.String()), "[b]loqué >"); seen.Write(b) {
		if _, err := io.ReadFull(stdout, b); err != nil {
			t.Fatalf("%v after %s", err, &seen)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 2; n++ {
		out := p.run(
			0, "anomaly", "add", "demo", "--as", "Samira Haddad", "--severity", "majeure", "--summary", "Rien ne va",
		)
		if want := fmt.Sprintf("ANO-%04d", n); !strings.Contains(out, want) || strings.Contains(out, "tenue") {
			t.Errorf("anomaly add beside a suspended session: %q, want %s and no wait", out, want)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(stdin, "f\nf\nc\n"); err != nil {
		t.Fatal(err)
	}
	stdin.Close()
	rest, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(fold(string(rest)), "1 conforme") {
		t.Errorf("the session after it went on: %v\n%s", err, rest)
	}
	p.run(0, "journal", "verify")
}

// disturb is what befalls a process: it is suspended for a while, or killed, some time after it began.
type disturb struct {
	stopped, killed time.Duration // 0: never
	away            time.Duration
}

// fork gives a source of its own to a goroutine.
func fork(r *rand.Rand) *rand.Rand { return rand.New(rand.NewPCG(r.Uint64(), r.Uint64())) }

func mishap(r *rand.Rand) disturb {
	d := disturb{}
	if r.IntN(3) == 0 {
		d.stopped, d.away = time.Duration(1+r.Int64N(int64(300*time.Millisecond))),
			time.Duration(r.Int64N(int64(700*time.Millisecond)))
	}
	if r.IntN(3) > 0 {
		d.killed = time.Duration(1 + r.Int64N(int64(900*time.Millisecond)))
	}
	return d
}

// befall does it to a process that was started. undo is called once the process is gone.
func (d disturb) befall(cmd *exec.Cmd) (undo func()) {
	var timers []*time.Timer
	after := func(wait time.Duration, signals ...syscall.Signal) {
		timers = append(timers, time.AfterFunc(wait, func() {
			for _, s := range signals {
				_ = cmd.Process.Signal(s) // one that is gone needs none
				time.Sleep(d.away)
			}
		}))
	}
	if d.stopped > 0 {
		after(d.stopped, syscall.SIGSTOP, syscall.SIGCONT)
	}
	if d.killed > 0 {
		after(d.killed, syscall.SIGKILL)
	}
	return func() {
		for _, timer := range timers {
			timer.Stop()
		}
	}
}

func wasKilled(err error) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	return ok && exit.Sys().(syscall.WaitStatus).Signaled() //nolint:forcetypeassert // Unix
}

// severalTester is a tester who types beside others, and remembers what was confirmed.
type severalTester struct {
	*product
	name, mark   string
	random       *rand.Rand
	said         map[string]step
	acknowledged []string
	typed        int
	kills, stops int
}

func suspended(testers []*severalTester) (n int) {
	for _, s := range testers {
		n += s.stops
	}
	return n
}

func (s *severalTester) playAll(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		d := mishap(s.random)
		if d.stopped > 0 {
			s.stops++
		}
		if s.play(d) {
			s.kills++
		}
	}
}

// overtaken is how a session ends that another one came before on the case at hand.
var overtaken = regexp.MustCompile(`E064|E075`)

// play runs a session until it ends or is killed.
func (s *severalTester) play(d disturb) (killed bool) {
	cmd := s.command("test", "demo", "--as", s.name)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdin, err1 := cmd.StdinPipe()
	stdout, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		s.t.Error(err)
		return false
	}
	undo := d.befall(cmd)
	var at step
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadString('\n')
		line = strings.TrimSpace(line)
		if strings.Contains(fold(line), "Enregistré : conforme") {
			s.acknowledged = append(s.acknowledged, s.token())
		}
		if m := caseLine.FindStringSubmatch(line); m != nil {
			at.id = m[1]
		}
		if m := stepLine.FindStringSubmatch(line); m != nil && !strings.HasSuffix(line, "]") {
			at.number, _ = strconv.Atoi(m[1]) // digits
			s.typed++
			s.said[s.token()] = at
			s.types(stdin, "+\n"+s.token()+"\n")
		}
		// Nothing is typed ahead: a session that another one overtook goes on with the next case.
		if strings.Contains(fold(line), "Commentaire conservé") {
			s.types(stdin, "c\n")
		}
		if err != nil {
			break
		}
	}
	err := cmd.Wait()
	undo()
	left := cmd.ProcessState.ExitCode() == 1 // cases that others hold are not conform yet
	if err != nil && !left && !wasKilled(err) && !overtaken.MatchString(stderr.String()) {
		s.t.Errorf("session of %s: %v\n%s", s.name, err, &stderr)
	}
	return wasKilled(err)
}

func (s *severalTester) types(stdin io.Writer, text string) {
	if _, err := io.WriteString(stdin, text); err != nil && !errors.Is(err, syscall.EPIPE) {
		s.t.Error(err)
	}
}

func (s *severalTester) token() string { return fmt.Sprintf("mot-%s-%06d", s.mark, s.typed) }

// severalRaiser raises anomalies beside the testers, and remembers the number that each was given.
type severalRaiser struct {
	*product
	random *rand.Rand
	raised map[string]string // number by summary
	asked  int
	kills  int
}

var anomalyNumber = regexp.MustCompile(`ANO-\d{4,}`)

func (r *severalRaiser) raiseAll(stop <-chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		r.asked++
		summary := fmt.Sprintf("écart-%06d", r.asked)
		cmd := r.command(
			"anomaly", "add", "demo", "--as", "Samira Haddad", "--severity", "mineure", "--summary", summary,
		)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			r.t.Error(err)
			return
		}
		d := disturb{}
		if r.random.IntN(2) == 0 {
			d.killed = time.Duration(1 + r.random.Int64N(int64(80*time.Millisecond)))
		}
		undo := d.befall(cmd)
		err := cmd.Wait()
		undo()
		switch number := anomalyNumber.FindString(out.String()); {
		case wasKilled(err):
			r.kills++
			if number != "" {
				r.raised[summary] = number
			}
		case err != nil || number == "":
			r.t.Errorf("anomaly add: %v\n%s", err, &out)
		default:
			r.raised[summary] = number
		}
	}
}

// check holds that each number was given to one anomaly, and that each one that was said is recorded under its number.
func (r *severalRaiser) check() {
	r.t.Helper()
	out, err := r.command("journal", "export").Output()
	if err != nil {
		r.t.Fatal(err)
	}
	numbers, texts := map[string]string{}, map[string]string{} // commitment by number, text by commitment
	for line := range bytes.Lines(out) {
		var entry struct {
			Type string
			Leaf struct {
				Kind    string
				Anomaly struct{ Number, Summary string }
			}
			Commitment, Value string
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			r.t.Fatalf("export: %v: %s", err, line)
		}
		if a := entry.Leaf.Anomaly; a.Number != "" {
			if _, twice := numbers[a.Number]; twice {
				r.t.Errorf("%s was given twice", a.Number)
			}
			numbers[a.Number] = a.Summary
		}
		if entry.Type == "text" {
			texts[entry.Commitment] = entry.Value
		}
	}
	for summary, number := range r.raised {
		if got := texts[numbers[number]]; got != summary {
			r.t.Errorf("%s was said to be %q, and is recorded as %q", number, summary, got)
		}
	}
}
