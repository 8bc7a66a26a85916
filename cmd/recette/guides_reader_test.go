package main

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

// The days and the port that pages are written with. A reader's are others: today, a month later, and a port that no
// other test uses.
const (
	pageDay  = "23/11/2026"
	pageDue  = "23/12/2026"
	pagePort = "8181"
)

// reader is somebody who follows a page with a shell.
type reader struct {
	*testing.T
	dir    string // where the shell stands
	env    []string
	home   string
	swap   *strings.Replacer // the page's days and port, for the reader's
	unswap *strings.Replacer
}

func newReader(t *testing.T) *reader {
	t.Helper()
	p := newProduct(t, "")
	p.goSettings()
	home := t.TempDir()
	now := time.Now().UTC()
	port := freePort(t)
	today, due := now.Format("02/01/2006"), now.AddDate(0, 1, 0).Format("02/01/2006")
	answered := []string{today, pageDay, due, pageDue, port, pagePort}
	// Around midnight the days of the example, which counts them in Paris, are those of tomorrow already.
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	if there := now.In(paris); there.Format("02/01/2006") != today {
		answered = append(answered, there.Format("02/01/2006"), pageDay,
			there.AddDate(0, 1, 0).Format("02/01/2006"), pageDue)
	}
	env := append([]string{}, p.env...)
	env = append(env, "PATH="+filepath.Dir(p.binary)+string(filepath.ListSeparator)+os.Getenv("PATH"),
		"GIT_AUTHOR_NAME=Lectrice", "GIT_AUTHOR_EMAIL=lectrice@example.org",
		"GIT_COMMITTER_NAME=Lectrice", "GIT_COMMITTER_EMAIL=lectrice@example.org", "GIT_CONFIG_GLOBAL="+os.DevNull)
	return &reader{
		T: t, dir: p.dir, env: env, home: home,
		swap:   strings.NewReplacer(pageDay, today, pageDue, due, pagePort, port),
		unswap: strings.NewReplacer(answered...),
	}
}

// freePort names a port that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err := errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	return port
}

// follow does what a page shows, block after block. What comes after a block that went wrong makes no sense.
func (r *reader) follow(blocks []block) {
	for _, b := range blocks {
		switch {
		case b.kind == "console":
			r.console(b)
		case b.kind == "diff":
			r.edit(b)
		case b.kind == "yaml" && strings.HasPrefix(b.path, "."):
			r.integration(b)
		case b.path != "":
			r.write(b.path, b.text)
		}
		if r.Failed() {
			return
		}
	}
}

func (r *reader) console(b block) {
	acts, err := b.acts()
	if err != nil {
		r.Error(err)
	}
	for _, a := range acts {
		got, code := r.shell(a)
		if code != a.code {
			r.Fatalf("line %d: $ %s\nexit code %d, want %d\n%s", a.line, a.command, code, a.code, got)
		}
		if missing := differs(a.want, got); missing != "" {
			r.Fatalf("line %d: $ %s\nthe page says:\n%s\nthe answer does not:\n%s", a.line, a.command, missing, got)
		}
		if strings.Contains(a.command, "recette init") {
			r.movePort()
		}
	}
}

// prompt is a question of the product that waits on the same line. What a page shows after it is typed.
var prompt = regexp.MustCompile(`^(.*\[\pL\].* > |Constaté [^:]* : )(.+)$`)

// shell types a command, where the last one left the shell, and gives both streams as a terminal shows them.
func (r *reader) shell(a act) (string, int) {
	command := r.swap.Replace(a.command)
	if background, ok := strings.CutSuffix(command, " &"); ok {
		return r.background(background, len(a.want)), 0
	}
	var typed strings.Builder
	var asked, answers []string
	for _, w := range a.want {
		if m := prompt.FindStringSubmatch(fold(w)); m != nil {
			asked, answers = append(asked, m[1]), append(answers, m[2])
			typed.WriteString(m[2] + "\n")
		}
	}
	where := filepath.Join(r.home, "pwd")
	cmd := exec.Command("sh", "-c", command+"\ncode=$?; pwd > '"+where+"'; exit $code")
	cmd.Dir, cmd.Env, cmd.Stdin = r.dir, r.env, strings.NewReader(typed.String())
	out, err := cmd.CombinedOutput()
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		r.Fatalf("line %d: %v", a.line, err)
	}
	if pwd, err := os.ReadFile(where); err == nil {
		r.dir = strings.TrimSpace(string(pwd))
	}
	got := r.unswap.Replace(fold(string(out)))
	at := 0
	for i, question := range asked { // the terminal echoes what is typed; a pipe does not
		if n := strings.Index(got[at:], question); n >= 0 {
			at += n + len(question)
			got = got[:at] + answers[i] + "\n" + got[at:]
		}
	}
	return got, code
}

