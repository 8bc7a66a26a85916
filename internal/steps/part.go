package steps

import (
	"regexp"
	"slices"
	"strings"
)

// part is a segment of a wording, with what its values have in common.
type part struct {
	Segment
	name     string    // of the placeholder that fills it, when there is one
	integers bool      // all values of a number are integers without any separator
	spaced   bool      // a value holds a space
	words    string    // text before it, to name it by
	edges    [2]string // spaces inside the marks of a quotation, when all values have the same
	values   []string  // of a placeholder, sorted
}

func partsOf(segments []Segment) []part {
	out := make([]part, len(segments))
	before := ""
	for i, s := range segments {
		out[i] = part{Segment: s, integers: isInteger(s.Text), spaced: hasSpace(s.Text), words: before}
		switch s.Kind {
		case Text:
			before = s.Text
		case Quoted:
			out[i].edges = innerSpaces(s.Text)
		default:
		}
	}
	return out
}

func isInteger(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (i > 0 || s[i] != '-') {
			return false
		}
	}
	return len(s) < 10 // what an int of any language holds
}

func hasSpace(s string) bool { return strings.ContainsAny(s, " \u00a0\u202f") }

// join widens what parts have in common by other values of the same wording.
func join(parts, other []part) {
	for i := range parts {
		p, o := &parts[i], &other[i]
		if p.Kind == Text && p.Text != o.Text {
			p.Text = withSpaces(p.Text, o.Text)
		}
		p.integers = p.integers && o.integers
		p.spaced = p.spaced || o.spaced
		if p.name == "" {
			p.name = o.name
		}
		if p.edges != o.edges {
			p.edges = [2]string{}
		}
		for _, v := range o.values {
			if at, found := slices.BinarySearch(p.values, v); !found {
				p.values = slices.Insert(p.values, at, v)
			}
		}
	}
}

// sameKeys writes a text with the straight apostrophe and the ordinary space: the keyboard alone tells the others
// apart, and a definition serves them all.
func sameKeys(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '’':
			return '\''
		case '\u00a0', '\u202f':
			return ' '
		}
		return r
	}, text)
}

// withSpaces merges two texts of the same keys: a space that is a no-break one in either is one in the result, which an
// expression writes as any space.
func withSpaces(a, b string) string {
	x, y := []rune(a), []rune(b)
	for i := range min(len(x), len(y)) {
		if x[i] == ' ' {
			x[i] = y[i]
		}
	}
	return string(x)
}

// withNames names the literals of a wording by the placeholders that stand in their place in the template.
func withNames(parts []part, template []Segment) []part {
	for i := range min(len(parts), len(template)) {
		if parts[i].Kind == Text {
			continue
		}
		s := template[i]
		if s.Kind == Quoted {
			if in := Cut(inner(s.Text), true); len(in) == 1 {
				s = in[0]
			}
		}
		if s.Kind == placeholder {
			parts[i].name = s.Text[1 : len(s.Text)-1]
		}
	}
	return parts
}

// valueFinder finds in a text what filled the placeholders of its template.
type valueFinder struct{ pattern *regexp.Regexp }

func placeholderValues(template []Segment) valueFinder {
	var b strings.Builder
	b.WriteString(`(?s)^`)
	for _, s := range template {
		switch s.Kind {
		case placeholder:
			b.WriteString(`(.*?)`)
		case Quoted: // may hold a placeholder of its own
			open, closing := marksOf(s.Text)
			b.WriteString(open + `.*?` + closing)
		default:
			b.WriteString(regexp.QuoteMeta(s.Text))
		}
	}
	b.WriteString(`$`)
	pattern, err := regexp.Compile(b.String())
	if err != nil {
		return valueFinder{} // a text too long for an expression: its values are not listed
	}
	return valueFinder{pattern}
}

// give sets the values of the placeholders among parts, which are those of the template.
func (f valueFinder) give(parts []part, text string) {
	if f.pattern == nil {
		return
	}
	found := f.pattern.FindStringSubmatch(text)
	n := 1
	for i := range parts {
		if parts[i].Kind == placeholder {
			if n < len(found) {
				parts[i].values = []string{found[n]}
			}
			n++
		}
	}
}
