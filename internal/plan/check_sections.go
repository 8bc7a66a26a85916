package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/meant"
	"recette/internal/measure"
	"recette/internal/recette"
	"recette/internal/yamldoc"
)

// checker judges the values of the sections of a plan. strict is for a plan that has any: what a plan of before may
// leave unsaid, it may not.
type checker struct {
	doc    *yamldoc.Doc
	strict bool
}

// criteria judges the criteria of a list. Each is measured by the journal, or attested by a person whom it names.
func (k checker) criteria(list string, cs []Criterion) {
	for i, c := range cs {
		at := fmt.Sprintf("%s[%d]", list, i)
		k.needed(at+".criterion", "criterion", c.Text)
		oneOf(k.doc, at+".measure", c.Measure, badMeasure, measure.Names())
		if !validMet(c.Met) {
			k.doc.Report(at+".met", badMet, meant.Nearest(c.Met, []string{"yes", "no"}), c.Met)
		}
		if c.Met == "yes" && list != "entry_criteria" { // before anything was played
			k.doc.Report(at+".met", metAhead, "", c.Text)
		}
		most, number := measure.Threshold(c.Measure, c.Threshold)
		switch {
		case !k.strict:
		case c.Measure == "" && c.Attested == "":
			k.doc.Report(at, noMeasure, "", c.Text, strings.Join(measure.Names(), ", "))
		case c.Measure != "" && c.Attested != "":
			k.doc.Report(at+".attested_by", twoWays, "", c.Text)
		case measure.WholeCampaign(c.Measure) && c.Journey != "":
			k.doc.Report(at+".journey", wholeOnly, "", c.Text)
		case c.Measure != "" && c.Threshold != "" && !number && !toFill(c.Threshold):
			k.doc.Report(at+".threshold", badLimit, "", c.Threshold, strconv.Itoa(most))
		}
	}
}

func (k checker) sections(p *Plan) {
	k.word("status", p.Status, statuses())
	for i, h := range p.History {
		k.needed(at("history", i)+".version", "version", h.Version)
		k.day(at("history", i)+".date", h.Date)
	}
	k.day("expected_decision.on", p.Expected.On)
	k.texts(p)
	for i, j := range p.Journeys {
		k.word(at("journeys", i)+".criticality", j.Criticality, criticalities())
		k.once(at("journeys", i)+".scenarios", j.Order)
	}
	for i, r := range p.Risks {
		here := at("risks", i)
		k.needed(here+".risk", "risk", r.Text)
		k.word(here+".kind", r.Kind, riskKinds())
		k.word(here+".probability", r.Probability, degrees())
		k.word(here+".impact", r.Impact, degrees())
		if r.Tag != "" && (len(r.Tag) < 2 || r.Tag[0] != '@') {
			k.doc.Report(here+".tag", badTag, "", r.Tag)
		}
	}
	for i, l := range p.Levels {
		k.needed(at("levels", i)+".level", "level", l.Level)
		k.word(at("levels", i)+".level", l.Level, levels())
		k.word(at("levels", i)+".mode", l.Mode, modes())
	}
	k.places(p)
	k.planning(p)
	k.organisation(p)
	k.signoff(p)
	k.review(p)
	k.duties(p)
}

// texts judges the short lists of what is named.
func (k checker) texts(p *Plan) {
	for i, c := range p.Contacts {
		k.needed(at("contacts", i)+".name", "name", c.Name)
	}
	for i, b := range p.Basis {
		k.needed(at("basis", i)+".reference", "reference", b.Reference)
		k.word(at("basis", i)+".kind", b.Kind, bases())
	}
	for i, x := range p.InScope {
		k.needed(at("in_scope", i)+".what", "what", x.What)
	}
	k.once("distribution.recipients", p.Distribution.Recipients)
	for i, f := range p.Flags {
		k.needed(at("feature_flags", i)+".name", "name", f.Name)
		k.needed(at("feature_flags", i)+".state", "state", f.State)
	}
}

// loginSecret is how people write a password behind a login: "marie / s3cret", "marie:s3cret".
var loginSecret = regexp.MustCompile(`\S\s*[:/|]\s*\S`)

// places judges environments, integrations and accounts. An account has no place for a password.
func (k checker) places(p *Plan) {
	names := map[string]bool{p.Environment.Name: true}
	for i, e := range p.Environments {
		named(k.doc, at("environments", i)+".name", "name", e.Name, names)
	}
	for i, x := range p.Integrations {
		k.needed(at("integrations", i)+".name", "name", x.Name)
	}
	for i, a := range p.Accounts {
		here := at("accounts", i)
		k.needed(here+".role", "role", a.Role)
		k.needed(here+".login", "login", a.Login)
		if loginSecret.MatchString(a.Login) {
			k.doc.Report(here+".login", secret, "") // the value is not shown
		}
	}
}