// background starts a command that goes on until the page ends, and gives its first lines.
func (r *reader) background(command string, lines int) string {
	cmd := exec.Command("sh", "-c", "exec "+command)
	cmd.Dir, cmd.Env = r.dir, r.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	path := filepath.Join(r.home, "background-"+strconv.Itoa(lines))
	out, err := os.Create(path)
	if err != nil {
		r.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = out, out
	if err := errors.Join(cmd.Start(), out.Close()); err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
	})
	deadline := time.Now().Add(20 * time.Second)
	for time.Now().Before(deadline) {
		data, err := os.ReadFile(path)
		if err != nil {
			r.Fatal(err)
		}
		if bytes.Count(data, []byte("\n")) >= lines && len(data) > 0 {
			return r.unswap.Replace(string(data))
		}
		time.Sleep(20 * time.Millisecond)
	}
	r.Fatalf("%s: did not say %d lines", command, lines)
	return ""
}

// movePort gives the reader's port to the projects that were just made.
func (r *reader) movePort() {
	paths, err := filepath.Glob(filepath.Join(r.dir, "*.yaml"))
	more, err2 := filepath.Glob(filepath.Join(r.dir, "*", "*.yaml"))
	if err := errors.Join(err, err2); err != nil {
		r.Fatal(err)
	}
	for _, path := range append(paths, more...) {
		data, err := os.ReadFile(path)
		if err != nil || filepath.Base(path) != "recette.yaml" {
			continue
		}
		if err := os.WriteFile(
			path, []byte(strings.ReplaceAll(string(data), pagePort, r.swap.Replace(pagePort))), 0o644,
		); err != nil {
			r.Fatal(err)
		}
	}
}

func (r *reader) write(path, text string) {
	full := filepath.Join(r.dir, filepath.FromSlash(path))
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
		r.Fatal(err)
	}
}

func (r *reader) edit(b block) {
	full := filepath.Join(r.dir, filepath.FromSlash(b.path))
	data, err := os.ReadFile(full)
	if err != nil {
		r.Fatalf("line %d: %v", b.line, err)
	}
	text, err := editText(string(data), b.text)
	if err != nil {
		r.Fatalf("line %d: %s: %v", b.line, b.path, err)
	}
	r.write(b.path, text)
}

// integration runs the commands of a file of GitLab CI or of GitHub Actions, which must be green where the page stands.
func (r *reader) integration(b block) {
	var doc any
	if err := yaml.UnmarshalWithOptions([]byte(b.text), &doc, yaml.UseOrderedMap()); err != nil {
		r.Fatalf("line %d: %v", b.line, err)
	}
	commands := commandsIn(doc)
	if len(commands) == 0 {
		r.Fatalf("line %d: %s holds no command of recette", b.line, b.path)
	}
	for _, c := range commands {
		if out, code := r.shell(act{command: c, line: b.line}); code != 0 {
			r.Fatalf("line %d: %s: $ %s: exit code %d\n%s", b.line, b.path, c, code, out)
		}
	}
}

// commandsIn gives the command lines of recette in any value of a document, in order.
func commandsIn(value any) []string {
	var out []string
	switch v := value.(type) {
	case string:
		for line := range strings.Lines(v) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "recette ") {
				out = append(out, line)
			}
		}
	case []any:
		for _, child := range v {
			out = append(out, commandsIn(child)...)
		}
	case yaml.MapSlice:
		for _, item := range v {
			out = append(out, commandsIn(item.Value)...)
		}
	}
	return out
}
