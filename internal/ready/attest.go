package ready

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// ErrUnwritable says that a register cannot be added to without changing what people wrote in it: a flow list, tabs, an
// unusual layout. It is then to be completed by hand.
var ErrUnwritable = errors.New("register cannot be added to")

// Append adds statements to the bytes of a register, below those that it has, and touches nothing else: comments and
// layout are the project's. Empty bytes give a new register. parse reads a register, as Read does: what comes out must
// be what was there and the statements, or ErrUnwritable is returned and nothing is lost.
func Append(data []byte, list []Statement, parse func([]byte) (*Register, error)) ([]byte, error) {
	before := &Register{}
	if strings.TrimSpace(string(data)) != "" {
		var err error
		if before, err = parse(data); err != nil {
			return nil, fmt.Errorf("read register: %w", err)
		}
	}
	out := insert(string(data), list)
	after, err := parse([]byte(out))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnwritable, err)
	}
	if !slices.Equal(
		after.Statements, append(slices.Clone(before.Statements), list...),
	) || len(data) > 0 && !sameChecks(before, after) {
		return nil, ErrUnwritable
	}
	return []byte(out), nil
}

func sameChecks(a, b *Register) bool {
	strip := func(list []Ask) []Ask {
		out := slices.Clone(list)
		for i := range out {
			out[i].wanted = Ask{}.wanted
		}
		return out
	}
	return reflect.DeepEqual(strip(a.Checks), strip(b.Checks))
}

const statementsKey = "statements:"

// insert writes the lines of statements where they belong.
func insert(data string, list []Statement) string {
	eol := "\n"
	if strings.Contains(data, "\r\n") {
		eol = "\r\n"
	}
	lines := strings.SplitAfter(data, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	at, indent := -1, "  "
	for i, line := range lines {
		if strings.TrimRight(line, " \r\n") == statementsKey {
			at, indent = blockEnd(lines, i+1, indent)
			break
		}
	}
	var add strings.Builder
	if at < 0 {
		at = len(lines)
		if at > 0 {
			add.WriteString(eol)
		}
		add.WriteString(statementsKey + eol)
	}
	for i := range list {
		add.WriteString(indent + "- " + flow(&list[i]) + eol)
	}
	if at > 0 && !strings.HasSuffix(lines[at-1], "\n") {
		lines[at-1] += eol
	}
	return strings.Join(lines[:at], "") + add.String() + strings.Join(lines[at:], "")
}

// blockEnd gives the line after the last item of the list that starts at a line, and the indentation of its items.
func blockEnd(lines []string, from int, indent string) (int, string) {
	end := from
	for i := from; i < len(lines); i++ {
		text := strings.TrimRight(lines[i], " \t\r\n")
		bare := strings.TrimLeft(text, " ")
		switch {
		case bare == "", strings.HasPrefix(bare, "#"):
			continue // kept with what follows, unless an item does
		case len(bare) == len(text) && !strings.HasPrefix(bare, "- "):
			return end, indent // another key
		case strings.HasPrefix(bare, "- ") && (end == from || len(text)-len(bare) == len(indent)):
			indent = text[:len(text)-len(bare)]
		}
		end = i + 1
	}
	return end, indent
}

// flow writes a statement on one line.
func flow(s *Statement) string {
	var b strings.Builder
	b.WriteString(
		"{story: " + scalar(s.Story) + ", check: " + scalar(s.Check) + ", by: " + scalar(s.By) + ", on: " +
			scalar(s.On),
	)
	if s.Note != "" {
		b.WriteString(", note: " + scalar(s.Note))
	}
	if s.Content != "" {
		b.WriteString(", content: " + scalar(s.Content))
	}
	b.WriteString("}")
	return b.String()
}

// scalar writes a text so that YAML reads it back as it is: bare when it cannot be taken for anything else.
func scalar(s string) string {
	bare := s != ""
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= 0xC0 && r != '\u2028' && r != '\u2029' && r != '\ufeff':
		case i > 0 &&
			(r >= '0' && r <= '9' || r == ' ' || r == '-' || r == '_' || r == '.' || r == '\'' || r == '\u2019'):
		default:
			bare = false
		}
	}
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf":
		bare = false
	}
	if bare && !strings.HasSuffix(s, " ") {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`).Replace(s) + `"`
}
