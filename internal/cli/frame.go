package cli

import (
	"regexp"
	"strings"
	"sync"

	"recette/internal/campaign"
	"recette/internal/i18n"
)

// frames are what godog, the host of the steps and the conductor put before the message of an author, in English.
// What enters the record, and what is printed, says them in that of the reader; the message itself stays as it is
// written. They are compiled once, when there is a message: no start of the program waits for them.
var frames = sync.OnceValue(func() []frame {
	return []frame{
		{regexp.MustCompile(`^execution: worker: step (\d+) expected$`), "frame.step-expected"},
		{regexp.MustCompile(`^execution: worker: wait at step (\d+) expected$`), "frame.wait-expected"},
		{regexp.MustCompile(`^execution: worker: the end of the scenario expected$`), "frame.end-expected"},
		{regexp.MustCompile(`^execution: worker: no greeting: (?:(?:unexpected )?EOF$)?`), "frame.greeting"},
		{regexp.MustCompile(`^execution: worker: match steps(?: of (\S+))?: `), "frame.match"},
		{regexp.MustCompile(`^execution: worker: start (\S+): `), "frame.start"},
		{regexp.MustCompile(`^execution: (?:worker: )?`), ""},
		{regexp.MustCompile(`^before scenario hook failed:(?: |$)`), "frame.before-scenario"},
		{regexp.MustCompile(`^before scenario hook:(?: |$)`), "frame.before-scenario"},
		{regexp.MustCompile(`^after scenario hook failed:(?: |$)`), "frame.after-scenario"},
		{regexp.MustCompile(`^before step hook failed:(?: |$)`), "frame.before-step"},
		{regexp.MustCompile(`^after step hook failed:(?: |$)`), "frame.after-step"},
		{regexp.MustCompile(`^step hook: `), "frame.step-hook"},
		{regexp.MustCompile(`^skipped$`), "frame.skipped"},
		{regexp.MustCompile(`^step implementation is pending$`), "frame.pending"},
		{regexp.MustCompile(`^step is undefined(?:: |$)`), "frame.undefined"},
		{regexp.MustCompile(`^ambiguous step definition(?:, step text: |$)`), "frame.ambiguous"},
		{regexp.MustCompile(`^fail called on TestingT$`), "frame.fail"},
		{regexp.MustCompile(`^failed without a word$`), "frame.silent"},
		{
			regexp.MustCompile(`^attachment (".*") \((\d+) bytes\) is too large for the protocol and was dropped$`),
			"frame.attachment",
		},
		{regexp.MustCompile(`^attachment (".*"): (?:attach: )?(?:store evidence: )?`), "frame.refused"},
		{regexp.MustCompile(`^attachment looks like (\S+) \(extension (".*")\)$`), "frame.type"},
		{regexp.MustCompile(`^attachment is over (\d+) bytes$`), "frame.over"},
		{regexp.MustCompile(`^image cannot be read$`), "frame.image"},
		{regexp.MustCompile(`^image of (\d+) by (\d+) pixels is over (\d+)$`), "frame.pixels"},
		{regexp.MustCompile(`^0 bytes$`), "frame.empty"},
		{regexp.MustCompile(`^cannot convert argument (\d+): `), "frame.argument"},
		{regexp.MustCompile(`^a hook or the initializer: `), "frame.hook"},
		{regexp.MustCompile(`^step (\d+) or its hooks: `), "frame.step"},
		{regexp.MustCompile(`^panic: `), "frame.panic"},
		{regexp.MustCompile(`^ended its goroutine \(runtime\.Goexit.*`), "frame.goroutine"},
		{regexp.MustCompile(`^the descriptor of the step protocol was closed`), "frame.descriptor"},
		{regexp.MustCompile(`^worker process: died: `), "frame.died"},
		{regexp.MustCompile(`^worker process: time is up: `), "frame.timeout"},
		{regexp.MustCompile(`^worker process: not the step protocol: version (\d+), not (\d+)$`), "frame.version"},
		{
			regexp.MustCompile(`^worker process: not the step protocol: (?:no welcome|no matches|no goodbye|` +
				`reply to request \d+(?: during scenario \d+|, not \d+)|unexpected reply during a scenario)$`),
			"frame.amiss",
		},
		{regexp.MustCompile(`^worker process: not the step protocol: `), "frame.protocol"},
		{regexp.MustCompile(`^worker process: it is gone: (?:(?:unexpected )?EOF$)?`), "frame.gone"},
		{regexp.MustCompile(`^worker process: (?:a|no) scenario is under way$`), "frame.amiss"},
		{regexp.MustCompile(`^worker process: start: `), "frame.start"},
		{regexp.MustCompile(`^worker process: `), "frame.worker"},
		{regexp.MustCompile(`^deadline passed: `), "frame.timeout"},
		{regexp.MustCompile(`^nothing of the scenario began: `), "frame.unbegun"},
		{regexp.MustCompile(`^silent for (\w+)$`), "frame.quiet"},
		{regexp.MustCompile(`^it closed the protocol`), "frame.closed"},
		{regexp.MustCompile(`^malformed protocol line: `), "frame.malformed"},
		{regexp.MustCompile(`^it says more than it was asked$`), "frame.unasked"},
		{regexp.MustCompile(`^it does not (?:answer|read): `), "frame.mute"},
		{regexp.MustCompile(`^the conductor went away$`), "frame.deserted"},
		{regexp.MustCompile(`^scenario ended before its last step$`), "frame.short"},
		{regexp.MustCompile(`^context deadline exceeded$`), "frame.deadline"},
		{regexp.MustCompile(`^processes survive: `), "frame.survivors"},
		{regexp.MustCompile(`^its keeper was killed, processes may survive$`), "frame.keeper"},
		{regexp.MustCompile(`^suite hook: `), "frame.suite"},
		{regexp.MustCompile(`^exit status (\d+)`), "frame.exit"},
		{regexp.MustCompile(`^signal: (\w+)`), "frame.signal"},
	}
})

type frame struct {
	begins *regexp.Regexp
	key    string // empty: says nothing to a reader
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
func recordWords(m *campaign.Manifest) func(string) string {
	lang, _ := i18n.Parse(m.Language)
	words, err := i18n.New(lang)
	if err != nil { // an embedded file is malformed, which a test excludes: as it is written, then
		return func(message string) string { return message }
	}
	return func(message string) string { return framed(words, message) }
}

func framedLine(p *i18n.Printer, line string) string {
	var said strings.Builder
	var last string
	for next := true; next; {
		next = false
		for _, f := range frames() {
			m := f.begins.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			line, next = line[len(m[0]):], true
			if f.key != "" && f.key != last {
				last = f.key // the layers below often say the same
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
