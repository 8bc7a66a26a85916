package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"recette/internal/lint"
)

// checks lists those that have a number; D29, which binds steps to definitions, is asked by recette steps and by a run.
func checks() []string {
	var out []string
	for n := 1; n <= 32; n++ {
		if n != 29 {
			out = append(out, fmt.Sprintf("D%02d", n))
		}
	}
	return out
}

// TestNames holds that a rule goes by one id for ever, that no alias hides another rule, and that every check of the
// Definition of Ready is some rule's.
func TestNames(t *testing.T) {
	all := All()
	form := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for i, r := range all {
		if !form.MatchString(r.ID) {
			t.Errorf("%q is no id of a rule", r.ID)
		}
		if r.Group == "" || !slices.Contains(lint.Groups(), r.Group) {
			t.Errorf("%s: group %q", r.ID, r.Group)
		}
		for j, other := range all {
			if i != j && (r.ID == other.ID || slices.Contains(other.Aliases, r.ID)) {
				t.Errorf("%s is a name of %s too", r.ID, other.ID)
			}
		}
	}
	for _, check := range checks() {
		if len(lint.Named(all, check)) == 0 {
			t.Errorf("no rule makes the check %s", check)
		}
	}
}

// TestOptionsAreDeclared holds that a rule asks for no option that nobody declares: it would be given nothing in
// silence.
func TestOptionsAreDeclared(t *testing.T) {
	kinds := map[string]string{}
	for _, r := range All() {
		for _, o := range r.Options {
			switch o.Default.(type) {
			case int:
				kinds[o.Name] += "Int "
			case bool:
				kinds[o.Name] += "Bool "
			case string:
				kinds[o.Name] += "Text "
			case []string:
				kinds[o.Name] += "Strings "
			default:
				t.Errorf("%s: option %s has a default of kind %T", r.ID, o.Name, o.Default)
			}
			if o.Name == "severity" || o.Name == "except" { // every rule has these
				t.Errorf("%s: option %s is taken", r.ID, o.Name)
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`\bp\.(Int|Bool|Text|Strings)\("([a-z_]+)"\)`)
	n := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(src), -1) {
			if n++; !strings.Contains(kinds[m[2]], m[1]) {
				t.Errorf("%s: %s asks for an option that no rule declares so", file, m[0])
			}
		}
	}
	if n < 10 {
		t.Errorf("%d options asked for, want many more: the pattern no longer fits the code", n)
	}
}
