package git

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// repository makes a project in a folder of a repository, with one feature in its first commit. What is run there has
// $OUT, a folder elsewhere.
func repository(t *testing.T, object, prefix string) (f Folder, sh func(script string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: needs git")
	}
	root, out := t.TempDir(), t.TempDir()
	dir := filepath.Join(root, prefix)
	environ := []string{
		"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "GIT_CEILING_DIRECTORIES=" + filepath.Dir(root),
	}
	sh = func(script string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "sh", "-ec", script)
		cmd.Dir, cmd.Env = dir, append(environ, "GIT_CONFIG_NOSYSTEM=1", "OUT="+out)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", script, err, said)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "features"), 0o700); err != nil {
		t.Fatal(err)
	}
	sh("cd " + root + "; git init -q --object-format=" + object +
		"; git config user.name n; git config user.email e@example.org")
	sh("echo x > features/a.feature; git add .; git commit -qm a")
	return Folder{Dir: dir, Environ: environ}, sh
}

// readFeatures reads every feature below a folder, through links too.
func readFeatures(t *testing.T, tree fs.FS, dir string) {
	t.Helper()
	list, err := fs.ReadDir(tree, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		name := path.Join(dir, e.Name())
		if info, err := fs.Stat(tree, name); err == nil && info.IsDir() && e.Name() != ".git" {
			readFeatures(t, tree, name)
		}
		if !isFeature(name) {
			continue
		}
		if f, err := tree.Open(name); err == nil {
			_, _ = io.Copy(io.Discard, f)
			f.Close()
		}
	}
}

func isFeature(name string) bool { return path.Ext(name) == ".feature" }

// A demonstration made in an ignored folder of a repository printed that repository's commit as the one of its
// scenarios, which were in no commit at all; so did files that git was told not to look at, and those that it does not
// keep itself.
func TestReading_ClaimsOnlyWhatIsInTheCommit(t *testing.T) {
	const submodule = "git init -q $OUT/s; git -C $OUT/s config user.name n; git -C $OUT/s config user.email e@e; " +
		"echo s > $OUT/s/s.feature; git -C $OUT/s add .; git -C $OUT/s commit -qm s; " +
		"git -c protocol.file.allow=always submodule add -q $OUT/s features/s; git commit -qam s; "
	tests := map[string]struct {
		change  string // shell, in the project, after its first commit
		claimed bool
	}{
		"as committed":         {"true", true},
		"another file changed": {"echo x > ailleurs.txt", true},
		"another commit":       {"echo y > features/a.feature; git commit -qam b", true},
		"a name to be quoted":  {"echo y > 'features/é \"x.feature'; git add .; git commit -qm b", true},
		"executable":           {"chmod +x features/a.feature; git commit -qam b", true},
		"empty":                {": > features/a.feature; git commit -qam b", true},
		"modified":             {"echo '# x' >> features/a.feature", false},
		"of the same length":   {"echo y > features/a.feature", false},
		"staged only":          {"echo '# x' >> features/a.feature; git add .", false},
		"deleted": {
			"echo y > features/b.feature; git add .; git commit -qm b; rm features/b.feature", false,
		},
		"a new file":      {"echo x > features/b.feature", false},
		"an ignored file": {"echo b.feature > .git/info/exclude; echo x > features/b.feature", false},
		"in an ignored folder": {
			"git rm -qr --cached features; echo features > .gitignore; git add .; git commit -qm b", false,
		},
		"no commit":     {"rm -rf .git; git init -q", false},
		"no repository": {"rm -rf .git", false},
		"nothing there": {"rm features/a.feature; git commit -qam b", false},
		"assumed unchanged": {
			"git update-index --assume-unchanged features/a.feature; echo '# x' >> features/a.feature", false,
		},
		"skipped": {
			"git update-index --skip-worktree features/a.feature; echo '# x' >> features/a.feature", false,
		},
		"skipped and absent": {
			"echo y > features/b.feature; " +
				"git add .; " +
				"git commit -qm b; " +
				"git update-index --skip-worktree features/b.feature; " +
				"rm features/b.feature", false,
		},
		"a link": {
			"echo y > $OUT/b.feature; ln -s $OUT/b.feature features/b.feature; git add .; git commit -qm b", false,
		},
		"a link to its own text": {
			"printf b.feature > $OUT/b.feature; " +
				"cd features; " +
				"ln -s b.feature c.feature; " +
				"git add .; " +
				"git commit -qm b; " +
				"rm c.feature; " +
				"ln -s $OUT/b.feature c.feature; " +
				"printf b.feature > b.feature; " +
				"git add b.feature; " +
				"git commit -qm c", false,
		},
		"a linked folder": {
			"mkdir $OUT/f; " +
				"echo y > $OUT/f/c.feature; " +
				"rm -r features; " +
				"ln -s $OUT/f features; " +
				"git add -A; " +
				"git commit -qm b", false,
		},
		"a folder linked below": {
			"mkdir $OUT/f; echo y > $OUT/f/c.feature; ln -s $OUT/f features/f; git add -A; git commit -qm b", false,
		},
		"other line ends": {
			"git config core.autocrlf input; printf 'x\\r\\n' > features/a.feature; git add .", false,
		},
		"a submodule": {submodule, false},
		"a submodule left alone": {
			submodule + "git config submodule.features/s.ignore all; echo z >> features/s/s.feature", false,
		},
		"a filter": {
			"git config filter.f.clean 'echo x; " +
				"touch espion'; " +
				"echo '*.feature filter=f' > .gitattributes; " +
				"git add .; " +
				"git commit -qm b; " +
				"rm -f espion; " +
				"echo y > features/a.feature", false,
		},
		"a filter, as committed": {
			"git config filter.f.clean 'cat; " +
				"touch espion'; " +
				"echo '*.feature filter=f' > .gitattributes; " +
				"git add .; " +
				"git commit -qm b; " +
				"rm -f espion; " +
				"touch features/a.feature", true,
		},
		"another object in its place": {
			"old=$(git rev-parse HEAD:features/a.feature); " +
				"echo y > features/a.feature; " +
				"new=$(git hash-object -w features/a.feature); " +
				"git replace $old $new", false,
		},
		"another commit in its place": {
			"old=$(git rev-parse HEAD); " +
				"echo y > features/a.feature; " +
				"git commit -qam b; " +
				"new=$(git rev-parse HEAD); " +
				"git reset -q --hard $old; " +
				"git replace $old $new; " +
				"echo y > features/a.feature", false,
		},
		"a hook in the config": {"git config core.fsmonitor 'touch espion'", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, sh := repository(t, "sha1", "")
			sh(tt.change)
			checkCommit(t, f, tt.claimed)
		})
	}
}

