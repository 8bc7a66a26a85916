package attacks

import (
	"crypto/rand"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// leaf appends a fact as whoever holds the database and the key of its log can: by nobody when who is zero.
func (w *world) leaf(who recette.Actor, kind journal.Kind, fill func(l *journal.Leaf, text func(string) string)) {
	w.t.Helper()
	w.entry(who, kind, func(e *journal.Entry, text func(string) string) { fill(&e.Leaf, text) })
}

// entry is leaf with all that goes beside it.
func (w *world) entry(who recette.Actor, kind journal.Kind, fill func(e *journal.Entry, text func(string) string)) {
	w.t.Helper()
	e := journal.Entry{Leaf: journal.Leaf{At: journal.Instant(w.clock()), Kind: kind, Campaign: campaignID}}
	if who.Ref != "" {
		p, err := journal.NewPerson(rand.Reader, who.Ref, who.Name, string(who.Role))
		w.must(err)
		e.Persons, e.Leaf.Actor = []journal.Person{p}, p.Actor()
	}
	fill(&e, func(s string) string {
		text, err := journal.NewText(rand.Reader, s)
		w.must(err)
		e.Texts = append(e.Texts, text)
		return text.Commitment
	})
	_, err := w.db.Append(w.t.Context(), e)
	w.must(err)
}

// attempt appends a whole attempt of SC-3 that says of itself that it passed.
func (w *world) attempt(who recette.Actor, steps func(text func(string) string) []journal.Observation) {
	w.t.Helper()
	w.leaf(who, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
		l.Result = &journal.Result{
			Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "passed",
			Steps: steps(text),
		}
		l.Result.Mode = l.Result.Steps[0].Mode
	})
}

// manual observes a step.
func manual(step int, v recette.Verdict) journal.Observation {
	return journal.Observation{Step: step, Mode: string(recette.Manual), Verdict: string(v)}
}

// pronounce appends a decision.
func (w *world) pronounce(d journal.Decision, reason string) {
	w.t.Helper()
	w.leaf(marc, journal.KindDecision, func(l *journal.Leaf, text func(string) string) {
		if reason != "" {
			d.Reason = text(reason)
		}
		d.Number, l.Decision = "DEC-REC-0002", &d
	})
}

// fabricated is a record that no verb of the product makes, and a PV that repeats it well.
type fabricated struct {
	plan func(*plan.Manifest)
	do   func(w *world)
	lie  func(pv *reports.PV)
	want verify.Code
	bad  bool // not conform; else indeterminate
}

