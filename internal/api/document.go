package api

import (
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// PVList is the document of "recette pv list", version 1.
type PVList struct {
	V        int       `json:"v"`
	Campaign string    `json:"campaign"`
	PVs      []PVSheet `json:"pvs"` // in the order in which they were rendered
}

// PVSheet is a PV, and what it is worth.
type PVSheet struct {
	Number     string             `json:"number"`
	Journey    string             `json:"journey,omitempty"`
	Antenne    string             `json:"antenne,omitempty"` // of a constat
	At         string             `json:"at"`                // rendered
	SHA256     string             `json:"sha256"`            // of the file, as it was signed last
	Signatures []pvSignature      `json:"signatures"`
	Standing   recette.PVStanding `json:"standing"`        // project, in_force, to_replace, replaced, cancelled, stated
	State      recette.PVState    `json:"state"`           // draft, circulating, to_decide, to_sign, signed…
	With       string             `json:"with,omitempty"`  // the PV that took its place
	Lifts      *lifts             `json:"lifts,omitempty"` // of a PV of lifting
	Scans      []pvScan           `json:"scans,omitempty"` // printings that were signed by hand, as somebody says
	Decided    *pvEnd             `json:"decided,omitempty"`
	Proposed   *pvEnd             `json:"proposed,omitempty"`
}

type pvSignature struct {
	Role recette.Role `json:"role"`
	At   string       `json:"at"`
}

type pvScan struct {
	Role   string `json:"role"`             // of the box
	Signer string `json:"signer,omitempty"` // empty once erased
	Day    string `json:"day"`              // of the signature, YYYY-MM-DD
	At     string `json:"at"`               // attached
	By     string `json:"by"`               // reference of who says so
	File   string `json:"file"`             // sha256 of the scan
	Of     string `json:"of"`               // sha256 of the file of the PV that was printed

	OfSigned []recette.Role `json:"of_signed"` // who had signed that file electronically
}

type pvEnd struct {
	Act    string `json:"act"` // cancel, replace
	With   string `json:"with,omitempty"`
	At     string `json:"at"`
	By     string `json:"by"`
	Reason string `json:"reason"` // empty once erased
}

// NewPVList lists the PVs of a status.
func NewPVList(st *campaign.Status) PVList {
	doc := PVList{V: 1, Campaign: st.Campaign, PVs: []PVSheet{}}
	for i := range st.PVs {
		p := &st.PVs[i]
		sheet := PVSheet{
			Number: p.Number, Journey: p.Journey, Antenne: p.Antenne, At: p.At, SHA256: p.Latest(),
			Signatures: []pvSignature{},
			Standing:   p.Worth(), State: st.Stages[p.Number], With: p.With, Lifts: liftsOf(p),
			Decided: endOf(st, p.Ended), Proposed: endOf(st, p.Proposed),
		}
		for _, s := range p.Signatures {
			sheet.Signatures = append(sheet.Signatures, pvSignature{s.Role, s.At})
		}
		for k := range p.Scans {
			x := &p.Scans[k]
			sheet.Scans = append(sheet.Scans, pvScan{
				x.Role, st.Texts[x.Signer], x.Day, x.At, x.By.Ref, x.File.SHA256, x.SHA256,
				append([]recette.Role{}, p.Printed(x.SHA256).Signed...),
			})
		}
		doc.PVs = append(doc.PVs, sheet)
	}
	return doc
}

func endOf(st *campaign.Status, e *state.PVEnd) *pvEnd {
	if e == nil {
		return nil
	}
	return &pvEnd{Act: e.Act, With: e.With, At: e.At, By: e.By.Ref, Reason: st.Texts[e.Reason]}
}
