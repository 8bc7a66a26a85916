package attacks

import (
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// delivery is an iteration on another build, which bears on every row.
func (w *world) delivery(build string) campaign.Iteration {
	return campaign.Iteration{
		Campaign: campaignID, Build: true, Make: func(former *plan.Manifest) (plan.Manifest, []string, error) {
			return former.Delivered(plan.Release{Version: "1.5", Build: build}, build, w.now), nil, nil
		},
	}
}

// deliver goes on with the campaign on another build.
func (w *world) deliver(build string) {
	w.t.Helper()
	_, err := w.campaigns.Iterate(w.t.Context(), elise, w.delivery(build))
	w.must(err)
}

// forgeIterationBy goes on with the campaign in the name of somebody.
func (w *world) forgeIterationBy(who recette.Actor) {
	w.t.Helper()
	w.forgedIteration(who, func(*plan.Manifest, *journal.Iterate) {})
}

// forgedIteration goes on with the campaign on a plan, and by a leaf, that lie.
func (w *world) forgedIteration(who recette.Actor, change func(*plan.Manifest, *journal.Iterate)) {
	w.t.Helper()
	made, err := w.campaigns.CheckIterate(w.t.Context(), elise, w.delivery("b2"))
	w.must(err)
	m := made.Manifest
	l := journal.Iterate{Environment: m.Environment.Name, Build: m.Build(), Commit: m.Commit}
	change(&m, &l)
	data, err := m.Bytes()
	w.must(err)
	blob := journal.NewBlob(data)
	l.Manifest = blob.SHA256
	w.entry(who, journal.KindCampaignIterate, func(e *journal.Entry, _ func(string) string) {
		e.Blobs, e.Leaf.Iterate = []journal.Blob{blob}, &l
	})
}

// iterations are plans that say of an iteration what its leaf does not.
func iterations() map[string]fabricated {
	forge := func(change func(*plan.Manifest, *journal.Iterate)) fabricated {
		return fabricated{
			do: func(w *world) { w.forgedIteration(elise, change) }, want: verify.HeaderMismatch, bad: true,
		}
	}
	fresh := func(m *plan.Manifest) {
		for i := range m.Cases {
			m.Cases[i].Replay = ""
		}
	}
	return map[string]fabricated{
		"results of a build given to the next one": forge(func(m *plan.Manifest, _ *journal.Iterate) {
			m.Before[0].Build, m.Before[0].Version = "b2", "1.5"
			fresh(m)
		}),
		"results given to other features": forge(func(m *plan.Manifest, _ *journal.Iterate) {
			m.Before[0].Commit = "0123abc"
		}),
		"a plan of another build than its leaf": forge(func(_ *plan.Manifest, l *journal.Iterate) { l.Build = "b3" }),
		"a plan of other features than its leaf": forge(func(_ *plan.Manifest, l *journal.Iterate) {
			l.Commit = "0123abc"
		}),
		"a plan of another environment than its leaf": forge(func(_ *plan.Manifest, l *journal.Iterate) {
			l.Environment = "production"
		}),
	}
}

// What is due is not done: on the build that nobody tested, a decision that accepts is lawful for nobody.
func TestAnAcceptanceOfWhatIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.deliver("b2")
	w.pronounce(journal.Decision{
		Decision: string(recette.AcceptedWithReserves), Reserves: []string{"RES-0001"},
	}, "Suffisant.")
	m := w.make()
	w.rendered(m, m.file)
	r := w.judge(w.forced(m, m.file), true)
	if r.Status != verify.Indeterminate || codes(r)[verify.DecisionRules] != verify.Indeterminate {
		t.Errorf("%s %v, want indeterminate by the rules of the decision", r.Status, codes(r))
	}
}
