package workspace

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/syntax"
	"recette/internal/yamldoc"
)

// write makes the files of a project.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A small project: two features, one scenario each.
func small() map[string]string {
	return map[string]string{
		"recette.yaml": "name: Essai\nenvironments:\n  - name: recette\n    url: https://r.example\n    build: b-7\n " +
			" - name: vide\n",
		"features/adhesion.feature": "# language: fr\n@US-1\nFonctionnalité: Adhésion\n\n  @SC-0001 @CA-1.1\n" +
			"  Scénario: Adhérer\n    Quand il adhère\n    Alors il est adhérent\n",
		"features/cotisation.feature": "# language: fr\n@US-2\nFonctionnalité: Cotisation\n\n  @SC-0002 @CA-2.1\n" +
			"  Scénario: Cotiser\n    Quand il cotise\n    Alors il a cotisé\n",
	}
}

// opened makes a project and opens it.
func opened(t *testing.T, files map[string]string) *Project {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, files)
	p, err := Open(dir, Deps{Environ: []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}, Program: "essai"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Days are those where the project is, else those where the machine is.
func TestDay(t *testing.T) {
	at := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		config  string
		machine *time.Location
		want    string
	}{
		"of the project":         {"name: x\ntime_zone: Europe/Paris\n", time.UTC, "2027-01-01"},
		"before the machine's":   {"name: x\ntime_zone: America/Guadeloupe\n", time.FixedZone("", 3600), "2026-12-31"},
		"of the machine":         {"name: x\n", time.FixedZone("", 3600), "2027-01-01"},
		"of nobody, Greenwich's": {"name: x\n", nil, "2026-12-31"},
	} {
		dir := t.TempDir()
		write(t, dir, map[string]string{"recette.yaml": tt.config})
		p, err := Open(dir, Deps{Zone: tt.machine})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Day(at); got != tt.want {
			t.Errorf("%s: Day = %s, want %s", name, got, tt.want)
		}
	}
}

func TestFind(t *testing.T) {
	p := opened(t, small())
	got, err := Find(filepath.Join(p.Root, "features"))
	if err != nil || got != p.Root {
		t.Errorf("Find below the root = %q, %v, want %q", got, err, p.Root)
	}
	if _, err := Find(t.TempDir()); !errors.Is(err, ErrNoProject) {
		t.Errorf("Find where there is none: %v, want ErrNoProject", err)
	}
}

func TestOpen_GivesWhatIsWrongWithTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"recette.yaml": "name: Essai\nfetaures: [features]\n"})
	_, err := Open(dir, Deps{})
	var config *ConfigError
	var doc *yamldoc.Error
	if !errors.As(err, &config) || !errors.As(err, &doc) || len(doc.Problems) != 1 || doc.Problems[0].Line != 2 {
		t.Fatalf("Open = %v, want one problem at line 2 in a ConfigError", err)
	}
	if doc.Problems[0].Suggest != "features" {
		t.Errorf("suggestion %q, want features", doc.Problems[0].Suggest)
	}
}

func TestDeployed(t *testing.T) {
	if diff := cmp.Diff(map[string]string{"recette": "b-7"}, opened(t, small()).Deployed()); diff != "" {
		t.Errorf("Deployed (-want +got):\n%s", diff)
	}
}

func TestCases(t *testing.T) {
	p := opened(t, small())
	for name, tt := range map[string]struct{ targets, want []string }{
		"all":      {p.Features, []string{"SC-0001", "SC-0002"}},
		"one file": {[]string{"features/cotisation.feature"}, []string{"SC-0002"}},
		"a line":   {[]string{"features/adhesion.feature:6"}, []string{"SC-0001"}},
	} {
		cases, err := p.Cases(t.Context(), tt.targets)
		var got []string
		for i := range cases {
			got = append(got, cases[i].ID)
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: Cases = %v, %v, want %v", name, got, err, tt.want)
		}
	}
}

// Nobody goes on with a part of the features: every fault of every file is told at once.
func TestCases_RefusesFeaturesThatCannotBeRead(t *testing.T) {
	files := small()
	files["features/adhesion.feature"] += "    Aprs rien\n"
	files["features/cotisation.feature"] += "    Pis rien\n"
	_, err := opened(t, files).Cases(t.Context(), []string{"features"})
	var broken *FeaturesError
	if !errors.As(err, &broken) || len(broken.Faults) < 2 {
		t.Fatalf("Cases = %v, want the faults of both files", err)
	}
	for _, f := range broken.Faults {
		if f.Severity != syntax.Error {
			t.Errorf("fault %v, want errors only", f)
		}
	}
	if first, last := broken.Faults[0].Path, broken.Faults[len(broken.Faults)-1].Path; first == last {
		t.Errorf("faults of %s alone, want those of both files", first)
	}
}

func TestWalk_NamesWhatWasProbablyMeant(t *testing.T) {
	p := opened(t, small())
	for target, want := range map[string]string{
		"features/adhesoin.feature": "features/adhesion.feature",
		"features/Cotisation":       "features/cotisation.feature",
		"documents/rien.feature":    "",
	} {
		err := p.walk(t.Context(), []string{target}, func(catalogue.File) error { return nil })
		var bad *TargetError
		if !errors.As(err, &bad) || bad.Like != want || bad.Path != target || !errors.Is(err, catalogue.ErrTarget) {
			t.Errorf("walk(%s) = %v, want a TargetError like %q", target, err, want)
		}
	}
}

func TestTargets(t *testing.T) {
	p := opened(t, small())
	below := filepath.Join(p.Root, "features")
	for name, tt := range map[string]struct {
		dir  string
		args []string
		want []string
	}{
		"none":             {below, nil, []string{"features"}},
		"relative, a line": {below, []string{"adhesion.feature:6"}, []string{"features/adhesion.feature:6"}},
		"absolute": {
			"/", []string{filepath.Join(below, "cotisation.feature")}, []string{"features/cotisation.feature"},
		},
		"the project whole": {p.Root, []string{"."}, []string{"."}},
	} {
		got, err := p.Targets(tt.dir, tt.args)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: Targets = %v, %v, want %v", name, got, err, tt.want)
		}
	}
	_, err := p.Targets(p.Root, []string{"../ailleurs.feature"})
	var outside *OutsideError
	if !errors.As(err, &outside) || outside.Path != "../ailleurs.feature" || outside.Root != p.Root {
		t.Errorf("Targets out of the project = %v, want an OutsideError", err)
	}
}

func TestDrift(t *testing.T) {
	p := opened(t, small())
	cases, err := p.Cases(t.Context(), p.Features)
	if err != nil {
		t.Fatal(err)
	}
	m := &plan.Manifest{}
	for i := range cases {
		m.Cases = append(m.Cases, plan.FrozenCase{Case: cases[i]})
	}
	changed := small()["features/cotisation.feature"]
	write(t, p.Root, map[string]string{"features/cotisation.feature": changed[:len(changed)-1] + " deux fois\n"})
	drifts, err := p.Drift(t.Context(), m.Outline())
	got := map[string]plan.DriftKind{}
	for _, d := range drifts {
		got[d.ID] = d.Kind
	}
	want := map[string]plan.DriftKind{"SC-0001": plan.Identical, "SC-0002": plan.ContentChanged}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("Drift = %v, %v, want %v", got, err, want)
	}
	texts, err := p.Texts(t.Context())
	if err != nil || texts["SC-0001"] != cases[0].Content || texts["SC-0002"] == cases[1].Content {
		t.Errorf("Texts = %v, %v, want that of SC-0001 as it was and another for SC-0002", texts, err)
	}
}
