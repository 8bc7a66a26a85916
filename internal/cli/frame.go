package cli

import (
	"regexp"
	"strings"

	"recette/internal/i18n"
	"recette/internal/plan"
)

// frames are what godog, the host of the steps and the conductor put before the message of an author, in English.
// What enters the record, and what is printed, says them in that of the reader; the message itself stays as it is written.
var frames = []struct {
	begins *regexp.Regexp
	key    string // empty: says nothing to a reader
}{
	{regexp.MustCompile(`^execution: (?:worker: )?`), ""},
	{regexp.MustCompile(`^before scenario hook failed: `), "frame.before-scenario"},
	{regexp.MustCompile(`^before scenario hook: `), "frame.before-scenario"},
	{regexp.MustCompile(`^after scenario hook failed: `), "frame.after-scenario"},
	{regexp.MustCompile(`^before step hook failed: `), "frame.before-step"},
	{regexp.MustCompile(`^after step hook failed: `), "frame.after-step"},
	{regexp.MustCompile(`^step hook: `), "frame.step-hook"},
	{regexp.MustCompile(`^cannot convert argument (\d+): `), "frame.argument"},
	{regexp.MustCompile(`^a hook or the initializer: `), "frame.hook"},
	{regexp.MustCompile(`^step (\d+) or its hooks: `), "frame.step"},
	{regexp.MustCompile(`^panic: `), "frame.panic"},
	{regexp.MustCompile(`^ended its goroutine \(runtime\.Goexit.*`), "frame.goroutine"},
	{regexp.MustCompile(`^the descriptor of the step protocol was closed`), "frame.descriptor"},
	{regexp.MustCompile(`^worker process: died: `), "frame.died"},
	{regexp.MustCompile(`^worker process: time is up: `), "frame.timeout"},
	{regexp.MustCompile(`^worker process: not the step protocol: `), "frame.protocol"},
	{regexp.MustCompile(`^worker process: start: `), "frame.start"},
	{regexp.MustCompile(`^worker process: `), "frame.worker"},
	{regexp.MustCompile(`^deadline passed: `), "frame.timeout"},
	{regexp.MustCompile(`^exit status (\d+)`), "frame.exit"},
	{regexp.MustCompile(`^signal: (\w+)`), "frame.signal"},
}

// framed words the frames that each line of a message of automation begins with, one after the other.
func framed(p *i18n.Printer, message string) string {
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		lines[i] = framedLine(p, line)
	}
	return strings.Join(lines, "\n")
}

// recordWords words messages in the language of a campaign, whose record outlives whoever reads the screen.
func recordWords(m *plan.Manifest) func(string) string {
	lang, _ := i18n.Parse(m.Language)
	words, err := i18n.New(lang)
	if err != nil { // an embedded file is malformed, which a test excludes: as it is written, then
		return func(message string) string { return message }
	}
	return func(message string) string { return framed(words, message) }
}

func framedLine(p *i18n.Printer, line string) string {
	var said strings.Builder
	for next := true; next; {
		next = false
		for _, f := range frames {
			m := f.begins.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			line, next = line[len(m[0]):], true
			if f.key != "" {
				args := make([]any, 0, 1)
				for _, group := range m[1:] {
					args = append(args, group)
				}
				said.WriteString(p.T(f.key, args...))
				if strings.HasSuffix(m[0], " ") {
					said.WriteString(p.T("frame.then"))
				}
			}
			break
		}
	}
	return said.String() + line
}