func TestReading_KnowsBothKindsOfRepository(t *testing.T) {
	for _, object := range []string{"sha1", "sha256"} {
		f, sh := repository(t, object, "projets/un")
		checkCommit(t, f, true)
		sh("echo y > features/a.feature")
		checkCommit(t, f, false)
	}
}

func checkCommit(t *testing.T, f Folder, claimed bool) {
	t.Helper()
	r := f.Reading(t.Context())
	readFeatures(t, r.FS(os.DirFS(f.Dir)), "features")
	got, want := r.Commit(t.Context(), []string{"features"}, isFeature), ""
	if claimed {
		want = head(t.Context(), f)
	}
	if got != want || claimed && want == "" {
		t.Errorf("commit = %q, want %q", got, want)
	}
	if found, _ := filepath.Glob(filepath.Join(f.Dir, "espion")); len(found) > 0 {
		t.Error("git ran what the repository's configuration says")
	}
}

// Two readings that differ are of no commit, whichever comes last; nor is a file that was read in part.
func TestReading_ClaimsNothingOfWhatChangedMeanwhile(t *testing.T) {
	f, sh := repository(t, "sha1", "")
	r := f.Reading(t.Context())
	tree := r.FS(os.DirFS(f.Dir))
	sh("echo y > features/a.feature")
	readFeatures(t, tree, "features")
	sh("echo x > features/a.feature")
	readFeatures(t, tree, "features")
	if got := r.Commit(t.Context(), []string{"features"}, isFeature); got != "" {
		t.Errorf("commit of two readings = %q, want none", got)
	}
	r = f.Reading(t.Context())
	part, err := r.FS(os.DirFS(f.Dir)).Open("features/a.feature")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Read(make([]byte, 1))
	part.Close()
	if got := r.Commit(t.Context(), []string{"features"}, isFeature); got != "" {
		t.Errorf("commit of a part = %q, want none", got)
	}
	r = f.Reading(t.Context())
	if _, err := fs.ReadFile(r.FS(os.DirFS(f.Dir)), "features/a.feature"); err != nil {
		t.Fatal(err)
	}
	if got, want := r.Commit(t.Context(), []string{"."}, isFeature), head(t.Context(), f); got != want {
		t.Errorf("commit of a whole file = %q, want %q", got, want)
	}
}

