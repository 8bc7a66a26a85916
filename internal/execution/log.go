package execution

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// logLines is how many lines of log a CaseEvent carries at most; the rest is in the evidence when the case is not
// green.
const logLines = 200

// addLog keeps lines that steps logged or printed.
func (a *attempt) addLog(text string) {
	for line := range strings.Lines(text) {
		if a.logged+len(line) > maxLog {
			a.cut++
			continue
		}
		a.logged += len(line)
		a.logs = append(a.logs, cleanText(strings.TrimRight(line, "\r\n")))
	}
}

// word says a message in the language of the record.
func (a *attempt) word(m protocol.Message) string {
	if len(m) == 0 {
		return ""
	}
	return a.words(m)
}

// say gives the words that are recorded of a step, bounded: the whole of them is in the log. What they were made of
// goes with the events that tell of them.
func (a *attempt) say(m protocol.Message) string {
	whole := a.word(m)
	text := clip(whole)
	if text != whole {
		a.addLog(whole)
	}
	if a.said == nil {
		a.said = map[string]protocol.Message{}
	}
	a.said[text] = m
	return text
}

// addNotice keeps what was said beyond any step: it goes into the record with the end of the attempt.
func (a *attempt) addNotice(m protocol.Message) {
	message := strings.TrimSpace(a.word(m))
	said := strings.TrimSpace(clip(message))
	if said == "" || strings.Contains(a.notice, said) {
		return
	}
	if said != message || len(a.notice)+len(said) > maxObserved {
		a.addLog(message) // the whole of it
	}
	a.notice = clip(strings.TrimPrefix(a.notice+"\n"+said, "\n"))
	a.noticed = append(slices.Clip(a.noticed), m...)
}

// attachLog puts what went wrong and what was logged into evidence.
func (a *attempt) attachLog(ctx context.Context, sink EvidenceSink) error {
	if !a.shape.Automated || sink == nil || len(a.logs) == 0 && a.notice == "" {
		return nil
	}
	var b strings.Builder
	if a.notice != "" {
		b.WriteString(a.notice + "\n")
	}
	for _, l := range a.logs {
		b.WriteString(l + "\n")
	}
	if a.cut > 0 {
		fmt.Fprintf(&b, "[… +%d]\n", a.cut)
	}
	ev, err := sink.Put(ctx, "execution.txt", "text/plain; charset=utf-8", strings.NewReader(cleanLog(b.String())))
	if err != nil {
		return fmt.Errorf("%w %s: keep log: %w", ErrRecord, a.c.ID, err)
	}
	a.addEvidence(ev)
	return nil
}

// addEvidence adds evidence that came after its step: to the step that ended the attempt, or to the last automated step
// that ran when only a hook went wrong; when none ran, to the first one that did not.
func (a *attempt) addEvidence(evidence ...campaign.Attachment) {
	target := a.logTarget()
	switch {
	case len(evidence) == 0:
		return
	case target < 0:
		a.unattached = append(a.unattached, evidence...)
		return
	}
	a.seen[target].Evidence = append(slices.Clip(a.seen[target].Evidence), evidence...)
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.unsent {
		if a.unsent[i].Step == a.seen[target].Step {
			a.unsent[i] = a.seen[target]
			return
		}
	}
	// The observation is durable already: it is recorded again with its evidence, and the later one holds.
	a.unsent = append(a.unsent, a.seen[target])
}

// logTarget is the index in seen of the observation that a log belongs to: the first that went wrong, else the last
// that ran, else one that was skipped; -1 when no automated step was seen.
func (a *attempt) logTarget() int {
	last := -1
	for i := range a.seen {
		o := &a.seen[i]
		if o.Mode != recette.Automated || o.Outcome == recette.OutcomeSkipped && last >= 0 {
			continue
		}
		last = i
		if o.Outcome != recette.OutcomePassed && o.Outcome != recette.OutcomeSkipped {
			break
		}
	}
	return last
}
