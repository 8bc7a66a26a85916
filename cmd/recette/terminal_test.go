//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// sitting is a session at a real terminal: a shell, in which the product is started as a person would.
type sitting struct {
	t    *testing.T
	dir  string
	tty  *os.File
	mu   sync.Mutex
	seen bytes.Buffer
}

// sit opens the campaign of a project of two manual cases and begins a session at a terminal.
func sit(t *testing.T, size pty.Winsize, flags string) *sitting {
	t.Helper()
	s := shellIn(t, size, "manuel")
	s.run("campaign", "open", "demo", "--as", "Paule Petit")
	s.then("recette test demo "+flags+" --as 'Théo Legrand'\n", "[c]onforme")
	return s
}

// shellIn starts a shell at a terminal in a copy of a project, an empty folder when it has no name.
func shellIn(t *testing.T, size pty.Winsize, project string) *sitting {
	t.Helper()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("SKIPPED: needs bash, for job control")
	}
	s := &sitting{t: t, dir: t.TempDir()}
	if project != "" {
		if err := writeProject(project, s.dir); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command(shell, "--norc", "-i")
	c.Dir, c.Env = s.dir, append(s.environ(), "PS1=pret> ", "TERM=xterm-256color")
	if s.tty, err = pty.StartWithSize(c, &size); err != nil {
		t.Skipf("SKIPPED: no pseudo-terminal here: %v", err)
	}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := s.tty.Read(buf)
			s.mu.Lock()
			s.seen.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = s.tty.Close()
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	s.wait("pret>", 0)
	return s
}

func (s *sitting) environ() []string {
	path := filepath.Dir(recetteBinary(s.t)) + string(filepath.ListSeparator) + os.Getenv("PATH")
	return append([]string{"PATH=" + path, "TMPDIR=" + s.dir}, privateEnvironment(s.dir)...)
}

func (s *sitting) run(args ...string) {
	s.t.Helper()
	c := exec.Command(recetteBinary(s.t), args...)
	c.Dir, c.Env = s.dir, s.environ()
	if out, err := c.CombinedOutput(); err != nil {
		s.t.Fatalf("recette %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (s *sitting) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.String()
}

func (s *sitting) wait(text string, from int) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if strings.Contains(fold(s.text()[from:]), text) {
			time.Sleep(100 * time.Millisecond) // the question is drawn; let it listen
			return
		}
	}
	s.t.Fatalf("the screen never shows %q:\n%s", text, s.text()[from:])
}

// then types, and waits until the screen shows a text after that.
func (s *sitting) then(typed, text string) {
	s.t.Helper()
	from := len(s.text())
	s.typed(typed)
	s.wait(text, from)
}

func (s *sitting) typed(text string) {
	s.t.Helper()
	for len(text) > 0 {
		n := min(len(text), 1000)
		if _, err := s.tty.WriteString(text[:n]); err != nil {
			s.t.Fatal(err)
		}
		text = text[n:]
	}
}

// kept is what the record holds of a step.
type kept struct {
	Verdict, Observed, Comment, Reason string
}

