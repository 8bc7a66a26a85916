package campaign_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/visa"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
)

var rozenn = recette.Actor{Ref: "p-rozenn", Name: "Rozenn Le Goff", Role: recette.Referent}

// routed opens a campaign that is played in two branches, all conform, whose PV asks for what a policy says.
func (b *bench) routed(p route.Policy, parties ...plan.Participant) {
	b.t.Helper()
	m := manifest()
	m.V, m.Antennes = plan.ManifestVersion, []string{"Ajaccio", "Brest"}
	for i, antenne := range []string{"Ajaccio", "Brest", "Brest"} {
		m.Cases[i].Antenne = antenne
		m.Cases[i].ID += "@" + strings.ToLower(antenne)
		m.Journeys[0].Cases[i] = m.Cases[i].ID
	}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: rozenn.Ref, Name: rozenn.Name, Role: string(recette.Referent), Entity: "Brest",
		Perimeter: []string{"Brest"},
	})
	m.Parties = append(m.Parties, parties...)
	m.Sections = &plan.Sections{Signoff: p}
	if err := b.s.Open(b.t.Context(), elise, m); err != nil {
		b.t.Fatal(err)
	}
	for _, row := range m.Cases {
		r := auto(row.ID, pass, pass, pass)
		r.Content = row.Content
		if _, err := b.s.Record(b.t.Context(), samira, r); err != nil {
			b.t.Fatal(err)
		}
	}
}

// render records that a PV of a journey, or the constat of a branch, was rendered now, and gives its number.
func (b *bench) render(journey, antenne string) string {
	b.t.Helper()
	next := func() (string, error) { return b.s.NextPV(b.t.Context(), elise, "v1", journey) }
	if antenne != "" {
		next = func() (string, error) { return b.s.NextConstat(b.t.Context(), elise, "v1", antenne) }
	}
	number, err := next()
	if err != nil {
		b.t.Fatal(err)
	}
	cp, err := b.db.Checkpoint(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.s.RecordPVRendered(b.t.Context(), elise, "v1", campaign.Rendered{
		Number: number, Journey: journey, Antenne: antenne, SHA256: strings.Repeat("5a", 32), Checkpoint: cp.Size,
	}); err != nil {
		b.t.Fatal(err)
	}
	return number
}

// approved renders the PV of a journey, puts it on the route and has the QA give a visa.
func (b *bench) approved(journey string) {
	b.t.Helper()
	b.noted(elise, visa.Submission{Number: b.render(journey, "")})
	b.noted(samira, visa.Act{Journey: journey, What: route.Give})
}

func (b *bench) decides(journey string, d recette.Decision) error {
	_, err := b.s.Decide(b.t.Context(), marc, campaign.Decide{
		Campaign: "v1", Journey: journey, Decision: d, Reason: "r",
	})
	return err
}

// sign has the PPO, then the PO, sign a PV as it was rendered.
func (b *bench) sign(number string) error {
	b.t.Helper()
	of := strings.Repeat("5a", 32)
	for i, who := range []recette.Actor{elise, marc} {
		to := strings.Repeat([]string{"5b", "5c"}[i], 32)
		if err := b.s.RecordPVSigned(b.t.Context(), who, "v1", campaign.SignedPV{
			Number: number, Of: of, SHA256: to, Signature: digest, Certificate: digest,
		}); err != nil {
			return err
		}
		of = to
	}
	return nil
}

func qaSees() route.Policy { return route.Policy{Visas: []route.Visa{{Role: "qa"}}} }

// The visas of a branch's constat would open the decision on the whole campaign.
func TestVisa_NotOnAConstat(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.routed(qaSees())
	national := b.render("", "")
	constat := b.render("", "Brest")
	_, err := b.s.Note(t.Context(), elise, "v1", visa.Submission{Number: constat})
	var refused *fact.RouteError
	if !errors.As(err, &refused) || refused.Why != route.OfBranch {
		t.Errorf("a constat is submitted: %v", err)
	}
	// The constat, rendered since, does not shut the national PV out either.
	b.noted(elise, visa.Submission{Number: national})
}

// What was approved says less than what was recorded since, whatever was.
func TestVisa_FactsOvertakeIt(t *testing.T) {
	for name, record := range map[string]func(b *bench) error{
		"anomaly": func(b *bench) error {
			_, err := b.s.Note(b.t.Context(), yann, "v1",
				gap.Anomaly{Severity: recette.Minor, Case: "SC-4", Summary: "x", Workaround: "y"})
			return err
		},
		"invalidation": func(b *bench) error {
			_, err := b.s.Note(b.t.Context(), samira, "v1",
				advice.Invalidation{Case: "SC-4", Cause: recette.FlawedData, Reason: "faux"})
			return err
		},
		"contest": func(b *bench) error {
			_, err := b.s.Note(b.t.Context(), yann, "v1", advice.Contest{Case: "SC-4", Reason: "faux"})
			return err
		},
		"reserve": func(b *bench) error {
			_, err := b.s.Note(b.t.Context(), elise, "v1",
				gap.Reserve{Class: recette.Major, Text: "x", Owner: "Atelier", Due: "2027-01-01"})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.routed(qaSees())
			b.approved("")
			if err := record(b); err != nil {
				t.Fatal(err)
			}
			var refused *fact.RouteError
			if err := b.decides("", recette.AcceptedWithReserves); !errors.As(err, &refused) {
				t.Errorf("decided on a PV of before: %v", err)
			}
		})
	}
}

