package conduct

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports/committee"
)

// A session asks people for what they have left, in the order of dates; what machines play is counted apart.
func TestAgenda(t *testing.T) {
	r := newRecord(6)
	s := r.in.Plan.Sections.Sessions
	r.in.Plan.Sections.Sessions = []plan.Session{{Code: "S0"}, s[1], s[0]}
	r.in.Plan.Sections.Sessions[1].Start, r.in.Plan.Sections.Sessions[1].Minutes = "09:30", 90
	r.in.Plan.Sections.Sessions[1].Testers = []string{"yann"}
	r.result("2026-11-23T09:00:00.000Z", "SC-1", 1, "passed", "manual")
	r.result("2026-11-23T09:00:00.000Z", "SC-2", 1, "blocked", "manual")
	a := Agenda(r.in)
	var got []string
	for _, s := range a.Sessions {
		got = append(got, s.Code)
	}
	if diff := cmp.Diff([]string{"S1", "S2", "S0"}, got); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	two := a.Sessions[1]
	if len(two.Rows) != 4 || two.Machine != 2 || two.Left != 3 || two.End != "11:00" || !two.Rows[0].Done {
		t.Errorf("S2 = %+v", two)
	}
	if two.Testers[0].Name != "Yann" || two.Testers[0].Entity != "Bretagne" {
		t.Errorf("testers = %+v", two.Testers)
	}
	if a.Unplanned != 0 {
		t.Errorf("%d rows in no session", a.Unplanned)
	}
	r.in.Plan.Sections.Sessions = r.in.Plan.Sections.Sessions[2:] // SC-2 and SC-4 are of the other journey
	if a = Agenda(r.in); a.Unplanned != 2 {
		t.Errorf("%d rows in no session, want 2", a.Unplanned)
	}
}

// Whoever was revoked is asked for nothing, and called to no session: what they were asked is asked of who holds their
// role, or of nobody yet.
func TestDocuments_NameNobodyWhoLeft(t *testing.T) {
	r := newRecord(4)
	m := r.in.Plan
	m.Parties = append(m.Parties, plan.Participant{Ref: "p-9", Name: "Marc", Role: "po"})
	m.Sections.Expected.By = "Marc"
	m.Sections.Committees = []plan.Committee{{Name: "Comité", Members: []string{"Marc", "Samira", "La direction"}}}
	m.Sections.Sessions[1].Animator, m.Sections.Sessions[1].Testers = "Marc", []string{"Samira", "Yann"}
	r.in.Crew = []plan.Participant{m.Parties[0], {Ref: "p-7", Name: "Zoé", Role: "po"}} // no Samira, no Marc
	c := Committee(r.in)
	want := []committee.Awaited{
		{Kind: "pronounce", About: "Le premier", Owner: "Zoé"},
		{Kind: "pronounce", About: "deux", Owner: "Zoé"},
		{Kind: "attest", About: "Comptes"},
	}
	if diff := cmp.Diff(want, c.Decisions); diff != "" {
		t.Errorf("decisions awaited (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"La direction"}, c.Members); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if len(c.Sessions) != 1 || c.Sessions[0].Animator != "" {
		t.Errorf("sessions %+v, want one that nobody leads", c.Sessions)
	}
	s := Agenda(r.in).Sessions[1]
	if s.Animator != "" || len(s.Testers) != 1 || s.Testers[0].Name != "Yann" {
		t.Errorf("agenda of S2: led by %q, testers %+v", s.Animator, s.Testers)
	}
}

func TestCommittee(t *testing.T) {
	r := newRecord(4)
	r.in.Plan.Parties = append(r.in.Plan.Parties, plan.Participant{Ref: "p-9", Name: "Marc", Role: "po"})
	r.in.Crew = r.in.Plan.Parties
	r.in.Plan.Sections.Sessions = append(r.in.Plan.Sections.Sessions, plan.Session{
		Code: "S9", Date: "2026-12-01", Journeys: []string{"un"},
	}, plan.Session{Code: "eighth day", Date: "2026-12-02"}, plan.Session{Code: "loin", Date: "2026-12-24"})
	r.add("2026-11-23T10:00:00.000Z", journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-0001", Severity: "blocking", Status: "open", Summary: "Fuite", Case: "SC-1",
	}})
	r.add("2026-11-23T11:00:00.000Z", journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
		Number: "ANO-0001", Severity: "blocking", Status: "open", Act: "propose", Proposed: "minor",
	}})
	for _, due := range []string{"2026-12-24", "2026-11-20", ""} {
		r.add("2026-11-23T12:00:00.000Z", journal.Leaf{Kind: journal.KindReserve, Reserve: &journal.Reserve{
			Number: "RES-" + due, Class: "minor", Due: due,
		}})
	}
	r.result("2026-11-24T09:00:00.000Z", "SC-3", 1, "passed", "manual")
	r.add("2026-11-24T10:00:00.000Z", journal.Leaf{
		Kind: journal.KindContest, Objection: &journal.Objection{Case: "SC-3", Attempt: 1, Reason: "r"},
	})
	r.add("2026-11-24T10:00:00.000Z", journal.Leaf{Kind: journal.KindDecision, Decision: &journal.Decision{
		Number: "DEC-1", Decision: "refused", Journey: "deux",
	}})
	c := Committee(r.in)
	want := []committee.Awaited{
		{Kind: "pronounce", About: "Le premier", Owner: "Marc"},
		{Kind: "proposal", About: "ANO-0001", Text: "Fuite", Owner: "Marc"},
		{Kind: "contested", About: "SC-3", Text: "Cas SC-3", Owner: "Samira"},
		{Kind: "attest", About: "Comptes", Owner: "Samira"},
	}
	if diff := cmp.Diff(want, c.Decisions); diff != "" {
		t.Errorf("decisions awaited (-want +got):\n%s", diff)
	}
	if len(c.Blocking) != 1 || c.Blocking[0].Days != 2 {
		t.Errorf("blocking = %+v", c.Blocking)
	}
	var reserves []string
	for _, x := range c.Reserves {
		reserves = append(reserves, x.Number)
	}
	if diff := cmp.Diff([]string{"RES-", "RES-2026-11-20", "RES-2026-12-24"},
		reserves); diff != "" || !c.Reserves[1].Overdue {
		t.Errorf("reserves (-want +got):\n%s%+v", diff, c.Reserves)
	}
	if len(c.Criteria) != 2 || c.Criteria[0].Measured != "1 / 4" {
		t.Errorf("criteria = %+v", c.Criteria)
	}
	if c.Exit != 2 || c.Until != "2026-12-01" {
		t.Errorf("%d exit criteria, until %s", c.Exit, c.Until)
	}
	var sessions []string
	for _, s := range c.Sessions {
		sessions = append(sessions, s.Code)
	}
	if diff := cmp.Diff([]string{"S2", "S9"}, sessions); diff != "" || c.Sessions[1].Left != 2 {
		t.Errorf("sessions to come (-want +got):\n%s%+v", diff, c.Sessions)
	}
}

