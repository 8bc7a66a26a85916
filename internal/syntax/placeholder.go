package syntax

import "strings"

// placeholderUse is the first use of a placeholder in a scenario.
type placeholderUse struct {
	name   string
	line   int
	spaced bool // spaces stand inside the marks: it replaces nothing, and is a fault when a column has the name
}

// scenarioPlaceholders lists the distinct placeholders of a scenario with the line of their first use, in the time of
// one reading.
func scenarioPlaceholders(s *Scenario) []placeholderUse {
	if !s.hasAngle() {
		return nil
	}
	var out []placeholderUse
	seen := map[string]bool{}
	use := func(line int, text string, closed map[string]bool) {
		eachTag(text, func(name string, _ int) {
			trimmed := strings.TrimFunc(name, invisible)
			if isPlaceholder(trimmed) && !closed[name] && !seen[name] {
				seen[name] = true
				out = append(out, placeholderUse{name, line, trimmed != name})
			}
		})
	}
	for i := range s.Steps {
		step := &s.Steps[i]
		use(step.Line, step.Text, closedNames(step.Text))
		for _, row := range step.Table {
			for _, c := range row.Cells {
				use(row.Line, c.Value, closedNames(c.Value))
			}
		}
		if d := step.DocString; d != nil {
			// A name that the whole text closes is markup, whatever its line says.
			closed := closedNames(d.Content)
			line := d.Line
			for text := range strings.SplitSeq(d.Content, "\n") {
				line++
				use(line, text, closed)
			}
		}
	}
	return out
}

// hasAngle tells whether anything in the scenario can hold a placeholder: most scenarios hold none.
func (s *Scenario) hasAngle() bool {
	for i := range s.Steps {
		step := &s.Steps[i]
		if strings.IndexByte(step.Text, '<') >= 0 || step.DocString != nil && strings.IndexByte(step.DocString.Content, '<') >= 0 {
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

// voidElements are the HTML elements that nothing closes.
const voidElements = " area base br col embed hr img input link meta source track wbr "

// isPlaceholder leaves out what is markup: tags with attributes, closing tags, void elements of HTML, comparisons.
func isPlaceholder(name string) bool {
	return name != "" && !strings.ContainsAny(name, "=\"'/!?") &&
		!strings.Contains(voidElements, " "+strings.ToLower(name)+" ")
}
