package syntax

import (
	"regexp"
	"strings"
	"sync"
)

// placeholderUse is the first use of a placeholder in a scenario.
type placeholderUse struct {
	name   string
	line   int
	spaced bool // spaces stand inside the marks: it replaces nothing, and is a fault when a column has the name
	unsure bool // it may as well be code: it is not worth an error unless a column has nearly that name
	markup bool // it is markup or a comparison: only a column that is called so makes it a fault
}

// scenarioPlaceholders lists the distinct placeholders of a scenario, those of the title of an outline included, with
// the line of their first use.
func scenarioPlaceholders(s *Scenario) []placeholderUse {
	inSteps := placeholders(s.Steps)
	if len(s.Examples) == 0 || strings.IndexByte(s.Name, '<') < 0 {
		return inSteps
	}
	seen := map[string]bool{}
	for _, u := range inSteps {
		seen[u.name] = true
	}
	out := uses{seen: seen}
	out.add(s.Line, s.Name, closedNames(s.Name))
	return append(out.list, inSteps...)
}

// uses collects placeholders, each once.
type uses struct {
	list []placeholderUse
	seen map[string]bool
}

// add takes those of a text; closed holds the names that the text closes as markup does.
func (u *uses) add(line int, text string, closed map[string]bool) {
	eachTag(text, func(name string, at int) {
		trimmed := strings.TrimFunc(name, invisible)
		markup := !isPlaceholder(trimmed)
		if u.seen[name] || closed[name] || markup && (!Worded(trimmed) || trimmed[0] == '/') {
			return
		}
		u.seen[name] = true
		u.list = append(u.list, placeholderUse{name, line, trimmed != name, isCode(trimmed, text[:at]), markup})
	})
}

// placeholders lists the distinct placeholders of steps, in the time of one reading.
func placeholders(steps []Step) []placeholderUse {
	if !hasAngle(steps) {
		return nil
	}
	out := uses{seen: map[string]bool{}}
	for i := range steps {
		step := &steps[i]
		out.add(step.Line, step.Text, closedNames(step.Text))
		for _, row := range step.Table {
			for _, c := range row.Cells {
				out.add(row.Line, c.Value, closedNames(c.Value))
			}
		}
		if d := step.DocString; d != nil {
			// A name that the whole text closes is markup, whatever its line says.
			closed := closedNames(d.Content)
			line := d.Line
			for text := range strings.SplitSeq(d.Content, "\n") {
				line++
				out.add(line, text, closed)
			}
		}
	}
	return out.list
}

// hasAngle tells whether anything in steps can hold a placeholder: most steps hold none.
func hasAngle(steps []Step) bool {
	for i := range steps {
		step := &steps[i]
		if strings.IndexByte(step.Text, '<') >= 0 || step.DocString != nil && strings.IndexByte(
			step.DocString.Content, '<',
		) >= 0 {
			return true
		}
		for _, row := range step.Table {
			for _, c := range row.Cells {
				if strings.IndexByte(c.Value, '<') >= 0 {
					return true
				}
			}
		}
	}
	return false
}

// closedNames is the set of names that a text closes with </name>.
func closedNames(text string) map[string]bool {
	if !strings.Contains(text, "</") {
		return nil
	}
	out := map[string]bool{}
	eachTag(text, func(name string, _ int) {
		if rest, ok := strings.CutPrefix(name, "/"); ok {
			out[rest] = true
		}
	})
	return out
}

// eachTag gives what stands between each < and the next >, on one line and with no < between, and where the < is.
func eachTag(text string, fn func(name string, at int)) {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '<')
		if open < 0 {
			return
		}
		at += open + 1
		end := strings.IndexAny(text[at:], "<>\n")
		if end < 0 {
			return
		}
		from := at
		at += end
		if text[at] == '>' {
			fn(text[from:at], from-1)
			at++
		}
	}
}

// EachTag gives what stands between each < and the next > of a text, on one line and with no < between, but for what
// the text closes as markup does: « <nom>Dupont</nom> ».
func EachTag(text string, fn func(name string)) {
	closed := closedNames(text)
	eachTag(text, func(name string, _ int) {
		if bare, closing := strings.CutPrefix(name, "/"); closed[name] || closing && closed[bare] {
			return
		}
		fn(name)
	})
}

// voidElements are the HTML elements that nothing closes.
const voidElements = " area base br col embed hr img input link meta source track wbr "

// isPlaceholder leaves out what is markup and what no column is called: elements with attributes, closing ones, empty
// ones, void elements of HTML, declarations, addresses, operators of comparison.
func isPlaceholder(name string) bool {
	return Worded(name) && strings.IndexByte("/!?=-+*%&|~^", name[0]) < 0 && !strings.Contains(name, "://") &&
		!strings.Contains(voidElements, " "+strings.ToLower(name)+" ") && !markup().MatchString(name)
}

// isCode tells what may well be code: the parameter of a type, "List<String>", the group of a regular expression,
// "(?<year>", an element that is badly closed.
func isCode(name, before string) bool {
	return strings.ContainsAny(name, "=\"") || strings.HasSuffix(before, "(?") || strings.HasSuffix(before, "(?P") ||
		typeName().MatchString(before) && parameter().MatchString(name)
}

// The shapes of what stands in angle brackets and is no placeholder.
var (
	markup = sync.OnceValue(func() *regexp.Regexp {
		const attribute = `\s+[\w:@.-]+\s*=\s*("[^"]*"|'[^']*'|[^\s"']+)`
		return regexp.MustCompile(`^([A-Za-z][\w:.-]*((` + attribute + `)+\s*/?|\s*/)|\S+@\S+\.\S+|mailto:\S+)$`)
	})
	typeName  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(^|[^\pL\pN_])[A-Z]\w*$`) })
	parameter = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[A-Za-z_][\w.]*(\[\])?(\s*,\s*[A-Za-z_][\w.]*(\[\])?)*$`)
	})
)
