package cli

import (
	"strings"
	"testing"
)

// A project may call its tags otherwise: a remedy, a hint and the help of a verb then say its names. Elsewhere, and
// where there is no project, they say those that it would have.
func TestTagsAreNamedAsTheProjectDoes(t *testing.T) {
	const renamed = "name: Essai\ntags: {manual: \"@a-la-main\", critical: \"@vital\", story: \"@RECIT-\", draft: " +
		"\"@ebauche\"}\n"
	tests := map[string]struct {
		args       []string
		own, usual string
	}{
		"a hint": {
			[]string{"run", "--tags", "@a and"}, `"@vital and not @a-la-main"`, `"@critique and not @manuel"`,
		},
		"help":              {[]string{"run", "--help"}, `"@vital and not @a-la-main"`, `"@critique and not @manuel"`},
		"help, by its verb": {[]string{"help", "id", "assign"}, "@SC-", "@SC-"},
		"a remedy":          {[]string{"lint"}, "`@RECIT-…`", "`@US-…`"},
		"a rule":            {[]string{"lint", "--format", "sarif"}, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for config, want := range map[string]string{renamed: tt.own, "name: Essai\n": tt.usual} {
				dir := decisionProject(t, map[string]string{"recette.yaml": config})
				var out strings.Builder
				Run(t.Context(), testEnv(t, &out, &out, append([]string{"-C", dir}, tt.args...)...))
				if !strings.Contains(out.String(), want) || strings.Contains(out.String(), "{tag.") {
					t.Errorf("%v with %q said %q, want it to hold %q", tt.args, config, out.String(), want)
				}
			}
		})
	}
}
