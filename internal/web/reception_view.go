package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
	circuit "recette/internal/route"
)

// pvOf gives a PV of a campaign by its number.
func pvOf(st *campaign.Status, number string) *state.PV {
	for i := range st.PVs {
		if st.PVs[i].Number == number {
			return &st.PVs[i]
		}
	}
	return nil
}

// text gives what stands behind a commitment, or says that it was erased; empty when there is none.
func text(st *campaign.Status, t func(string, ...any) string, commitment string) string {
	if commitment == "" {
		return ""
	}
	if said, ok := st.Texts[commitment]; ok {
		return said
	}
	return t("web.erased")
}

// about says what something is of.
func (v *visit) about(st *campaign.Status, journey, antenne string) string {
	if antenne != "" {
		return v.words.T("pv.list.constat", antenne)
	}
	if j := st.Plan.Journey(journey); journey != "" && j != nil {
		return j.Code + " " + j.Title
	}
	return v.words.T("route.whole")
}

// dated words a day, YYYY-MM-DD.
func (v *visit) dated(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return v.words.Date(t)
}

// waited words what waits, and for whom.
func (v *visit) waited(st *campaign.Status, x *campaign.Wait, names map[string]string) waited {
	t := v.words.T
	key, what := "todo."+string(x.Kind), x.What
	if x.Kind == campaign.WaitProposal && !recette.Severity(x.What).Valid() {
		key += "." + x.What
	}
	if recette.Severity(x.What).Valid() {
		what = t("severity." + x.What)
	}
	const most = 5
	rows := strings.Join(x.Cases[:min(len(x.Cases), most)], ", ")
	out := waited{Text: t(key, x.Number, what, named(names, x.By), len(x.Cases), rows), Due: v.dated(x.Due)}
	switch {
	case x.Who != "":
		out.Who = x.Who
	case x.Role != "":
		out.Who = t("reports.role." + x.Role)
		if x.Branch != "" {
			out.Who = t("todo.of", out.Who, x.Branch)
		}
	default:
		var who []string
		for _, role := range access.Holders(x.For) {
			if slices.ContainsFunc(st.Plan.Parties, func(p plan.Participant) bool { return p.Role == string(role) }) {
				who = append(who, t("reports.role."+string(role)))
			}
		}
		out.Who = strings.Join(who, ", ")
	}
	return out
}

// stepOf words a step of the route of a PV.
func (v *visit) stepOf(x *circuit.Step, names map[string]string) string {
	t := v.words.T
	who := t("reports.role." + x.Role)
	switch {
	case x.Branch != "":
		who = x.Branch
	case x.Who != "":
		who = x.Who + " (" + who + ")"
	}
	line := t("route.step", t("route.kind."+string(x.Kind), who), t("route.status."+string(x.Status)))
	switch {
	case x.Ref != "":
		line += t("route.by", named(names, x.Ref), v.dated(x.Day))
	case x.Late:
		line += t("route.late", v.dated(x.Due))
	case x.Due != "" && x.Missing():
		line += t("route.due", v.dated(x.Due))
	case x.Status == circuit.Silent:
		line += t("route.silent", v.dated(x.Due))
	}
	return line
}

// DecideAt gives the address of the page that the decision is pronounced on: without any other form, so that nothing
// that was typed there is lost with the sending of another.
func (p *received) DecideAt() string {
	at := url.Values{"decider": {"oui"}}
	if p.Journey != "" {
		at.Set("parcours", p.Journey)
	}
	return campaignAt(p.Campaign) + "/reception?" + at.Encode() + "#decision"
}

// BackAt gives the address of the page with the other forms.
func (p *received) BackAt() string { return receptionAt(p.Campaign, p.Journey) }

func receptionAt(id, journey string) string {
	at := campaignAt(id) + "/reception"
	if journey != "" {
		at += "?parcours=" + url.QueryEscape(journey)
	}
	return at
}

// Citable lists the reserves that a decision may cite: those that are open.
func (p *received) Citable() (all []carried) {
	for i := range p.Lines {
		if p.Status.Reserves[i].Standing().Pending() {
			all = append(all, p.Lines[i])
		}
	}
	return all
}

// Effects lists what a decision may trigger.
func (p *received) Effects() []recette.Effect { return recette.Effects() }

// Chosen tells whether a value was chosen in a field of a form that is given back.
func (p *received) Chosen(field, value string) bool { return slices.Contains(p.Form[field], value) }

// Answering tells whether an answer to a warning is given back.
func (p *received) Answering(x *warning) bool {
	return p.Typed("alerte") == x.Code && slices.Equal(p.Form["sur"], x.Args)
}

// Typed is what was typed in a field of a form that is given back.
func (p *received) Typed(field string) string { return p.Form.Get(field) }

// Gesture makes the key of a form: what is sent twice is recorded once.
func (v *view) Gesture() (string, error) { return v.key() }

// formed is what every form on the way to the decision says of itself.
type formed struct{ Key, Journey, Ref string }

// Fill gives it, of the form of a part of the page.
func (v *view) Fill(part string) (inner, error) {
	p, _ := v.Page.(*received)
	key := p.Refused.Retry.Key
	if key == "" || p.Refused.Retry.Part != part {
		var err error
		if key, err = v.key(); err != nil {
			return inner{}, err
		}
	}
	return inner{view: v, Page: formed{key, p.Journey, p.Ref}}, nil
}

// Viewed is the digest of the PV that a visa is of.
func (p *received) Viewed() string {
	if p.Refused.Retry.Part == "visa" {
		return p.Typed("sur")
	}
	return p.Routed.SHA256
}

// Seen is the position up to which who decides read.
func (p *received) Seen() string {
	if p.Refused.Retry.Part == "decision" {
		return p.Typed("vu")
	}
	return strconv.FormatInt(p.R.Seen, 10)
}

// GoLives lists what may be said of going live.
func (v *view) GoLives() []string { return []string{"yes", "no", "conditional"} }

// Refusing gives a part of a page about what was refused.
func (v *view) Refusing(refused unreceived) inner { return inner{view: v, Page: refused} }

// acted is who acts, for a part of a page.
type acted struct {
	Campaign, PV, Journey, Who string
	Asked                      []asked
}

// Acting gives a part of a page about who acts.
func (v *view) Acting(campaign, pv, journey, who string, all []asked) inner {
	return inner{view: v, Page: acted{campaign, pv, journey, who, all}}
}
