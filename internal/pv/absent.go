package pv

import (
	"maps"
	"slices"
	"strings"

	"recette/internal/recette"
	"recette/reports"
)

// notShown computes what the campaign did not demonstrate: only sentences that follow from what is recorded.
func (b *builder) notShown() {
	b.pv.NotShown = []string{}
	say := func(key string, n int, args ...any) {
		b.pv.NotShown = append(b.pv.NotShown, b.in.Words(b.plural(key, n), append([]any{n}, args...)...))
	}
	by := map[string][]string{}
	for i := range b.pv.Cases {
		how := b.pv.Cases[i].Verdict
		if b.pv.Cases[i].Due && how != string(recette.NotRun) {
			how = "due" // of what was never run: nobody ran it again
		}
		if hold := b.pv.Cases[i].Hold; hold != "" {
			how = hold
		}
		by[how] = append(by[how], b.pv.Cases[i].ID)
	}
	for _, how := range []string{
		string(recette.NotRun), "due", string(recette.Returned), string(recette.Unread), string(recette.Blocked),
		string(recette.NotApplicable),
	} {
		if ids := by[how]; len(ids) > 0 {
			say("pv.notshown."+how, len(ids), b.ids(ids))
		}
	}
	if b.in.Antenne == "" {
		b.unprovenItems(say)
	}
	if n := len(b.pv.OutOfScope); n > 0 {
		whats := make([]string, n)
		for i, x := range b.pv.OutOfScope {
			whats[i] = x.What
		}
		say("pv.notshown.excluded", n, strings.Join(whats, b.semicolon()))
	}
	if n := len(b.pv.Entities); n > 1 && len(b.m.Antennes) == 0 { // 4.4b and 4.4c tell branches apart
		say("pv.notshown.entities", n, strings.Join(b.pv.Entities, ", "))
	}
	if b.pv.FirstRunAt != nil {
		b.pv.NotShown = append(
			b.pv.NotShown, b.in.Words("pv.notshown.elsewhere", b.pv.Environment.Name, b.obtainedOn()),
		)
	}
	if b.in.Antenne != "" {
		b.pv.NotShown = append(b.pv.NotShown, b.in.Words("pv.notshown.branch", b.in.Antenne))
	}
}

// unprovenItems says which criteria and which rules are not proven. A constat does not: what other branches found may
// prove them, or not.
func (b *builder) unprovenItems(say func(key string, n int, args ...any)) {
	if items := b.unproven(b.pv.CriteriaProofs()); len(items) > 0 {
		say("pv.notshown.criteria", len(items), strings.Join(items, b.semicolon()))
	}
	if items := b.unproven(b.pv.RuleProofs()); len(items) > 0 {
		say("pv.notshown.rules", len(items), strings.Join(items, b.semicolon()))
	}
}