func fabrications() map[string]fabricated {
	return map[string]fabricated{
		"conform, and nothing was verified": {do: func(w *world) {
			w.attempt(yann, func(text func(string) string) []journal.Observation {
				aside := manual(1, recette.NotApplicable)
				aside.Reason = text("sans objet ici")
				return []journal.Observation{manual(0, recette.Passed), aside}
			})
		}, want: verify.CaseUnverified},
		"automation failed, and its verdict says conform": {do: func(w *world) {
			w.attempt(yann, func(func(string) string) []journal.Observation {
				failed := journal.Observation{Mode: "auto", Verdict: "passed", Outcome: "failed"}
				again := failed
				again.Step = 1
				return []journal.Observation{failed, again}
			})
		}, want: verify.StepRules},
		"a remark without words": {do: func(w *world) {
			w.attempt(yann, func(func(string) string) []journal.Observation {
				return []journal.Observation{manual(0, recette.Passed), manual(1, recette.PassedWithRemark)}
			})
		}, want: verify.StepRules},
		"a failure whose words show nothing": {do: func(w *world) {
			w.attempt(yann, func(text func(string) string) []journal.Observation {
				failed := manual(1, recette.Failed)
				failed.Observed = text("\u200b\u2800")
				return []journal.Observation{manual(0, recette.Passed), failed}
			})
		}, want: verify.StepRules},
		"a verdict of no vocabulary": {do: func(w *world) {
			w.attempt(yann, func(func(string) string) []journal.Observation {
				return []journal.Observation{manual(0, recette.Passed), manual(1, "réussi")}
			})
		}, want: verify.StepRules},
		"a verdict that nobody gave, under a name": {do: func(w *world) {
			w.attempt(recette.Actor{}, func(func(string) string) []journal.Observation {
				return []journal.Observation{manual(0, recette.Passed), manual(1, recette.Passed)}
			})
		}, lie: func(pv *reports.PV) {
			pv.Cases[2].Tester = "Cour des comptes"
			pv.Warnings = slices.DeleteFunc(slices.Clone(pv.Warnings), func(x reports.Warning) bool {
				return x.Code == "missing"
			})
		}, want: verify.CaseResult, bad: true},
		"what a person ended, said of a machine": {do: func(w *world) {
			w.leaf(yann, journal.KindResult, func(l *journal.Leaf, _ func(string) string) {
				l.Result = &journal.Result{
					Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "failed",
					Mode: "manual",
				}
			})
		}, lie: func(pv *reports.PV) {
			c := &pv.Cases[2]
			c.Mode = string(recette.Automated)
			of := recette.Figures{}
			of.Add(recette.Verdict(c.Verdict))
			pv.Auto = reports.Figures(of)
			of = recette.Figures{}
			of.Add(recette.Verdict(pv.Cases[0].Verdict))
			of.Add(recette.Verdict(pv.Cases[1].Verdict))
			pv.Manual = reports.Figures(of)
		}, want: verify.CaseResult, bad: true},
		"a journey that counts one case four times": {plan: func(m *plan.Manifest) {
			m.Journeys[0].Cases = []string{"SC-1", "SC-1", "SC-1", "SC-1", "SC-2", "SC-3"}
		}, want: verify.JourneyMismatch, bad: true},
		"a plan dated after its campaign": {plan: func(m *plan.Manifest) {
			m.FrozenAt = "2031-01-01T00:00:00Z"
		}, want: verify.FrozenLate},
		"accepted without reserve, in spite of a failure": {do: func(w *world) {
			w.pronounce(journal.Decision{Decision: "accepted"}, "")
		}, want: verify.DecisionRules},
		"accepted with a reserve that nobody recorded": {do: func(w *world) {
			d := journal.Decision{Decision: "accepted_with_reserves", Reserves: []string{"RES-0404"}}
			w.pronounce(d, "Suffisant.")
		}, want: verify.DecisionRules},
		"accepted below a blocking anomaly": {do: func(w *world) {
			_, err := w.campaigns.Note(w.t.Context(), yann, campaignID, gap.Anomaly{
				Severity: recette.Blocking, Case: "SC-1", Step: 2, Summary: "Rien ne part.",
			})
			w.must(err)
		}, want: verify.DecisionRules},
		"refused since, on its only journey": {do: func(w *world) {
			_, err := w.signOff.Decide(w.t.Context(), marc, w.unlock(marc), campaign.Decide{
				Campaign: campaignID, Journey: "adhesion", Decision: recette.Refused, Reason: "Non.",
			})
			w.must(err)
		}, want: verify.DecidedApart},
		"a blocking anomaly that its tester made minor": {do: func(w *world) {
			for _, severity := range []string{"blocking", "minor"} {
				w.leaf(yann, journal.KindAnomaly, func(l *journal.Leaf, text func(string) string) {
					l.Anomaly = &journal.Anomaly{
						Number: "ANO-0009", Severity: severity, Status: "open", Case: "SC-1", Summary: text("Bloque."),
					}
				})
			}
		}, want: verify.AnomalyLowered},
	}
}

// Whoever holds the database and its key records what no verb of the product would: the PV repeats the leaves well, its
// figures are theirs, and it is conform for nobody. Nobody is led to sign it either.
func TestRecordsThatNoVerbMakes(t *testing.T) {
	t.Parallel()
	all := fabrications()
	maps.Copy(all, gaps())
	maps.Copy(all, iterations())
	maps.Copy(all, notes())
	maps.Copy(all, people())
	maps.Copy(all, constats())
	maps.Copy(all, transcripts())
	maps.Copy(all, keptOnDevices())
	maps.Copy(all, papers())
	maps.Copy(all, alerts())
	maps.Copy(all, severities())
	maps.Copy(all, exclusions())
	maps.Copy(all, mistimed())
	maps.Copy(all, requests())
	maps.Copy(all, terms())
	for name, a := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lies []func(*plan.Manifest)
			if a.plan != nil {
				lies = append(lies, a.plan)
			}
			w := newWorldOf(t, 3, lies...)
			if a.do != nil {
				a.do(w)
			}
			m := w.make()
			if a.lie != nil {
				a.lie(&m.pv)
				m.file = w.draw(m.pv, m.pv, m, w.texts(), w.contents(m.file))
			}
			w.rendered(m, m.file)
			doc, err := signoff.Read(t.Context(), m.file)
			w.must(err)
			if w.signOff.CheckSign(t.Context(), elise, elise.Role, doc) == nil {
				t.Error("the PPO is led to sign it")
			}
			want := verify.Indeterminate
			if a.bad {
				want = verify.NotConform
			}
			signed := w.forced(m, m.file)
			for _, alone := range []bool{true, false} {
				r := w.judge(signed, alone)
				if found := codes(r); r.Status != want || found[a.want] != want {
					t.Errorf("alone %t: %s %v, want %s by %s", alone, r.Status, found, want, a.want)
				}
			}
		})
	}
}

