package verify

import (
	"fmt"
	"slices"
	"testing"

	"recette/internal/budget"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/strictjson"
)

// grown makes a journal, and its plan, in which each of n things asks for a look at n others.
type grown func(n int) (*manifest, []proven)

// rowsOf gives a plan of so many cases of two steps.
func rowsOf(n int) *manifest {
	m := &manifest{V: 2, Campaign: "v1"}
	for i := range n {
		m.Cases = append(m.Cases, &frozenCase{
			frozenHead: frozenHead{ID: fmt.Sprintf("SC-%d", i+1), Content: "c"}, Steps: make([]frozenStep, 2),
		})
	}
	return m
}

// failing is a leaf that fails the first case once more.
func failing(i int) proven {
	failed := strictjson.WordOf(string(recette.Failed))
	return proven{leaf: journal.Leaf{
		V: 6, Kind: journal.KindResult, Campaign: "v1", Actor: &journal.Actor{Ref: "p-1", Role: "tester"},
		Result: &journal.Result{Case: "SC-1", Content: "c", Attempt: i + 1, Pass: 1, Mode: "manual", Closed: true},
	}, steps: []sighting{{Mode: strictjson.WordOf("manual"), Verdict: failed}}}
}

func anomalyOf(i int, status, original string) proven {
	return proven{leaf: journal.Leaf{V: 6, Kind: journal.KindAnomaly, Campaign: "v1", Anomaly: &journal.Anomaly{
		Number: fmt.Sprintf("ANO-%d", i), Severity: "minor", Status: status, Original: original, Case: "SC-1",
	}}}
}

// repeats gives n leaves of each kind, one kind after the other, in order.
func repeats(n int, kinds ...func(i int) proven) (all []proven) {
	for _, kind := range kinds {
		for i := range n {
			all = append(all, kind(i))
		}
	}
	for i := range all {
		all[i].leaf.Seq, all[i].leaf.At = int64(i), "2026-11-23T09:00:00.000Z"
	}
	return all
}

func grownJournals() map[string]grown {
	return map[string]grown{
		"sessions and results": func(n int) (*manifest, []proven) {
			m := rowsOf(1)
			m.Antennes = []string{"bretagne"}
			return m, repeats(n, func(i int) proven {
				return proven{leaf: journal.Leaf{
					V: 6, Kind: journal.KindSessionOpen, Campaign: "v1",
					Session: &journal.Session{Number: fmt.Sprintf("SES-%d", i), Antenne: "bretagne"},
				}}
			}, failing)
		},
		"failures and what drops them": func(n int) (*manifest, []proven) {
			return rowsOf(1), repeats(n, failing, func(int) proven {
				return proven{leaf: journal.Leaf{
					V: 6, Kind: journal.KindAnomalyDrop, Campaign: "v1",
					Drop: &journal.Dropped{Case: "SC-1", Attempt: 1},
				}}
			})
		},
		"failures and duplicates of duplicates": func(n int) (*manifest, []proven) {
			return rowsOf(1), repeats(n, func(i int) proven {
				return anomalyOf(i, string(recette.AnomalyDuplicate), fmt.Sprintf("ANO-%d", i+1))
			}, failing)
		},
		"anomalies and objections": func(n int) (*manifest, []proven) {
			return rowsOf(1), repeats(n, func(i int) proven { return anomalyOf(i, "open", "") }, func(int) proven {
				return proven{leaf: journal.Leaf{
					V: 6, Kind: journal.KindInvalidate, Campaign: "v1",
					Objection: &journal.Objection{Case: "SC-OUT", Attempt: 1, Cause: "data"},
				}}
			})
		},
		"orders and their rows": func(n int) (*manifest, []proven) {
			m := rowsOf(n)
			m.Journeys = slices.Grow(m.Journeys, n)[:n]
			for i := range m.Journeys {
				j, id := &m.Journeys[i], m.Cases[i].ID
				j.Code, j.Blocking, j.Cases = id, true, []string{id}
			}
			return m, nil
		},
		"iterations and rows": func(n int) (*manifest, []proven) {
			m := rowsOf(n)
			m.Journeys = slices.Grow(m.Journeys, 1)[:1]
			m.Journeys[0].Blocking = true
			for _, z := range m.Cases {
				m.Journeys[0].Cases = append(m.Journeys[0].Cases, z.ID)
			}
			return m, repeats(n, func(int) proven {
				return proven{leaf: journal.Leaf{
					V: 6, Kind: journal.KindCampaignIterate, Campaign: "v1",
					Iterate: &journal.Iterate{Manifest: "m"},
				}}
			})
		},
	}
}