// signal sends a signal to what runs in front of the shell, as kill does.
func (s *sitting) signal(number unix.Signal) {
	s.t.Helper()
	group, err := unix.IoctlGetInt(int(s.tty.Fd()), unix.TIOCGPGRP)
	if err == nil {
		err = unix.Kill(-group, number)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sitting) file(name string) string {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(data)
}

// record gives what the journal holds of the steps of a case, as the PV says it.
func (s *sitting) record(id string) []kept {
	s.t.Helper()
	s.run("report", "pv", "demo", "--as", "Paule Petit", "--format", "json", "--out", "pv.json")
	data, err := os.ReadFile(filepath.Join(s.dir, "pv.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	var pv struct {
		Cases []struct {
			ID    string
			Steps []kept
		}
	}
	if err := json.Unmarshal(data, &pv); err != nil {
		s.t.Fatal(err)
	}
	for _, c := range pv.Cases {
		if c.ID == id {
			return c.Steps
		}
	}
	s.t.Fatalf("no case %s in the PV", id)
	return nil
}

func paste(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

func TestTerminal_APassphraseIsAskedWithoutTheLock(t *testing.T) {
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "")
	s.then("\x03", "pret>")
	phrase := filepath.Join(s.dir, "phrase.txt")
	if err := os.WriteFile(phrase, []byte("une phrase secrète\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("key", "init", "--demo", "--passphrase", "file:"+phrase)
	s.run("report", "pv", "demo", "--as", "Paule Petit", "--out", "pv.pdf")
	const sign = "recette pv sign pv.pdf --role ppo --as 'Paule Petit'; echo code=$? $(stty -a | grep -o -e '-*echo " +
		"')\n"

	s.then(sign, "Phrase secrète")
	began := time.Now()
	s.run("anomaly", "add", "demo", "--as", "Théo Legrand", "--severity", "minor", "--summary", "Pendant la question")
	if waited := time.Since(began); waited > 8*time.Second {
		t.Errorf("who writes waits %v for a person who types a passphrase", waited)
	}
	from := len(s.text())
	s.then("une phrase secrète\n", "code=5 echo") // what was recorded meanwhile is not in this PV
	s.run("report", "pv", "demo", "--as", "Paule Petit", "--out", "pv.pdf")

	s.then(sign, "Phrase secrète")
	s.then("\x03", "code=130 echo") // one signal ends it, and the terminal shows what is typed again
	s.then(sign, "Phrase secrète")
	s.then("une autre phrase\n", "code=5 echo")
	s.then(sign, "Phrase secrète")
	s.then("une phrase secrète\n", "code=0 echo")
	if strings.Contains(s.text()[from:], "une phrase") || strings.Contains(s.text()[from:], "une autre") {
		t.Errorf("the terminal shows the passphrase:\n%s", s.text()[from:])
	}
}

func TestTerminal_AFileThatChangedWhileThePassphraseWasAskedIsNotSigned(t *testing.T) {
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "")
	s.then("\x03", "pret>")
	phrase := filepath.Join(s.dir, "phrase.txt")
	if err := os.WriteFile(phrase, []byte("une phrase secrète\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("key", "init", "--demo", "--passphrase", "file:"+phrase)
	s.run("report", "pv", "demo", "--as", "Paule Petit", "--out", "pv.pdf")
	s.then("recette pv sign pv.pdf --role ppo --as 'Paule Petit'; echo code=$?\n", "Phrase secrète")
	s.run("report", "pv", "demo", "--as", "Paule Petit", "--out", "pv.pdf") // PV number two, in its place
	want, err := os.ReadFile(filepath.Join(s.dir, "pv.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	s.then("une phrase secrète\n", "code=4")
	if got, err := os.ReadFile(filepath.Join(s.dir, "pv.pdf")); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the PV that was made meanwhile is replaced by the one before it (%v)", err)
	}
	if !strings.Contains(s.text(), "a changé entre-temps") {
		t.Errorf("not said:\n%s", s.text())
	}
}

func TestTerminal_APasteIsOneAnswer(t *testing.T) {
	t.Parallel()
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "")
	long := strings.Repeat("mot ", 1250) + "fin"
	s.then("+\r", "Commentaire")
	s.then(paste("Vu :\rConforme\rà la règle\r")+"\r", "[c]onforme")
	s.then("2\r", "Pas 2 :")
	s.then("n\r", "Constaté")
	s.then(paste(long)+"\r", "SC-0002")
	s.then("q\r", "pret>")
	got := s.record("SC-0001")
	if got[0].Comment != "" || got[0].Verdict != "passed" || got[2].Comment != "" {
		t.Errorf("steps 1 and 3 hold %+v and %+v, want the comment with the verdict", got[0], got[2])
	}
	if got[1].Comment != "Vu :\nConforme\nà la règle" {
		t.Errorf("step 2 holds %+v, want the whole comment on it", got[1])
	}
	if got[1].Verdict != "failed" || got[1].Observed != long {
		t.Errorf("step 2 holds %s and %d bytes, want failed and %d", got[1].Verdict, len(got[1].Observed), len(long))
	}
	if got[2].Verdict != "not_run" {
		t.Errorf("step 3 is %s: nobody judged it", got[2].Verdict)
	}
}

func TestTerminal_KeysAreNotText(t *testing.T) {
	t.Parallel()
	for _, flags := range []string{"", "--plain"} {
		s := sit(t, pty.Winsize{Rows: 24, Cols: 40}, flags)
		s.then("n\r", "À quel pas")
		s.then("1\r", "Constaté")
		s.then("le solde\x1b[A\x1b[C\x1bOA est faux\x1b[15~\r", "SC-0002")
		s.then("q\r", "pret>")
		if got := s.record("SC-0001")[0]; got.Observed != "le solde est faux" {
			t.Errorf("flags %q: observed %q, want no key in it", flags, got.Observed)
		}
	}
}

// A narrow terminal cuts no word of what a tester reads, and a slip of the finger is said.
func TestTerminal_BreaksLinesBetweenWords(t *testing.T) {
	t.Parallel()
	for _, flags := range []string{"", "--plain"} {
		s := sit(t, pty.Winsize{Rows: 24, Cols: 40}, flags)
		from := len(s.text())
		s.then("oui\r", "Tapez ? pour revoir")
		s.then("?\r", "Quitter ne perd rien")
		s.wait("[c]onforme", from+strings.Index(s.text()[from:], "Quitter"))
		shown := fold(s.text()[from:])
		for _, want := range []string{
			"« oui » n’est pas une réponse à cette\r\n  question.",
			"\r\n  puis Entrée. Aussi : + commentaire, p\r\n",
		} {
			if !strings.Contains(shown, want) {
				t.Errorf("flags %q: the screen does not show %q:\n%s", flags, want, shown)
			}
		}
		s.then("q\r", "pret>") // a session that still writes keeps its folder from being removed
	}
}

// What is typed before a question shows answers nothing: while steps are built, say, or in a hurry.
func TestTerminal_WhatWasTypedBeforeIsDropped(t *testing.T) {
	t.Parallel()
	for _, flags := range []string{"", "--plain"} {
		s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, flags)
		s.then("c\rc\rc\rc\rc\r", "Pas 2/2")
		time.Sleep(300 * time.Millisecond)
		s.then("q\r", "pret>")
		for id, want := range map[string]string{"SC-0001": "passed", "SC-0002": "not_run"} {
			for i, k := range s.record(id) {
				if k.Verdict != want {
					t.Errorf("flags %q: step %d of %s is %s, want %s", flags, i+1, id, k.Verdict, want)
				}
			}
		}
	}
}

func TestTerminal_ASuspendedSessionAsksAgain(t *testing.T) {
	t.Parallel()
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "")
	s.then("n\r", "À quel pas")
	s.then("\r", "Constaté")
	s.typed("le solde")
	s.then("\x1a", "Stopped")
	s.then("fg\r", "Constaté")
	s.then(" est faux\r", "SC-0002")
	s.then("\x03", "pret>")
	if got := s.record("SC-0001")[2]; got.Verdict != "failed" || got.Observed != "le solde est faux" {
		t.Errorf("step 3 holds %+v, want what was typed on both sides of the pause", got)
	}
}

func TestTerminal_ASuspendedPlainSessionAsksAgain(t *testing.T) {
	t.Parallel()
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "--plain")
	s.then("n\r", "À quel pas")
	s.then("\r", "Constaté")
	s.then("rien", "rien")
	s.then("\x1a", "Stopped")
	s.then("fg\r", "Constaté")
	s.then("le solde est faux\r", "SC-0002")
	s.then("\x03", "pret>")
	if got := s.record("SC-0001")[2]; got.Verdict != "failed" || got.Observed != "le solde est faux" {
		t.Errorf("step 3 holds %+v, want what was typed after the pause", got)
	}
}

// Whatever ends a session, the terminal is as it was, and what was being typed is no command for the shell.
func TestTerminal_IsLeftAsItWas(t *testing.T) {
	t.Parallel()
	// The product leaves alone a hang-up that it was started to ignore, as nohup does: what is caught here is not
	// ignored by the programs that are started here.
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, unix.SIGHUP)
	defer signal.Stop(hangup)
	for _, flags := range []string{"", "--plain"} {
		for _, way := range []struct {
			keys   string
			signal unix.Signal
			code   string
		}{
			{keys: "\x03", code: "130"},
			{keys: "\x15\x04", code: "1"},
			{signal: unix.SIGTERM, code: "130"},
			{signal: unix.SIGHUP, code: "130"},
			{signal: unix.SIGQUIT, code: "130"},
		} {
			s := shellIn(t, pty.Winsize{Rows: 24, Cols: 80}, "manuel")
			s.run("campaign", "open", "demo", "--as", "Paule Petit")
			s.then("stty -a > before; echo av''ant\r", "avant")
			s.then(
				"recette test demo "+flags+" --as 'Théo Legrand'; echo code=$? | tee code; stty -a > after\r",
				"[c]onforme",
			)
			s.then("+\r", "Commentaire")
			s.typed("echo piège ")
			time.Sleep(100 * time.Millisecond)
			if s.typed(way.keys); way.signal != 0 {
				s.signal(way.signal)
			}
			s.wait("code="+way.code, 0)
			s.then("echo en''fin > fin\r", "pret>")
			wants := map[string]string{"code": "code=" + way.code + "\n", "fin": "enfin\n", "after": s.file("before")}
			for path, want := range wants {
				if got := s.file(path); got != want {
					t.Errorf("%+v, flags %q: %s holds %q, want %q", way, flags, path, got, want)
				}
			}
		}
	}
}

// A passphrase shows neither while it is typed nor after a pause, and one Ctrl+C ends the question.
func TestTerminal_APassphraseNeverShows(t *testing.T) {
	t.Parallel()
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "")
	s.then("q\r", "pret>")
	from := len(s.text())
	const ask = "recette key init --ppo 'Paule Petit' --po 'Odile Roux'\r"
	s.then(ask, "phrase secr")
	s.typed("sesame ouvre")
	s.then("\x1a", "Stopped")
	s.then("fg\r", "phrase secr")
	s.typed("sesame ouvre")
	s.then("\x03", "pret>")
	if text := s.text()[from:]; strings.Contains(text, "sesame") {
		t.Errorf("the screen shows the passphrase:\n%s", text)
	}
}

// What the screen said it keeps survives the death of the session, before any verdict.
func TestTerminal_WhatIsKeptSurvivesAKill(t *testing.T) {
	t.Parallel()
	s := sit(t, pty.Winsize{Rows: 24, Cols: 80}, "")
	for _, text := range []string{"une remarque", "une autre"} {
		s.then("+\r", "Commentaire")
		s.then(text+"\r", "Commentaire conservé")
		s.wait("[c]onforme", strings.LastIndex(s.text(), "conserv"))
	}
	s.then("\x1a", "Stopped")
	s.then("kill -9 %1\r", "pret>")
	s.then("recette test demo --as 'Théo Legrand'\r", "Déjà noté sur ce pas : une remarque")
	s.wait("[c]onforme", strings.LastIndex(s.text(), "une remarque"))
	s.then("c\r", "SC-0002")
	s.then("q\r", "pret>")
	if got := s.record("SC-0001")[2]; got.Verdict != "passed" || got.Comment != "une remarque\nune autre" {
		t.Errorf("step 3 holds %+v, want both comments, in order", got)
	}
}
