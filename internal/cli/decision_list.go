package cli

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/reference"
	"recette/internal/term"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

// decisionList prints the log of decisions, and where each is cited.
func (a *app) decisionList() *cobra.Command {
	var status string
	c := a.command("list", "decision.list")
	c.Args = exactly(0)
	c.Flags().StringVar(&status, "status", "", a.words.T("flag.decision.list.status"))
	_ = c.RegisterFlagCompletionFunc("status", completes(fixed(statusWords(a.words.T("decision.statuses.all"))...)))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		only, err := a.onlyStatus(status)
		if err != nil {
			return err
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		set := a.readReferences(p)
		citations, err := p.Citations(cmd.Context(), set)
		if err != nil {
			return err
		}
		var list []api.DecisionEntry
		for i := range set.Decisions {
			if d := &set.Decisions[i]; only == "" || d.Status == only {
				list = append(list, a.decisionEntry(set, d, citations[d.ID], p.Day(a.env.Now())))
			}
		}
		doc := api.NewDecisionList(list)
		if a.json {
			err = a.print(doc)
		} else {
			a.printDecisions(&doc)
		}
		if err == nil && slices.ContainsFunc(
			set.Problems, func(p yamldoc.Problem) bool { return reference.OfDecisions(p.File) },
		) {
			return quiet(exitFindings) // they were said: a page that was not read may hold what the list lacks
		}
		return err
	}
	return c
}

// onlyStatus reads the status to keep. "remplacée" needs no successor here.
func (a *app) onlyStatus(word string) (reference.DecisionStatus, error) {
	if word == "" {
		return "", nil
	}
	for _, try := range []string{word, word + " par X"} {
		if s, _, ok := reference.ParseStatus(try); ok {
			return s, nil
		}
	}
	return "", fail("bad-value", nil, "--status", word, a.words.T("decision.statuses.all"))
}

func (a *app) decisionEntry(
	set *reference.Set, d *reference.Decision, cited []workspace.Citation, today string,
) api.DecisionEntry {
	places := []api.Citation{}
	for _, c := range cited {
		places = append(places, api.Citation(c))
	}
	return api.DecisionEntry{
		ID: d.ID, Title: d.Title, Date: d.Date, Status: string(d.Status), ReplacedBy: d.ReplacedBy,
		Instance: d.Instance, Decider: d.Decider,
		Impacts: d.Impacts, Due: d.Due, Path: d.At.Path, Cited: places,
		Late: d.Late(today), Current: set.Holder(d),
	}
}

func (a *app) printDecisions(doc *api.DecisionList) {
	out := a.env.Stdout
	width := 0
	for i := range doc.Decisions {
		width = max(width, term.Width(doc.Decisions[i].ID))
	}
	for i := range doc.Decisions {
		e := &doc.Decisions[i]
		day, status := term.Pad(a.decisionDay(e.Date), 10), term.Pad(a.decisionStatus(e), 12)
		say(out, strings.Join([]string{term.Pad(e.ID, width), day, status, e.Title}, "  "))
		indent := strings.Repeat(" ", width+2)
		if e.Late {
			say(out, indent+a.words.T("decision.late", a.decisionDay(e.Due)))
		}
		if len(e.Impacts) > 0 {
			say(out, indent+a.words.T("decision.impacts", strings.Join(e.Impacts, ", ")))
		}
		var places []string
		for _, c := range e.Cited {
			place := c.Path + ":" + strconv.Itoa(c.Line)
			if c.Criterion != "" {
				place += " " + a.words.T("decision.leaves-out", c.Criterion)
			}
			places = append(places, place)
		}
		if len(places) > 0 {
			say(out, indent+a.words.T("decision.cited", listed(places)))
		} else {
			say(out, indent+a.words.T("decision.uncited"))
		}
	}
	say(out, a.words.N("decision.count", len(doc.Decisions)))
}

// decisionStatus words where a decision stands, with what replaced it, to the end of the chain.
func (a *app) decisionStatus(e *api.DecisionEntry) string {
	if e.Status == "" {
		return a.words.T("decision.status.unknown")
	}
	text := a.words.T("decision.status." + e.Status)
	if e.ReplacedBy != "" {
		text += " → " + e.ReplacedBy
		if e.Current != "" && e.Current != e.ReplacedBy {
			text += " … → " + e.Current
		}
	}
	return text
}

// decisionDay prints an ISO date as the reader writes it, nothing when there is none.
func (a *app) decisionDay(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return a.words.Date(t)
}
