package attacks

import (
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/conduct"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/internal/vocabulary"
	"recette/reports"
)

// onPaper appends the result of SC-3, conform, as taken from a filled cahier of Yann's.
func (w *world) onPaper(by, day string) {
	w.t.Helper()
	w.leaf(yann, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
		l.Result = &journal.Result{
			Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "passed", Mode: "manual",
			Steps:  []journal.Observation{manual(0, recette.Passed), manual(1, recette.Passed)},
			Origin: &journal.Taken{File: text("cahier.xlsx"), SHA256: strings.Repeat("ca", 32), By: by, Day: day},
		}
	})
}

// transcripts are results that no verb takes from a cahier so, and PVs that hide where a result comes from.
func transcripts() map[string]fabricated {
	const played = "2026-11-23"
	zeros := strings.Repeat("0", 64)
	on := func(by, day string) func(w *world) { return func(w *world) { w.onPaper(by, day) } }
	lie := func(change func(pv *reports.PV)) fabricated {
		return fabricated{do: on(elise.Ref, played), lie: change, want: verify.CaseResult, bad: true}
	}
	return map[string]fabricated{
		"on paper, tomorrow": {do: on(elise.Ref, "2026-11-24"), want: verify.TranscriptRules, bad: true},
		"on paper, before the opening": {
			do: on(elise.Ref, "2026-11-22"), want: verify.TranscriptRules, bad: true,
		},
		"on paper, on no day of a calendar": {do: on(elise.Ref, "2026-11"), want: verify.TranscriptRules, bad: true},
		"on paper, taken in by the PO":      {do: on(marc.Ref, played), want: verify.NoteRules},
		"on paper, taken in by a stranger":  {do: on("p-nobody", played), want: verify.NoteRules},
		"a cahier that nobody mentions": lie(func(pv *reports.PV) {
			pv.Cases[2].Taken, pv.FirstDay, pv.LastDay, pv.Transcribed = nil, "", "", reports.Figures{}
			for i := range pv.Sessions {
				pv.Sessions[i].TakenBy = ""
			}
		}),
		"a cahier played on another day":     lie(func(pv *reports.PV) { pv.Cases[2].Taken.Day = "2026-11-20" }),
		"a cahier that the tester took in":   lie(func(pv *reports.PV) { pv.Cases[2].Taken.By = yann.Name }),
		"a cahier in the place of another":   lie(func(pv *reports.PV) { pv.Cases[2].Taken.SHA256 = zeros }),
		"a cahier of which the name is lost": lie(func(pv *reports.PV) { pv.Cases[2].Taken.File = "" }),
		"played on more days than it was": {
			do: on(elise.Ref, played), lie: func(pv *reports.PV) { pv.RunDays, pv.FirstDay = 2, "2026-11-22" },
			want: verify.PeriodMismatch, bad: true,
		},
		"fewer results of cahiers than there are": {
			do: on(elise.Ref, played), lie: func(pv *reports.PV) { pv.Transcribed = reports.Figures{} },
			want: verify.FiguresMode, bad: true,
		},
		"nothing warns that one person took them in": {
			do: on(elise.Ref, played), lie: func(pv *reports.PV) {
				kept := pv.Warnings[:0:0]
				for _, x := range pv.Warnings {
					if x.Code != "transcribed_by_one" {
						kept = append(kept, x)
					}
				}
				pv.Warnings = kept
			}, want: verify.Derived, bad: true,
		},
	}
}

// A result that was taken in while its tester sat in a session was obtained there when it was played that day, and in
// none when the cahier says another day: the PV, the bilan and the recount say the same of it.
func TestWhereAResultOfACahierWasObtained(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]int{"": 1, "2026-11-24": 1, "2026-11-23": 0} {
		w := newWorld(t)
		w.now = w.now.Add(24 * time.Hour)
		w.leaf(elise, journal.KindSessionOpen, func(l *journal.Leaf, _ func(string) string) {
			l.Session = &journal.Session{Number: "SES-0001", Present: []journal.Presence{
				{Ref: elise.Ref, Animates: true}, {Ref: yann.Ref},
			}}
		})
		w.onPaper(elise.Ref, day)
		m := w.make()
		account, err := w.campaigns.Account(t.Context(), elise, campaignID)
		w.must(err)
		held := conduct.Bilan(conduct.Input{Account: account, Tags: vocabulary.Default()}).Held
		if m.pv.Meetings[0].Cases != want || held[0].Results != want {
			t.Errorf("played on %q: %d in the session by the PV, %d by the bilan, want %d", day, m.pv.Meetings[0].Cases,
				held[0].Results, want)
		}
		for _, f := range w.judge(m.file, true).Content {
			if f.Status == verify.NotConform {
				t.Errorf("played on %q: an honest PV: %s %v", day, f.Code, f.Args)
			}
		}
		lie := m.pv
		lie.Meetings = slices.Clone(lie.Meetings)
		lie.Meetings[0].Cases = 1 - want
		r := w.judge(w.draw(lie, lie, m, m.texts, w.contents(m.file)), true)
		if codes(r)[verify.NoteMismatch] != verify.NotConform {
			t.Errorf("played on %q, and said to be %d in the session: %v", day, 1-want, codes(r))
		}
	}
}
