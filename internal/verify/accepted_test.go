package verify_test

import (
	"slices"
	"testing"

	"recette/internal/verify"
	"recette/reports"
)

// The list of the failed cases that a decision accepts is recounted: it can neither lose one, nor gain one, nor name
// another decision.
func TestAcceptedCasesAreRecounted(t *testing.T) {
	p := conduct(t)
	for name, tt := range map[string]struct {
		change func(*reports.PV)
		wrong  bool
	}{
		"as built":         {func(*reports.PV) {}, false},
		"before the field": {func(d *reports.PV) { d.Accepted = nil }, false},
		"none":             {func(d *reports.PV) { d.Accepted = []reports.Acceptance{} }, true},
		"another decision": {func(d *reports.PV) { d.Accepted[0].Decision = "DEC-REC-0042" }, true},
		"another reason":   {func(d *reports.PV) { d.Accepted[0].Reason = "Parfait." }, true},
		"somebody else":    {func(d *reports.PV) { d.Accepted[0].By = "Zoé Martin" }, true},
		"a case more": {
			func(d *reports.PV) { d.Accepted[0].Cases = append(d.Accepted[0].Cases, "SC-0001") }, true,
		},
		"a case less": {func(d *reports.PV) { d.Accepted[0].Cases = nil }, true},
		"twice":       {func(d *reports.PV) { d.Accepted = append(d.Accepted, d.Accepted[0]) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			doc, manifest := p.build("")
			if len(doc.Accepted) != 1 || !slices.Contains(doc.Accepted[0].Cases, "SC-0003") {
				t.Fatalf("accepted = %+v, want SC-0003", doc.Accepted)
			}
			tt.change(&doc)
			r := p.verify(p.both(p.render(doc, manifest, nil)).po.PDF)
			if got := has(r, verify.DecisionMismatch); got != tt.wrong {
				t.Errorf("%s found = %t, want %t: %v", verify.DecisionMismatch, got, tt.wrong, all(r))
			}
		})
	}
}
