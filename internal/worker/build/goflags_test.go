package build

import (
	"os"
	"path/filepath"
	"testing"

	"recette/internal/worker/process"
)

func TestUsableFlags(t *testing.T) {
	const always = "-buildvcs=false"
	for flags, want := range map[string]string{
		"":                                    always,
		"-tags=recette,db -race":              "-tags=recette,db -race " + always,
		"--tags=recette":                      "--tags=recette " + always,
		"-mod=mod -modfile=autre.mod":         "-modfile=autre.mod " + always,
		"-mod=vendor":                         "-mod=vendor " + always,
		"-trimpath":                           always,
		"-trimpath=true -gcflags=all=-N":      "-gcflags=all=-N " + always,
		"'-gcflags=all=-N -l' -v":             "'-gcflags=all=-N -l' " + always,
		`"-ldflags=-X 'a.b=c d'"`:             `"-ldflags=-X 'a.b=c d'" ` + always,
		"'-gcflags=all=-trimpath=/work -N'":   always,
		"-buildmode=c-shared -json -o=x -n":   always,
		"-m -f={{.Dir}} -test -find -deps -x": always,
		" \t-race\n":                          "-race " + always,
		"'-tags=a b":                          "'-tags=a b' " + always,
	} {
		if got := usableFlags(flags); got != want {
			t.Errorf("usableFlags(%q) = %q, want %q", flags, got, want)
		}
	}
}

// TestBuild_PlacesStandWhateverTheFlags: neither the environment nor the settings file of the go command changes the
// place of a definition, which stays relative to the project.
func TestBuild_PlacesStandWhateverTheFlags(t *testing.T) {
	t.Parallel()
	settings := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(settings, []byte("GOFLAGS=-trimpath\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": basket})
	for name, env := range map[string][]string{
		"environment":      {"GOFLAGS=-trimpath"},
		"settings file":    {"GOFLAGS=", "GOENV=" + settings},
		"to the compiler":  {"GOFLAGS='-gcflags=all=-trimpath=" + dir + " -l'"},
		"meant for a list": {"GOFLAGS=-m -find -f={{.Dir}}"},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && name != "environment" {
				t.Skip("SKIPPED: builds once more, left out of -short")
			}
			o := options(dir)
			o.Env = append(o.Env, env...)
			bin, err := Build(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			p, err := process.Start(t.Context(), bin, process.StartOptions{Environ: os.Environ()})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Kill()
			w, err := p.Hello(t.Context())
			if err != nil || len(w.Definitions) != 3 || w.Definitions[0].Place != "steps/steps.go:12" {
				t.Errorf("definitions %+v, %v, want the first at steps/steps.go:12", w.Definitions, err)
			}
		})
	}
}

// TestBuild_ForOtherSystems builds a project's worker for each system that step definitions may run on.
func TestBuild_ForOtherSystems(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("SKIPPED: compiles the standard library for other systems, left out of -short")
	}
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": basket})
	for _, system := range []string{"linux", "darwin", "windows"} {
		t.Run(system, func(t *testing.T) {
			o := options(dir)
			o.Env = append(o.Env, "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
			bin, err := Build(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(bin.Path); err != nil || info.Size() == 0 {
				t.Errorf("%s: %v", bin.Path, err)
			}
		})
	}
}
