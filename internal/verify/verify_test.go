package verify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recette/internal/verify"
)

func TestAGoodPVIsConform(t *testing.T) {
	p := conduct(t)
	for name, journey := range map[string]string{"all journeys": "", "one journey": "adhesion"} {
		t.Run(name, func(t *testing.T) {
			s := p.issuePV(journey)
			r := p.verify(s.po.PDF)
			if r.Status != verify.Conform {
				t.Fatalf("status %s, want conform: %v", r.Status, all(r))
			}
			if len(all(r)) > 0 {
				t.Errorf("findings on a good PV: %v", all(r))
			}
			if len(r.Signatures) != 2 || r.Revisions != 3 || r.Data == nil || r.Data.Leaves == 0 {
				t.Errorf("report %+v", r)
			}
			if diff := cmp.Diff(r, p.verify(s.po.PDF), cmpopts.IgnoreUnexported(verify.Report{})); diff != "" {
				t.Errorf("two verifications differ:\n%s", diff)
			}
		})
	}
}
