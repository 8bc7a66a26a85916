package answers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/runner/protocol"
)

// notebook records what the engine says of cases that one person conducts, in memory.
type notebook struct{ rows []campaign.Result }

func (n *notebook) Word(m protocol.Message) string { return m.String() }

// standing gives what stands of the steps of the last attempt of a case, and its last row.
func (n *notebook) standing(id string) ([]campaign.Observation, campaign.Result) {
	var steps []campaign.Observation
	var last campaign.Result
	for _, r := range n.rows {
		if r.Case != id {
			continue
		}
		if r.Attempt != last.Attempt {
			steps = nil
		}
		last = r
		for _, o := range r.Steps {
			if len(steps) > 0 && steps[len(steps)-1].Step == o.Step {
				steps = steps[:len(steps)-1] // a verdict takes the place of the notes before it
			}
			steps = append(steps, o)
		}
	}
	return steps, last
}

// verdicts gives the verdict of each step that was recorded of a case.
func (n *notebook) verdicts(id string) string {
	var list []string
	steps, _ := n.standing(id)
	for _, o := range steps {
		list = append(list, fmt.Sprintf("%d:%s", o.Step, o.Verdict))
	}
	return strings.Join(list, " ")
}

// Begin implements execution.Recorder.
func (n *notebook) Begin(_ context.Context, b campaign.Begin) (campaign.Attempt, error) {
	steps, last := n.standing(b.Case)
	if last.Attempt == 0 || last.Closed {
		return campaign.Attempt{Number: last.Attempt + 1, Pass: 1}, nil
	}
	return campaign.Attempt{Number: last.Attempt, Pass: last.Pass + 1, Resumed: true, Steps: steps}, nil
}

// Record implements execution.Recorder.
func (n *notebook) Record(_ context.Context, r campaign.Result) (campaign.Recorded, error) {
	n.rows = append(n.rows, r)
	return campaign.Recorded{Verdict: r.Verdict}, nil
}

// Cases implements execution.Dossier.
func (n *notebook) Cases(context.Context) ([]campaign.CaseStatus, error) {
	var all []campaign.CaseStatus
	for _, r := range n.rows { // the last of a case stands
		all = append(all, campaign.CaseStatus{ID: r.Case, Attempt: r.Attempt, Open: !r.Closed, Verdict: r.Verdict})
	}
	return all, nil
}

// Put implements execution.EvidenceSink.
func (n *notebook) Put(_ context.Context, name, mime string, r io.Reader) (campaign.Attachment, error) {
	data, err := io.ReadAll(r)
	return campaign.Attachment{SHA256: fmt.Sprintf("%064x", data), Size: int64(len(data)), MIME: mime, Name: name}, err
}

// somebody is a person who answers by a function.
type somebody func(execution.Question) (execution.Answer, error)

func (s somebody) Ask(_ context.Context, q execution.Question) (execution.Answer, error) { return s(q) }

func (somebody) Recorded(context.Context, execution.Question, campaign.Observation) error {
	return nil
}

// sit tests cases with a person, in an engine of its own.
func sit(t *testing.T, n *notebook, p execution.Person, cases ...catalogue.Case) (execution.Summary, error) {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	e, err := execution.New(execution.Options{Recorder: n, Evidence: n, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var items []execution.Item
	for _, c := range cases {
		items = append(items, execution.Item{Case: c})
	}
	b, err := e.Bind(t.Context(), execution.Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(
		t.Context(), b, execution.Guided{SessionOptions: execution.SessionOptions{Items: items}, Person: p, Dossier: n},
	)
}

// kase makes a case of steps written "type text".
func kase(id string, steps ...string) catalogue.Case {
	c := catalogue.Case{ID: id, Stable: true, Content: "content/1:" + id}
	for _, s := range steps {
		kind, text, _ := strings.Cut(s, " ")
		c.Steps = append(c.Steps, catalogue.Step{Type: catalogue.StepType(kind), Text: text})
	}
	return c
}

// load reads an answers file.
func load(t *testing.T, s string) File {
	t.Helper()
	f, err := Load("a.yaml", strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func noEvidence(string) (io.ReadCloser, error) { return nil, errors.New("no file") }