// A failure of after the decision was approved by nobody: its PV is signed once the route began again.
func TestVisa_FactsAfterTheDecision(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.routed(qaSees())
	b.approved("")
	if err := b.decides("", recette.Accepted); err != nil {
		t.Fatal(err)
	}
	r := auto("SC-4", pass, pass, pass)
	r.Attempt = 2
	if _, err := b.s.Record(t.Context(), samira, r); err != nil {
		t.Fatal(err)
	}
	var refused *fact.RouteError
	if err := b.sign(b.render("", "")); !errors.As(err, &refused) {
		t.Fatalf("signed without another visa: %v", err)
	}
	b.approved("")
	if err := b.decides("", recette.Accepted); err != nil {
		t.Fatal(err)
	}
	if err := b.sign(b.render("", "")); err != nil {
		t.Errorf("with another visa and another decision: %v", err)
	}
}

// Two visas in one role are of two people.
func TestVisa_TwoOfOnePerson(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	ali := plan.Participant{Ref: "p-qa2", Name: "Ali Benali", Role: string(recette.QA)}
	b.routed(route.Policy{Visas: []route.Visa{{Role: "qa"}, {Role: "qa", Who: samira.Name}}}, ali)
	b.approved("")
	var refused *fact.RouteError
	if _, err := b.s.Note(t.Context(), samira, "v1", visa.Act{What: route.Give}); !errors.As(err, &refused) {
		t.Errorf("one person gives two visas: %v", err)
	}
	b.noted(recette.Actor{Ref: ali.Ref, Name: ali.Name, Role: recette.QA}, visa.Act{What: route.Give})
	if err := b.decides("", recette.Accepted); err != nil {
		t.Errorf("with the visas of both: %v", err)
	}
}

// A journey is decided under the visas of the whole campaign: its PV is signed, and keeps the visa that a QA takes back
// from the others afterwards.
func TestVisa_OfTheWholeForAJourney(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.routed(qaSees())
	b.approved("")
	const journey = "adhesion"
	if err := b.decides(journey, recette.Accepted); err != nil {
		t.Fatal(err)
	}
	if err := b.sign(b.render(journey, "")); err != nil {
		t.Errorf("the PV of the journey: %v", err)
	}
	b.noted(samira, visa.Act{What: route.Withdraw, Reason: "finalement non"})
	var refused *fact.RouteError
	if err := b.decides("", recette.Accepted); !errors.As(err, &refused) {
		t.Errorf("the whole is decided without the visa: %v", err)
	}
	ways, err := b.s.Signoff(t.Context(), elise, "v1")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ways {
		if w.Journey == journey && !w.Complete {
			t.Errorf("the journey that was decided: %s", w.Phase)
		}
	}
}

// A clock that is ahead ends no delay: nobody was silent when it is set back.
func TestVisa_AClockAheadEndsNoDelay(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.routed(route.Policy{Branches: route.Panel{
		Panel: []string{"Brest"}, Quorum: 1, Days: 5, Silence: route.NoOpinion,
	}})
	b.noted(elise, visa.Submission{Number: b.render("", "")})
	b.now = b.now.AddDate(0, 0, 10)
	if err := b.decides("", recette.Accepted); err != nil {
		t.Fatalf("past the delay: %v", err)
	}
	b.now = b.now.AddDate(0, 0, -10).Add(time.Minute)
	number := b.render("", "")
	var refused *fact.RouteError
	if err := b.sign(number); !errors.As(err, &refused) {
		t.Errorf("signed on a silence that did not last: %v", err)
	}
}
