package plan

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/yamldoc"
)

const head = "title: t\nversion: \"1\"\nrelease: {version: \"1\"}\nenvironment: e\n"

// What a plan says of the regime, and what is frozen of it: each figure with where it comes from.
func TestRegime_IsFrozenWhole(t *testing.T) {
	t.Parallel()
	usual := regime.Usual(recette.CCAGTIC)
	for name, tt := range map[string]struct {
		yaml, label string
		want        regime.Terms
	}{
		"nothing":          {"", "", regime.Terms{}},
		"practice, a text": {"regime: pratique\n", "pratique", regime.Terms{}},
		"another text":     {"regime: contrat-cadre 2024\n", "contrat-cadre 2024", regime.Terms{}},
		"practice, a word": {"regime: {vocabulary: practice}\n", "practice", regime.Terms{}},
		"CCAG-TIC, a text": {
			"regime: CCAG-TIC 2021\n", "CCAG-TIC 2021",
			regime.Terms{Vocabulary: recette.CCAGTIC, Delays: usual},
		},
		"CCAG TIC, a space": {
			"regime: CCAG TIC\n", "CCAG TIC",
			regime.Terms{Vocabulary: recette.CCAGTIC, Delays: usual},
		},
		"CCAG-TIC, a word": {
			"regime: {vocabulary: ccag-tic, region: mayotte}\n", "CCAG-TIC",
			regime.Terms{Vocabulary: recette.CCAGTIC, Region: "mayotte", Delays: usual},
		},
		"the region of the visas": {
			"regime: {vocabulary: ccag-tic}\nsignoff: {holidays: guyane}\n", "CCAG-TIC",
			regime.Terms{Vocabulary: recette.CCAGTIC, Region: "guyane", Delays: usual},
		},
		"a contract that derogates": {
			"regime:\n  vocabulary: ccag-tic\n  label: CCAG-TIC, CCAP 2026-14\n  clocks:\n" +
				"    va: {length: 45, clause: \"CCAP, art. 9\"}\n" +
				"    decision: {silence: none, clause: \"CCAP, art. 11\"}\n",
			"CCAG-TIC, CCAP 2026-14",
			regime.Terms{Vocabulary: recette.CCAGTIC, Delays: []regime.Delay{
				{Clock: regime.VA, Length: 45, Unit: "days", Source: regime.OfContract, Clause: "CCAP, art. 9"},
				usual[1],
				{Clock: regime.Decision, Length: 7, Unit: "days", Source: regime.OfContract, Clause: "CCAP, art. 11"},
				usual[3],
			}},
		},
		"a private contract": {
			"regime:\n  label: contrat privé\n  clocks:\n" +
				"    decision: {length: 10, unit: working_days, silence: admission, clause: art. 7}\n",
			"contrat privé",
			regime.Terms{Vocabulary: recette.Practice, Delays: []regime.Delay{{
				Clock: regime.Decision, Length: 10, Unit: "working_days", Silence: regime.Admission,
				Source: regime.OfContract, Clause: "art. 7",
			}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := Read("plans/p.yaml", []byte(head+tt.yaml))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, p.terms()); diff != "" || p.Regime.label() != tt.label {
				t.Errorf("label %q, want %q; terms (-want +got):\n%s", p.Regime.label(), tt.label, diff)
			}
		})
	}
}

// What is refused, on its line.
func TestRegime_Refuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		yaml string
		code yamldoc.Code
		line int
	}{
		"vocabulary":    {"regime:\n  vocabulary: ccag\n", badWord, 6},
		"region":        {"regime:\n  region: corse\n", badWord, 6},
		"unknown key":   {"regime:\n  clock: {}\n", yamldoc.UnknownKey, 6},
		"unknown clock": {"regime:\n  clocks:\n    vabf: {length: 3}\n", yamldoc.UnknownKey, 7},
		"no length":     {"regime:\n  clocks:\n    va: {clause: art. 1}\n", yamldoc.Missing, 7},
		"unit alone": {
			"regime:\n  vocabulary: ccag-tic\n  clocks:\n    va: {unit: months, clause: a}\n", yamldoc.Missing, 8,
		},
		"no clause": {
			"regime:\n  vocabulary: ccag-tic\n  clocks:\n    va: {length: 45}\n", noClause, 8,
		},
		"length of zero": {
			"regime:\n  vocabulary: ccag-tic\n  clocks:\n    va: {length: 0, clause: a}\n", badNumber, 8,
		},
		"unit": {"regime:\n  clocks:\n    va: {length: 1, unit: weeks, clause: a}\n", badWord, 7},
		"silence": {
			"regime:\n  clocks:\n    va: {length: 1, silence: oui, clause: a}\n", badWord, 7,
		},
		"a period is silent": {
			"regime:\n  clocks:\n    vsr: {length: 1, silence: admission, clause: a}\n", badWord, 7,
		},
	} {
		_, err := Read("plans/p.yaml", []byte(head+tt.yaml))
		e, ok := errors.AsType[*yamldoc.Error](err)
		if !ok || len(e.Problems) != 1 || e.Problems[0].Code != tt.code || e.Problems[0].Line != tt.line {
			t.Errorf("%s: %v, want %s on line %d", name, err, tt.code, tt.line)
		}
	}
	if !strings.HasSuffix(head, "\n") || strings.Count(head, "\n") != 4 {
		t.Error("the lines above are counted after a head of four")
	}
}
