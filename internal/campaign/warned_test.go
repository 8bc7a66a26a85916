package campaign_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// What a project only warns of is told at once, with who could do it without breaking the rule; what it traces is not,
// nor what was not recorded.
func TestWarned(t *testing.T) {
	paul := recette.Actor{Ref: "p-paul", Name: "Paul", Role: recette.PO}
	for name, tt := range map[string]struct {
		do   func(b gaps)
		want campaign.Warning
	}{
		"who played decides": {
			func(b gaps) { b.decide(t, campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "r"}) },
			campaign.Warning{Rule: access.DeciderExecuted, About: "DEC-REC-0001", Others: []string{paul.Name}},
		},
		"another decider": {
			func(b gaps) {
				if _, err := b.s.Decide(t.Context(), paul, campaign.Decide{
					Campaign: "v1", Decision: recette.Refused, Reason: "r",
				}); err != nil {
					t.Fatal(err)
				}
				b.told = nil
				b.decide(t, campaign.Decide{Campaign: "v1", Journey: "reste", Decision: recette.Refused, Reason: "r"})
			},
			campaign.Warning{Rule: access.SeveralDeciders, About: "DEC-REC-0002", Others: []string{paul.Name}},
		},
		"who fixed closes": {
			func(b gaps) {
				n := b.raise(recette.Minor, "SC-2")
				b.noted(elise, gap.Change{Number: n, Act: recette.AnomalyFix, Build: "b1", FixedBy: elise.Name})
				b.again("SC-2", 1)
				b.noted(elise, gap.Change{Number: n, Act: recette.AnomalyClose})
			},
			campaign.Warning{
				Rule: access.FixerCloses, About: "ANO-0001", Others: []string{samira.Name, yann.Name, zoe.Name},
			},
		},
		"who fixed replays": {
			func(b gaps) {
				n := b.raise(recette.Minor, "SC-2")
				b.noted(elise, gap.Change{Number: n, Act: recette.AnomalyFix, Build: "b1", FixedBy: samira.Name})
				b.again("SC-2", 1)
				b.noted(elise, gap.Change{Number: n, Act: recette.AnomalyClose})
			},
			campaign.Warning{Rule: access.FixerCloses, About: "ANO-0001", Others: []string{yann.Name, zoe.Name}},
		},
		"who asks for a derogation grants it": {
			func(b gaps) {
				n := b.noted(marc, advice.Derogation{Text: "x"})
				b.noted(marc, advice.Ruling{Number: n, Grant: true})
			},
			campaign.Warning{Rule: access.OwnDerogation, About: "DER-0001", Others: []string{paul.Name}},
		},
		"an administrator decides": {
			func(b gaps) {
				b.change(b.s, elise, roster.Change{
					Act: journal.UserAdd, Name: "Ana", Roles: []recette.Role{recette.Admin, recette.QA}, Reason: "r",
				})
			},
			campaign.Warning{Rule: access.AdminDecides, About: "Ana"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, effect := range []access.Effect{access.Warn, access.Trace} {
				b := gaps{newBench(t, campaign.Policies{Duties: access.Duties{tt.want.Rule: effect}})}
				m := manifest()
				m.V = plan.ManifestVersion
				m.Parties = append(m.Parties, plan.Participant{Ref: paul.Ref, Name: paul.Name, Role: "po"})
				if tt.want.Rule == access.DeciderExecuted {
					m.Parties = append(m.Parties, plan.Participant{Ref: marc.Ref, Name: marc.Name, Role: "tester"})
				}
				if err := b.s.Open(t.Context(), elise, m); err != nil {
					t.Fatal(err)
				}
				if tt.want.Rule == access.DeciderExecuted {
					tester := marc
					tester.Role = recette.Tester
					b.attempt(tester, "SC-1", recette.Passed, recette.Passed, recette.Passed)
				}
				tt.do(b)
				want := []campaign.Warning{tt.want}
				if effect == access.Trace {
					want = nil
				}
				if diff := cmp.Diff(want, b.told); diff != "" {
					t.Errorf("%s: what was told (-want +got):\n%s", effect, diff)
				}
				said := []journal.Broken{{Rule: string(tt.want.Rule), Effect: string(effect)}}
				if !slices.ContainsFunc(b.records(), func(r journal.Record) bool {
					return slices.Equal(r.Leaf.Broken, said)
				}) {
					t.Errorf("%s: no leaf says what was broken", effect)
				}
			}
		})
	}
}