// A criterion that a derogation sets aside is not met: the committee reads both. One that the journal does not hold
// sets nothing aside.
func TestCommittee_WaivedCriterion(t *testing.T) {
	for number, want := range map[string]string{"DEC-0007": "DEC-0007", "DER-0001": ""} {
		r, there := newRecord(4), false
		r.in.Plan.Exit = append(r.in.Plan.Exit, plan.Criterion{Text: "Preuves", Threshold: "100 %", Met: number})
		for _, c := range Committee(r.in).Criteria {
			there = there || c.Text == "Preuves" && c.Derogation == want && c.Elsewhere == (want != "")
		}
		if !there {
			t.Errorf("criteria = %+v, want one that %q sets aside", Committee(r.in).Criteria, want)
		}
	}
}

// A derogation excuses a criterion to its last day, and no longer: the bilan and the ordre du jour are of their own
// day, whatever the day of the last fact.
func TestCriteria_ExpiredDerogation(t *testing.T) {
	for until, want := range map[string]string{"2026-11-25": "DER-0001", "2026-11-24": "no"} {
		r := newRecord(4)
		for _, act := range []string{recette.AskDerogation, recette.GrantDerogation} {
			d := journal.Derogation{Number: "DER-0001", Act: act}
			if act == recette.AskDerogation {
				d.Subject, d.Until = "exit/1", until
			}
			r.add("2026-11-23T10:00:00.000Z", journal.Leaf{Kind: journal.KindDerogation, Derogation: &d})
		}
		if got := Bilan(r.in).Exit[0]; got.Met != want || got.Elsewhere {
			t.Errorf("until %s, the bilan of the 25th says %+v, want %q, of the journal", until, got, want)
		}
		set := ""
		if want != "no" {
			set = want
		}
		if got := Committee(r.in).Criteria[0]; got.Text != "Exécutés" || got.Derogation != set {
			t.Errorf("until %s, the ordre du jour of the 25th says %+v, want %q", until, got, set)
		}
	}
}

// A session says what is installed on its day: what the plan expects of an iteration to come, what the campaign tested
// in one that began.
func TestAgenda_BuildOfEachSession(t *testing.T) {
	r := newRecord(4)
	m := r.in.Plan
	m.Release.Build = "rc2"
	m.Sections.Sessions = append(m.Sections.Sessions,
		plan.Session{Code: "S3", Date: "2026-12-03"}, plan.Session{Code: "S4"})
	m.Sections.Iterations = []plan.Iteration{
		{Code: "I1", Build: "rc2", From: "2026-11-23", To: "2026-12-01"},
		{Code: "I2", Build: "rc3", From: "2026-12-02"},
	}
	said := func() (out []string) {
		for _, s := range Agenda(r.in).Sessions {
			out = append(out, s.Code+" "+s.Iteration+" "+s.Build)
		}
		return out
	}
	want := []string{"S1 I1 rc2", "S2 I1 rc2", "S3 I2 rc3", "S4  "}
	if diff := cmp.Diff(want, said()); diff != "" {
		t.Errorf("in the first iteration (-want +got):\n%s", diff)
	}
	version := m.Release.Version
	m.Before = []plan.Before{{Version: version, Build: "rc2"}} // it went on with other texts
	if diff := cmp.Diff(want, said()); diff != "" {
		t.Errorf("in the first, rebased (-want +got):\n%s", diff)
	}
	m.Before = append(m.Before, plan.Before{Version: version, Build: "rc2"})
	m.Release.Build = "rc4" // another build than the plan foresaw
	want = []string{"S1 I1 rc2", "S2 I1 rc4", "S3 I2 rc4", "S4  "}
	if diff := cmp.Diff(want, said()); diff != "" {
		t.Errorf("in the second (-want +got):\n%s", diff)
	}
}
