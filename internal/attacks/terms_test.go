package attacks

import (
	"bytes"
	"slices"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/verify"
	"recette/reports"
)

// termed gives a plan whose cases name an epic, a criterion, rules and a role that the project names, RG-13 aside, and
// whose first two cases cite a message.
func termed(m *plan.Manifest) {
	for i := range m.Cases {
		c := &m.Cases[i]
		c.Story, c.Epic, c.Criteria = "US-1", "EPIC-1", []string{"CA-1.1"}
		c.Rules, c.Roles = []string{"RG-12", "RG-13"}, []string{"tresorier"}
	}
	m.Names = plan.Names{
		Epics:    []plan.Name{{Code: "EPIC-1", Name: "Adhésion des entreprises"}},
		Criteria: []plan.Name{{Code: "CA-1.1", Name: "Une adhésion est confirmée"}},
		Rules:    []plan.Name{{Code: "RG-12", Name: "Une seule adhésion"}},
		Roles:    []plan.Name{{Code: "tresorier", Name: "trésorier"}},
		Messages: []plan.Message{{Code: "MSG-1", Text: "un {envoi}", Rows: []string{"SC-1", "SC-2"}}},
	}
}

// terms are PVs that say what a code stands for, or what message a case shows, otherwise than the plan; and plans that
// say of a case that it shows what it does not.
func terms() map[string]fabricated {
	out := map[string]fabricated{}
	for name, lie := range map[string]func(*reports.PV){
		"a rule under another title":  func(pv *reports.PV) { pv.Names.Rules[0].Name = "Autant d’adhésions que voulu" },
		"a rule without its title":    func(pv *reports.PV) { pv.Names.Rules = nil },
		"an epic under another title": func(pv *reports.PV) { pv.Names.Epics[0].Name = "Tout le produit" },
		"a criterion that asks less":  func(pv *reports.PV) { pv.Names.Criteria[0].Name = "Une adhésion" },
		"a role under another label":  func(pv *reports.PV) { pv.Names.Roles[0].Name = "administrateur" },
		"a title for a rule that has none": func(pv *reports.PV) {
			pv.Names.Rules = append(slices.Clone(pv.Names.Rules), reports.Name{Code: "RG-13", Name: "Inventée"})
		},
		"a message that no case shows": func(pv *reports.PV) {
			pv.Messages = append(slices.Clone(pv.Messages), reports.Message{
				Code: "MSG-2", Text: "Bienvenue", Cases: []string{"SC-1"},
			})
		},
		"a message left out":             func(pv *reports.PV) { pv.Messages = nil },
		"a message in other words":       func(pv *reports.PV) { pv.Messages[0].Text = "un mot" },
		"a message of the text of Corse": func(pv *reports.PV) { pv.Messages[0].Antenne = "Corse" },
		"a message that one case more shows": func(pv *reports.PV) {
			pv.Messages[0].Cases = []string{"SC-1", "SC-2", "SC-3"}
		},
	} {
		out[name] = fabricated{plan: termed, lie: lie, want: verify.Derived, bad: true}
	}
	for name, change := range map[string]func(*plan.Message){
		"a message that its case does not read": func(m *plan.Message) { m.Text = "Votre adhésion est refusée." },
		"a message of which all changes":        func(m *plan.Message) { m.Text = "{tout}" },
		"a message of an action":                func(m *plan.Message) { m.Text = "une entreprise adhère" },
		"a message of a case that is not there": func(m *plan.Message) { m.Rows = append(m.Rows, "SC-9") },
		"a message that is part of a quotation": func(m *plan.Message) { m.Text = "courriel" },
		"a message that is not in quotation":    func(m *plan.Message) { m.Text = "elle {fait}" },
		"a message found anywhere":              func(m *plan.Message) { m.Text = "{a}reçoit{b}" },
		"a code of one letter":                  func(m *plan.Message) { m.Code, m.Text = "e", "Bienvenue" },
		"a code that is a word":                 func(m *plan.Message) { m.Code, m.Text = "courriel", "Bienvenue" },
	} {
		out[name] = fabricated{plan: func(m *plan.Manifest) {
			termed(m)
			change(&m.Names.Messages[0])
		}, want: verify.MessageUnshown}
	}
	return out
}

// What a plan says that its codes stand for, and that its cases show, is in the PV, and the PV is conform.
func TestTermsOfThePlan(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, termed)
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	if reports.NameOf(m.pv.Names.Rules, "RG-12") == "" || len(m.pv.Messages) != 1 {
		t.Errorf("names %v, messages %v", m.pv.Names, m.pv.Messages)
	}
	for _, alone := range []bool{true, false} {
		if r := w.judge(signed, alone); r.Status != verify.Conform {
			t.Errorf("alone %t: %s %v", alone, r.Status, codes(r))
		}
	}
}

// A plan that lists the same twice, or out of order, opens no campaign: no version writes one.
func TestTermsListedTwice(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*plan.Names){
		"a rule twice":        func(n *plan.Names) { n.Rules = append(n.Rules, n.Rules[0]) },
		"rules out of order":  func(n *plan.Names) { n.Rules = append(n.Rules, plan.Name{Code: "RG-11"}) },
		"a role twice":        func(n *plan.Names) { n.Roles = append(n.Roles, n.Roles[0]) },
		"a message twice":     func(n *plan.Names) { n.Messages = append(n.Messages, n.Messages[0]) },
		"a row twice":         func(n *plan.Names) { n.Messages[0].Rows = []string{"SC-1", "SC-2", "SC-1"} },
		"an epic twice":       func(n *plan.Names) { n.Epics = append(n.Epics, n.Epics[0]) },
		"a criterion renamed": func(n *plan.Names) { n.Criteria = append(n.Criteria, plan.Name{Code: "CA-1.1"}) },
	} {
		m := plan.Manifest{
			V: plan.ManifestVersion, Campaign: campaignID, Language: "fr",
			Cases: []plan.FrozenCase{{Case: catalogue.Case{ID: "SC-1"}}, {Case: catalogue.Case{ID: "SC-2"}}},
		}
		termed(&m)
		for _, refused := range []bool{false, true} {
			if refused {
				change(&m.Names)
			}
			data, err := m.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if _, err = plan.Parse(bytes.NewReader(data)); (err != nil) != refused {
				t.Errorf("%s, changed %t: %v", name, refused, err)
			}
		}
	}
}
