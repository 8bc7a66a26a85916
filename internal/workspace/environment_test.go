package workspace

import (
	"errors"
	"testing"
)

func TestChosenEnvironment(t *testing.T) {
	one := func(names ...string) *Project {
		config := "name: Essai\n"
		for i, name := range names {
			if i == 0 {
				config += "environments:\n"
			}
			config += "  - {name: " + name + ", url: \"https://" + name + ".example\"}\n"
		}
		return opened(t, map[string]string{"recette.yaml": config})
	}
	if env, err := one().ChosenEnvironment(""); env != nil || err != nil {
		t.Errorf("of a project that has none: %v, %v", env, err)
	}
	if env, err := one("recette").ChosenEnvironment(""); err != nil || env == nil || env.Name != "recette" {
		t.Errorf("the only one: %v, %v", env, err)
	}
	if env, err := one("recette", "prod").ChosenEnvironment("prod"); err != nil || env == nil || env.Name != "prod" {
		t.Errorf("by name: %v, %v", env, err)
	}
	for asked, p := range map[string]*Project{"": one("recette", "prod"), "préprod": one("recette"), "x": one()} {
		_, err := p.ChosenEnvironment(asked)
		var unknown *EnvironmentError
		if !errors.As(err, &unknown) || unknown.Name != asked || len(unknown.Known) != len(p.Environments) {
			t.Errorf("ChosenEnvironment(%q): %v, want an EnvironmentError", asked, err)
		}
	}
}
