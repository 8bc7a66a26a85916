package livingdoc

import (
	"cmp"
	"strconv"
	"strings"

	"recette/internal/livingdoc/model"
	"recette/internal/recette"
	"recette/internal/standing"
)

// Verdict is the word for a verdict, or for none.
func (w *Wording) Verdict(s recette.Verdict, ran bool) string {
	if !ran {
		return w.T("never")
	}
	return w.Words.T("verdict." + string(s))
}

// VerdictText is the last verdict of a scenario in words.
func (w *Wording) VerdictText(s *model.Scenario) string {
	ran := s.Ran()
	out := w.Verdict(s.Verdict(), ran)
	if n := len(s.Cases); n > 1 && ran {
		same := 0
		for i := range s.Cases {
			if s.Cases[i].Ran() && s.Cases[i].Verdict() == s.Verdict() {
				same++
			}
		}
		out += " " + w.Ratio(same, n)
	}
	if last := s.Last(); last != nil {
		out += ", " + w.On(last.At)
	}
	if trial := s.Trial(); trial != nil {
		key := "trial"
		if !trial.Fresh {
			key = "trial.stale"
		}
		out += " – " + w.T(key, w.Words.T("verdict."+string(trial.Verdict)), w.On(trial.At))
	}
	state := s.State()
	// a failure that holds comes before what is stale
	if f := s.Stale(); f != recette.Fresh && state != standing.Failed {
		out += " – " + w.T("freshness."+string(f))
	}
	out += w.drifted(s.Drifted(), s.Stale() == recette.StaleText && state != standing.Failed)
	return out + w.standingText(state, s.Open(), strings.Join(s.Accepted(), ", "))
}

// drifted says how a case is not as a campaign froze it; nothing when it is, or when it was said already that its
// result is on another text.
func (w *Wording) drifted(st *standing.Status, said bool) string {
	if st == nil {
		return ""
	}
	kind, campaign := st.Drifted()
	if kind == "" || said && kind.Stale() {
		return ""
	}
	return " – " + w.T("drift."+string(kind), campaign)
}

// ResultText tells all that is known of the last result of a case.
func (w *Wording) ResultText(st *standing.Status) string {
	parts := []string{w.Words.T("verdict." + string(st.Verdict)), w.T("result.on", w.On(st.At))}
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, w.T(key, value))
		}
	}
	add("result.build", st.Build)
	add("result.environment", st.Environment)
	if st.Tester != "" {
		who := w.T("result.by", st.Tester)
		if st.Entity != "" {
			who += " (" + st.Entity + ")"
		}
		parts = append(parts, who)
	}
	if st.Mode != "" {
		parts = append(parts, w.T("result.mode."+string(st.Mode)))
	}
	add("result.campaign", st.Campaign)
	add("result.pv", st.PV)
	out := strings.Join(parts, ", ")
	if st.Open {
		out += ". " + w.T("result.open")
	}
	out += ". " + w.T("freshness."+string(st.Freshness)+".long")
	if st.Accepted != "" {
		out += " " + w.T("result.accepted", st.Accepted)
	}
	if own := anomalies(st); len(own) > 0 {
		out += " " + w.N("result.anomalies", len(own), strings.Join(own, ", "))
	}
	if len(st.Reserves) > 0 {
		out += " " + w.N("result.reserves", len(st.Reserves), strings.Join(st.Reserves, ", "))
	}
	return out
}

// anomalies gives the numbers of the open anomalies about a case.
func anomalies(st *standing.Status) []string {
	out := make([]string, len(st.Anomalies))
	for i := range st.Anomalies {
		out[i] = st.Anomalies[i].Number
	}
	return out
}

// TallyText tells how far a part of the product is verified.
func (w *Wording) TallyText(t *model.Tally) string {
	parts := []string{w.N("tally.proven", t.Proved, t.Total)}
	for _, x := range []struct {
		key string
		n   int
	}{
		{"tally.failed", t.Failed},
		{"tally.accepted", t.Accepted},
		{"tally.blocked", t.Blocked},
		{"tally.undecided", t.Undecided},
		{"tally.open", t.Open},
		{"tally.stale", t.Stale},
		{"tally.never", t.Never},
	} {
		if x.n > 0 {
			parts = append(parts, w.N(x.key, x.n))
		}
	}
	return strings.Join(parts, ", ")
}

// TallySuffix completes a sentence with how far a part of the product is verified, when results were looked for.
func (w *Wording) TallySuffix(t *model.Tally) string {
	if !w.Doc.Recorded {
		return ""
	}
	return ", " + w.TallyText(t)
}

// HistoryColumns are the columns of the history.
func HistoryColumns() []string {
	return []string{
		"column.build", "column.environment", "column.campaign", "column.date", "column.conform", "column.failed",
		"column.blocked",
	}
}

// HistoryRow gives the cells of a point of the history.
func (w *Wording) HistoryRow(r *model.Round) []string {
	build := r.Build
	if !strings.HasPrefix(r.Build, r.Version) {
		build = strings.TrimSpace(r.Version + " " + build)
	}
	return []string{
		cmp.Or(build, w.T("unsaid")), cmp.Or(r.Environment, w.T("unsaid")), r.Campaign, w.On(r.At),
		w.Ratio(r.Proved, r.Total), strconv.Itoa(r.Verdicts[recette.Failed]), strconv.Itoa(r.Verdicts[recette.Blocked]),
	}
}
