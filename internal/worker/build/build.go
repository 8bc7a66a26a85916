// Package build makes a worker's program of a project's godog step definitions: it compiles the sources embedded in
// this program as a folder of the project's own module. It refuses to start what it built (package process), and to
// write anything in the project.
package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/bounded"
	"recette/internal/secret"
	"recette/internal/worker/process"
)

// Options says what to build a worker from.
type Options struct {
	ProjectDir string   // folder of the project; Package and places are relative to it
	Package    string   // folder of the Go package of step definitions, as "./steps"
	CacheDir   string   // folder for binaries and generated sources; created when missing
	GoCommand  string   // the go command: a path, or a name to look for in the PATH of Env; empty is "go"
	Env        []string // the whole environment of recette, as os.Environ gives it

	Secrets *secret.Masker // hidden in what the go command says; nil hides nothing
}

// Build returns a worker made of the project's step definitions. It compiles the sources embedded in this program as a
// folder of the project's own module, through an overlay of the go command: nothing is written in the project, its
// go.mod, go.sum, go.work and vendor folder decide on every version, and packages below an internal folder can be used.
// When nothing changed since the last build it only reads the files that the build depends on. Several builds may run
// at once, in one process or many. Errors: those under ErrBuild, *CompileError, ctx's, and those of the file system.
func Build(ctx context.Context, o Options) (process.Binary, error) {
	b, err := build(ctx, o)
	return b.Binary, o.Secrets.Error(err)
}

// built is a binary, and whether nothing had to be built for it.
type built struct {
	process.Binary
	cached bool
}

func build(ctx context.Context, o Options) (built, error) {
	root, err := filepath.Abs(o.ProjectDir)
	if err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	b := &builder{Options: o, root: root, dir: filepath.Join(root, filepath.FromSlash(o.Package))}
	if b.CacheDir, err = filepath.Abs(o.CacheDir); err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	if strings.ContainsAny(b.dir, "\n\r") {
		return built{}, fmt.Errorf("%w: %q", errPath, b.dir)
	}
	if info, err := os.Stat(b.dir); err != nil || !info.IsDir() {
		return built{}, fmt.Errorf("%w: %s is not a folder", errNoPackage, o.Package)
	}
	if b.tool, err = findGo(o.GoCommand, o.Env); err != nil {
		return built{}, err
	}
	if bin, ok := b.cached(); ok {
		return bin, nil
	}
	return b.build(ctx)
}

// builder is one call of Build.
type builder struct {
	Options
	root string // absolute ProjectDir
	dir  string // absolute folder of the package
	tool tool
}

// record is what a build leaves in the cache beside its binary.
type record struct {
	Inputs inputs `json:"inputs"`
	Digest string `json:"digest"` // of the inputs, when the binary was built
	Binary string `json:"binary"` // name in the cache
	Size   int64  `json:"size"`
}

// name identifies the project and package in the cache.
func (b *builder) name() string { return shortHash(b.root, b.dir) }

func (b *builder) recordPath() string { return filepath.Join(b.CacheDir, "worker-"+b.name()+".json") }

// cached returns the binary of a former build if everything that it was made from is as it was.
func (b *builder) cached() (built, bool) {
	data, err := bounded.ReadFile(b.recordPath(), bounded.Document)
	if err != nil {
		return built{}, false
	}
	var r record
	if json.Unmarshal(data, &r) != nil || r.Binary != filepath.Base(r.Binary) {
		return built{}, false
	}
	path := filepath.Join(b.CacheDir, r.Binary)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() != r.Size {
		return built{}, false
	}
	if digest, err := b.digest(&r.Inputs); err != nil || digest != r.Digest {
		return built{}, false
	}
	return b.binary(path, true), true
}

func (b *builder) binary(path string, cached bool) built {
	return built{process.Binary{Path: path, Dir: b.dir, Root: b.root}, cached}
}

func (b *builder) build(ctx context.Context) (built, error) {
	env, err := b.goEnv(ctx)
	if err != nil {
		return built{}, err
	}
	pkgs, err := b.list(ctx, env)
	if err != nil {
		return built{}, err
	}
	own := pkgs[len(pkgs)-1] // go list -deps gives a package after those that it imports
	suite, err := findInitializers(own)
	if err != nil {
		return built{}, err
	}
	in := b.inputs(env, pkgs)
	digest, err := b.digest(&in) // before the build: a file that changes meanwhile makes the next call build again
	if err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	if err := os.MkdirAll(b.CacheDir, 0o700); err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	overlay, err := b.writeOverlay(own, suite)
	if err != nil {
		return built{}, fmt.Errorf("%w: write sources: %w", ErrBuild, err)
	}
	name := "worker-" + b.name() + "-" + digest[:16]
	path := filepath.Join(b.CacheDir, name)
	if err := b.compile(ctx, env, overlay, path); err != nil {
		return built{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	data, err := json.Marshal(record{Inputs: in, Digest: digest, Binary: name, Size: info.Size()})
	if err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	if err := writeFile(b.recordPath(), data); err != nil {
		return built{}, fmt.Errorf("%w: %w", ErrBuild, err)
	}
	b.prune(name)
	return b.binary(path, false), nil
}

// compile builds the generated program beside path and renames it into place, so that nobody sees half of it.
func (b *builder) compile(ctx context.Context, env goEnv, overlay, path string) error {
	dir, err := os.MkdirTemp(b.CacheDir, "build-")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBuild, err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is harmless
	out := filepath.Join(dir, "worker")
	args := []string{"build", "-overlay", overlay, "-o", out}
	if !strings.Contains(env.Flags, "-ldflags") {
		args = append(args, "-ldflags=-s -w") // no debugger data: links faster, half the size; traces keep their lines
	}
	if _, output, err := b.run(ctx, env.Flags, append(args, "./"+generatedDir)...); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return b.compileError(output)
	}
	if err := os.Rename(out, path); err != nil {
		return fmt.Errorf("%w: %w", ErrBuild, err)
	}
	return nil
}

// keptBinaries is how many binaries of one project stay in the cache: switching between branches stays quick.
const keptBinaries = 4

// prune removes the oldest binaries of the project. A file that cannot be removed is left for the next build.
func (b *builder) prune(keep string) {
	paths, _ := filepath.Glob(filepath.Join(b.CacheDir, "worker-"+b.name()+"-*")) // the pattern is well formed
	slices.SortFunc(paths, func(x, y string) int { return modified(y).Compare(modified(x)) })
	for i, p := range paths {
		if i >= keptBinaries && filepath.Base(p) != keep {
			_ = os.Remove(p)
		}
	}
}

// writeFile writes data beside path and renames it.
func writeFile(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// exists reports whether there is something at path, or an error that leaves it open.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
