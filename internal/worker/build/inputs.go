package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/bounded"
	"recette/runner"
)

// goPackage is what go list tells of a package.
type goPackage struct {
	Dir          string
	ImportPath   string
	Name         string
	Standard     bool
	GoFiles      []string
	CgoFiles     []string
	TestGoFiles  []string
	XTestGoFiles []string
	// EmbedPatterns are the arguments of the package's go:embed directives.
	EmbedPatterns []string
	Error         *goListError
}

type goListError struct{ Err string }

// godogPath is the import path of godog.
const godogPath = "github.com/cucumber/godog"

// list returns the package and all that it depends on, the package itself last.
func (b *builder) list(ctx context.Context, env goEnv) ([]goPackage, error) {
	out, output, err := b.run(ctx, env.Flags, "list", "-e", "-deps",
		"-json=Dir,ImportPath,Name,Standard,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,EmbedPatterns,Error", ".")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var pkgs []goPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if derr := d.Decode(&p); errors.Is(derr, io.EOF) {
			break
		} else if derr != nil {
			return nil, fmt.Errorf("%w: go list: %w", ErrBuild, derr)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		if err == nil {
			err = errors.New("nothing listed")
		}
		return nil, &CompileError{Output: fmt.Sprintf("%s\n%v", output, err)}
	}
	own := &pkgs[len(pkgs)-1]
	switch {
	case len(own.GoFiles)+len(own.CgoFiles) == 0 && len(own.TestGoFiles)+len(own.XTestGoFiles) > 0:
		return nil, fmt.Errorf(
			"%w: %s has only _test.go files, which no program can import: rename the one that holds InitializeScenario",
			errNoInitializer, b.Package,
		)
	case len(own.GoFiles)+len(own.CgoFiles) == 0:
		text := "no Go file"
		if own.Error != nil {
			text = own.Error.Err
		}
		return nil, fmt.Errorf("%w: %s: %s", errNoPackage, b.Package, text)
	case own.Name == "main":
		return nil, fmt.Errorf(
			"%w: %s is package main, which no program can import: give it another name", errNoPackage, b.Package,
		)
	}
	godog := slices.IndexFunc(pkgs, func(p goPackage) bool { return p.ImportPath == godogPath })
	if godog < 0 {
		return nil, fmt.Errorf("%w: %s does not import it", errNoGodog, b.Package)
	}
	if e := pkgs[godog].Error; e != nil {
		return nil, fmt.Errorf("%w: %s", errNoGodog, e.Err)
	}
	return pkgs, nil
}

// inputs names everything that a binary is made from and that may change. Paths are absolute.
type inputs struct {
	// packages outside the module cache: every source counts, and so does their list
	Folders  []string `json:"folders"`
	Embedded []string `json:"embedded"` // patterns of embedded files and folders: so do those that begin to match
	Maybe    []string `json:"maybe"`    // go.mod, go.work, go.sum, settings: one that appears counts too
}

