package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDropped(t *testing.T) {
	const nfd = "Capture d'e\u0301cran.png"
	files := map[string]bool{
		"/h/x.png": true, "/h/Capture d'écran.png": true, "/nfd/" + nfd: true, "/h/a b.png": true, "rel.png": true,
		`/h/odd\ name.png`: true, "/h/it's": true, "/h/100%20.png": true, "/h/«x».png": true,
	}
	tests := map[string]struct {
		text string
		want []string
	}{
		"nothing":                       {" \n", nil},
		"as it is":                      {"rel.png", []string{"rel.png"}},
		"home":                          {"~/x.png", []string{"/h/x.png"}},
		"home, in quotes":               {`"~/x.png"`, []string{"/h/x.png"}},
		"a space after":                 {"/h/x.png ", []string{"/h/x.png"}},
		"spaces within, as it is":       {"/h/a b.png", []string{"/h/a b.png"}},
		"backslashes":                   {`/h/Capture\ d\'écran.png`, []string{"/h/Capture d'écran.png"}},
		"single quotes":                 {"'/h/a b.png' ", []string{"/h/a b.png"}},
		"single quotes, one within":     {`'/h/Capture d'\''écran.png'`, []string{"/h/Capture d'écran.png"}},
		"double quotes":                 {`"/h/Capture d'écran.png"`, []string{"/h/Capture d'écran.png"}},
		"an apostrophe as it is":        {"/h/Capture d'écran.png", []string{"/h/Capture d'écran.png"}},
		"an apostrophe that is missing": {"/h/it's gone", []string{"/h/it's gone"}},
		"address":                       {"file:///h/a%20b.png", []string{"/h/a b.png"}},
		"address of this machine": {
			"file://localhost/h/Capture%20d'%C3%A9cran.png", []string{"/h/Capture d'écran.png"},
		},
		"address of another machine":      {"file://nas/h/x.png", []string{"file://nas/h/x.png"}},
		"accents apart, typed whole":      {"/nfd/Capture d'écran.png", []string{"/nfd/" + nfd}},
		"accents whole, typed apart":      {"/h/" + nfd, []string{"/h/Capture d'écran.png"}},
		"accents apart, with backslashes": {`/nfd/Capture\ d\'e` + "\u0301" + `cran.png`, []string{"/nfd/" + nfd}},
		"several": {
			`/h/x.png '/h/a b.png' /h/Capture\ d\'écran.png`,
			[]string{"/h/x.png", "/h/a b.png", "/h/Capture d'écran.png"},
		},
		"several addresses":           {"file:///h/x.png\nfile:///h/a%20b.png\n", []string{"/h/x.png", "/h/a b.png"}},
		"a name that looks protected": {`/h/odd\ name.png`, []string{`/h/odd\ name.png`}},
		"a name that looks encoded":   {"/h/100%20.png", []string{"/h/100%20.png"}},
		"guillemets are letters":      {"/h/«x».png", []string{"/h/«x».png"}},
		"missing":                     {"/h/none.png", []string{"/h/none.png"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := dropped(tt.text, "/h", func(p string) bool { return files[p] })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("dropped(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}
