package workspace

import (
	"os"
	"path/filepath"
	"testing"
)

// A path that is not there is told from its spelling: accents, capitals and hyphens do not hide what was meant.
func TestNearPath(t *testing.T) {
	files := []string{"features/Événements/Clôture-réservée-à-l’été.feature", "features/contacts/creer.feature"}
	for typed, want := range map[string]string{
		"features/evenements/cloture_reservee_a_l'ete.feature": files[0],
		"cloture reservee a l'ete":                             files[0],
		"features/contact/créer.feature":                       files[1],
		"FEATURES/EVENEMENTS":                                  "features/Événements",
		"features/paiement/solde.feature":                      "",
	} {
		if got := NearPath(typed, files); got != want {
			t.Errorf("NearPath(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestWithin(t *testing.T) {
	dir := t.TempDir()
	real, link, shared := filepath.Join(dir, "vrai"), filepath.Join(dir, "lien"), filepath.Join(dir, "commun.feature")
	write(t, dir, map[string]string{"vrai/features/a.feature": "a", "commun.feature": "c"})
	for from, to := range map[string]string{link: real, filepath.Join(real, "features", "commun.feature"): shared} {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
	}
	tests := map[string]struct {
		root, full, want string
		ok               bool
	}{
		"plain":                     {real, filepath.Join(real, "features/a.feature"), "features/a.feature", true},
		"project reached by a link": {real, filepath.Join(link, "features/a.feature"), "features/a.feature", true},
		"root is the link":          {link, filepath.Join(real, "features/a.feature"), "features/a.feature", true},
		"link to a shared file": {
			real, filepath.Join(real, "features/commun.feature"), "features/commun.feature", true,
		},
		"that does not exist": {
			real, filepath.Join(link, "features/absent.feature"), "features/absent.feature", true,
		},
		"outside":                    {real, shared, "", false},
		"the root itself":            {real, real, ".", true},
		"the root, reached by links": {real, link, ".", true},
	}
	for name, tt := range tests {
		got, ok := Within(tt.root, tt.full)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("%s: within = %q, %v, want %q, %v", name, got, ok, tt.want, tt.ok)
		}
	}
}
