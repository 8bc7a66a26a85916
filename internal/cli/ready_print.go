package cli

import (
	"fmt"
	"strings"

	"recette/internal/api"
	"recette/internal/i18n"
	"recette/internal/lint"
	"recette/internal/ready"
	"recette/internal/syntax"
	"recette/internal/term"
	"recette/internal/workspace"
)

func (a *app) readyDocument(r *workspace.Readiness, shown []ready.Story, broken int) api.Readiness {
	doc := api.Readiness{
		Register: r.Registered, Broken: broken, Outside: r.Outside, Loose: r.Loose, Astray: r.Astray,
	}
	for _, f := range r.Unread {
		doc.Unread = append(doc.Unread, a.sentence(f))
	}
	for i := range shown {
		s := api.ReadyStory{Story: shown[i], Checks: []api.ReadyCheck{}}
		for _, c := range shown[i].Checks {
			worded := api.ReadyCheck{Check: c, Title: a.words.T("ready.check." + c.Code)}
			for _, f := range c.Findings {
				worded.Findings = append(worded.Findings, a.sentence(f))
			}
			s.Checks = append(s.Checks, worded)
		}
		doc.Stories = append(doc.Stories, s)
	}
	return api.NewReadiness(doc)
}

// printReady prints a line a story, or the detail of the stories that were asked for.
func (a *app) printReady(r *workspace.Readiness, shown []ready.Story, detailed bool, broken int) {
	if detailed {
		for i := range shown {
			a.printStory(&shown[i], r.Registered)
		}
		return
	}
	rows := [][]string{{
		a.words.T("ready.head.story"), a.words.T("ready.head.state"), a.words.T("ready.head.mechanical"),
		a.words.T("ready.head.attested"), a.words.T("ready.head.waivers"), a.words.T("ready.head.title"),
	}}
	states := map[ready.State]int{}
	for i := range shown {
		s := &shown[i]
		states[s.State]++
		rows = append(
			rows, []string{s.ID, a.readyState(s), ratio(s.Mechanical), ratio(s.Attested), waivers(s), s.Title},
		)
	}
	out := a.env.Stdout
	for _, line := range term.Columns(rows, 2) {
		if len(shown) > 0 {
			say(out, line)
		}
	}
	if len(shown) > 0 {
		say(out, "")
	}
	summary := []string{}
	for _, state := range []ready.State{
		ready.Ready, ready.Waived, ready.NotReady, ready.Draft, ready.Absent, ready.Obsolete,
	} {
		if n := states[state]; n > 0 {
			summary = append(summary, a.words.N("ready.count."+string(state), n))
		}
	}
	if len(shown) > 0 {
		say(out, a.words.N("ready.summary", len(shown), strings.Join(summary, ", ")))
	}
	if !r.Registered {
		say(out, a.words.T("ready.no-register", ready.FileName))
	}
	if n := len(r.Loose); n > 0 {
		say(out, a.words.N("ready.loose", n, strings.Join(r.Loose, ", ")))
	}
	if n := len(r.Astray); n > 0 {
		say(out, a.words.N("ready.astray", n, strings.Join(r.Astray, ", ")))
	}
	if r.Outside > 0 {
		say(out, a.words.N("ready.outside", r.Outside))
	}
	if broken > 0 {
		for i := range shown {
			if shown[i].Broken() {
				say(out, a.words.T("ready.hint", shown[i].ID))
				break
			}
		}
	}
}

// readyState is the state of a story: a mark and a word, and what contradicts its tag.
func (a *app) readyState(s *ready.Story) string {
	text := a.words.T("ready.state." + string(s.State))
	if s.Broken() {
		text += a.words.T("ready.promised")
	}
	return text
}

// ratio prints how many of the asked checks are met; nothing is asked where the second number would be 0.
func ratio(c ready.Count) string {
	if c.Asked == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d", c.Met, c.Asked)
}

func waivers(s *ready.Story) string {
	if len(s.Waivers) == 0 {
		return "–"
	}
	return fmt.Sprint(len(s.Waivers))
}

// printStory prints each check of a story, with the place and the remedy of what is missing.
func (a *app) printStory(s *ready.Story, registered bool) {
	out := a.env.Stdout
	say(out, a.words.T("ready.story", s.ID, s.Title, a.readyState(s)))
	for _, path := range s.Paths {
		say(out, "  "+path)
	}
	if len(s.Checks) > 0 {
		say(out, "")
		say(
			out,
			a.words.T(
				"ready.mechanical", ratio(s.Mechanical), a.words.N("count.errors", s.Errors),
				a.words.N("count.warnings", s.Warnings),
			),
		)
	}
	for i := range s.Checks {
		a.printCheck(&s.Checks[i])
	}
	say(out, "")
	switch {
	case s.State == ready.Absent:
		say(out, a.words.T("ready.absent", s.ID))
	case !registered:
		say(out, a.words.T("ready.no-register", ready.FileName))
	default:
		say(out, a.words.T("ready.attested", ratio(s.Attested)))
		for i := range s.Claims {
			a.printClaim(s.ID, &s.Claims[i])
		}
	}
	say(out, "")
}

func (a *app) printCheck(c *ready.Check) {
	out := a.env.Stdout
	if c.Code == ready.Other && (c.State == ready.Met || c.State == ready.NotAsked) {
		return
	}
	code := c.Code
	if code == ready.Other {
		code = "–"
	}
	say(out, a.words.T("ready.line."+string(c.State), term.Pad(code, 3), a.words.T("ready.check."+c.Code)))
	for _, f := range c.Findings {
		if f.Severity != syntax.Info {
			a.printFindingOf(f)
		}
	}
	for _, w := range c.Waivers {
		say(out, "      "+a.words.T("ready.waiver", w.Path, w.Line, w.Reason))
	}
}

// printFindingOf prints a finding below its check.
func (a *app) printFindingOf(f lint.Finding) {
	item := a.sentence(f)
	place := ""
	if f.Path != "" {
		place = a.words.T("place", f.Path, max(f.Line, 1), max(f.Column, 1), "")
	}
	say(a.env.Stdout, "      "+place+item.Message)
	if item.Remedy != "" {
		say(a.env.Stdout, "      → "+item.Remedy)
	}
}

func (a *app) printClaim(story string, c *ready.Claim) {
	out := a.env.Stdout
	title := a.claimTitle(c.ID, c.Label)
	switch c.State {
	case ready.Missing:
		say(out, a.words.T("ready.claim.missing", title))
		say(out, "      → "+a.words.T("ready.claim.remedy", story, c.ID))
	case ready.ToConfirm:
		say(out, a.words.T("ready.claim.to_confirm", title, c.Statement.By, a.day(c.Statement.On)))
		say(out, "      → "+a.words.T("ready.claim.remedy", story, c.ID))
	default:
		say(out, a.words.T("ready.claim.given", title, c.Statement.By, a.day(c.Statement.On)))
	}
	if c.Statement != nil && c.Statement.Note != "" {
		tell(out, term.Block("      ", c.Statement.Note))
	}
}

// claimTitle words a check that people attest: ours when the project gives it no label.
func (a *app) claimTitle(id, label string) string {
	if label != "" {
		return label
	}
	return a.words.T("ready.ask." + id)
}

// day writes an ISO date as readers of the language do.
func (a *app) day(iso string) string {
	if y, m, d := iso[:4], iso[5:7], iso[8:]; a.words.Lang() == i18n.French {
		return d + "/" + m + "/" + y
	}
	return iso
}
