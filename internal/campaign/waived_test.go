package campaign_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
)

// waivable opens a campaign in which SC-1, of the critical journey, has an open major anomaly that a reserve carries,
// ANO-0001, SC-2 a minor one, ANO-0002, and SC-4, of the other journey, a major one.
func waivable(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V = plan.ManifestVersion
	m.Cases[1].Tags = append(m.Cases[1].Tags, "@RG-12")
	m.Exit = []plan.Criterion{
		{Text: "Aucune majeure sur un parcours critique", Measure: "major_critical_open"},
		{Text: "Tout est exécuté", Measure: "executed"},
		{Text: "Aucune majeure", Measure: "major_open", CriterionDetail: plan.CriterionDetail{Journey: "reste"}},
		{Text: "Aucune majeure", Measure: "major_open", CriterionDetail: plan.CriterionDetail{Journey: "adhesion"}},
		{Text: "La documentation est livrée"},
	}
	m.Entry = []plan.Criterion{{Text: "Aucune majeure", Measure: "major_open"}}
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
		conform(b, id)
	}
	for _, a := range []gap.Anomaly{
		{Severity: recette.Major, Case: "SC-1", Summary: "perte"},
		{Severity: recette.Minor, Case: "SC-2", Summary: "lent"},
		{Severity: recette.Major, Case: "SC-4", Summary: "perte"},
	} {
		number := b.noted(samira, a)
		b.noted(elise, gap.Reserve{
			Class: a.Severity, Text: "à corriger", Anomaly: number, Check: a.Case, Owner: "Atelier", Due: "2026-12-20",
		})
	}
	return b
}

// A derogation that is granted about one thing opens no other, and one that nobody granted opens nothing.
func TestDecide_Derogation(t *testing.T) {
	const journey = "adhesion"
	about := func(subject string) []advice.Derogation {
		return []advice.Derogation{{Subject: subject, Text: "ouvrir"}}
	}
	major, apart := recette.ReasonMajorOnCritical, recette.ReasonDerogationApart
	unfit := []recette.ReasonCode{major, apart}
	for name, tt := range map[string]struct {
		asked   []advice.Derogation
		refused bool // else granted
		silent  bool // nobody answers
		later   time.Duration
		whole   bool // the decision is on the campaign; else on the critical journey
		cites   string
		want    []recette.ReasonCode
		void    bool
	}{
		"none cited":                    {want: []recette.ReasonCode{major}},
		"about the anomaly":             {asked: about("ANO-0001"), cites: "DER-0001"},
		"about its case":                {asked: about("SC-1"), cites: "DER-0001"},
		"about the criterion of majors": {asked: about("exit/1"), cites: "DER-0001"},
		"about that of the journey":     {asked: about("exit/4"), cites: "DER-0001"},
		"about that of the journey, on the whole": {
			asked: about("exit/4"), cites: "DER-0001", whole: true,
		},
		"about another criterion":       {asked: about("exit/2"), cites: "DER-0001", want: []recette.ReasonCode{major}},
		"about a criterion in words":    {asked: about("exit/5"), cites: "DER-0001", want: []recette.ReasonCode{major}},
		"about that of another journey": {asked: about("exit/3"), cites: "DER-0001", want: unfit},
		"about another journey, on the whole": {
			asked: about("exit/3"), cites: "DER-0001", whole: true, want: []recette.ReasonCode{major},
		},
		"about a criterion of entry":     {asked: about("entry/1"), cites: "DER-0001", want: unfit},
		"about another case":             {asked: about("SC-4"), cites: "DER-0001", want: unfit},
		"about a case that is conform":   {asked: about("SC-3"), cites: "DER-0001", want: unfit},
		"about another anomaly":          {asked: about("ANO-0002"), cites: "DER-0001", want: unfit},
		"about one of another journey":   {asked: about("ANO-0003"), cites: "DER-0001", want: unfit},
		"about one that is not critical": {asked: about("ANO-0003"), cites: "DER-0001", whole: true, want: unfit},
		"about nothing":                  {asked: about(""), cites: "DER-0001", want: unfit},
		"about a rule":                   {asked: about("RG-12"), cites: "DER-0001", want: unfit},
		"refused":                        {asked: about("ANO-0001"), refused: true, cites: "DER-0001", void: true},
		"without an answer":              {asked: about("ANO-0001"), silent: true, cites: "DER-0001", void: true},
		"never asked for":                {cites: "DER-0404", void: true},
		"in other letters":               {cites: "der-0404", void: true},
		"the other of two": {
			asked: append(about("SC-4"), about("ANO-0001")...), cites: "DER-0001", want: unfit,
		},
		"the right one of two":            {asked: append(about("SC-4"), about("ANO-0001")...), cites: "DER-0002"},
		"no number":                       {cites: "n-importe-quoi", void: true},
		"a file elsewhere":                {cites: "../DEC-0007", void: true},
		"a decision that is written down": {cites: "DEC-0007"},
		"on its last day": {
			asked: []advice.Derogation{{Subject: "ANO-0001", Text: "ouvrir", Until: "2026-11-24"}},
			later: 24 * time.Hour, cites: "DER-0001",
		},
		"after its last day": {
			asked: []advice.Derogation{{Subject: "ANO-0001", Text: "ouvrir", Until: "2026-11-24"}},
			later: 48 * time.Hour, cites: "DER-0001", void: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := waivable(t)
			for _, d := range tt.asked {
				number := b.noted(elise, d)
				if !tt.silent {
					b.noted(marc, advice.Ruling{Number: number, Grant: !tt.refused, Reason: "vu"})
				}
			}
			b.now = b.now.Add(tt.later)
			d := campaign.Decide{
				Campaign: "v1", Journey: journey, Decision: recette.AcceptedWithReserves, Reason: "r",
				Derogation: tt.cites,
			}
			if tt.whole {
				d.Journey = ""
			}
			made, err := b.s.Decide(t.Context(), marc, d)
			var f *campaign.FieldError
			if void := errors.As(err, &f) && f.Field == "derogation"; void != tt.void {
				t.Errorf("Decide = %v, want a void derogation: %v", err, tt.void)
			}
			if diff := cmp.Diff(tt.want, reasons(err)); diff != "" {
				t.Errorf("grounds (-want +got):\n%s", diff)
			}
			if allowed := tt.want == nil && !tt.void; allowed != (err == nil && made.Number != "") {
				t.Errorf("Decide = %+v, %v, want allowed %v", made, err, allowed)
			}
		})
	}
}

