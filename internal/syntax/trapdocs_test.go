package syntax_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"recette/internal/i18n"
)

// TestTrapListing holds docs/pieges.md to the table of traps: what a French author writes, what recette says of it, and
// how it is mended.
func TestTrapListing(t *testing.T) {
	words := french(t)
	var b strings.Builder
	total, mended := 0, 0
	for _, theme := range traps {
		fmt.Fprintf(
			&b,
			"\n## %s\n\n| Fichier | Ce qui est écrit | Ce que dit `recette lint` | Correction |\n| --- | --- | --- | "+
				"--- |\n", theme.theme,
		)
		for _, tr := range theme.list {
			s := spring(t, tr)
			total++
			if tr.fix == byEdits {
				s.fixed = mend(t, s.src)
				mended++
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", tr.name, s.written(), s.said(words), s.mending(words))
		}
	}
	compareGolden(t, "../../docs/pieges.md", fmt.Sprintf(intro, total, mended)+b.String())
}

const intro = `# Les pièges du Gherkin en français

Ce que l’on tape sans y penser, et qui fait perdre un pas, un scénario ou une cellule. ` +
	`Un analyseur ordinaire se tait, ou
parle d’autre chose ; ` + "`recette lint`" +
	` nomme le piège, sa ligne et son remède. Cette page est tirée des essais de
l’analyseur : %[1]d pièges, dont %[2]d que ` + "`recette lint --fix`" +
	` corrige seul. Les autres ont deux sens possibles : à
l’auteur de choisir.

Dans les exemples, ⍽ est une espace insécable, et [U+200B] le caractère invisible de ce numéro. ` +
	`Après un mot-clé qui n’en est
pas un mais ouvre une vraie phrase, une barre oblique inverse au début de la ligne (` +
	"`\\Quand le sage montre la lune`" + `) dit que
c’en est une.
`

// written is the first line at fault, with what nobody sees made visible.
func (s sprung) written() string {
	var line int
	switch {
	case len(s.diagnostics) > 0:
		line = s.diagnostics[0].Line
	case s.rule != "":
		line = findings(s.src)[slices.IndexFunc(findings(s.src), s.isOfRule)].Line
	default:
		return "tout le fichier"
	}
	lines := strings.Split(string(s.src), "\n")
	if line > len(lines) || !utf8.Valid(s.src) && s.raises != "E103:2:14" && s.raises != "E104:3:14" ||
		s.fix == byRemoval {
		return "des octets"
	}
	return visible(lines[max(line, 1)-1])
}

// said is the code and the message of each kind of diagnostic.
func (s sprung) said(words *i18n.Printer) string {
	var out []string
	for _, d := range s.diagnostics {
		if said := "**" + string(d.Code) + "** " + prose(message(words, d, "message")); !slices.Contains(out, said) {
			out = append(out, said)
		}
	}
	if s.rule != "" {
		out = append(out, "règle `"+s.rule+"`")
	}
	if len(out) == 0 {
		return "rien : lu comme il se voit"
	}
	return strings.Join(out, "<br>")
}

// mending is the line once mended, or the remedy that a person applies.
func (s sprung) mending(words *i18n.Printer) string {
	switch s.fix {
	case byEdits:
		was := strings.Split(string(s.src), "\n")
		var lines []string
		for line := range strings.SplitSeq(string(s.fixed), "\n") {
			if i := slices.Index(was, line); i >= 0 {
				was = slices.Delete(was, i, i+1)
			} else if len(lines) < 3 {
				lines = append(lines, visible(line))
			}
		}
		if len(lines) == 0 {
			return "automatique : la ligne est retirée ou déplacée"
		}
		return "automatique : " + strings.Join(lines, "<br>")
	case byHand, byRemoval:
		return prose(message(words, s.diagnostics[0], "remedy"))
	case byNothing:
	}
	if s.rule != "" {
		return "voir `recette explain " + s.rule + "`"
	}
	return "inutile"
}

// visible writes a line as code: no-break spaces and invisible characters shown, long lines cut.
func visible(line string) string {
	var b strings.Builder
	for _, r := range strings.Trim(strings.ToValidUTF8(line, "�"), " \t\r") {
		switch {
		case r == '\u00a0' || r == '\u202f':
			b.WriteRune('⍽')
		case r == '|':
			b.WriteString(`\|`)
		case !unicode.IsPrint(r), unicode.Is(unicode.Mn, r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	text := b.String()
	if utf8.RuneCountInString(text) > 60 {
		text = string([]rune(text)[:59]) + "…"
	}
	if text == "" {
		return "une ligne vide"
	}
	if strings.Contains(text, "`") {
		return "`` " + text + " ``"
	}
	return "`" + text + "`"
}

// prose makes a sentence fit for a cell of Markdown.
func prose(s string) string {
	var b strings.Builder
	code := false
	for _, r := range s {
		switch {
		case r == '`':
			code = !code
		case r == '|':
			b.WriteByte('\\')
		case !code && strings.ContainsRune(`*_<>\"`, r) && r != '"':
			b.WriteByte('\\')
		case !unicode.IsPrint(r) && r != '\u00a0' && r != '\u202f':
			fmt.Fprintf(&b, "[U+%04X]", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
