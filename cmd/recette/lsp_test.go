package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestLSP has an editor's session with the real process on the demonstration, once its campaign is recorded: what an
// author sees of a feature, of its steps and of its last result.
func TestLSP(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: runs the whole demonstration")
	}
	t.Parallel()
	p := newProduct(t, "")
	dir := filepath.Join(p.dir, "démo élan")
	p.run(0, "demo", dir)
	p.dir = dir
	const feature = "features/cotisation/US-201-renouveler.feature"
	data, err := os.ReadFile(filepath.Join(dir, feature))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	title := "Le renouvellement appelle une cotisation pleine à échéance du 31 janvier"

	e := newEditor(t, p)
	e.open(feature, text)
	if list := e.diagnostics(feature, 1); len(list) != 0 {
		t.Errorf("the example has diagnostics: %+v", list)
	}

	e.eventually("the last verdict of the scenario", func() bool {
		hover := e.hover(feature, text, title)
		return strings.Contains(hover, "SC-0019") && strings.Contains(hover, "conforme") &&
			strings.Contains(hover, "version 1.4.0")
	})
	e.eventually("the definition of a step", func() bool {
		places := e.definition(feature, text, "le renouvellement est demandé")
		return len(places) == 1 && e.isGo(places[0])
	})
	if places := e.definition(feature, text, "@RG-31"); len(places) != 1 || !strings.HasSuffix(
		places[0].URI, "/rules/RG-31.md",
	) {
		t.Errorf("definition of @RG-31: %+v", places)
	}

	// A slip, the diagnostic with its place, its fix, and its end.
	broken := strings.Replace(text, "  Scénario: "+title, "      Scénario : "+title, 1)
	e.change(feature, 2, broken)
	list := e.diagnostics(feature, 2)
	if len(list) == 0 || list[0].Code != "E130" {
		t.Fatalf("after the slip: %+v", list)
	}
	fixed := e.apply(broken, e.fixOf(feature, list[0]))
	e.change(feature, 3, fixed)
	e.eventually("the end of the diagnostic", func() bool {
		for _, d := range e.diagnostics(feature, 3) {
			if d.Severity == 1 {
				return false
			}
		}
		return true
	})
	if got := e.apply(fixed, e.formatting(feature)); got != text {
		t.Errorf("formatted:\n%s\nwant the file as it was", got)
	}

	if code := e.leave(); code != 0 {
		t.Errorf("exit code %d after shutdown and exit, want 0\n%s", code, e.stderr)
	}
	e.nothingLeft()
	if e.stderr.Len() > 0 {
		t.Errorf("standard error of a session without trouble:\n%s", e.stderr)
	}
}

// TestLSP_TheEditorDies: the process and its workers do not outlive the editor, whatever it was doing.
func TestLSP_TheEditorDies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		die  func(e *lspEditor)
		want int
	}{
		"end of its input":      {func(e *lspEditor) { e.stdin.Close() }, 1},
		"exit without shutdown": {func(e *lspEditor) { e.notify("exit", nil) }, 1},
		"no session at all":     {func(e *lspEditor) { e.stdin.Close() }, 1},
		"shutdown, then silence": {func(e *lspEditor) {
			e.call("shutdown", nil, nil)
			e.stdin.Close()
		}, 0},
		"killed": {func(e *lspEditor) {
			if err := e.cmd.Process.Kill(); err != nil {
				e.t.Error(err)
			}
		}, -1},
		"termination": {func(e *lspEditor) {
			if err := e.cmd.Process.Signal(os.Interrupt); err != nil {
				e.t.Error(err)
			}
		}, 130},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProduct(t, "")
			p.run(0, "init", "crm", "--template", "crm")
			p.dir = filepath.Join(p.dir, "crm")
			e := newEditor(t, p)
			if name != "no session at all" {
				feature := "features/cotisation/US-201-renouveler.feature"
				data, err := os.ReadFile(filepath.Join(p.dir, feature))
				if err != nil {
					t.Fatal(err)
				}
				e.open(feature, string(data))
				if name == "end of its input" || name == "killed" { // the worker runs
					e.eventually("the definition of a step", func() bool {
						return len(e.definition(feature, string(data), "le renouvellement est demandé")) == 1
					})
				} // else the workers are being built
			}
			tc.die(e)
			if code := e.wait(); code != tc.want {
				t.Errorf("exit code %d, want %d\n%s", code, tc.want, e.stderr)
			}
			if name == "killed" {
				time.Sleep(time.Second) // the kernel ends the worker
			}
			e.nothingLeft()
		})
	}
}

// TestLSP_NoSteps: nothing of a project that is not trusted is built or started.
func TestLSP_NoSteps(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "")
	p.run(0, "init", "crm", "--template", "crm")
	p.dir = filepath.Join(p.dir, "crm")
	e := newEditor(t, p, "--no-steps")
	const feature = "features/cotisation/US-201-renouveler.feature"
	data, err := os.ReadFile(filepath.Join(p.dir, feature))
	if err != nil {
		t.Fatal(err)
	}
	e.open(feature, string(data))
	e.diagnostics(feature, 1)
	if places := e.definition(feature, string(data), "le renouvellement est demandé"); len(places) != 0 {
		t.Errorf("definitions are known: %+v", places)
	}
	if code := e.leave(); code != 0 {
		t.Errorf("exit code %d\n%s", code, e.stderr)
	}
	if made, err := filepath.Glob(filepath.Join(p.dir, ".recette", "cache", "*")); err != nil || len(made) > 0 {
		t.Errorf("the session made %q, %v", made, err)
	}
}

// TestLSP_DocumentedSettings: what docs/editeur.md has an editor start is a command that starts.
func TestLSP_DocumentedSettings(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "editeur.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := blocksOf(string(data))
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for _, b := range blocks {
		switch b.kind {
		case "json":
			var settings map[string]any
			if err := json.Unmarshal([]byte(b.text), &settings); err != nil {
				t.Errorf("line %d: %v", b.line, err)
			}
			if command, ok := settings["glspc.server.command"]; ok {
				lines = append(
					lines, []string{command.(string), settings["glspc.server.commandArguments"].([]any)[0].(string)},
				)
			}
		case "lua":
			m := regexp.MustCompile(`cmd = \{ '([^']+)', '([^']+)' \}`).FindStringSubmatch(b.text)
			if m == nil {
				t.Errorf("line %d: no command", b.line)
				continue
			}
			lines = append(lines, m[1:])
		case "toml":
			m := regexp.MustCompile(`(?s)command = "([^"]+)"\nargs = \["([^"]+)"\]`).FindStringSubmatch(b.text)
			if m == nil {
				t.Errorf("line %d: no command", b.line)
				continue
			}
			lines = append(lines, m[1:])
		}
	}
	if len(lines) != 4 {
		t.Errorf("%d settings with a command, want 4", len(lines))
	}
	for _, flag := range regexp.MustCompile(`--[a-z][a-z-]*`).FindAllString(string(data), -1) {
		lines = append(lines, []string{"recette", "lsp", flag})
	}
	p := newProduct(t, "")
	for _, line := range lines {
		if line[0] != "recette" || line[1] != "lsp" {
			t.Errorf("a setting starts %q", line)
			continue
		}
		args := line[1:]
		if args[len(args)-1] == "--log" {
			args = append(args, "journal.txt")
		}
		p.run(1, args...) // the input is empty: the editor left without shutdown
	}
}
