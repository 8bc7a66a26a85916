package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

func list(t *testing.T) []Package {
	t.Helper()
	cmd := exec.CommandContext(
		t.Context(), "go", "list", "-deps", "-json=ImportPath,Imports,Deps,Standard", module+"/...",
	)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []Package
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		var p Package
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func TestLayers(t *testing.T) {
	packages := list(t)
	for _, f := range append(Check(Table(), packages), Stale(Table(), packages)...) {
		t.Error(f)
	}
}

// Without it a list that comes back empty would pass.
func TestStaleFindsRowsWithoutPackage(t *testing.T) {
	table := []Room{{Path: "internal/recette"}, {Path: "internal/gone"}}
	got := Stale(table, []Package{{ImportPath: "recette/internal/recette"}, {ImportPath: "fmt"}})
	if len(got) != 1 || !strings.Contains(got[0], "internal/gone") {
		t.Errorf("Stale = %q, want the row that is gone", got)
	}
}

// A check that cannot fail proves nothing: each breach that matters is shown to be found.
func TestCheckFindsBreaches(t *testing.T) {
	tests := map[string]struct {
		pkg  Package
		want string
	}{
		"SQL outside the store": {
			Package{ImportPath: "recette/internal/campaign", Imports: []string{"database/sql"}},
			"internal/campaign imports database/sql: SQL stays",
		},
		"SQL reached by a detour": {
			Package{ImportPath: "recette/internal/pv", Deps: []string{"database/sql"}},
			"internal/pv reaches database/sql",
		},
		"runner knows something internal": {
			Package{ImportPath: "recette/runner/host", Imports: []string{"recette/internal/recette"}},
			"runner/host imports recette/internal/recette",
		},
		"reports reach something internal": {
			Package{ImportPath: "recette/reports", Deps: []string{"recette/internal/i18n"}},
			"reports reaches recette/internal/i18n",
		},
		"the verifier imports a writer": {
			Package{ImportPath: "recette/internal/verify", Imports: []string{"recette/internal/sign"}},
			"internal/verify imports recette/internal/sign",
		},
		"the verifier reaches a writer": {
			Package{ImportPath: "recette/internal/verify", Deps: []string{"recette/reports"}},
			"internal/verify reaches recette/reports",
		},
		"the kernel imports a third party": {
			Package{ImportPath: "recette/internal/recette", Imports: []string{"golang.org/x/mod"}},
			"internal/recette imports golang.org/x/mod: a third party",
		},
		"the binary reaches godog": {
			Package{ImportPath: "recette/cmd/recette", Deps: []string{"github.com/cucumber/godog"}},
			"cmd/recette reaches github.com/cucumber/godog",
		},
		"a new package without a row": {
			Package{ImportPath: "recette/internal/utils"}, "internal/utils: not in the table",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(Check(Table(), []Package{tt.pkg}), "\n")
			if !strings.Contains(got, tt.want) {
				t.Errorf("Check = %q, want it to hold %q", got, tt.want)
			}
		})
	}
}

// gherkin's uuid library reaches database/sql/driver: that is not database/sql.
func TestCheckNamesSQLExactly(t *testing.T) {
	got := Check(Table(), []Package{{ImportPath: "recette/internal/syntax", Deps: []string{"database/sql/driver"}}})
	if len(got) != 0 {
		t.Errorf("Check = %q, want nothing", got)
	}
}

// QA's worker and the producers build without a C compiler.
func TestPublicPackagesBuildWithoutCgo(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds with CGO_ENABLED=0, left out of the fast part")
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "recette/runner/...", "recette/reports/...")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("go build without cgo: %v\n%s", err, out)
	}
}

// TestWorkersCompileForEachSystem: step definitions run where a project does. vet reads the tests of each system too.
func TestWorkersCompileForEachSystem(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: compiles for other systems, left out of the fast part")
	}
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, verb := range []string{"build", "vet"} {
			cmd := exec.CommandContext(t.Context(), "go", verb, "recette/runner/...")
			cmd.Env = append(cmd.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("GOOS=%s go %s: %v\n%s", system, verb, err, out)
			}
		}
	}
}

// The driver builds without cgo and fails at the first query; the product refuses at build time instead.
func TestBinaryRefusesToBuildWithoutCgo(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds with CGO_ENABLED=0, left out of the fast part")
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", t.TempDir(), "recette/cmd/recette")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("go build ./cmd/recette with CGO_ENABLED=0 passed, want a refusal")
	}
	if !strings.Contains(string(out), "cgo") {
		t.Errorf("refusal = %q, want it to name cgo", out)
	}
}
