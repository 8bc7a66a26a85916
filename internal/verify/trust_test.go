package verify_test

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/sign"
	"recette/internal/verify"
)

func TestDemonstrationIsSaid(t *testing.T) {
	p := conduct(t)
	var err error
	p.authority, err = sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC", Project: "CRM", At: day.Add(-time.Hour), Demo: true},
	)
	check(t, err)
	p.ppo, p.po = p.issue(elise.Name, sign.RolePPO), p.issue(marc.Name, sign.RolePO)
	p.declare("pour la démonstration", p.ppo, p.po)
	doc, manifest := p.build("")
	expect(t, p.verify(p.both(p.render(doc, manifest, nil)).po.PDF), verify.DemoMismatch)
	doc.Demo = true
	r := judge(t, p.both(p.render(doc, manifest, nil)).po.PDF, verify.Options{
		Anchors: p.anchors(),
		Signers: []string{verify.Digest(p.ppo.Certificate.Raw), verify.Digest(p.po.Certificate.Raw)},
	})
	if r.Status != verify.Conform || !r.Signatures[0].Demo || !r.Signatures[1].Demo || !r.Data.Demo {
		t.Errorf("status %s: %v", r.Status, all(r))
	}
}

func TestTrustComesFromTheAnchors(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	other, err := sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC du projet", Project: "CRM", At: day.Add(-time.Hour)},
	)
	check(t, err)
	tests := map[string]struct {
		o    verify.Options
		want verify.Status
	}{
		"with the authority": {verify.Options{Anchors: p.anchors()}, verify.Conform},
		"without":            {verify.Options{}, verify.Indeterminate},
		"with another of the same name": {
			verify.Options{Anchors: []*x509.Certificate{other.Certificate}}, verify.Indeterminate,
		},
		"declared in the future": {
			verify.Options{Anchors: p.anchors(), Now: day.AddDate(0, 0, -9)}, verify.Indeterminate,
		},
		"after the end of the certificates": {
			verify.Options{Anchors: p.anchors(), Now: day.AddDate(4, 0, 0)}, verify.Conform,
		},
		"an expected signature that is absent": {
			verify.Options{Anchors: p.anchors(), Expect: []string{"PPO", "PO", "QA"}}, verify.NotConform,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := judge(t, s.po.PDF, tt.o)
			if r.Status != tt.want {
				t.Errorf("status %s, want %s: %v", r.Status, tt.want, all(r))
			}
			for _, sig := range r.Signatures {
				if trusted := len(tt.o.Anchors) > 0 &&
					tt.o.Anchors[0] == p.authority.Certificate; sig.Trusted != trusted {
					t.Errorf("%s trusted %t, want %t", sig.Field, sig.Trusted, trusted)
				}
			}
			if tt.want == verify.Indeterminate && !tt.o.Now.IsZero() != has(r, verify.TimeFuture) {
				t.Errorf("findings %v", all(r))
			}
		})
	}
}

func TestDrift(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	texts := map[string]verify.Text{}
	for _, c := range p.manifest.Cases {
		texts[c.ID] = textOf(&c.Case)
	}
	texts["SC-0001"] = verify.Text{Content: "other", Presentation: "other"}
	texts["SC-0002"] = verify.Text{Content: texts["SC-0002"].Content, Presentation: "other"}
	other := texts["SC-0005"]
	other.Source = "Scénario: un autre texte\n"
	texts["SC-0005"] = other
	for id, lie := range map[string]func(*verify.Text){ // of a plan that has the right hashes
		"SC-0006": func(x *verify.Text) { x.Titles = strings.Replace(x.Titles, "Cas", "Tous les cas", 1) },
		"SC-0007": func(x *verify.Text) { x.Titles = strings.Replace(x.Titles, "CA-101.1", "CA-101.2", 1) },
		"SC-9999": func(x *verify.Text) { x.Critical = true },
	} {
		x := texts[id]
		lie(&x)
		texts[id] = x
	}
	delete(texts, "SC-0003")
	texts["SC-0004"] = verify.Text{} // two cases have the id
	r := judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Texts: texts})
	want := map[string]string{
		"SC-0001": "content", "SC-0002": "presentation", "SC-0003": "missing", "SC-0004": "duplicated_id",
		"SC-0005": "presentation", "SC-0006": "presentation", "SC-0007": "presentation", "SC-9999": "presentation",
	}
	for _, c := range p.manifest.Cases {
		if _, said := want[c.ID]; !said {
			want[c.ID] = "identical"
		}
	}
	got := map[string]string{}
	for _, d := range r.Drift {
		got[d.Case] = d.State
	}
	for id, state := range want {
		if got[id] != state {
			t.Errorf("%s is %s, want %s", id, got[id], state)
		}
	}
	if r.Status != verify.Conform || len(r.Drift) != len(p.manifest.Cases) {
		t.Errorf("status %s with %d drifts", r.Status, len(r.Drift))
	}
	if !slices.Contains(r.Affirmed, verify.ClaimTexts) {
		t.Error("titles and source are not said to be affirmed")
	}
	for _, c := range p.manifest.Cases {
		texts[c.ID] = textOf(&c.Case)
	}
	same := judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Texts: texts})
	if slices.Contains(same.Affirmed, verify.ClaimTexts) {
		t.Errorf("titles and source are said to be affirmed beside the same features: %v", same.Drift)
	}
}

// TestDrift_DataOfTheSteps: the PV says the data sets that steps name; a plan frozen by a former version says none.
func TestDrift_DataOfTheSteps(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	texts := map[string]verify.Text{}
	for _, c := range p.manifest.Cases {
		texts[c.ID] = textOf(&c.Case)
	}
	said := []struct{ id, tagged, steps, want string }{
		{"SC-0001", "", "le jeu « JDD-1 » chargé", "identical"},
		{"SC-0002", "JDD-1", "le jeu « JDD-1 », puis « JDD-2 »", "identical"},
		{"SC-0003", "", "le jeu « JDD-10 », puis XJDD-1", "presentation"},
		{"SC-0004", "", "rien", "presentation"},
		{"SC-0005", "JDD-2", "le jeu « JDD-1 » chargé", "presentation"},
	}
	for _, tt := range said {
		x := texts[tt.id]
		x.Titles, x.Steps = strings.TrimSuffix(x.Titles, "JDD-1")+tt.tagged, tt.steps
		texts[tt.id] = x
	}
	got := map[string]string{}
	for _, d := range judge(t, s.po.PDF, verify.Options{Anchors: p.anchors(), Texts: texts}).Drift {
		got[d.Case] = d.State
	}
	for _, tt := range said {
		if got[tt.id] != tt.want {
			t.Errorf("%s, tagged %q, whose steps say %q: %s, want %s", tt.id, tt.tagged, tt.steps, got[tt.id], tt.want)
		}
	}
}

// textOf gives the text of a case as the features at hand hold it.
func textOf(c *catalogue.Case) verify.Text {
	return verify.Text{
		Content: c.Content, Presentation: c.Presentation, Source: c.Source, Critical: c.Critical,
		Titles: strings.Join([]string{
			c.Name, c.Feature.Name, "", c.Examples.Name, c.Story, strings.Join(c.Criteria, " "),
			strings.Join(c.Rules, " "), strings.Join(c.DataSets, " "),
		}, "\n"),
	}
}
