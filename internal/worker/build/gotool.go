package build

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"recette/internal/worker/process"
)

// tool is the go command.
type tool struct {
	path string // resolved
	id   string // changes when another toolchain is installed at the same place
}

// findGo looks for the go command in the PATH of env.
func findGo(command string, env []string) (tool, error) {
	if command == "" {
		command = "go"
	}
	var candidates []string
	if filepath.Base(command) != command {
		candidates = []string{command}
	} else {
		for _, dir := range filepath.SplitList(lookup(env, "PATH")) {
			if filepath.IsAbs(dir) { // never a program of the current folder
				candidates = append(candidates, filepath.Join(dir, command))
			}
		}
	}
	for _, c := range candidates {
		path, err := filepath.EvalSymlinks(c)
		if err != nil {
			continue
		}
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			// The link's own name is kept for running: a wrapper may look at it.
			return tool{path: c, id: fmt.Sprintf("%s %d %d", path, info.Size(), info.ModTime().UnixNano())}, nil
		}
	}
	return tool{}, fmt.Errorf("%w: %q is not in PATH", ErrNoGo, command)
}

// goEnv is what the go command says of its surroundings.
type goEnv struct {
	Mod      string `json:"GOMOD"`
	Work     string `json:"GOWORK"`
	Flags    string `json:"GOFLAGS"`
	ModCache string `json:"GOMODCACHE"`
	File     string `json:"GOENV"`
}

func (b *builder) goEnv(ctx context.Context) (goEnv, error) {
	var e goEnv
	out, output, err := b.run(ctx, "", "env", "-json", "GOMOD", "GOWORK", "GOFLAGS", "GOMODCACHE", "GOENV")
	if err != nil {
		if ctx.Err() != nil {
			return e, ctx.Err()
		}
		if errors.As(err, new(*exec.ExitError)) {
			return e, &CompileError{Output: output}
		}
		return e, fmt.Errorf("%w: %w", ErrNoGo, err)
	}
	if err := json.Unmarshal(out, &e); err != nil {
		return e, fmt.Errorf("%w: go env: %w", ErrNoGo, err)
	}
	if e.Mod == "" || e.Mod == os.DevNull {
		return e, fmt.Errorf("%w: neither %s nor a folder above it has one", errNoModule, b.Package)
	}
	e.Flags = usableFlags(e.Flags)
	return e, nil
}

// run runs the go command in the package's folder. It returns its standard output, and its complaints.
func (b *builder) run(ctx context.Context, flags string, args ...string) (out []byte, output string, err error) {
	cmd := exec.CommandContext(ctx, b.tool.path, args...)
	cmd.Dir = b.dir
	for _, kv := range b.Env {
		name, _, _ := strings.Cut(kv, "=")
		if name == "GO111MODULE" || name == "PWD" || (name == "GOFLAGS" && flags != "") {
			continue
		}
		cmd.Env = append(cmd.Env, kv)
	}
	cmd.Env = append(cmd.Env, "PWD="+b.dir)
	if flags != "" {
		cmd.Env = append(cmd.Env, "GOFLAGS="+flags)
	}
	process.Together(cmd) // the go command starts compilers: all go when the caller gives up
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	return stdout.Bytes(), b.Secrets.String(stderr.String()), err
}

var faultLine = regexp.MustCompile(`(?m)^(\S[^:\n]*\.go):(\d+)(?::(\d+))?: (.+)$`)

// compileError reads the complaints of go build.
func (b *builder) compileError(output string) error {
	e := &CompileError{Output: output}
	for _, m := range faultLine.FindAllStringSubmatch(output, -1) {
		line, _ := strconv.Atoi(m[2]) // digits, by the expression
		column, _ := strconv.Atoi(m[3])
		path := m[1]
		if !filepath.IsAbs(path) {
			path = filepath.Join(b.dir, path)
		}
		e.Faults = append(e.Faults, Fault{File: process.Relative(b.root, path), Line: line, Column: column, Text: m[4]})
	}
	return e
}

// lookup returns the value of a variable in env, the last one if it is there several times.
func lookup(env []string, name string) string {
	value := ""
	for _, kv := range env {
		if n, v, ok := strings.Cut(kv, "="); ok && n == name {
			value = v
		}
	}
	return value
}

func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
