package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/i18n"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// received is a campaign on the way to its decision.
type received struct {
	*campaign.Status
	Journey string
	R       *campaign.Reception
	Ref     string // as whom the reader acts; empty until they say it
	Who     string // their name
	Ways    []way
	Routed  *state.PV // the PV on the route of what the page is about
	Waits   []waited
	Asked   []asked
	Lines   []carried
	Voices  []voice
	Done    []decided
	PVs     []paper

	Warnings []*warning
	Answers  string // why the reader answers none of them; empty: they may

	Deciding bool   // the page holds the form of the decision, and no other
	Replaces string // the decision that another one would take the place of

	Decides, Opines, Visas, Submits, Renders gate

	Opinions []recette.Opinion
	Form     url.Values // what was typed, secrets left out
	Refused  unreceived
	Password bool   // the reader proves who they are by the password of their account
	Login    string // under which a browser keeps what it fills in
}

// gate tells whether the reader may do something, and why not.
type gate struct {
	Open bool
	Why  string
}

type (
	waited struct{ Text, Who, Due string }
	way    struct {
		Journey, PV, Phase string
		Steps              []string
	}
	carried struct{ Number, Class, Text, Owner, Due, Anomaly, Status string }
	voice   struct{ Who, Is, Text string }
	decided struct{ Number, Decision, Of, At, By, Reason, Again string }
	paper   struct{ Number, About, Stage string }
	warning struct {
		Code, Text, Answer, By string
		Args                   []string
	}
)

// asked is a participant, with the roles that they hold.
type asked struct{ Ref, Name, Roles string }

// unreceived is what was refused on the way to the decision, and why.
type unreceived struct {
	refusal
	Reasons []string
	Moved   []string // what came since the page was made
	Retry   retry
}

// retry is a gesture of which nobody knows whether it is recorded: sent again under its key, it is recorded once.
type retry struct{ Part, Key, File string }

// reception shows what is decided upon, and what it waits for.
func (s *Server) reception(v *visit) error {
	return s.showReception(v, http.StatusOK, nil, unreceived{})
}

// showReception is reception with what was typed, and refused.
func (s *Server) showReception(v *visit, status int, form url.Values, refused unreceived) error {
	ctx, id := v.r.Context(), v.r.PathValue("campaign")
	r, err := v.reading()
	if err != nil {
		return err
	}
	o, err := r.Outline(ctx, v.reader(), id)
	if err != nil {
		return err
	}
	journey := v.r.URL.Query().Get("parcours")
	if form != nil {
		journey = form.Get("parcours")
	}
	if journey != "" && o.Journey(journey) == nil {
		return errNotFound
	}
	page := received{
		Journey: journey, Form: form, Refused: refused, Password: v.person != nil,
		Deciding: v.r.URL.Query().Has("decider") || form.Has("decider"),
	}
	project, err := s.Reception.Against(ctx, o)
	if err != nil {
		return err
	}
	if page.R, err = r.Reception(ctx, v.reader(), id, journey, project.Present); err != nil {
		return err
	}
	st, err := r.Status(ctx, v.reader(), id)
	if err != nil {
		return err
	}
	page.Status = &st
	ways, err := r.Signoff(ctx, v.reader(), id)
	if err != nil {
		return err
	}
	names, err := r.People(ctx, v.reader(), id)
	if err != nil {
		return err
	}
	if page.Login, err = v.login(); err != nil {
		return err
	}
	page.tell(v, ways, names)
	if err := page.gates(v, r, o); err != nil {
		return err
	}
	page.Deciding = page.Deciding && page.Decides.Open
	if actor, ok := v.acts(&o.Manifest, access.AnswerWarning); ok && page.Answers == "" {
		list, err := s.Reception.Warnings(ctx, actor, &project, id, journey)
		if err != nil { // the rest of the page is worth reading
			s.trouble(v, "warnings", err)
			page.Answers, _ = s.Say(v.words.Lang(), err)
		}
		for i := range list {
			x := &list[i]
			page.Warnings = append(page.Warnings, &warning{
				x.Code, signoff.Reworded(x, string(v.words.Lang()), v.words.T), x.Answer, x.AnsweredBy, x.Args,
			})
		}
	}
	return s.show(v, status, "reception", &page)
}