// What a journal makes the recount look at is counted: one in which everything asks for a look at everything else is
// given up, however well it is proven.
func TestCount_OfJournalsThatGrowBySquares(t *testing.T) {
	for name, make := range grownJournals() {
		const n = 1200
		m, leaves := make(n)
		b := budget.New(t.Context(), budget.Limits{Work: n * n / 4})
		count(m, scopeOf(m, -1), leaves, 0, b)
		if b.Err() == nil {
			t.Errorf("%s: %d of each were afforded within %d units", name, n, n*n/4)
		}
		m, leaves = make(20)
		if b = budget.New(t.Context(), allowance(0)); count(m, scopeOf(m, -1), leaves, 0, b) == nil || b.Err() != nil {
			t.Errorf("%s: a few are given up: %v", name, b.Err())
		}
	}
}

// manyRoles is one who has so many.
func manyRoles(n int) []*journal.Leaf {
	return []*journal.Leaf{{Seq: 1, User: &journal.User{
		Ref: "p-1", Act: journal.UserAdd, Roles: make([]string, n),
	}}}
}

// What is looked up for each criterion, each signature, each delegation is counted too.
func TestCheck_LooksAreCounted(t *testing.T) {
	const n = 1000
	few := journal.Leaf{Seq: 1, Derogation: &journal.Derogation{Number: "DER-1", Subject: "criterion:exit/1"}}
	for name, look := range map[string]func(c *check, f *fold){
		"derogations": func(c *check, f *fold) {
			for range n {
				f.petitioned = append(f.petitioned, &petition{asked: &few})
			}
			c.excused(f, recette.ExitCriteria, 2, "2026-11-23", 9)
		},
		"suspensions": func(c *check, f *fold) {
			f.halts = make([]halted, n)
			for i := range f.halts {
				f.halts[i] = halted{&few, &few}
			}
			c.sample("", recette.ExitCriteria, f, moment{})
		},
		"reserves": func(c *check, f *fold) {
			for range n {
				f.reserves = append(f.reserves, &reserve{leaf: &few})
			}
			c.sample("", recette.ExitCriteria, f, moment{seq: 9})
		},
		"journeys": func(c *check, f *fold) {
			c.frozen.Journeys = slices.Grow(c.frozen.Journeys, n)[:n]
			c.sample("", recette.ExitCriteria, f, moment{})
		},
		"parties": func(c *check, _ *fold) {
			c.frozen.Parties = make([]frozenParty, n)
			c.named("p-1")
		},
		"roles": func(c *check, _ *fold) {
			c.users = manyRoles(n)
			c.lost("p-1", "po", 0, 2)
		},
		"roles of a delegator": func(c *check, _ *fold) {
			c.users = manyRoles(n)
			c.rolesOf("p-1", 2)
		},
	} {
		c := &check{pv: &record{}, frozen: &manifest{V: 2}, budget: budget.New(t.Context(), budget.Limits{Work: n - 1})}
		look(c, &fold{plan: c.frozen, cases: map[string]*tally{}, petitions: map[string]*petition{}})
		if c.budget.Err() == nil {
			t.Errorf("%s: %d are looked at within %d units", name, n, n-1)
		}
	}
}
