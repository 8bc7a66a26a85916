package verify

import (
	"slices"

	"recette/internal/recette"
)

// absent gives the numbers of the mandatory fields of the template that are unknown. Those that nothing records yet are
// always so.
func (c *check) absent() []string {
	pv, d := c.pv, &c.pv.Decision
	open := func(cs []criterion) bool {
		return len(cs) == 0 || slices.ContainsFunc(cs, func(x criterion) bool { return x.Met == "unknown" })
	}
	before := !c.canon.lives // nothing recorded these yet
	settled := d.Decision != ""
	motivated := d.Decision == string(recette.Accepted) || d.Decision == "admitted" || d.Decision == "va_positive" ||
		d.Reason != ""
	unowned := slices.ContainsFunc(pv.Journeys, func(j journeyRow) bool { return j.Owner == "" })
	untold := slices.ContainsFunc(slices.Concat(pv.Entry, pv.Exit), func(x criterion) bool {
		return x.Met != "yes" && x.Met != "no" && x.Met != "unknown" &&
			(!c.canon.looks || !requested(pv.Derogations, x.Met))
	})
	unexplained := slices.ContainsFunc(pv.Cases, func(row *caseRow) bool {
		return excused(row.Verdict) && row.Reason == ""
	})
	out := []string{}
	for _, x := range []struct {
		number string
		absent bool
	}{
		{"0.3", pv.Nature == ""},
		{"0.5", pv.Place == ""},
		{"1.1", pv.Client.Name == "" || pv.Client.Representative == "" || pv.Client.Title == ""},
		{"1.2", pv.Supplier.Name == "" || pv.Supplier.Lot == ""},
		{"1.3", pv.Contract.Reference == "" || pv.Contract.Date == ""},
		{"1.4", c.frozen.Commit == "" || c.frozen.Version == ""},
		{"1.6", pv.Regime == ""},
		{"2.1", len(pv.Journeys) == 0 || unowned},
		{"2.2", len(pv.Stories) == 0},
		{"2.4", len(pv.Roles) == 0},
		{"2.5", len(pv.Entities) == 0},
		{"2.6", len(pv.OutOfScope) == 0},
		{"2.7", slices.Contains([]string{
			pv.Release.Version, pv.Release.Build, pv.Release.Note, pv.Release.DeliveredAt,
		}, "")},
		{"3.1", pv.Environment.Name == "" || pv.Environment.URL == ""},
		{"3.2", len(pv.DataSets) == 0 || slices.ContainsFunc(pv.DataSets, func(x dataSet) bool {
			return x.Label == "" || x.Origin == "" || x.SHA256 == ""
		})},
		{"3.3", !attested(pv.Attested, recette.NoProductionData)},
		{"3.4", pv.FirstRunAt == nil},
		{"3.5", len(pv.Meetings) == 0 && (c.canon.meetings || len(pv.Sessions) == 0)},
		{"3.6", open(pv.Entry)},
		{"3.8", len(pv.Deviations) == 0 && !attested(pv.Attested, recette.NoDeviation)},
		{"4.3b", !c.canon.covers || len(c.frozen.Sections.Regression) == 0 && c.frozen.Sections.Selected == ""},
		{"4.4b", !c.canon.covers && len(c.frozen.Antennes) == 0 || c.frozen.build() == ""},
		{"4.5", unexplained},
		{"4.6", c.textsUnseen()},
		{"4.7", !c.canon.declared},
		{"5.2b", before && len(pv.Anomalies) > 0 || slices.ContainsFunc(pv.Anomalies, func(a anomalyRow) bool {
			return recette.AnomalyStatus(a.Status).Outstanding() && (a.Priority == "" || a.Owner == "" || a.Due == "")
		})},
		{"5.3b", before && len(pv.Reserves) > 0 || slices.ContainsFunc(pv.Reserves, func(r reserveRow) bool {
			return pending(&r) && (r.Effect == "" || r.Verification == "" && r.Check == "")
		})},
		{"5.5", before && len(pv.Anomalies) > 0},
		{"6.1", open(pv.Exit)},
		{"6.2", d.Derogation != "" && !requested(pv.Derogations, d.Derogation) || untold},
		{"6.3b", slices.ContainsFunc(pv.Warnings, func(w warning) bool { return w.Answer == "" })},
		{"7.1", !c.heard(recette.QA)},
		{"7.2", !c.heard(recette.PPO)},
		{"7.3", !c.heard(recette.Delivery)},
		{"8.1", !settled},
		{"8.2", !settled || !motivated},
		{"8.3", d.Effect == ""},
		{"8.4", d.GoLive == ""},
		{"8.6", len(pv.Reserves) > 0 && (!c.canon.terms || lifting(d)) && (d.LiftBy == "" || d.Fallback == "")},
		{"8.7", (d.Decision == string(recette.Postponed) || d.Decision == "adjourned") && d.Again == "" ||
			d.Decision == "reduced" && d.Rate == 0},
		{"8.8", d.Number == ""},
		{"9", len(pv.Signers) < 2},
		{"9b", !c.canon.covers || slices.ContainsFunc(pv.Signers, func(s signatory) bool {
			return s.Function == "" || s.Method == ""
		})},
	} {
		if x.absent && (pv.Antenne == "" || !decisive(x.number)) {
			out = append(out, x.number)
		}
	}
	return out
}

// lifting tells whether reserves may be lifted: a product that is postponed or refused has none to lift.
func lifting(d *decisionRow) bool {
	return d.Decision == "" || accepting(d.Decision) && d.Decision != "reduced"
}

// textsUnseen reports whether the PV says that nobody compared the tested texts with the features of its day. Whether
// somebody did is not in the journal: a PV that says so only affirms it.
func (c *check) textsUnseen() bool { return slices.Contains(c.pv.Absent, "4.6") }

// pending tells whether a reserve that is shown waits for something.
func pending(r *reserveRow) bool { return recette.ReserveStatus(r.Status).Pending() }

// excused tells whether a verdict is one that gives its reason.
func excused(verdict string) bool {
	v := recette.Verdict(verdict)
	return v == recette.Blocked || v == recette.NotRun || v == recette.NotApplicable
}

// requested tells whether a PV shows who asked for a derogation.
func requested(shown []derogation, number string) bool {
	return slices.ContainsFunc(shown, func(x derogation) bool { return x.Number == number })
}
