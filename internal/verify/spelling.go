package verify

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

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
// name, as fullwidth ones.
func odd(name string) string {
	var out []rune
	for _, r := range name {
		if unicode.IsLetter(r) && norm.NFKC.String(string(r)) != norm.NFC.String(string(r)) &&
			!strings.ContainsRune(string(out), r) {
			out = append(out, r)
		}
	}
	return string(append(out, recette.OtherScript(name)...))
}

// sameLetters compares the names of two signers as sameName does, whatever the form of their letters.
func sameLetters(a, b string) bool {
	return strings.EqualFold(norm.NFKC.String(typed(a)), norm.NFKC.String(typed(b)))
}

// lookalike tells whether two names differ by letters of another script alone, and share some.
func lookalike(a, b string) bool {
	x, y := []rune(strings.ToLower(norm.NFKC.String(typed(a)))), []rune(strings.ToLower(norm.NFKC.String(typed(b))))
	const longest = 512 // of what a certificate gives as the name of a person
	if len(x) != len(y) || len(x) > longest {
		return false
	}
	shared, differ := false, false
	for i := range x {
		one, other := recette.Script(x[i]), recette.Script(y[i])
		switch {
		case x[i] == y[i]:
			shared = shared || one != ""
		case one == "" || other == "" || one == other:
			return false
		default:
			differ = true
		}
	}
	return shared && differ
}
