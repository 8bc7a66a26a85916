package api

import "recette/internal/campaign"

// RetentionList is the document of "recette person retention", version 1.
type RetentionList struct {
	V         int    `json:"v"`
	Campaigns []kept `json:"campaigns"` // one a campaign and a rule, in order
}

type kept struct {
	Campaign string    `json:"campaign"`
	Rule     string    `json:"rule"`  // evidence, texts, names
	Since    string    `json:"since"` // day from which the retention counts
	State    string    `json:"state"` // due, erased, held
	Unsigned []string  `json:"unsigned,omitempty"`
	Denied   string    `json:"denied,omitempty"`
	Elements []element `json:"elements,omitempty"` // of what is not erased
	Planned  int       `json:"planned"`            // people whom a frozen plan names, and nothing else will
	Texts    int       `json:"texts"`              // erased, like those that follow
	Names    int       `json:"names"`
	Files    int       `json:"files"`
	PVs      []string  `json:"pvs,omitempty"`
	Plan     []string  `json:"plan,omitempty"`
}

type element struct {
	ID     string `json:"id"`
	Field  string `json:"field"`
	At     string `json:"at"`
	Case   string `json:"case,omitempty"`
	Number string `json:"number,omitempty"`
	Text   string `json:"text"`
}

// NewRetentionList gives what is due, and what became of it. Nothing says again what was erased. denied words what
// keeps somebody from erasing.
func NewRetentionList(all []campaign.Swept, erased bool, denied func(error) string) RetentionList {
	doc := RetentionList{V: 1, Campaigns: []kept{}}
	for i := range all {
		w := &all[i]
		k := kept{
			Campaign: w.Campaign, Rule: w.Rule, Since: w.Base, State: "due", Unsigned: w.Unsigned,
			Planned: len(w.Planned) + len(w.Apart),
			Texts:   w.Erased.Texts, Names: w.Erased.Names, Files: w.Erased.Files, PVs: w.Erased.PVs,
			Plan: w.Erased.Plan,
		}
		switch {
		case w.Stays():
			k.State = "held"
		case erased:
			k.State = "erased"
		}
		if w.Denied != nil {
			k.Denied = denied(w.Denied)
		}
		for j := range w.Found {
			if e := &w.Found[j]; k.State != "erased" {
				k.Elements = append(k.Elements, element{e.ID, e.Field, e.At, e.Case, e.Number, e.Text})
			}
		}
		doc.Campaigns = append(doc.Campaigns, k)
	}
	return doc
}
