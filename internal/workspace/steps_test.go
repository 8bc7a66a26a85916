package workspace

import (
	"errors"
	"path/filepath"
	"testing"

	"recette/internal/format"
	"recette/internal/plan"
	"recette/internal/worker/build"
)

func TestStepIndex_WithoutAutomation(t *testing.T) {
	p := opened(t, small())
	x, err := p.StepIndex(t.Context(), p.Features)
	if err != nil || len(x.Undefined()) != 4 || len(x.Definitions) != 0 {
		t.Errorf("StepIndex = %+v, %v, want the four steps undefined", x, err)
	}
	write(t, p.Root, map[string]string{"vide/rien.txt": ""})
	if _, err := p.StepIndex(t.Context(), []string{"vide"}); !errors.Is(err, ErrNothing) {
		t.Errorf("StepIndex of a folder without features: %v, want ErrNothing", err)
	}
}

func TestStepSources_SayWhatCannotBe(t *testing.T) {
	files := small()
	files["recette.yaml"] += "automation:\n  - go: ./pas\n    env: [JETON]\n"
	p := opened(t, files)
	p.deps.Environ = append(p.deps.Environ, "JETON=un-secret-assez-long", "JETON=a")
	var weak *SecretError
	if _, err := p.StepSources(t.Context(), Target{}); !errors.As(err, &weak) || weak.Name != "JETON" || weak.Address {
		t.Errorf("a weak secret: %v, want a SecretError on JETON", err)
	}
	p.deps.Environ = p.deps.Environ[:3]
	var failed *BuildError
	if _, err := p.StepSources(t.Context(), Target{}); !errors.As(err, &failed) || failed.Package != "./pas" ||
		!errors.Is(err, build.ErrBuild) {
		t.Errorf("no such package: %v, want a BuildError of ./pas", err)
	}
}

// A campaign stays on the address that it froze; the password, which was not frozen, is that of the configuration.
func TestFrozenTarget(t *testing.T) {
	p := opened(
		t,
		map[string]string{
			"recette.yaml": "name: x\nenvironments:\n  - {name: r, url: \"https://a:un-secret@r.example\"}\n",
		},
	)
	for url, want := range map[string]string{
		"https://r.example": "https://a:un-secret@r.example", "https://autre.example": "https://autre.example",
	} {
		got := p.FrozenTarget(plan.Environment{Name: "r", URL: url})
		if got != (Target{"r", want}) {
			t.Errorf("FrozenTarget(%s) = %v, want %s", url, got, want)
		}
	}
}

func TestLayouts(t *testing.T) {
	files := small()
	files[".editorconfig"] = "root = true\n[*.feature]\nindent_style = space\nindent_size = 4\n[mal.feature]\n" +
		"indent_size = beaucoup\n"
	p := opened(t, files)
	l := p.Layouts()
	l.Ask(t.Context(), "features/adhesion.feature")
	o, err := l.Of("features/adhesion.feature", filepath.Join(p.Root, "features/adhesion.feature"))
	if err != nil || o.Indent != 4 || o.Syntax.Language != "fr" {
		t.Errorf("Of = %+v, %v, want an indent of 4 in French", o, err)
	}
	var bad *LayoutError
	write(t, p.Root, map[string]string{".editorconfig": "[*.feature\nindent_size = 4\n"})
	_, err = p.Layouts().Of("a.feature", filepath.Join(p.Root, "a.feature"))
	if !errors.As(err, &bad) || bad.Path != "a.feature" || !errors.Is(err, format.ErrEditorConfig) {
		t.Errorf("Of with a faulty .editorconfig: %v, want a LayoutError", err)
	}
}
