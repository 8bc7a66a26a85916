package cli

import (
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"recette/internal/api"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/term"
)

// progress prints a run: a line a scenario when piped, the faults and a counter that rewrites itself on a terminal, one
// JSON event a line with --jsonl.
type progress struct {
	words *i18n.Printer
	out   io.Writer
	live  bool                     // a person looks: rewrite the counter
	jsonl func(api.RunEvent) error // with --jsonl: writes each event
	total int
	done  int
	red   int
	now   func() time.Time
	drawn time.Time
	err   error // of the output: a closed pipe
}

func (p *progress) emit(e execution.Event) {
	if p.jsonl != nil {
		if err := p.jsonl(e); err != nil && p.err == nil {
			p.err = err
		}
		return
	}
	switch e.Kind {
	case execution.EventBound:
		p.bound(e.Report)
	case execution.EventCaseFinished:
		p.finished(e.Case)
	case execution.EventCaseLeft:
		if !p.live && e.Case.Message == "" { // a problem said why already, and it is not a person who is missing
			p.line(p.words.T("run.left", e.Case.ID, e.Case.Name, p.words.T("mode."+string(e.Case.Mode))))
		}
		p.done++
		p.counter(false)
	case execution.EventProblem:
		p.lines(problemText(p.words, e.Problem))
	case execution.EventCaseStarted, execution.EventStepRecorded, execution.EventRunFinished:
	}
}

// problemText tells of a fault of the run: a sentence and the case, and what the technique said where the sentence
// alone would not help, below it when it has several lines.
func problemText(words *i18n.Printer, pr *execution.Problem) string {
	detail := pr.Case
	switch pr.Code {
	case execution.ProblemOwned, execution.ProblemTaken, execution.ProblemDrift:
	case execution.ProblemData:
		detail = words.T("run.problem.of-set", pr.Case, shownOf(words, pr.Said, pr.Message))
	case execution.ProblemBroken:
		if detail = shownOf(words, pr.Said, pr.Message); pr.Case != "" {
			detail = words.T("run.problem.after", pr.Case, detail)
		}
	default:
		detail = shownOf(words, pr.Said, pr.Message)
	}
	sentence := words.T("run.problem." + string(pr.Code))
	if first, rest, several := strings.Cut(term.Ends(detail), "\n"); several {
		return words.T("run.problem", sentence, first) + "\n" + term.Block("    ", rest)
	}
	return words.T("run.problem", sentence, detail)
}

// bound prints what binding found wrong, before anything runs.
func (p *progress) bound(r *binding.Report) {
	p.total = r.Cases
	for _, b := range r.Problems {
		p.line(p.words.T("run.binding", p.words.T("outcome."+string(b.Outcome)), b.Text, b.Count))
		for _, at := range b.Places {
			p.line(fmt.Sprintf("    %s:%d", at.Path, at.Line))
		}
		for _, d := range b.Definitions {
			p.line(fmt.Sprintf("    %s  %s", d.Place, d.Pattern))
		}
	}
}

func (p *progress) finished(c *execution.CaseEvent) {
	p.done++
	green := c.Green()
	if !green {
		p.red++
	}
	if !p.live || !green {
		p.line(p.words.T("run.case", p.mark(green), p.state(c.Verdict, c.Outcome), c.ID, c.Name, duration(c.Duration)))
	}
	if !green {
		p.printFault(c)
	}
	p.counter(false)
}

// state is the verdict, with the technical outcome when it says more than the verdict.
func (p *progress) state(v recette.Verdict, o recette.Outcome) string {
	word := p.words.T("verdict." + string(v))
	if o != "" && o != recette.OutcomePassed && o != recette.OutcomeFailed {
		word += " (" + p.words.T("outcome."+string(o)) + ")"
	}
	return word
}

func (p *progress) mark(green bool) string {
	if green {
		return "✔"
	}
	return "✖"
}

// printFault prints where a case stopped being green, and what its steps said.
func (p *progress) printFault(c *execution.CaseEvent) {
	switch s := c.Fault(); {
	case s != nil:
		p.line(fmt.Sprintf("    %s%s", s.Keyword, s.Text))
		p.block("      ", shownOf(p.words, s.Said, s.Observed))
	case c.Message == "" && c.Verdict == recette.NotRun:
		p.line("    " + p.words.T("pv.reason.unverified"))
	}
	p.line(fmt.Sprintf("      %s:%d", c.Path, c.Line))
	p.block("    ", shownOf(p.words, c.Said, c.Message))
	for _, log := range c.Log {
		p.line("    | " + log)
	}
}

// line prints a line above the counter.
func (p *progress) line(text string) { p.lines(term.Line(text)) }

// block prints a text of a step, a worker or a person above the counter, behind an indent.
func (p *progress) block(indent, text string) {
	if text = term.Block(indent, text); text != "" {
		p.lines(text)
	}
}

func (p *progress) lines(text string) {
	p.wipe()
	if _, err := fmt.Fprintln(p.out, text); err != nil && p.err == nil {
		p.err = err
	}
}

func (p *progress) wipe() {
	if p.live && !p.drawn.IsZero() {
		fmt.Fprint(p.out, term.Erase)
		p.drawn = time.Time{}
	}
}

// counter draws the state of the run, ten times a second at most.
func (p *progress) counter(last bool) {
	if !p.live {
		return
	}
	now := p.now()
	if !last && now.Sub(p.drawn) < 100*time.Millisecond {
		return
	}
	fmt.Fprint(p.out, term.Erase+term.Line(p.words.T("run.counter", p.done, p.total, p.red)))
	p.drawn = now
}

// end prints the figures of the run.
func (p *progress) end(s *execution.Summary) {
	if p.jsonl != nil {
		return
	}
	p.wipe()
	var why []string
	parts := p.verdicts(s.Verdicts)
	for _, o := range []recette.Outcome{
		recette.OutcomeUndefined, recette.OutcomeAmbiguous, recette.OutcomePending, recette.OutcomeError,
		recette.OutcomeTimeout, recette.OutcomeInterrupted,
	} {
		if n := s.Outcomes[o]; n > 0 {
			why = append(why, fmt.Sprintf("%d %s", n, p.words.T("outcome."+string(o))))
		}
	}
	if len(why) > 0 { // beside the verdicts, not among them: the cases are the same
		parts = append(parts, p.words.T("run.outcomes", strings.Join(why, ", ")))
	}
	if s.Executed > 0 {
		p.line(p.words.T("run.summary", p.words.N("count.cases", s.Executed), strings.Join(parts, ", ")))
	}
	if n := s.Manual + s.Mixed; n > 0 {
		p.line(p.words.T("run.people", s.Manual, s.Mixed))
	}
	for i := range s.HeldBack {
		p.line(heldBackLine(p.words, &s.HeldBack[i]))
	}
	if len(s.HeldBack) > 0 {
		p.line(p.words.T("run.held-back"))
	}
	if s.HadResult > 0 {
		p.line(p.words.T("run.had-result", s.HadResult))
	}
	if s.Left > 0 {
		p.line(p.words.T("run.open", s.Left))
	}
	if len(s.Stand) > 0 && !maps.Equal(s.Stand, s.Verdicts) {
		p.line(p.words.T("run.stand", strings.Join(p.verdicts(s.Stand), ", ")))
	}
}

// verdicts counts cases by verdict, those that there are.
func (p *progress) verdicts(counts map[recette.Verdict]int) []string {
	var parts []string
	for _, v := range recette.Verdicts() {
		if n := counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, p.words.T("verdict."+string(v))))
		}
	}
	return parts
}

// duration prints a time as a person reads it.
func duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Truncate(time.Second).String()
}