// What forbids a refusal no derogation is needed for: it cites one of the scope, or none.
func TestDecide_RefusedUnderADerogation(t *testing.T) {
	b := waivable(t)
	for _, subject := range []string{"ANO-0003", "ANO-0001"} {
		number := b.noted(elise, advice.Derogation{Subject: subject, Text: "x"})
		b.noted(marc, advice.Ruling{Number: number, Grant: true})
	}
	d := campaign.Decide{
		Campaign: "v1", Journey: "adhesion", Decision: recette.Refused, Reason: "non", Derogation: "DER-0001",
	}
	if _, err := b.s.Decide(t.Context(), marc, d); !cmp.Equal(
		reasons(err), []recette.ReasonCode{recette.ReasonDerogationApart},
	) {
		t.Errorf("Decide under a derogation of another journey: %v", err)
	}
	d.Derogation = "DER-0002"
	if _, err := b.s.Decide(t.Context(), marc, d); err != nil {
		t.Errorf("Decide under one of the scope: %v", err)
	}
}

// A derogation about one of two major anomalies does not open the other.
func TestDecide_DerogationOfOneOfTwo(t *testing.T) {
	b := waivable(t)
	second := b.noted(samira, gap.Anomaly{Severity: recette.Major, Case: "SC-3", Summary: "autre perte"})
	b.noted(elise, gap.Reserve{
		Class: recette.Major, Text: "x", Anomaly: second, Check: "SC-3", Owner: "Atelier", Due: "2026-12-20",
	})
	b.noted(marc, advice.Ruling{
		Number: b.noted(elise, advice.Derogation{Subject: "ANO-0001", Text: "ouvrir"}), Grant: true,
	})
	_, err := b.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: "v1", Journey: "adhesion", Decision: recette.AcceptedWithReserves, Reason: "r",
		Derogation: "DER-0001",
	})
	var refused *campaign.DecisionError
	if !errors.As(err, &refused) || !cmp.Equal(refused.Reasons, []recette.Reason{
		{Code: recette.ReasonMajorOnCritical, Subjects: []string{second}},
	}) {
		t.Errorf("Decide = %v, want %s to forbid it", err, second)
	}
}

// The plan of another iteration may hold other criteria at the same place: a derogation about one is asked for again.
// One about an anomaly goes on.
func TestDecide_DerogationOfAnIterationBefore(t *testing.T) {
	b := waivable(t)
	for _, subject := range []string{"exit/1", "ANO-0001"} {
		number := b.noted(elise, advice.Derogation{Subject: subject, Text: "ouvrir"})
		b.noted(marc, advice.Ruling{Number: number, Grant: true})
	}
	_, err := b.s.Iterate(t.Context(), elise, delivery("b2"))
	must(t, err)
	for _, id := range []string{"SC-1", "SC-2", "SC-3"} {
		must(t, playThrough(t, b.s, id))
	}
	d := campaign.Decide{
		Campaign: "v1", Journey: "adhesion", Decision: recette.AcceptedWithReserves, Reason: "r",
		Derogation: "DER-0001",
	}
	want := []recette.ReasonCode{recette.ReasonMajorOnCritical, recette.ReasonDerogationApart}
	if _, err := b.s.Decide(t.Context(), marc, d); !cmp.Equal(reasons(err), want) {
		t.Errorf("Decide under a derogation about a former criterion: %v, want %v", err, want)
	}
	d.Derogation = "DER-0002"
	if _, err := b.s.Decide(t.Context(), marc, d); err != nil {
		t.Errorf("Decide under one about the anomaly: %v", err)
	}
}

// A derogation is about something that the campaign holds, or about nothing in particular.
func TestNote_DerogationAbout(t *testing.T) {
	b := waivable(t)
	for _, subject := range []string{
		"", "entry/1", "exit/5", "ANO-0003", "RES-0001", "SC-4", "RG-12", "several_deciders", "exit_unmet",
	} {
		b.noted(elise, advice.Derogation{Subject: subject, Text: "ouvrir"})
	}
	for _, subject := range []string{
		"exit/6", "exit/99", "entry/2", "suspension/1", "sortie/1", "ANO-0004", "RES-0009", "SC-9", "RG-13", "NIMPORTE",
		"@", "n’importe quoi", "DER-0001",
	} {
		_, err := b.s.Note(t.Context(), elise, "v1", advice.Derogation{Subject: subject, Text: "ouvrir"})
		var choice *fact.ChoiceError
		if !errors.As(err, &choice) || choice.Said != subject || choice.Choices[0] != "entry/1" {
			t.Errorf("a derogation about %q: %v, want a refusal with the choices", subject, err)
		}
	}
}
