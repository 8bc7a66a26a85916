package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

// scriptCommands are the words that scripts know beside those of testscript.
func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits": exits, "interrupts": interrupts, "says": says, "plain": plain, "jsonvalid": jsonValid,
		"json": jsonHolds,
		"mode": mode, "tamper": tamper, "flip": flip, "replace": replace, "sql": statement, "certificate": certificate,
		"project": unpack, "without": without, "lies": lies, "fill": fill, "office": office, "judges": judges,
	}
}

// exits CODE PROGRAM ARGS… runs a program and wants that very exit code. Standard input is that of "stdin".
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENTS…]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code, err = exit.ExitCode(), nil
	}
	ts.Check(err)
	if got := strconv.Itoa(code); got != args[0] {
		ts.Fatalf("%s: exit code %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// interrupts CODE TEXT PROGRAM ARGS… starts a program whose input stays open, waits until it has written TEXT, sends it
// the signal of Ctrl+C and wants that exit code.
func interrupts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: interrupts CODE TEXT PROGRAM [ARGUMENTS…]")
	}
	path, err := lookPath(ts, args[2])
	ts.Check(err)
	cmd := exec.Command(path, args[3:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), scriptVariables(ts)
	cmd.Stderr = ts.Stderr()
	stdin, err := cmd.StdinPipe()
	ts.Check(err)
	defer stdin.Close()
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	watchdog := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	var seen bytes.Buffer
	r := bufio.NewReader(out)
	for !bytes.Contains(seen.Bytes(), []byte(args[1])) {
		b, err := r.ReadByte()
		if err != nil {
			break
		}
		seen.WriteByte(b)
	}
	ts.Check(cmd.Process.Signal(syscall.SIGINT))
	_, err = io.Copy(&seen, r)
	ts.Check(err)
	err = cmd.Wait()
	fmt.Fprint(ts.Stdout(), seen.String())
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("%s: exit code %s after SIGINT, want %s (%v)", strings.Join(args[2:], " "), got, args[0], err)
	}
}

func lookPath(ts *testscript.TestScript, program string) (string, error) {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, program)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s: %w", program, exec.ErrNotFound)
}

func scriptVariables(ts *testscript.TestScript) []string {
	vars := append(
		[]string{"PATH=" + ts.Getenv("PATH"), "TMPDIR=" + ts.Getenv("TMPDIR")},
		privateEnvironment(ts.Getenv("HOME"))...,
	)
	if as := ts.Getenv("RECETTE_AS"); as != "" {
		vars = append(vars, "RECETTE_AS="+as)
	}
	return vars
}

// fold makes the spaces that do not break plain ones, as they are for a reader: scripts stay legible.
func fold(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// says TEXT… wants each text in what the last program wrote, on either stream; "! says" wants none of them.
func says(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: [!] says TEXT…")
	}
	output := fold(ts.ReadFile("stdout") + ts.ReadFile("stderr"))
	for _, want := range args {
		if strings.Contains(output, fold(want)) == neg {
			ts.Fatalf("the output holds %q: %v, want %v", want, neg, !neg)
		}
	}
}

// plain wants no control character but newlines and tabs in what the last program wrote.
func plain(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: plain")
	}
	for _, stream := range []string{"stdout", "stderr"} {
		for i, r := range ts.ReadFile(stream) {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202A && r <= 0x202E ||
				r >= 0x2066 && r <= 0x2069 {
				ts.Fatalf("%s holds %U at byte %d", stream, r, i)
			}
		}
	}
}

// jsonValid FILE wants one JSON document, without a key twice; "-lines" wants one document a line.
func jsonValid(ts *testscript.TestScript, neg bool, args []string) {
	lines := len(args) == 2 && args[0] == "-lines"
	if neg || len(args) != 1 && !lines {
		ts.Fatalf("usage: jsonvalid [-lines] FILE")
	}
	text := ts.ReadFile(args[len(args)-1])
	docs := []string{text}
	if lines {
		docs = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	}
	for i, doc := range docs {
		d := json.NewDecoder(strings.NewReader(doc))
		if err := oneValue(d); err != nil {
			ts.Fatalf("document %d: %v", i+1, err)
		}
		if _, err := d.Token(); !errors.Is(err, io.EOF) {
			ts.Fatalf("document %d: more follows", i+1)
		}
	}
}