// forced has both sign, and the log say so whatever the product would refuse.
func (w *world) forced(m made, file []byte) []byte {
	w.t.Helper()
	for _, who := range []recette.Actor{elise, marc} {
		file = w.forcedBy(who, m, file)
	}
	return file
}

func (w *world) forcedBy(who recette.Actor, m made, file []byte) []byte {
	w.t.Helper()
	r := w.signature(who, m, file)
	w.leaf(who, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
		l.PV = &journal.PV{
			Number: m.draft.Number, SHA256: r.FileSHA256, Role: string(who.Role),
			Signature: r.SignatureValueSHA256, Certificate: r.CertificateSHA256,
		}
	})
	return r.PDF
}

// What was graver, or failed, before it became what the PV shows is lawful, and said.
func TestWhatWasWorseIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	begin := campaign.Begin{Campaign: campaignID, Case: "SC-3", Content: testedContent, Mode: recette.Manual}
	a, err := w.campaigns.BeginAttempt(ctx, yann, begin)
	w.must(err)
	for i, o := range []campaign.Observation{
		{Step: 0, Mode: recette.Manual, Verdict: recette.Passed},
		{Step: 1, Mode: recette.Manual, Verdict: recette.Failed, Observed: "rien ne vient"},
		{Step: 1, Mode: recette.Manual, Verdict: recette.Passed},
	} {
		_, err = w.campaigns.Record(ctx, yann, campaign.Result{
			Campaign: campaignID, Case: "SC-3", Content: testedContent, Attempt: a.Number, Pass: a.Pass,
			Mode: recette.Manual, Steps: []campaign.Observation{o}, Closed: i == 2,
		})
		w.must(err)
	}
	number, err := w.campaigns.Note(ctx, yann, campaignID, gap.Anomaly{
		Severity: recette.Blocking, Case: "SC-3", Step: 2, Summary: "Rien ne part.",
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, elise, campaignID, gap.Change{
		Number: number, Act: recette.AnomalyPropose, Proposed: "minor", Reason: "Un seul navigateur.",
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, marc, campaignID, gap.Change{
		Number: number, Act: recette.AnomalyQualify, Severity: recette.Minor, Reason: "Un seul navigateur.",
	})
	w.must(err)
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	for _, alone := range []bool{true, false} {
		r := w.judge(signed, alone)
		said := map[verify.Code]string{}
		for _, f := range r.Content {
			said[f.Code] = strings.Join(f.Args[:3], " ")
		}
		if r.Status != verify.Conform || said[verify.StepCorrected] != "SC-3 2 failed" ||
			said[verify.AnomalyLowered] != number+" blocking minor" {
			t.Errorf("alone %t: %s %v", alone, r.Status, r.Content)
		}
	}
}

// A PV that both sign although its campaign went on: a result, an anomaly, a reserve or a decision came after its head.
// Nobody is led to; the file alone says what it said, and the journal that they knew better.
func TestSignedAfterAFact(t *testing.T) {
	t.Parallel()
	for name, fact := range map[string]func(*world){
		"a failure": func(w *world) { w.record("SC-3", recette.Failed, nil) },
		"an anomaly": func(w *world) {
			_, err := w.campaigns.Note(w.t.Context(), yann, campaignID, gap.Anomaly{
				Severity: recette.Blocking, Case: "SC-1", Step: 2, Summary: "Rien ne part.",
			})
			w.must(err)
		},
		"a reserve": func(w *world) {
			_, err := w.campaigns.Note(w.t.Context(), elise, campaignID, gap.Reserve{
				Class: recette.Major, Text: "Grave", Anomaly: "ANO-0001", Owner: "Atelier", Due: "2026-12-24",
				Check: "SC-2",
			})
			w.must(err)
		},
		"a decision":   func(w *world) { w.pronounce(journal.Decision{Decision: "refused"}, "Non.") },
		"an iteration": func(w *world) { w.deliver("b2") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			m := w.make()
			w.rendered(m, m.file)
			fact(w)
			doc, err := signoff.Read(t.Context(), m.file)
			w.must(err)
			if err := w.signOff.CheckSign(t.Context(), elise, elise.Role, doc); !errors.Is(err, campaign.ErrOvertaken) {
				t.Errorf("the PPO is told %v", err)
			}
			signed := w.forced(m, m.file)
			if alone := w.judge(signed, true); alone.Status != verify.Conform {
				t.Errorf("alone: %s %v", alone.Status, codes(alone))
			}
			near := w.judge(signed, false)
			if near.Status != verify.Indeterminate || codes(near)[verify.SignedLate] != verify.Indeterminate {
				t.Errorf("beside the journal: %s %v", near.Status, codes(near))
			}
		})
	}
}

