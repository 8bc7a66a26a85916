package verify

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/likeness"
	"recette/internal/recette"
)

// scriptWork is what looking for the script of one letter costs, beside one comparison.
const scriptWork = 64

// spelling remarks the names that are written in letters of several scripts: they read as the name of somebody else.
func (c *check) spelling() {
	seen := map[string]bool{}
	look := func(name string) {
		if seen[name] || c.budget.Work(scriptWork*len(name)) != nil {
			return
		}
		seen[name] = true
		if other := odd(name); other != "" {
			c.contents.add(info(NameScripts, name, other))
		}
	}
	for _, s := range c.signed {
		look(s.name)
		look(s.out.Signer)
	}
	if c.pv != nil {
		for _, p := range c.pv.Signers {
			look(p.Name)
		}
	}
	if c.bound != nil {
		for _, commitment := range keys(c.bound.names) {
			for _, n := range c.bound.names[commitment] {
				look(n.name)
			}
		}
	}
}

// odd gives the letters of a name that are of another script than most of it, or of another form than letters have in a
// name, as fullwidth ones and those of phonetics. The i without its dot is one of Turkish names.
func odd(name string) string {
	var out []rune
	for _, r := range name {
		other := norm.NFKC.String(string(r)) != norm.NFC.String(string(r)) || likeness.Twin(r) != "" && r != 'ı'
		if unicode.IsLetter(r) && other &&
			!strings.ContainsRune(string(out), r) {
			out = append(out, r)
		}
	}
	return string(append(out, recette.OtherScript(name)...))
}

// sameLetters compares the names of two signers as sameName does, whatever the form of their letters.
func sameLetters(a, b string) bool {
	return likeness.Same(typed(a), typed(b))
}