// head is what git itself says, whatever was put in the place of a commit.
func head(ctx context.Context, f Folder) string {
	out, _ := exec.CommandContext(ctx, "git", "-C", f.Dir, "rev-parse", "HEAD").Output()
	return strings.TrimSpace(string(out))
}

// No git, no such commit and a broken repository were one and the same "no".
func TestAsk_TellsWhyThereIsNoAnswer(t *testing.T) {
	ask := func(f Folder, revision string) error {
		_, err := f.Ask(t.Context(), "rev-parse", "--verify", "--quiet", revision+"^{commit}")
		return err
	}
	f, sh := repository(t, "sha1", "")
	if err := ask(f, "HEAD"); err != nil {
		t.Fatal(err)
	}
	if err := ask(f, "rien"); !errors.Is(err, ErrNone) || errors.Is(err, ErrFailed) {
		t.Errorf("no such commit: %v, want ErrNone", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Ask(ended, "rev-parse", "HEAD"); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: %v", err)
	}
	sh("object=.git/objects/$(git rev-parse HEAD | sed 's,^..,&/,'); chmod u+w $object; echo x > $object")
	var broken *gitError
	err := ask(f, "HEAD")
	if !errors.As(err, &broken) || !errors.Is(err, ErrFailed) || !strings.Contains(broken.Said, "unable to unpack") {
		t.Errorf("a broken repository: %v, want a *gitError with what git says", err)
	}
	sh("rm -rf .git")
	if err := ask(f, "HEAD"); !errors.Is(err, ErrAbsent) {
		t.Errorf("no repository: %v, want ErrAbsent", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := ask(f, "HEAD"); !errors.Is(err, ErrAbsent) {
		t.Errorf("no git: %v, want ErrAbsent", err)
	}
}

// What a repository lacks is fetched by a program that its configuration names, and signatures are looked at by
// another.
func TestFolder_LetsTheConfigurationRunNothing(t *testing.T) {
	f, sh := repository(t, "sha1", "")
	sh("git config gpg.program ./espionne; printf '#!/bin/sh\\ntouch espion\\n' > espionne; chmod +x espionne; " +
		"git config log.showSignature true; git config core.fsmonitor 'touch espion'; " +
		"git config filter.f.smudge 'touch espion'; git config filter.f.clean 'touch espion'; " +
		"git config diff.d.textconv 'touch espion'; " +
		"echo '* filter=f diff=d' > .gitattributes; " +
		"(git cat-file commit HEAD | " +
		"sed '/^committer/a gpgsig -----BEGIN PGP SIGNATURE-----\\n \\n x\\n -----END PGP SIGNATURE-----' " +
		"| git hash-object -t commit -w --stdin) > id; git update-ref HEAD $(cat id); " +
		"git config core.repositoryformatversion 1; git config extensions.partialClone origin; " +
		"git config remote.origin.promisor true; " +
		"git config remote.origin.url $OUT; git config remote.origin.uploadpack 'touch espion;'; " +
		"rm -f espion .git/objects/$(git rev-parse HEAD:features/a.feature | sed 's,^..,&/,')")
	ctx := t.Context()
	_, _ = f.Ask(ctx, "log", "--all", "--format=", "--name-only")
	_, _ = f.Ask(ctx, "show", "--no-patch", "--format=%cs", "HEAD")
	_ = f.LineEnds(ctx, []string{"features/a.feature"})
	r := f.Reading(ctx)
	readFeatures(t, r.FS(os.DirFS(f.Dir)), "features")
	if r.Commit(ctx, []string{"features"}, isFeature) == "" {
		t.Error("what is read is in the commit, even if its bytes are not here")
	}
	wanted := Wanted{Below: []string{"features"}, Name: isFeature, File: 1 << 20, All: 1 << 20}
	if _, err := f.Tree(ctx, "HEAD", wanted); err == nil {
		t.Error("a file that is not here was given")
	}
	if _, err := os.Stat(filepath.Join(f.Dir, "espion")); err == nil {
		t.Error("git ran a program that the configuration names")
	}
}