// oneValue reads one value and refuses a key that stands twice: decoders differ on which one wins.
func oneValue(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return err
			}
			name := key.(string) // keys are strings, by the grammar
			if seen[name] {
				return fmt.Errorf("key %q stands twice", name)
			}
			seen[name] = true
		}
		if err := oneValue(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// jsonHolds FILE PATH WANT reads a value by a dotted path ("findings.0.line"; "len" is the length of a list).
func jsonHolds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH WANT")
	}
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &value))
	for name := range strings.SplitSeq(args[1], ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			if name == "len" {
				value = len(v)
				continue
			}
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(v) {
				ts.Fatalf("%s: no element %s among %d", args[1], name, len(v))
			}
			value = v[i]
		default:
			ts.Fatalf("%s: nothing under %s", args[1], name)
		}
	}
	if got := fmt.Sprint(value); got != args[2] {
		ts.Fatalf("%s = %s, want %s", args[1], got, args[2])
	}
}

// mode MODE PATH… wants the permissions of files and folders.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: mode MODE PATH…")
	}
	for _, pattern := range args[1:] {
		paths, err := filepath.Glob(ts.MkAbs(pattern))
		ts.Check(err)
		if len(paths) == 0 {
			ts.Fatalf("%s: no such file", pattern)
		}
		for _, path := range paths {
			info, err := os.Stat(path)
			ts.Check(err)
			if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
				ts.Fatalf("%s: mode %s, want %s", path, got, args[0])
			}
		}
	}
}

// tamper FILE FROM TO changes bytes in place, as somebody with the file would; both have the same length.
func tamper(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 || len(args[1]) != len(args[2]) {
		ts.Fatalf("usage: tamper FILE FROM TO, of the same length")
	}
	edit(ts, args)
}

// flip FILE OFFSET changes a byte to another, whatever it was: a file of this product holds random bytes.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE OFFSET")
	}
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	data := []byte(ts.ReadFile(args[0]))
	if at < 0 || at >= len(data) {
		ts.Fatalf("%s has %d bytes, none at %d", args[0], len(data), at)
	}
	data[at] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// replace FILE FROM TO edits a file, as somebody with an editor would; in TO \e is the escape character, \n a newline.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE FROM TO")
	}
	args[2] = strings.NewReplacer(`\e`, "\x1b", `\n`, "\n").Replace(args[2])
	edit(ts, args)
}

func edit(ts *testscript.TestScript, args []string) {
	data := ts.ReadFile(args[0])
	if !strings.Contains(data, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(data, args[1], args[2])), 0o600))
}

// sql FILE STATEMENT runs a statement on a database, as somebody with the files of the project can.
func statement(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.ExecContext(context.Background(), args[1])
	ts.Check(errors.Join(err, db.Close()))
}

// without PROGRAM takes a program out of the PATH: the folders that hold it are replaced by links to what else they
// hold.
func without(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: without PROGRAM")
	}
	var kept []string
	for i, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, args[0])); err != nil {
			kept = append(kept, dir)
			continue
		}
		links := filepath.Join(ts.Getenv("TMPDIR"), fmt.Sprintf("path-%d", i))
		ts.Check(os.Mkdir(links, 0o755))
		entries, err := os.ReadDir(dir)
		ts.Check(err)
		for _, e := range entries {
			if e.Name() != args[0] {
				ts.Check(os.Symlink(filepath.Join(dir, e.Name()), filepath.Join(links, e.Name())))
			}
		}
		kept = append(kept, links)
	}
	ts.Setenv("PATH", strings.Join(kept, string(filepath.ListSeparator)))
}

// unpack NAME writes a project of testdata/project in the folder of the script. Files that are there stay: a script
// brings its own version of one. A project with steps gets a module that needs what this one needs.
func unpack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: project NAME")
	}
	ts.Check(writeProject(args[0], ts.MkAbs(".")))
}

// writeProject unpacks testdata/project/NAME.txtar into dir.
func writeProject(name, dir string) error {
	return unpackArchive(filepath.Join("testdata", "project", name+".txtar"), dir)
}

// unpackArchive writes the files of an archive below a folder; one that is there stays.
func unpackArchive(archived, dir string) error {
	archive, err := txtar.ParseFile(archived)
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
		if strings.HasPrefix(f.Name, "steps/") {
			if files["go.mod"], files["go.sum"], err = stepsModule(); err != nil {
				return err
			}
		}
	}
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// stepsModule gives a project of a test the versions that this module is built with: they are on the machine.
func stepsModule() (mod, sum []byte, err error) {
	root := filepath.Join("..", "..")
	own, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, nil, err
	}
	_, requires, ok := bytes.Cut(own, []byte("\nrequire"))
	if !ok {
		return nil, nil, errors.New("go.mod: no require")
	}
	if sum, err = os.ReadFile(filepath.Join(root, "go.sum")); err != nil {
		return nil, nil, err
	}
	return append([]byte("module essai\n\ngo 1.26\n\nrequire"), requires...), sum, nil
}