// Each signature that came after a fact is named, and no other: whoever signed before it did not know better.
func TestSignedAfterAFact_NamesEachSignature(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		before []recette.Actor // they sign before the fact; the others after it
		want   []string
	}{
		"both late":   {nil, []string{"PPO", "PO"}},
		"the PO late": {[]recette.Actor{elise}, []string{"PO"}},
		"none late":   {[]recette.Actor{elise, marc}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			m := w.make()
			w.rendered(m, m.file)
			file := m.file
			for i, who := range []recette.Actor{elise, marc} {
				if i == len(tt.before) {
					w.record("SC-3", recette.Failed, nil)
				}
				file = w.forcedBy(who, m, file)
			}
			if len(tt.before) == 2 {
				w.record("SC-3", recette.Failed, nil)
			}
			var late []string
			since := false
			for _, f := range w.judge(file, false).Journal {
				if since = since || f.Code == verify.FactsSince; f.Code == verify.SignedLate {
					late = append(late, f.Args[0])
				}
			}
			if !slices.Equal(late, tt.want) || since != (tt.want == nil) {
				t.Errorf("late: %q, want %q; facts since: %t", late, tt.want, since)
			}
		})
	}
}

// Both together, with every key, say conform what nobody played: the PO plays all by themselves, in one day, without
// evidence. The plan makes them no tester: what they record as one is doubted, and the warnings that they cannot leave
// out say the rest on page 1.
func TestTwoTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	player := recette.Actor{Ref: marc.Ref, Name: marc.Name, Role: recette.Tester}
	for i, id := range []string{"SC-1", "SC-2", "SC-3"} {
		w.leaf(player, journal.KindResult, func(l *journal.Leaf, _ func(string) string) {
			l.Result = &journal.Result{
				Case: id, Content: testedContent, Attempt: []int{2, 2, 1}[i], Pass: 1, Mode: "manual", Closed: true,
				Verdict: "passed",
				Steps:   []journal.Observation{manual(0, recette.Passed), manual(1, recette.Passed)},
			}
		})
	}
	w.pronounce(journal.Decision{Decision: "accepted_with_reserves", Reserves: []string{"RES-0001"}}, "Tout passe.")
	m := w.make()
	w.rendered(m, m.file)
	err := w.campaigns.CheckSign(t.Context(), marc, campaignID, m.draft.Number, verify.Digest(m.file))
	if !errors.Is(err, access.ErrDenied) {
		t.Errorf("the product lets whoever played sign: %v", err)
	}
	signed := w.forced(m, m.file)
	for _, alone := range []bool{true, false} {
		r := w.judge(signed, alone)
		if r.Status != verify.Indeterminate || len(codes(r)) != 2 ||
			codes(r)[verify.NoteRules] != verify.Indeterminate ||
			codes(r)[verify.SignerExecuted] != verify.Indeterminate {
			t.Errorf("alone %t: %s %v, want doubts about who may record, and sign", alone, r.Status, codes(r))
		}
	}
	for _, code := range []string{"sole_tester", "no_evidence", "one_day", "superseded"} {
		m := w.make()
		at := slices.IndexFunc(m.pv.Warnings, func(x reports.Warning) bool { return x.Code == code })
		if at < 0 {
			t.Fatalf("no warning %s among %v", code, m.pv.Warnings)
		}
		m.pv.Warnings = slices.Delete(slices.Clone(m.pv.Warnings), at, at+1)
		m.file = w.draw(m.pv, m.pv, m, w.texts(), w.contents(m.file))
		w.rendered(m, m.file)
		if r := w.judge(w.forced(m, m.file), true); codes(r)[verify.Derived] != verify.NotConform {
			t.Errorf("without the warning %s: %s %v", code, r.Status, codes(r))
		}
	}
}
