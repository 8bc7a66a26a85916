package campaign_test

import (
	"cmp"
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
)

// gaps is a bench whose campaign is open, with what is done with its anomalies.
type gaps struct{ *bench }

func newGaps(t *testing.T) gaps {
	t.Helper()
	b := gaps{newBench(t, campaign.Policies{})}
	b.open()
	return b
}

// raise raises an anomaly of a case.
func (b gaps) raise(severity recette.Severity, id string) string {
	b.t.Helper()
	return b.noted(yann, gap.Anomaly{Severity: severity, Case: id, Summary: "x"})
}

// again records a conform attempt of a case.
func (b gaps) again(id string, attempt int) {
	b.t.Helper()
	r := auto(id, pass, pass, pass)
	r.Attempt = attempt
	if _, err := b.s.Record(b.t.Context(), samira, r); err != nil {
		b.t.Fatal(err)
	}
}

// close has an anomaly corrected and closed by an attempt of its case.
func (b gaps) close(number, id string, attempt int) {
	b.t.Helper()
	b.noted(elise, gap.Change{Number: number, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
	b.again(id, attempt)
	b.noted(samira, gap.Change{Number: number, Act: recette.AnomalyClose})
}

// Of what a company corrected, one person does not say alone that it is corrected and that it holds; whoever delivers
// does not show it at all.
func TestGaps_AreNotShownByWhoAnnouncesThem(t *testing.T) {
	leo := recette.Actor{Ref: "p-leo", Name: "Léo Roux", Role: recette.LeadTech}
	tester := leo
	tester.Role = recette.Tester
	for name, tt := range map[string]struct {
		says, plays, closes recette.Actor
		want                recette.RetestFlaw
	}{
		"all by one":                    {samira, samira, samira, recette.RetestByFixer},
		"another plays":                 {samira, yann, samira, recette.RetestSound},
		"another closes":                {samira, samira, elise, recette.RetestSound},
		"who delivers closes":           {leo, yann, tester, recette.RetestByFixer},
		"who delivers plays":            {leo, tester, elise, recette.RetestByFixer},
		"who delivers says so, no more": {leo, yann, elise, recette.RetestSound},
	} {
		t.Run(name, func(t *testing.T) {
			b := gaps{newBench(t, campaign.Policies{})}
			m := manifest()
			for _, a := range []recette.Actor{leo, tester} {
				m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
			}
			must(t, b.s.Open(t.Context(), elise, m))
			number := b.raise(recette.Minor, "SC-4")
			b.noted(tt.says, gap.Change{Number: number, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
			b.attempt(tt.plays, "SC-4", recette.Passed, recette.Passed, recette.Passed)
			_, err := b.s.Note(t.Context(), tt.closes, "v1", gap.Change{Number: number, Act: recette.AnomalyClose})
			e, _ := errors.AsType[*gap.RetestError](err)
			if err != nil && e == nil {
				t.Fatal(err)
			}
			if got := flawOf(e); got != tt.want {
				t.Errorf("closed: %q, want %q", got, tt.want)
			}
		})
	}
	// A reserve is lifted by the same rule: the PO, who is of the tests too.
	b := gaps{newBench(t, campaign.Policies{})}
	m := manifest()
	m.Parties = append(m.Parties, plan.Participant{Ref: samira.Ref, Name: samira.Name, Role: "po"})
	must(t, b.s.Open(t.Context(), elise, m))
	lifter := samira
	lifter.Role = recette.PO
	number := b.noted(marc, gap.Reserve{Class: recette.Minor, Text: "x", Check: "SC-4", Owner: "Atelier"})
	b.noted(samira, gap.Move{Number: number, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"})
	b.attempt(samira, "SC-4", recette.Passed, recette.Passed, recette.Passed)
	_, err := b.s.Note(t.Context(), lifter, "v1", gap.Move{Number: number, Act: recette.ReserveLift})
	if e, ok := errors.AsType[*gap.RetestError](err); !ok || e.Flaw != recette.RetestByFixer {
		t.Errorf("lifted by who announced it and played: error = %v", err)
	}
}

// flawOf is what a refusal says of a re-test; none when there is none.
func flawOf(e *gap.RetestError) recette.RetestFlaw {
	if e == nil {
		return recette.RetestSound
	}
	return e.Flaw
}

// A blocking anomaly is not set aside by another name: what repeats one that stands no more asks for what its rejection
// asks for.
func TestAnomaly_RepeatsWhatStands(t *testing.T) {
	b := newGaps(t)
	closed, open := b.raise(recette.Blocking, "SC-4"), b.raise(recette.Blocking, "SC-2")
	b.close(closed, "SC-4", 1)
	number := b.raise(recette.Blocking, "SC-1")
	repeat := gap.Change{Number: number, Act: recette.AnomalyDuplicity, Original: closed, Reason: "La même."}
	for _, who := range []recette.Actor{elise, samira} {
		b.refused("repeats a closed one, by "+string(who.Role), who, repeat, access.ErrDenied)
	}
	b.refused("repeats a closed one, by a PO alone", marc, repeat, gap.ErrProposal)
	b.noted(samira, gap.Change{
		Number: number, Act: recette.AnomalyPropose, Proposed: string(recette.AnomalyReject), Reason: "Déjà vue.",
	})
	b.noted(marc, repeat)
	if a := b.status().Anomalies[2]; a.Status != "duplicate" || a.Proposal != nil {
		t.Errorf("anomaly = %+v, want a duplicate, its proposal answered", a)
	}
	b.noted(yann, gap.Change{Number: number, Act: recette.AnomalyReopen, Reason: "Elle revient."})
	if a := b.status().Anomalies[2]; a.Original != "" {
		t.Errorf("reopened, it still repeats %s", a.Original)
	}
	b.refused("the proposal of before", marc, repeat, gap.ErrProposal)
	repeat.Original = open
	b.noted(elise, repeat)
}

// A re-test is of a case on which the anomaly was found, on the build that is said to correct it.
func TestAnomaly_IsClosedByATestOfIt(t *testing.T) {
	b := newGaps(t)
	number := b.raise(recette.Major, "SC-1")
	b.noted(elise, gap.Change{Number: number, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
	b.again("SC-4", 1)
	flaw := func(c gap.Change) recette.RetestFlaw {
		c.Number, c.Act = cmp.Or(c.Number, number), recette.AnomalyClose
		_, err := b.s.Note(t.Context(), samira, "v1", c)
		if e, ok := errors.AsType[*gap.RetestError](err); ok {
			return e.Flaw
		}
		if err != nil {
			t.Fatal(err)
		}
		return ""
	}
	for _, tt := range []struct {
		name string
		c    gap.Change
		want recette.RetestFlaw
	}{
		{"another case", gap.Change{Retest: gap.Retest{Case: "SC-4"}}, recette.RetestElsewhere},
		{
			"another case, with a reason",
			gap.Change{Retest: gap.Retest{Case: "SC-4"}, Reason: "x"},
			recette.RetestElsewhere,
		},
		{"no case of the plan", gap.Change{Retest: gap.Retest{Case: "SC-404"}}, "no_retest"},
	} {
		if got := flaw(tt.c); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	// Another failure of it makes a test of that case one of it.
	b.attempt(yann, "SC-2", recette.Passed, recette.Passed, recette.Failed)
	b.noted(yann, gap.Change{
		Number: number, Act: recette.AnomalyNote, Found: &gap.Failure{Case: "SC-2", Attempt: 1, Step: 3},
	})
	b.again("SC-2", 2)
	if got := flaw(gap.Change{Retest: gap.Retest{Case: "SC-2"}}); got != "" {
		t.Errorf("closed by the case of another failure: %q", got)
	}
	other := b.raise(recette.Major, "SC-3")
	b.noted(elise, gap.Change{Number: other, Act: recette.AnomalyFix, Build: "b2", FixedBy: "Atelier"})
	b.again("SC-3", 1)
	if got := flaw(gap.Change{Number: other}); got != recette.RetestBuild {
		t.Errorf("shown on another build: %q, want %q", got, recette.RetestBuild)
	}
	if got := flaw(gap.Change{Number: other, Reason: "b1 contient b2."}); got != "" {
		t.Errorf("shown on another build, with a reason: %q", got)
	}
	whole := b.noted(yann, gap.Anomaly{Severity: recette.Minor, Summary: "x"})
	b.noted(elise, gap.Change{Number: whole, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
	b.again("SC-4", 2)
	if got := flaw(gap.Change{Number: whole, Retest: gap.Retest{Case: "SC-4"}}); got != "" {
		t.Errorf("of no case, and shown by one: %q", got)
	}
}

// A reserve that names no case is lifted by one on which its anomaly was found, and by no other: what is conform
// elsewhere shows nothing of it. One that names neither is lifted by any.
func TestReserve_IsLiftedWhereItsAnomalyWas(t *testing.T) {
	b := newGaps(t)
	r := gap.Reserve{Class: recette.Minor, Text: "x", Owner: "Atelier", Due: "2027-01-01"}
	bare := b.noted(elise, r)
	r.Anomaly = b.raise(recette.Minor, "SC-2")
	number := b.noted(elise, r)
	for _, n := range []string{bare, number} {
		b.noted(elise, gap.Move{Number: n, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"})
	}
	b.again("SC-4", 1)
	lift := gap.Move{Number: number, Act: recette.ReserveLift, Reason: "Vu.", Retest: gap.Retest{Case: "SC-4"}}
	_, err := b.s.Note(t.Context(), marc, "v1", lift)
	if e, ok := errors.AsType[*gap.RetestError](err); !ok || e.Flaw != recette.RetestElsewhere {
		t.Errorf("lifted by a case that has nothing to do with it: error = %v", err)
	}
	lift.Number = bare
	b.noted(marc, lift)
	b.again("SC-2", 1)
	lift.Number, lift.Retest.Case = number, "SC-2"
	b.noted(marc, lift)
}

// An objection to a re-test takes back what it closed or lifted, until another attempt shows it.
func TestGaps_AreReopenedByAnObjection(t *testing.T) {
	for name, object := range map[string]func(gaps){
		"invalidated": func(b gaps) {
			b.noted(samira, advice.Invalidation{Case: "SC-1", Cause: recette.FlawedBuild, Reason: "Build b0."})
		},
		"contested": func(b gaps) { b.noted(yann, advice.Contest{Case: "SC-1", Reason: "Pas vu."}) },
	} {
		b := newGaps(t)
		number := b.raise(recette.Blocking, "SC-1")
		reserve := b.noted(marc, gap.Reserve{Class: recette.Minor, Text: "x", Check: "SC-1", Owner: "Atelier"})
		b.noted(elise, gap.Move{Number: reserve, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"})
		b.close(number, "SC-1", 1)
		b.noted(marc, gap.Move{Number: reserve, Act: recette.ReserveLift})
		object(b)
		st := b.status()
		a, r := st.Anomalies[0], st.Reserves[0]
		if a.Status != "fixed" || !a.Open() || a.Retest != nil || r.Retest != nil ||
			r.Standing() != recette.ReserveFixed {
			t.Errorf("%s: anomaly %+v, reserve %+v, want both to be tested again", name, a, r)
		}
		if last := a.Changes[len(a.Changes)-1]; last.From != "closed" || last.To != "fixed" || last.Reason == "" {
			t.Errorf("%s: last change = %+v", name, last)
		}
		_, err := b.s.Note(t.Context(), samira, "v1", gap.Change{Number: number, Act: recette.AnomalyClose})
		if e, ok := errors.AsType[*gap.RetestError](err); !ok {
			t.Errorf("%s: closed again by the same attempt: error = %v", name, err)
		} else if e.Flaw != recette.RetestContested && e.Flaw != recette.RetestVerdict {
			t.Errorf("%s: closed again by the same attempt: %s", name, e.Flaw)
		}
		b.again("SC-1", 2)
		b.noted(samira, gap.Change{Number: number, Act: recette.AnomalyClose})
		b.noted(marc, gap.Move{Number: reserve, Act: recette.ReserveLift})
	}
}

// Each act says what is its own to say: a proposal in a note is nobody's, a retarget in a note is none.
func TestAnomaly_ActsSayTheirOwn(t *testing.T) {
	b := newGaps(t)
	number, other := b.raise(recette.Blocking, "SC-1"), b.raise(recette.Minor, "SC-2")
	note := func(c gap.Change) gap.Change {
		c.Number, c.Act, c.Reason = number, cmp.Or(c.Act, recette.AnomalyNote), "x"
		if c.Act == recette.AnomalyNote && c.Workaround == "" {
			c.Workaround = "un détour"
		}
		return c
	}
	for name, c := range map[string]gap.Change{
		"proposal in a note":   note(gap.Change{Proposed: "minor"}),
		"original in a note":   note(gap.Change{Original: other}),
		"build in a note":      note(gap.Change{Build: "b1"}),
		"corrector in a note":  note(gap.Change{FixedBy: "Atelier"}),
		"retest in a note":     note(gap.Change{Retest: gap.Retest{Case: "SC-1"}}),
		"severity in a note":   note(gap.Change{Severity: recette.Minor}),
		"owner in a note":      note(gap.Change{Owner: "Atelier"}),
		"original in a rebuff": note(gap.Change{Act: recette.AnomalyReject, Original: other}),
		"proposal in a fix":    note(gap.Change{Act: recette.AnomalyFix, Build: "b1", Proposed: "minor"}),
		"workaround in a fix":  note(gap.Change{Act: recette.AnomalyFix, Build: "b1", Workaround: "x"}),
		"original in a reopen": note(gap.Change{Act: recette.AnomalyFix, Build: "b1", Original: other}),
		"link in an assignment": note(gap.Change{
			Act: recette.AnomalyAssign, Owner: "Atelier", Link: gap.Link{Tracker: "a:1"},
		}),
	} {
		b.refused(name, elise, c, campaign.Err)
	}
	lower := gap.Change{Number: number, Act: recette.AnomalyQualify, Severity: recette.Minor, Reason: "x"}
	b.refused("a blocking one lowered without a proposal", marc, lower, gap.ErrProposal)
	if a := b.status().Anomalies[0]; len(a.Leaves) != 1 {
		t.Errorf("anomaly = %+v, want nothing recorded", a)
	}
}

// Who may not assign an anomaly afterwards may not while raising it.
func TestAnomaly_IsAssignedByWhoMay(t *testing.T) {
	b := newGaps(t)
	for name, a := range map[string]gap.Anomaly{
		"owner":    {Owner: "Atelier"},
		"due":      {Due: "2027-01-04"},
		"priority": {Priority: recette.High},
	} {
		a.Severity, a.Summary = recette.Minor, "x"
		b.refused(name, yann, a, access.ErrDenied)
		b.noted(samira, a)
	}
}

// A build is named as builds are, or as one that the campaign is played on: it stands in clear in the journal.
func TestAnomaly_FixNamesABuild(t *testing.T) {
	b := newGaps(t)
	number := b.raise(recette.Minor, "SC-1")
	for build, kept := range map[string]bool{
		"corrigé par Jean Dupont, en arrêt maladie": false, "jean": false, "b2 (Jean)": false, "-b2": false,
		strings.Repeat("1", 65): false, "2.4.0-rc.1+build.7": true, "v1.2/#3": true, "9f2ac01": true,
	} {
		c := gap.Change{Number: number, Act: recette.AnomalyFix, Build: build}
		err := b.s.CheckNote(t.Context(), elise, "v1", c)
		if (err == nil) != kept {
			t.Errorf("build %q: error = %v, want kept: %t", build, err, kept)
		}
	}
	for link, kept := range map[gap.Link]bool{
		{Tracker: "jira:CRM-12", URL: "https://suivi.example.org/browse/CRM-12"}: true,
		{Tracker: "jira:CRM-12"}: true,
		{Tracker: "jira:CRM-12", URL: "https://suivi.example.org/browse/CRM-13"}:          false,
		{Tracker: "jira:CRM-12", URL: "https://moi:secret@suivi.example.org/CRM-12"}:      false,
		{Tracker: "jira:CRM-12", URL: "Jean Dupont est en arrêt, voir CRM-12"}:            false,
		{Tracker: "jira:CRM-12", URL: "https://suivi.example.org/Jean est malade/CRM-12"}: false,
		{URL: "https://suivi.example.org/browse/CRM-12"}:                                  false,
	} {
		err := b.s.CheckNote(t.Context(), elise, "v1", gap.Change{Number: number, Act: recette.AnomalyNote, Link: link})
		if (err == nil) != kept {
			t.Errorf("link %+v: error = %v, want kept: %t", link, err, kept)
		}
	}
}

// A reopened anomaly is not said to be corrected, nor tested again, nor to repeat another one.
func TestAnomaly_ReopenedHoldsNothing(t *testing.T) {
	b := newGaps(t)
	number := b.raise(recette.Minor, "SC-1")
	b.close(number, "SC-1", 1)
	b.noted(yann, gap.Change{Number: number, Act: recette.AnomalyReopen, Reason: "Elle revient."})
	if a := b.status().Anomalies[0]; a.Fix != nil || a.Retest != nil || a.FixedSeq != 0 {
		t.Errorf("reopened anomaly = %+v, want neither correction nor re-test", a)
	}
}

// A reserve is abandoned by a decision of its campaign.
func TestReserve_IsAbandonedByADecision(t *testing.T) {
	b := newGaps(t)
	reserve := b.noted(marc, gap.Reserve{
		Class: recette.Minor, Text: "x", Check: "SC-4", Owner: "Atelier", Due: "2027-01-04",
	})
	abandon := gap.Move{Number: reserve, Act: recette.ReserveAbandon, Reason: "Sans objet.", Decision: "DEC-REC-9999"}
	b.refused("a decision that nobody took", marc, abandon, campaign.ErrInvalid)
	decided, err := b.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: "v1", Decision: recette.Postponed, Reason: "Trop tôt.",
	})
	if err != nil {
		t.Fatal(err)
	}
	abandon.Decision = decided.Number
	b.noted(marc, abandon)
}

// What an iteration before shows of a correction shows nothing of what is delivered now: neither an anomaly closes nor
// a reserve is lifted on a result that is to be obtained again.
func TestGaps_AreNotClosedByADueResult(t *testing.T) {
	b := newGaps(t)
	number := b.raise(recette.Blocking, "SC-1")
	b.noted(elise, gap.Change{Number: number, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
	reserve := b.noted(marc, gap.Reserve{Class: recette.Minor, Text: "x", Check: "SC-1", Owner: "Atelier"})
	b.noted(elise, gap.Move{Number: reserve, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier"})
	b.again("SC-1", 1)
	_, err := b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	for name, act := range map[string]func() error{
		"anomaly": func() error {
			_, err := b.s.Note(t.Context(), samira, "v1", gap.Change{
				Number: number, Act: recette.AnomalyClose, Reason: "b2 contient b1.",
			})
			return err
		},
		"reserve": func() error {
			_, err := b.s.Note(t.Context(), marc, "v1", gap.Move{
				Number: reserve, Act: recette.ReserveLift, Reason: "b2 contient b1.",
			})
			return err
		},
	} {
		err := act()
		if e, ok := errors.AsType[*gap.RetestError](err); !ok || e.Flaw != recette.RetestDue {
			t.Errorf("%s: error %v, want one that says that the re-test is to be replayed", name, err)
		}
	}
}

// A reserve that comes beside a decision which accepts what it bears on has an owner and a due date; what blocks is
// never one.
func TestReserve_BesideAnAcceptance(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	bare := gap.Reserve{Class: recette.Minor, Text: "à revoir"}
	blocks := bare
	blocks.Class = recette.Blocking
	b.refused("one that blocks", elise, blocks, gap.ErrReserveBlocking)
	first := b.noted(elise, bare)
	b.refused("turned into one that blocks", elise, gap.Move{
		Number: first, Act: recette.ReserveUpdate, Reason: "a", Terms: gap.Terms{Class: recette.Blocking},
	}, gap.ErrReserveBlocking)
	_, err := b.s.Decide(t.Context(), marc, campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "a"})
	must(t, err)
	b.noted(elise, bare) // nothing is accepted
}