// obtainedOn names the versions on which the results that are shown were obtained, in the order of the iterations: what
// was delivered since is none of them until somebody tests it.
func (b *builder) obtainedOn() string {
	in := map[int]bool{}
	for i := range b.pv.Cases {
		if last := b.state.Case(b.pv.Cases[i].ID).Last; last != nil {
			in[last.Iteration] = true
		}
	}
	var out []string
	for _, n := range slices.Sorted(maps.Keys(in)) {
		then := b.m.At(n)
		name := then.Version
		if then.Build != "" && then.Build != name {
			name += " (" + then.Build + ")"
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// semicolon parts the items of a list as the language of the PV does: French puts a no-break space before it.
func (b *builder) semicolon() string {
	if b.m.Language == "en" {
		return "; "
	}
	return "\u00a0; "
}

// unproven names every criterion or rule that is not proven, none left out, with the cases that fall short of it and
// how.
func (b *builder) unproven(proofs []reports.Proof) []string {
	var out []string
	for _, p := range proofs {
		if p.Proven {
			continue
		}
		why := make([]string, 0, len(p.Short))
		for _, c := range p.Short {
			how := b.in.Words("verdict." + c.Verdict)
			switch {
			case c.Hold != "":
				how = b.in.Words("pv.notshown.hold." + c.Hold)
			case recette.Verdict(c.Verdict).Conform():
				how = b.in.Words("pv.notshown.stale")
			}
			why = append(why, c.ID+" "+how)
		}
		switch {
		case len(p.Cases) == 0:
			why = []string{b.in.Words("pv.notshown.nocase")}
		case len(why) == 0:
			why = []string{b.in.Words("pv.notshown.void")}
		}
		out = append(out, p.ID+" ("+b.ids(why)+")")
	}
	return out
}

// absent lists the mandatory fields of the template that are unknown, by number and in order.
func (b *builder) absent() {
	pv, m := &b.pv, b.m
	ran := pv.FirstRunAt != nil
	decided := pv.Decision.Decision != ""
	reasonDue := decided && !recette.Decision(pv.Decision.Decision).Unreserved()
	unknown := func(cs []reports.Criterion) bool {
		return len(cs) == 0 || slices.ContainsFunc(cs, func(c reports.Criterion) bool { return c.Met == "unknown" })
	}
	vague := slices.ContainsFunc(pv.DataSets, func(d reports.DataSet) bool {
		return d.Label == "" || d.Origin == "" || d.SHA256 == ""
	})
	unexplained := slices.ContainsFunc(pv.Cases, func(c reports.Case) bool {
		v := recette.Verdict(c.Verdict)
		return c.Reason == "" && (v == recette.Blocked || v == recette.NotRun || v == recette.NotApplicable)
	})
	checks := []struct {
		number string
		absent bool
	}{
		{"0.3", pv.Nature == ""},
		{"0.5", pv.Place == ""},
		{"1.1", pv.Client.Name == "" || pv.Client.Representative == "" || pv.Client.Title == ""},
		{"1.2", pv.Supplier.Name == "" || pv.Supplier.Lot == ""},
		{"1.3", pv.Contract.Reference == "" || pv.Contract.Date == ""},
		{"1.4", m.Commit == "" || m.Version == ""},
		{"1.6", pv.Regime == ""},
		{
			"2.1",
			len(pv.Journeys) == 0 || slices.ContainsFunc(
				pv.Journeys, func(j reports.Journey) bool { return j.Owner == "" },
			),
		},
		{"2.2", len(pv.Stories) == 0},
		{"2.4", len(pv.Roles) == 0},
		{"2.5", len(pv.Entities) == 0},
		{"2.6", len(pv.OutOfScope) == 0},
		{
			"2.7",
			pv.Release.Version == "" || pv.Release.Build == "" || pv.Release.Note == "" || pv.Release.DeliveredAt == "",
		},
		{"3.1", pv.Environment.Name == "" || pv.Environment.URL == ""},
		{"3.2", len(pv.DataSets) == 0 || vague},
		{"3.3", b.state.Attested(string(recette.NoProductionData)) == nil},
		{"3.4", !ran},
		{"3.5", len(pv.Meetings) == 0},
		{"3.6", unknown(pv.Entry)},
		{"3.8", len(pv.Deviations) == 0 && b.state.Attested(string(recette.NoDeviation)) == nil},
		{"4.3b", !b.retested()},
		{"4.4b", m.Build() == ""},
		{"4.5", unexplained},
		{"4.6", b.in.Present == nil},
		{"5.2b", slices.ContainsFunc(pv.Anomalies, func(a reports.Anomaly) bool {
			return recette.AnomalyStatus(a.Status).Outstanding() && (a.Priority == "" || a.Owner == "" || a.Due == "")
		})},
		{"5.3b", slices.ContainsFunc(pv.Reserves, func(r reports.Reserve) bool {
			return recette.ReserveStatus(r.Status).Pending() &&
				(r.Effect == "" || r.Verification == "" && r.Check == "")
		})},
		{"6.1", unknown(pv.Exit)},
		{"6.2", b.derogation()},
		{"6.3b", slices.ContainsFunc(pv.Warnings, func(w reports.Warning) bool { return w.Answer == "" })},
		{"7.1", !b.heard(recette.QA)},
		{"7.2", !b.heard(recette.PPO)},
		{"7.3", !b.heard(recette.Delivery)},
		{"8.1", !decided},
		{"8.2", reasonDue && pv.Decision.Reason == "" || !decided},
		{"8.3", pv.Decision.Effect == ""},
		{"8.4", pv.Decision.GoLive == ""},
		{"8.6", len(pv.Reserves) > 0 && b.lifting() && (pv.Decision.LiftBy == "" || pv.Decision.Fallback == "")},
		{"8.7", b.outlook()},
		{"8.8", pv.Decision.Number == ""},
		{"9", len(pv.Signers) < 2},
		{"9b", slices.ContainsFunc(pv.Signers, func(s reports.Signatory) bool {
			return s.Function == "" || s.Method == ""
		})},
	}
	pv.Absent = []string{}
	for _, c := range checks {
		if c.absent && (b.in.Antenne == "" || !decisive(c.number)) {
			pv.Absent = append(pv.Absent, c.number)
		}
	}
}

// retested reports whether the plan says which cases are those of non-regression, were it none of the selection.
func (b *builder) retested() bool {
	s := b.m.Sections
	return s != nil && (s.Regression != "" || len(s.RegressionCases) > 0)
}

// decisive tells whether a field is of the decision, and of what prepares it: a constat has none of it.
func decisive(number string) bool {
	chapter, _, _ := strings.Cut(number, ".")
	return chapter == "6" || chapter == "7" || chapter == "8" || number == "9" || number == "3.6"
}

// lifting reports whether reserves may be lifted: a product that is postponed or refused has none to lift, and a cut of
// the price settles them.
func (b *builder) lifting() bool {
	d := recette.Decision(b.pv.Decision.Decision)
	return d == "" || d.Accepts() && d != recette.Reduced
}

// outlook reports whether a postponement lacks its new date, or a cut of the price its rate.
func (b *builder) outlook() bool {
	d := &b.pv.Decision
	return recette.Decision(d.Decision).Postpones() && d.Again == "" ||
		d.Decision == string(recette.Reduced) && d.Rate == 0
}

// heard reports whether somebody gave their opinion in a role.
func (b *builder) heard(role recette.Role) bool {
	return slices.ContainsFunc(b.pv.Opinions, func(o reports.Opinion) bool {
		return o.Role == string(role) && o.Iteration == 0
	})
}

// derogation reports whether a derogation is cited, of which nobody recorded who asked, who approved and for how long.
func (b *builder) derogation() bool {
	if d := b.decision(); d != nil && d.Derogation != "" && b.state.Derogation(d.Derogation) == nil {
		return true
	}
	return slices.ContainsFunc(append(slices.Clone(b.pv.Entry), b.pv.Exit...), func(c reports.Criterion) bool {
		return b.state.Elsewhere(c.Met)
	})
}
