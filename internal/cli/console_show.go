package cli

import (
	"fmt"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/prompt"
	"recette/internal/recette"
	"recette/internal/term"
)

// show prints the prologue of a case when it begins, the steps that ran since the last question, and the step.
func (c *console) show(q execution.Question) {
	if id := fmt.Sprintf("%s/%d", q.Case.ID, q.Attempt); c.shown != id {
		if c.shown == "" {
			c.help()
		}
		c.shown, c.last = id, -1
		c.showPrologue(q)
	}
	for i := c.last + 1; i < q.First(); i++ {
		c.past(q, i)
	}
	c.last = q.Step
	c.put(q)
}

// put prints the steps that are asked, and what a verdict ticks.
func (c *console) put(q execution.Question) {
	say(c.out, "")
	for i := q.First(); i < q.Step; i++ {
		c.step(q.At(i))
	}
	c.step(q)
	if o := q.Observed(q.Step); q.Again && o != nil {
		say(c.out, c.words.T("test.again", c.verdict(q.Case.Steps[q.Step], o.Verdict), forth))
	}
	c.announce(q)
}

// step prints the step of a question, with what was given of it before.
func (c *console) step(q execution.Question) {
	step := q.Case.Steps[q.Step]
	say(c.out, c.words.T("test.step", q.Step+1, len(q.Case.Steps), step.Keyword+step.Text))
	c.argument(step)
	c.showNotes(q.Notes)
}

// help says what may be answered, and how an answer of several lines is written when there is a terminal.
func (c *console) help() {
	tell(c.out, c.words.T("test.help"))
	if c.typed() {
		tell(c.out, c.words.T("test.help.together"))
	}
	switch c.reader.(type) {
	case *prompt.Editor:
		tell(c.out, c.words.T("test.help.editor"))
	case *prompt.Plain:
		tell(c.out, c.words.T("test.help.plain"))
	}
}

// past prints a step that is behind: what was observed of it, and by whom.
func (c *console) past(q execution.Question, i int) {
	step := q.Case.Steps[i]
	verdict := recette.NotRun
	for _, p := range q.History {
		if p.Step == i {
			verdict = p.Verdict
		}
	}
	key, word := "test.past.manual", c.verdict(step, verdict)
	if q.Owners[i].Automated() {
		key, word = "test.past.auto", c.words.T("verdict."+string(verdict))
	}
	say(c.out, c.words.T(key, i+1, len(q.Case.Steps), step.Keyword+step.Text, word))
}

func (c *console) argument(step catalogue.Step) {
	for _, line := range term.Grid(step.Table) {
		say(c.out, "      "+line)
	}
	if step.DocString != nil {
		say(c.out, `      """`+step.DocString.MediaType)
		for line := range strings.SplitSeq(step.DocString.Content, "\n") {
			say(c.out, "      "+line)
		}
		say(c.out, `      """`)
	}
}

func (c *console) showPrologue(q execution.Question) {
	t, cs := c.words.T, q.Case
	say(c.out, "")
	say(c.out, strings.Repeat("=", 40))
	say(c.out, t("test.case", cs.ID, cs.Name))
	field := func(key, value string) {
		if strings.TrimSpace(value) != "" {
			say(c.out, t("test.field", t(key), value))
		}
	}
	field("test.journey", q.Journey)
	c.showDrift(cs.ID)
	field("test.story", strings.TrimSpace(cs.Story+" "+cs.Feature.Name))
	for line := range strings.SplitSeq(strings.TrimSpace(cs.Feature.About), "\n") {
		if strings.TrimSpace(line) != "" {
			say(c.out, "    "+strings.TrimSpace(line))
		}
	}
	if cs.Rule != nil {
		field("test.rule", cs.Rule.Name)
	}
	field("test.criteria", strings.Join(cs.Criteria, ", "))
	c.showSetting(&cs)
	field("test.environment", strings.TrimSpace(c.about.environment+" "+c.about.url))
	field("test.build", c.about.build)
	if cs.Examples != nil {
		for i, h := range cs.Examples.Header {
			if i < len(cs.Examples.Cells) {
				field("test.example", h+" = "+cs.Examples.Cells[i])
			}
		}
	}
	if about := strings.TrimSpace(cs.About); strings.Contains(about, "\n") {
		say(c.out, strings.TrimSpace(t("test.field", t("test.about"), "")))
		tell(c.out, term.Block("    ", about))
	} else {
		field("test.about", about)
	}
	if q.Previous != "" {
		said := t("verdict." + string(q.Previous))
		if q.Aged != "" && q.Aged != recette.Fresh { // why it is to be obtained again is said before anything is judged
			said += ", " + t("test.stale", t("iterate.due."+string(q.Aged)))
		}
		field("test.previous", said)
	}
	if slices.ContainsFunc(cs.Steps, func(s catalogue.Step) bool { return s.Background }) {
		say(c.out, t("test.prerequisites"))
		for _, s := range cs.Steps {
			if s.Background {
				say(c.out, "    "+s.Keyword+s.Text)
			}
		}
	}
	// What automation did of a case that begins is no session to resume.
	if slices.ContainsFunc(q.Owners[:q.First()], func(o binding.Owner) bool { return !o.Automated() }) {
		say(c.out, t("test.resumed", q.First()+1))
	}
}
