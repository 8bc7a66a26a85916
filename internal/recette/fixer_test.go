package recette_test

import (
	"testing"

	"recette/internal/recette"
)

// Who made a correction, or answers for it, does not show it; who only told of it does not show it alone.
func TestFixer_Own(t *testing.T) {
	t.Parallel()
	made := recette.Fixer{Ref: "samira", By: "elise", Role: recette.PPO}
	told := recette.Fixer{By: "elise", Role: recette.PPO}
	delivers := recette.Fixer{By: "leo", Role: recette.Supplier}
	leads := recette.Fixer{By: "leo", Role: recette.LeadTech}
	for name, tt := range map[string]struct {
		of             recette.Fixer
		closer, player string
		who            string
		tested         bool
	}{
		"others":                           {made, "yann", "zoe", "", false},
		"made, and closes":                 {made, "samira", "zoe", "samira", false},
		"made, and played":                 {made, "yann", "samira", "samira", true},
		"told of what somebody made":       {made, "elise", "elise", "", false},
		"told, and closes":                 {told, "elise", "zoe", "", false},
		"told, and played":                 {told, "yann", "elise", "", false},
		"told, played and closes":          {told, "elise", "elise", "elise", false},
		"delivers, and closes":             {delivers, "leo", "zoe", "leo", false},
		"delivers, and played":             {delivers, "yann", "leo", "leo", true},
		"leads who delivers, and closes":   {leads, "leo", "zoe", "leo", false},
		"delivers, and others show it":     {delivers, "yann", "zoe", "", false},
		"told by nobody, closed by nobody": {recette.Fixer{}, "", "", "", false},
	} {
		who, tested := tt.of.Own(tt.closer, func(ref string) bool { return ref == tt.player })
		if who != tt.who || tested != tt.tested {
			t.Errorf("%s: %q, %t, want %q, %t", name, who, tested, tt.who, tt.tested)
		}
	}
}
