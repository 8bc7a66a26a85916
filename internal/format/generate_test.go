package format

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// atom is a line of a generated file before anybody laid it out.
type atom struct {
	parts []string // parted by white space that means nothing
	fixed bool     // a line of a doc string or of a description: its indentation counts
	blank bool     // the author put blank lines above
}

// author writes feature files with all constructs, as different as chance makes them.
type author struct {
	r     *rand.Rand
	atoms []atom
}

func (a *author) pick(words ...string) string { return words[a.r.IntN(len(words))] }

func (a *author) chance(n int) bool { return a.r.IntN(n) == 0 }

func (a *author) line(parts ...string) {
	a.atoms = append(a.atoms, atom{parts: parts, blank: a.chance(5)})
}

func (a *author) words() string {
	n := 1 + a.r.IntN(5)
	var out []string
	for range n {
		out = append(out, a.pick("l'adhérente", "paie", "« la cotisation »", "12,50 €", `"Demo-Ville"`, "d'une",
			"株式会社", "👩‍👩‍👧 famille", "e\u0301te\u0301", "#1", "a|b", "note\u00a0:", "deux  espaces", "@courriel", `\n`))
	}
	return strings.Join(out, " ")
}

func (a *author) comments() {
	for a.chance(4) {
		a.line("# " + a.words())
	}
}

func (a *author) tags(all ...string) {
	a.comments()
	for a.chance(3) {
		parts := []string{a.pick(all...)}
		for a.chance(2) {
			parts = append(parts, a.pick(all...))
		}
		if a.chance(5) {
			parts = append(parts, "# "+a.words())
		}
		a.line(parts...)
		a.comments()
	}
}

// about writes a description. A table in that of a scenario would be one of its steps that is lost: the parser refuses
// it.
func (a *author) about() {
	if !a.chance(3) {
		return
	}
	a.atoms = append(a.atoms, atom{parts: []string{"Un texte."}, fixed: true, blank: a.chance(4)})
	for a.chance(2) {
		indent := strings.Repeat(" ", a.r.IntN(4))
		a.atoms = append(
			a.atoms,
			atom{
				parts: []string{indent + a.pick("- une liste", "une suite de texte", "> citée", "1. un")}, fixed: true,
				blank: a.chance(4),
			},
		)
	}
}

func (a *author) table(columns int) {
	if columns < 1 {
		columns = a.r.IntN(4)
	}
	for range 1 + a.r.IntN(4) {
		a.comments()
		parts := []string{"|"}
		for range columns {
			parts = append(
				parts, a.pick("", "a", `x\|y`, `C:\\fin`, `a\nb`, "東京", "👍", "12,5", "une valeur longue", "é\u0301"),
				"|",
			)
		}
		a.line(parts...)
	}
}

func (a *author) docString() {
	mark := a.pick(`"""`, "```")
	media := a.pick("", "", "json", "markdown")
	a.line(mark + media)
	for range a.r.IntN(5) {
		text := strings.Repeat(" ", a.r.IntN(5)) + a.pick(
			"", "# pas un commentaire", "| pas | un tableau |", `{"a": 1}`, "\tavec tabulation", "fin   ",
			"@pas @des @tags", `\"\"\"`,
		)
		a.atoms = append(a.atoms, atom{parts: []string{text}, fixed: true})
	}
	a.atoms = append(a.atoms, atom{parts: []string{mark}})
}

func (a *author) steps(n int) {
	for range n {
		a.comments()
		a.line(
			a.pick(
				"Soit", "Quand", "Alors", "Et", "Mais", "*", "Étant donné", "Etant donné", "Sachant que", "Et que",
				"Lorsque",
			), a.words(),
		)
		switch a.r.IntN(6) {
		case 0:
			a.table(0)
		case 1:
			a.docString()
		}
	}
	a.comments()
}