func (b *builder) inputs(env goEnv, pkgs []goPackage) inputs {
	var in inputs
	for _, p := range pkgs {
		if p.Standard || p.Dir == "" || strings.HasPrefix(p.Dir, env.ModCache+string(filepath.Separator)) {
			continue // what lies in the module cache is pinned by go.sum
		}
		in.Folders = append(in.Folders, p.Dir)
		for _, pattern := range p.EmbedPatterns {
			in.Embedded = append(
				in.Embedded, filepath.Join(p.Dir, filepath.FromSlash(strings.TrimPrefix(pattern, "all:"))),
			)
		}
	}
	for dir := b.dir; ; dir = filepath.Dir(dir) {
		in.Maybe = append(in.Maybe, filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.work"))
		if dir == filepath.Dir(dir) {
			break
		}
	}
	beside := func(file, name string) string { return filepath.Join(filepath.Dir(file), name) }
	in.Maybe = append(
		in.Maybe, env.File, beside(env.Mod, "go.sum"), beside(env.Mod, filepath.Join("vendor", "modules.txt")),
	)
	if env.Work != "" && env.Work != "off" {
		in.Maybe = append(
			in.Maybe, env.Work, beside(env.Work, "go.work.sum"),
			beside(env.Work, filepath.Join("vendor", "modules.txt")),
		)
	}
	for _, f := range splitFlags(env.Flags) {
		if file, ok := strings.CutPrefix(strings.TrimLeft(f, "-"), "modfile="); ok {
			if !filepath.IsAbs(file) {
				file = filepath.Join(b.dir, file)
			}
			in.Maybe = append(in.Maybe, file, strings.TrimSuffix(file, ".mod")+".sum")
		}
	}
	// Modules replaced by folders, and those of a workspace, have a go.mod of their own above their packages.
	for _, dir := range in.Folders {
		for dir != filepath.Dir(dir) && !exists(filepath.Join(dir, "go.mod")) {
			dir = filepath.Dir(dir)
		}
		in.Maybe = append(in.Maybe, filepath.Join(dir, "go.mod"))
	}
	for _, l := range []*[]string{&in.Folders, &in.Embedded, &in.Maybe} {
		slices.Sort(*l)
		*l = slices.Compact(*l)
	}
	return in
}

// goVariables are the variables of the environment that change what the go command builds.
func goVariables() []string {
	return []string{
		"GOFLAGS", "GOOS", "GOARCH", "GOAMD64", "GOARM64", "GOARM", "GOEXPERIMENT", "GOTOOLCHAIN", "GOWORK", "GOENV",
		"GOROOT", "GOPATH", "GOMODCACHE", "CGO_ENABLED", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_LDFLAGS",
		"CC", "CXX", "PKG_CONFIG_PATH", "HOME", "XDG_CONFIG_HOME",
	}
}

// digest hashes the state of the inputs, the toolchain, the settings and the embedded sources.
func (b *builder) digest(in *inputs) (string, error) {
	h := sha256.New()
	item := func(parts ...string) {
		for _, p := range parts {
			fmt.Fprintf(h, "%d:%s,", len(p), p)
		}
	}
	item("worker/1", b.tool.id, b.root, b.dir)
	for _, v := range goVariables() {
		item(v, lookup(b.Env, v))
	}
	err := fs.WalkDir(runner.Sources(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !usedSource(p) {
			return err
		}
		data, err := fs.ReadFile(runner.Sources(), p)
		item("source", p, string(data))
		return err
	})
	if err != nil {
		return "", err
	}
	for _, dir := range in.Folders {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return "", err
		}
		item("folder", dir)
		for _, e := range entries {
			if !compiled(e) {
				continue
			}
			if err := hashFile(h, item, filepath.Join(dir, e.Name())); err != nil {
				return "", err
			}
		}
	}
	for _, pattern := range in.Embedded {
		item("embedded", pattern)
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		for _, m := range matches {
			err := filepath.WalkDir(m, func(p string, d fs.DirEntry, err error) error {
				if err != nil || !d.Type().IsRegular() {
					return err
				}
				return hashFile(h, item, p)
			})
			if err != nil {
				return "", err
			}
		}
	}
	for _, f := range in.Maybe {
		if err := hashFile(h, item, f); errors.Is(err, fs.ErrNotExist) {
			item("absent", f)
		} else if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// compiled reports whether the go command may compile a file of a package's folder: all that it knows the extension of,
// tests left out. Films and screenshots that lie there are not read for nothing.
func compiled(e fs.DirEntry) bool {
	if e.IsDir() || strings.HasSuffix(e.Name(), "_test.go") ||
		e.Type()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeDevice) != 0 {
		return false
	}
	switch filepath.Ext(e.Name()) {
	case ".go", ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".m", ".s", ".S", ".sx", ".f", ".F", ".for",
		".f90", ".syso",
		".swig", ".swigcxx":
		return true
	}
	return false
}

// hashFile hashes the name, the size and the content of a file.
func hashFile(h hash.Hash, item func(...string), path string) error {
	f, err := bounded.Open(path)
	if errors.Is(err, bounded.ErrIrregular) {
		item("file", path, "irregular")
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	item("file", path, fmt.Sprint(info.Size()))
	_, err = io.Copy(h, f)
	return err
}

// usedSource reports whether a file of runner.Sources belongs in a worker.
func usedSource(p string) bool { return !strings.HasSuffix(path.Base(p), "_test.go") }

// shortHash names something by its hash.
func shortHash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s,", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
