package reference

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sample() *Set {
	s := &Set{
		Stories: []Story{{ID: "US-1", Criteria: []Criterion{{ID: "CA-1.1", Text: "a"}}}, {ID: "US-2"}},
		Decisions: []Decision{
			{ID: "D-1", Status: Superseded, ReplacedBy: "D-2"},
			{ID: "D-2", Status: Superseded, ReplacedBy: "D-3"},
			{ID: "D-3", Status: Acted},
			{ID: "D-4", Status: Proposed},
			{ID: "D-5", Status: Rejected},
		},
		Roles: []Role{
			{Code: "gestionnaire-antenne", Label: "gestionnaire d'antenne"},
			{Code: "tresorier", Label: "trésorier", Aliases: []string{"trésorière de l’antenne"}},
		},
		Messages: []Message{
			{Code: "M-1", Text: "Il reste {montant} € à payer."},
			{Code: "M-2", Text: "Il reste 0 € à payer."},
			{Code: "M-3", Text: "{nom} : {motif}"},
			{Code: "M-4", Text: "Accolade {", Overrides: map[string]string{"Corse": "Pace è salute"}},
		},
		Terms: []Term{{Name: "Adhérent"}},
	}
	return s
}

func TestLookups(t *testing.T) {
	made := sample()
	loaded := sample()
	loaded.index = newIndex(loaded)
	for name, s := range map[string]*Set{"made by hand": made, "indexed": loaded} {
		t.Run(name, func(t *testing.T) {
			if c, ok := s.Criterion("CA-1.1"); !ok || c.Text != "a" {
				t.Errorf("criterion %v, %v", c, ok)
			}
			for name, want := range map[string]string{
				"gestionnaire d’antenne": "gestionnaire-antenne", "Gestionnaire de l'antenne": "gestionnaire-antenne",
				"gestionnaire-antenne": "gestionnaire-antenne", "Trésorier": "tresorier",
				"trésorière d'antenne": "tresorier", "gestionnaire": "", "": "",
			} {
				if r, ok := s.Role(name); r.Code != want || ok != (want != "") {
					t.Errorf("Role(%q) = %q, %v, want %q", name, r.Code, ok, want)
				}
			}
			for text, want := range map[string]string{
				"Il reste 425,00 € à payer.": "M-1", "Il reste 0\u00a0€ à  payer.": "M-2", "Il reste € à payer.": "",
				"Il reste  € à payer.": "",
				"Hélène : absente":     "M-3", "Hélène": "", " : x": "", "Accolade {": "M-4", "Pace è salute": "M-4",
				"pace è salute": "", "": "",
			} {
				if m, ok := s.MessageText(text); m.Code != want || ok != (want != "") {
					t.Errorf("MessageText(%q) = %q, %v, want %q", text, m.Code, ok, want)
				}
			}
			if term, ok := s.Term("ADHERENT"); !ok || term.Name != "Adhérent" {
				t.Errorf("term %v, %v", term, ok)
			}
			for id, want := range map[string]bool{
				"": false, "D-1": false, "D-3": true, "D-4": false, "D-5": false, "D-9": false,
			} {
				if got := s.LeftOut(&Criterion{OutOfScope: id}); got != want {
					t.Errorf("left out by %q: %v, want %v", id, got, want)
				}
			}
			var chain []string
			for _, d := range s.Current("D-1") {
				chain = append(chain, d.ID)
			}
			if diff := cmp.Diff([]string{"D-1", "D-2", "D-3"}, chain); diff != "" {
				t.Errorf("chain (-want +got):\n%s", diff)
			}
			if _, ok := s.Story(""); ok {
				t.Error("a story without id is found")
			}
		})
	}
}

func TestCurrent_EndsInARing(t *testing.T) {
	s := &Set{
		Decisions: []Decision{
			{ID: "a", Status: Superseded, ReplacedBy: "b"}, {ID: "b", Status: Superseded, ReplacedBy: "a"},
		},
	}
	if got := len(s.Current("a")); got > 3 {
		t.Errorf("%d decisions in the chain", got)
	}
}

func TestDescribed(t *testing.T) {
	about := "En tant que trésorier\n\n  CA-1.1 : une demande complète\n      devient une adhésion\n  - CA-1.2 – un " +
		"SIRET\u00a0faux\n  CA-x\n  CA-1.3\u00a0: dit\n\nsuite CA-1.4 : non"
	want := []Criterion{
		{At: Place{"a.feature", 6, 3}, ID: "CA-1.1", Text: "une demande complète devient une adhésion"},
		{At: Place{"a.feature", 8, 5}, ID: "CA-1.2", Text: "un SIRET\u00a0faux"},
		{At: Place{"a.feature", 10, 3}, ID: "CA-1.3", Text: "dit"},
	}
	got := Described(Place{"a.feature", 4, 1}, about, "CA-")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Described (-want +got):\n%s", diff)
	}
	s := sample()
	if list := s.CriteriaOf("US-1", got); len(list) != 1 || list[0].ID != "CA-1.1" {
		t.Errorf("stories.yaml does not win: %v", list)
	}
	if list := s.CriteriaOf("US-2", got); len(list) != 3 {
		t.Errorf("the description is not taken: %v", list)
	}
}

func TestNearMessage(t *testing.T) {
	s := &Set{
		Messages: []Message{
			{Code: "M-1", Text: "Le SIRET est obligatoire."}, {Code: "M-2", Text: "Le SIREN est obligatoire."},
		},
	}
	for text, want := range map[string]string{
		"Le SIRET est obligatoir.": "M-1", "Le SIREN est  obligatoire": "M-2", "La date est obligatoire.": "", "": "",
	} {
		if m, ok := s.NearMessage(text); m.Code != want || ok != (want != "") {
			t.Errorf("NearMessage(%q) = %q, want %q", text, m.Code, want)
		}
	}
}

func TestMessageKey(t *testing.T) {
	for _, same := range [][2]string{
		{"Le SIRET est invalide, vérifiez la saisie.", "SIRET invalide : vérifiez la saisie !"},
		{"Reste {a} €", "reste {b}"},
	} {
		if a, b := MessageKey(same[0]), MessageKey(same[1]); a != b {
			t.Errorf("%q and %q", a, b)
		}
	}
	if MessageKey("Le SIRET est obligatoire.") == MessageKey("Le SIREN est obligatoire.") {
		t.Error("two messages are one")
	}
}

// A decision is late the day after the one it was wanted for, and only while it is to be taken.
func TestDecision_Late(t *testing.T) {
	for _, tt := range []struct {
		status DecisionStatus
		due    string
		want   bool
	}{
		{Proposed, "2026-11-22", true},
		{Proposed, "2026-11-23", false},
		{Proposed, "", false},
		{Acted, "2026-11-22", false},
		{Rejected, "2026-11-22", false},
	} {
		d := Decision{Status: tt.status, Due: tt.due}
		if got := d.Late("2026-11-23"); got != tt.want {
			t.Errorf("%s, due %q: late %v, want %v", tt.status, tt.due, got, tt.want)
		}
	}
}
