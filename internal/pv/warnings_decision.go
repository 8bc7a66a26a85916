package pv

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/measure"
	"recette/internal/recette"
	"recette/reports"
)

// warnCriteria says which criteria of exit are not met, with what was measured and the threshold, and of which nobody
// knows; the same of those of entry, once a result is recorded. They lead the list: whoever signs reads its beginning
// on the first page.
func (b *builder) warnCriteria() {
	b.warnUnmet(b.pv.Exit, exitUnmet, exitUnknown)
	if b.pv.FirstRunAt != nil {
		b.warnUnmet(b.pv.Entry, entryUnmet, entryUnknown)
	}
}

func (b *builder) warnUnmet(list []reports.Criterion, no, nobody Code) {
	var unmet, unknown []string
	for i := range list {
		switch c := &list[i]; c.Met {
		case "no":
			unmet = append(unmet, measure.Compared(c.Text, c.Measured, c.Threshold))
		case "unknown":
			unknown = append(unknown, c.Text)
		}
	}
	if len(unmet) > 0 {
		b.warnCount(no, len(unmet), strings.Join(unmet, ", "))
	}
	if len(unknown) > 0 {
		b.warnCount(nobody, len(unknown), strings.Join(unknown, ", "))
	}
}

// warnUnsuspended says what was to suspend the campaign, and did not: criteria of suspension that somebody attested,
// and what the environment blocks, where the journal holds no suspension since.
func (b *builder) warnUnsuspended() {
	var texts, ids []string
	if b.in.Antenne == "" {
		for _, c := range b.state.Unsuspended(b.in.Journey, b.now()) {
			texts = append(texts, c.Text)
		}
	}
	for i := range b.pv.Cases {
		c := &b.pv.Cases[i]
		ended := recette.Verdict(c.Verdict) == recette.Blocked
		if ended && slices.ContainsFunc(c.Steps, absent) && !b.state.SuspendedSince(b.state.Case(c.ID).Last.Leaves[0]) {
			ids = append(ids, c.ID)
		}
	}
	if len(texts) > 0 {
		b.warnCount(suspensionAttested, len(texts), strings.Join(texts, ", "))
	}
	if len(ids) > 0 {
		b.warnCount(environmentBlocked, len(ids), b.ids(ids))
	}
}

// absent tells whether the environment blocked a step.
func absent(s reports.Step) bool {
	return s.Verdict == string(recette.Blocked) && s.Cause == string(recette.CauseEnvironment)
}

func (b *builder) warnDelivery() {
	build, named := b.m.Environment.Build, b.m.Release.Build
	switch {
	case build == "" && named == "":
		b.warn(buildUnknown)
	case build == "":
		b.warn(uninstalled, named)
	case named == "":
		b.warn(undelivered, build)
	case build != named:
		b.warn(buildMismatch, build, named)
	}
	if b.pv.RunDays == 1 {
		day := b.day(*b.pv.FirstRunAt)
		if b.pv.FirstDay != "" {
			day = b.date(b.pv.FirstDay)
		}
		b.warn(oneDay, day)
	}
}

func (b *builder) warnDecision() {
	d := b.decision()
	if d == nil {
		return
	}
	if at := instant(d.At); at != nil && b.m.Release.DeliveredAt != "" &&
		at.In(b.m.Zone()).Format(time.DateOnly) <= b.m.Release.DeliveredAt {
		b.warn(earlyDecision, b.date(b.m.Release.DeliveredAt))
	}
	judges := b.state.Testers(b.scope.ids)
	switch {
	case len(judges) == 1 && judges[0] == d.By.Ref:
		b.warn(soleTester, b.name(d.By))
	case slices.Contains(judges, d.By.Ref):
		b.warn(ownVerdicts, b.name(d.By))
	}
	var after []string
	for i := range b.pv.Cases {
		if ls := b.pv.Cases[i].Leaves; len(ls) > 0 && ls[len(ls)-1] > d.Seq {
			after = append(after, b.pv.Cases[i].ID)
		}
	}
	if len(after) > 0 {
		b.warnCount(afterDecision, len(after), b.ids(after))
	}
	b.warnRoute()
}

// warnTacit says that a decision came once silence was an acceptance by the contract.
func (b *builder) warnTacit() {
	d := b.decision()
	if d == nil || instant(d.At) == nil {
		return
	}
	day := instant(d.At).In(b.m.Zone()).Format(time.DateOnly)
	today := b.pv.IssuedAt.In(b.m.Zone()).Format(time.DateOnly)
	if acquired := b.state.Acquired(b.in.Journey, day, today); acquired != "" {
		b.warn(tacitAdmission, b.date(day), b.date(acquired))
	}
}

// warnUrgent says of an accelerated recette until when what it decided holds.
func (b *builder) warnUrgent() {
	if b.m.Sections == nil || b.m.Sections.Accelerated.Reason == "" || b.in.Antenne != "" {
		return
	}
	d := b.decision()
	if d == nil {
		b.warn(accelerated, strconv.Itoa(b.m.Sections.Accelerated.Days))
		return
	}
	until, today := b.state.Provisional(d), b.pv.IssuedAt.In(b.m.Zone()).Format(time.DateOnly)
	switch {
	case until == "":
	case until < today:
		b.warn(dutyUrgent, d.Number, b.date(until))
	default:
		b.warn(expires, d.Number, b.date(until))
	}
}