func (a *author) scenario(n int) {
	a.tags("@SC-"+fmt.Sprint(n), "@nominal", "@limite", "@a#b")
	outline := a.chance(3)
	a.line(a.title(outline), a.words())
	a.about()
	a.steps(1 + a.r.IntN(4))
	if !outline {
		return
	}
	for range 1 + a.r.IntN(2) {
		a.tags("@JDD-1", "@JDD-2")
		a.line("Exemples:", a.pick("", a.words()))
		a.about()
		a.line("|", "colonne", "|", "autre", "|")
		for range 1 + a.r.IntN(3) {
			a.comments()
			a.line("|", a.pick("1", "longue valeur", ""), "|", a.words0(), "|")
		}
		a.comments()
	}
}

func (a *author) words0() string { return a.pick("", "x", "une autre valeur", "東京都") }

func (a *author) title(outline bool) string {
	if outline {
		return "Plan du scénario:"
	}
	return a.pick("Scénario:", "Exemple:")
}

func (a *author) background() {
	if a.chance(2) {
		a.comments()
		a.line("Contexte:", a.pick("", a.words()))
		a.about()
		a.steps(1 + a.r.IntN(2))
	}
}

// file writes one file.
func (a *author) file() []atom {
	a.comments()
	a.line("# language: fr")
	a.tags("@US-1", "@EPIC-x", "@pret")
	a.line("Fonctionnalité:", a.words())
	a.about()
	a.background()
	for i := range 1 + a.r.IntN(3) {
		a.scenario(i)
	}
	for i := range a.r.IntN(3) {
		a.tags("@RG-1", "@RG-2")
		a.line("Règle:", a.words())
		a.about()
		a.background()
		for j := range 1 + a.r.IntN(2) {
			a.scenario(10 + 10*i + j)
		}
	}
	a.comments()
	return a.atoms
}

// mess lays the atoms out as nobody should, each time in another way. What the author chose is kept: where blank lines
// stand, and the places of the lines of a description or of a doc string relative to each other.
func mess(r *rand.Rand, atoms []atom) []byte {
	var b strings.Builder
	margin := ""
	end := []string{"\n", "\n", "\r\n"}[r.IntN(3)]
	for i, a := range atoms {
		if i > 0 && a.blank {
			n := 1
			if !a.fixed {
				n += r.IntN(3)
			}
			for range n {
				b.WriteString(blanks(r) + end)
			}
		}
		if !a.fixed || i == 0 || !atoms[i-1].fixed {
			margin = strings.Repeat(" ", r.IntN(9))
			if !a.fixed && r.IntN(4) == 0 && !opens(a) {
				margin = strings.Repeat("\t", r.IntN(3))
			}
		}
		if a.fixed && i > 0 && opens(atoms[i-1]) {
			margin = last(b.String()) // the content counts from the delimiter
		}
		b.WriteString(margin)
		for n, p := range a.parts {
			if n > 0 {
				b.WriteString(gap(r, a.parts[n-1], p))
			}
			b.WriteString(p)
		}
		if !a.fixed || !inDoc(atoms, i) {
			b.WriteString(blanks(r))
		}
		b.WriteString(end)
	}
	return []byte(b.String())
}

func opens(a atom) bool {
	return strings.HasPrefix(a.parts[0], `"""`) || strings.HasPrefix(a.parts[0], "```")
}

// inDoc tells a line of a doc string from one of a description.
func inDoc(atoms []atom, i int) bool {
	for ; i >= 0 && atoms[i].fixed; i-- {
	}
	return i >= 0 && opens(atoms[i])
}

// last is the indentation of the last line of a text.
func last(s string) string {
	s = strings.TrimRight(s, "\r\n")
	s = s[strings.LastIndexByte(s, '\n')+1:]
	return leading(s, white)
}

func blanks(r *rand.Rand) string {
	return []string{"", "", " ", "   ", "\t"}[r.IntN(5)]
}

// gap is the white space between two parts. That after a keyword or before a comment is needed, that around bars is
// not.
func gap(r *rand.Rand, before, after string) string {
	if before == "|" || after == "|" || strings.HasSuffix(before, ":") {
		return []string{"", " ", "   "}[r.IntN(3)]
	}
	return []string{" ", "  "}[r.IntN(2)]
}
