package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/meant"
	"recette/internal/recette"
)

func anomaliesAt(id string) string { return campaignAt(id) + "/anomalies" }

func anomalyAt(id, number string) string { return anomaliesAt(id) + "/" + url.PathEscape(number) }

// AnomalyAt gives the address of an anomaly.
func (v *view) AnomalyAt(id, number string) string { return anomalyAt(id, number) }

// RaiseAt gives the address at which the anomaly of a failure is opened.
func (v *view) RaiseAt(id, draft string) string {
	return anomaliesAt(id) + "/ouvrir?" + url.Values{"constat": {draft}}.Encode()
}

// RaiseFrom is RaiseAt, for who comes back to the page of the row that they played.
func (v *view) RaiseFrom(id, draft, row string) string {
	return v.RaiseAt(id, draft) + "&" + url.Values{"retour": {rowAt(id, row)}}.Encode()
}

// gaps are the anomalies of a campaign, with the failures that wait for one.
type gaps struct {
	*ground
	Drafts           []failure
	All              []anomaly
	Table            []grades // how many there are, by severity and status
	Statuses         []string // of the table
	Total            int
	Query            string
	Severity, Status string
	Sights           []sight
	Held             []sight
}

// grades are the anomalies of a severity, by status.
type grades struct {
	Severity string
	Counts   []count
	Total    int
}

// count is a number of anomalies, and where they are listed.
type count struct {
	N  int
	At string
}

// The fields of the address of a list of anomalies.
const (
	askSeverity = "gravite"
	askStatus   = "etat"
	askOpen     = "ouvertes"
	askMine     = "miennes"
)

// anomalies lists the anomalies of a campaign, those that weigh on a decision first, the gravest of them first.
func (s *Server) anomalies(v *visit) error {
	g, err := s.ground(v)
	if err != nil {
		return err
	}
	return s.showAnomalies(v, g, v.r.URL.Query())
}

func (s *Server) showAnomalies(v *visit, g *ground, asked url.Values) error {
	st, err := g.stands(v)
	if err != nil {
		return err
	}
	page := gaps{ground: g, Query: strings.TrimSpace(asked.Get(askWord)), Total: len(st.Anomalies)}
	sift := gap.Sift{
		Severity: oneOf(asked.Get(askSeverity), recette.Severities()),
		Status:   oneOf(asked.Get(askStatus), recette.AnomalyStatuses()),
		Open:     asked.Get(askOpen) != "",
	}
	page.Severity, page.Status = sift.Severity, sift.Status
	if g.Me != "" && asked.Get(askMine) != "" {
		sift.Owner = g.Me
	}
	for i := range st.Drafts {
		page.Drafts = append(page.Drafts, s.waitingOf(v, g, &st.Drafts[i], st.Texts))
	}
	for i := range st.Anomalies {
		a := anomalyOf(&st.Anomalies[i], st.Texts)
		if sift.Anomaly(&st.Anomalies[i], st.Texts) && a.holds(page.Query) {
			page.All = append(page.All, a)
		}
	}
	slices.SortStableFunc(page.All, func(a, b anomaly) int {
		return cmp.Or(boolOrder(a.Open, b.Open), boolOrder(
			recette.Severity(b.Severity).Lesser(recette.Severity(a.Severity)),
			recette.Severity(a.Severity).Lesser(recette.Severity(b.Severity)),
		))
	})
	page.tabled(st)
	page.sights(v, asked)
	return s.show(v, cmp.Or(g.code, http.StatusOK), "anomalies", &page)
}

// boolOrder puts what is first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// oneOf gives a code that is one of those that there are, else none.
func oneOf[T ~string](said string, all []T) string {
	if slices.Contains(all, T(said)) {
		return said
	}
	return ""
}

// anomaly is one on a page, with its words.
type anomaly struct {
	Number, Severity, Status, Priority, Case, Summary, Owner, Due, Link, URL string
	Step                                                                     int // as people count; 0: of none
	Open, Erased                                                             bool
}

func anomalyOf(a *state.Anomaly, texts map[string]string) anomaly {
	out := anomaly{
		Number: a.Number, Severity: a.Severity, Status: a.Status, Priority: a.Priority, Case: a.Case,
		Summary: texts[a.Summary], Owner: texts[a.Owner], Due: a.Due, Link: a.Tracker, URL: a.URL, Open: a.Open(),
	}
	if a.Step != nil {
		out.Step = *a.Step + 1
	}
	return out
}

// holds tells whether a word is in what is shown of an anomaly.
func (a *anomaly) holds(word string) bool {
	word = meant.Fold(word)
	for _, text := range []string{a.Number, a.Case, a.Summary, a.Owner, a.Link} {
		if strings.Contains(meant.Fold(text), word) {
			return true
		}
	}
	return false
}

// tabled counts all the anomalies, by severity and status.
func (p *gaps) tabled(st *campaign.Status) {
	for _, status := range recette.AnomalyStatuses() {
		if slices.ContainsFunc(st.Anomalies, func(a state.Anomaly) bool { return a.Status == string(status) }) {
			p.Statuses = append(p.Statuses, string(status))
		}
	}
	for _, severity := range recette.Severities() {
		row := grades{Severity: string(severity)}
		for _, status := range p.Statuses {
			c := count{At: anomaliesAt(p.Campaign) + "?" + url.Values{
				askSeverity: {string(severity)}, askStatus: {status},
			}.Encode()}
			for i := range st.Anomalies {
				if a := &st.Anomalies[i]; a.Severity == string(severity) && a.Status == status {
					c.N++
				}
			}
			row.Counts, row.Total = append(row.Counts, c), row.Total+c.N
		}
		if row.Total > 0 {
			p.Table = append(p.Table, row)
		}
	}
}

// sights gives the filters of the list, and those that hold.
func (p *gaps) sights(v *visit, asked url.Values) {
	t := v.words.T
	at := func(name, said string) string {
		q := url.Values{}
		for _, k := range []string{askSeverity, askStatus, askOpen, askMine, askWord} {
			if was := asked.Get(k); was != "" && k != name {
				q.Set(k, was)
			}
		}
		if said != "" {
			q.Set(name, said)
		}
		if len(q) == 0 {
			return anomaliesAt(p.Campaign)
		}
		return anomaliesAt(p.Campaign) + "?" + q.Encode()
	}
	for _, x := range []struct{ name, label string }{
		{askOpen, t("web.anomalies.see.open")}, {askMine, t("web.anomalies.see.mine")},
	} {
		if x.name == askMine && p.Me == "" {
			continue
		}
		on := asked.Get(x.name) != ""
		one := sight{Name: x.label, At: at(x.name, "1"), Chosen: on}
		if on {
			one.At = at(x.name, "")
			p.Held = append(p.Held, one)
		}
		p.Sights = append(p.Sights, one)
	}
	if p.Severity != "" {
		p.Held = append(p.Held, sight{Name: t("severity." + p.Severity), At: at(askSeverity, "")})
	}
	if p.Status != "" {
		p.Held = append(p.Held, sight{Name: t("anomaly.status." + p.Status), At: at(askStatus, "")})
	}
	if p.Query != "" {
		p.Held = append(p.Held, sight{Name: p.Query, At: at(askWord, "")})
	}
}

// Severities lists the severities, the gravest first.
func (v *view) Severities() []recette.Severity { return recette.Severities() }

// Priorities lists the priorities, first first.
func (v *view) Priorities() []recette.Priority { return recette.Priorities() }

// AnomalyStatuses lists the statuses of an anomaly.
func (v *view) AnomalyStatuses() []recette.AnomalyStatus { return recette.AnomalyStatuses() }