// planning judges sessions, calendar and iterations.
func (k checker) planning(p *Plan) {
	codes := map[string]bool{}
	for i, s := range p.Sessions {
		here := at("sessions", i)
		named(k.doc, here+".code", "code", s.Code, codes)
		k.day(here+".date", s.Date)
		if _, err := time.Parse("15:04", s.Start); s.Start != "" && err != nil && !toFill(s.Start) {
			k.doc.Report(here+".start", badTime, "", s.Start)
		}
		k.amount(here+".minutes", s.Minutes, 24*60)
		k.amount(here+".minutes_per_case", s.Capacity, 24*60)
		k.once(here+".testers", s.Testers)
		k.once(here+".scenarios", s.Only)
		k.once(here+".journeys", s.Journeys)
	}
	if key, n, most := p.Effort.Beyond(); key != "" {
		k.doc.Report("effort."+key, badNumber, "", strconv.Itoa(n), strconv.Itoa(most))
	}
	for _, x := range []struct {
		key string
		n   int
	}{
		{"minutes_per_case", p.Effort.Minutes},
		{"reserve_percent", p.Effort.Reserve},
		{"flows", p.Effort.Flows},
		{"interruptions", p.Effort.Interruptions},
	} {
		k.amount("effort."+x.key, x.n, max(x.n, 0)) // one that is given is not 0
	}
	k.period("calendar.from", "calendar.to", p.Calendar.From, p.Calendar.To)
	k.period("calendar.freeze", "calendar.go_live", p.Calendar.Freeze, p.Calendar.Live)
	codes = map[string]bool{}
	for i, it := range p.Iterations {
		here := at("iterations", i)
		named(k.doc, here+".code", "code", it.Code, codes)
		k.day(here+".delivery", it.Delivery)
		k.period(here+".from", here+".to", it.From, it.To)
		k.amount(here+".correction_days", it.Correction, 365)
	}
}

// organisation judges rules, people's duties and what is handed over.
func (k checker) organisation(p *Plan) {
	k.severities(p.Anomalies.Severities)
	for i, x := range p.Indicators {
		k.needed(at("indicators", i)+".name", "name", x.Name)
	}
	for i, x := range p.Committees {
		k.needed(at("committees", i)+".name", "name", x.Name)
	}
	subjects := map[string]bool{}
	for i, d := range p.Duties {
		named(k.doc, at("responsibilities", i)+".subject", "subject", d.Subject, subjects)
		k.needed(at("responsibilities", i)+".accountable", "accountable", d.Accountable)
	}
	for i, d := range p.Deputies {
		here := at("deputies", i)
		k.needed(here+".of", "of", d.Of)
		k.needed(here+".by", "by", d.By)
		k.period(here+".from", here+".to", d.From, d.To)
	}
	rules := map[string]bool{}
	for i, x := range p.Policies {
		here := at("policies", i)
		named(k.doc, here+".rule", "rule", x.Rule, rules)
		k.word(here+".rule", x.Rule, recette.PolicyRules())
		k.needed(here+".effect", "effect", x.Effect)
		k.word(here+".effect", x.Effect, recette.Strictnesses())
		if recette.FirmDuty(x.Rule) && slices.Contains(recette.Strictnesses()[1:], x.Effect) {
			k.doc.Report(here+".effect", firmRule, "", x.Rule)
		}
	}
	for i, d := range p.Deliverables {
		k.needed(at("deliverables", i)+".what", "what", d.What)
	}
	k.amount("archiving.years", p.Archiving.Years, 100)
	k.once("printed_annexes", p.Printed)
	for i, a := range p.Printed {
		k.word(at("printed_annexes", i), a, annexes())
	}
	for i, a := range p.Approval {
		k.needed(at("approval", i)+".who", "who", a.Who)
		k.word(at("approval", i)+".as", a.As, capacities())
	}
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func (k checker) needed(at, key, value string) {
	if recette.Blank(value) {
		k.doc.Report(at, yamldoc.Missing, "", key)
	}
}

func (k checker) word(at, value string, known []string) { oneOf(k.doc, at, value, badWord, known) }

func (k checker) day(at, value string) {
	if !toFill(value) {
		day(k.doc, at, value)
	}
}

// period judges two days, of which the second does not come before the first.
func (k checker) period(atFrom, atTo, from, to string) {
	k.day(atFrom, from)
	k.day(atTo, to)
	first, err := time.Parse(time.DateOnly, from)
	last, err2 := time.Parse(time.DateOnly, to)
	if err == nil && err2 == nil && last.Before(first) {
		k.doc.Report(atTo, badPeriod, "", to, from)
	}
}

// amount judges a number of which 0 is one that is not given.
func (k checker) amount(at string, n, most int) {
	if n < 0 || n > most || n == 0 && k.doc.Has(at) {
		k.doc.Report(at, badNumber, "", strconv.Itoa(n), strconv.Itoa(most))
	}
}

// once refuses what a list names twice.
func (k checker) once(list string, values []string) {
	seen := map[string]bool{}
	for i, v := range values {
		if here := at(list, i); seen[v] {
			k.doc.Report(here, duplicate, "", v)
		} else {
			k.needed(here, "-", v)
		}
		seen[v] = true
	}
}