// gates finds what the reader may do here, by the same rules that would refuse it.
func (p *received) gates(v *visit, r *Record, o *campaign.Outline) error {
	m := &o.Manifest
	if ref := v.acting(m); ref != "" {
		for _, x := range m.Parties {
			if x.Ref == ref {
				p.Ref, p.Who = ref, x.Name
			}
		}
	}
	if v.person == nil {
		p.Asked = people(v.words, m)
	}
	may := func(action access.Action) (g gate, err error) {
		actor, ok := v.acts(m, action)
		if !ok {
			return gate{Why: v.words.T("web.reception.who.first")}, nil
		}
		err = r.May(v.r.Context(), actor, o.Campaign, p.Journey, action)
		if errors.Is(err, access.ErrDenied) {
			g.Why, _ = v.s.Say(v.words.Lang(), err)
			return g, nil
		}
		return gate{Open: err == nil}, err
	}
	var answers gate
	for action, to := range map[access.Action]*gate{
		access.Decide: &p.Decides, access.GiveOpinion: &p.Opines, access.GiveVisa: &p.Visas,
		access.SubmitPV: &p.Submits, access.RenderPV: &p.Renders, access.AnswerWarning: &answers,
	} {
		var err error
		if *to, err = may(action); err != nil {
			return err
		}
	}
	p.Answers = answers.Why
	if actor, ok := v.acts(m, access.GiveOpinion); ok {
		p.Opinions = recette.Opinions(actor.Role)
	}
	if p.Decides.Open {
		return p.decides(v, r, m)
	}
	return nil
}

// decides asks the rules whether anything could be decided now, by what nothing in the facts ever forbids: to refuse.
func (p *received) decides(v *visit, r *Record, m *plan.Manifest) error {
	actor, _ := v.acts(m, access.Decide)
	try := campaign.Decide{Campaign: p.Campaign, Journey: p.Journey, Decision: recette.Refused, Reason: "—"}
	try.Decision = try.Decision.In(p.R.Among)
	err := r.SignOff.CheckDecide(v.r.Context(), actor, try)
	if err == nil {
		return nil
	}
	_, why := v.s.unreceived(v, err)
	p.Decides = gate{Why: why.Sentence}
	if len(why.Reasons) > 0 {
		p.Decides.Why = why.Reasons[0]
		for _, more := range why.Reasons[1:] {
			p.Decides.Why = v.words.T("web.reasons.and", p.Decides.Why, more)
		}
	}
	return nil
}

// people lists those who may say that they act, each once.
func people(words *i18n.Printer, m *plan.Manifest) (all []asked) {
	for _, x := range m.Parties {
		role := words.T("reports.role." + x.Role)
		i := slices.IndexFunc(all, func(a asked) bool { return a.Ref == x.Ref })
		switch {
		case recette.Role(x.Role) == recette.Tester:
		case i < 0:
			all = append(all, asked{x.Ref, x.Name, role})
		default:
			all[i].Roles += ", " + role
		}
	}
	return all
}

// tell words what stands.
func (p *received) tell(v *visit, ways []campaign.Way, names map[string]string) {
	t, st := v.words.T, p.Status
	for _, x := range st.Waiting(ways) {
		p.Waits = append(p.Waits, v.waited(st, &x, names))
	}
	for i := range ways {
		x := &ways[i]
		one := way{Journey: x.Journey, PV: x.PV, Phase: t("route.phase." + string(x.Phase))}
		for k := range x.Steps {
			one.Steps = append(one.Steps, v.stepOf(&x.Steps[k], names))
		}
		p.Ways = append(p.Ways, one)
		if x.PV != "" && (x.Journey == p.Journey || x.Journey == "" && p.Routed == nil) {
			p.Routed = pvOf(st, x.PV)
		}
	}
	for i := range st.Reserves {
		x := &st.Reserves[i]
		p.Lines = append(p.Lines, carried{
			x.Number, t("severity." + x.Class), text(st, t, x.Text), text(st, t, x.Owner), v.dated(x.Due), x.Anomaly,
			t("reserve.status." + string(x.Standing())),
		})
	}
	for _, o := range st.Notes.Given(p.Journey) {
		by := st.Opined[o.Seq]
		who := t("reports.role." + o.By.Role)
		if by.Name != "" {
			who = by.Name + ", " + who
		}
		p.Voices = append(p.Voices, voice{who, t("opinion.is." + o.Opinion.Opinion), text(st, t, o.Text)})
	}
	for i := range st.Decisions {
		d := &st.Decisions[i]
		p.Done = append(p.Done, decided{
			d.Number, t("decision." + d.Decision.Decision), v.about(st, d.Journey, ""), d.At, named(names, d.By.Ref),
			text(st, t, d.Reason), v.dated(d.Again),
		})
	}
	if d := p.R.Decided; d != nil {
		p.Replaces = t("web.reception.decision.replaces", d.Number, t("decision."+d.Decision.Decision))
	}
	for i := range st.PVs {
		x := &st.PVs[i]
		stage := t("pv.standing." + string(x.Worth()))
		if s := st.Stages[x.Number]; s != "" {
			stage = t("pv.stage." + string(s))
		}
		p.PVs = append(p.PVs, paper{x.Number, v.about(st, x.Journey, x.Antenne), stage})
	}
	slices.Reverse(p.PVs)
}
