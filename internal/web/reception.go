package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/state"
	"recette/internal/campaign/visa"
	"recette/internal/i18n"
	"recette/internal/plan"
	"recette/internal/reception"
	"recette/internal/recette"
	circuit "recette/internal/route"
	"recette/internal/signoff"
	"recette/internal/web/guard"
)

// actsKey is what a session holds, before a campaign, of the participant as whom a holder of the key decides and signs
// in it: those who play are others.
const actsKey = "acts."

// acts gives the participant as whom the reader does something on the way to the decision, in the role in which that is
// done. Somebody with an account is themselves; who came in by a key says who they are, and their key proves it.
func (v *visit) acts(m *plan.Manifest, action access.Action) (actor recette.Actor, ok bool) {
	actor, ok = campaign.ParticipantOf(m, v.acting(m), action)
	actor.Authenticated = ok && v.person != nil
	return actor, ok
}

// acting gives the reference of that participant.
func (v *visit) acting(m *plan.Manifest) string {
	if v.person != nil {
		return v.person.Ref
	}
	return v.s.sessions.GetString(v.r.Context(), actsKey+m.Campaign)
}

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
	r, err := s.reading(ctx)
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
			s.Log.Error("warnings", "error", err.Error())
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
		p.Decides.Why = strings.Join(why.Reasons, " ; ")
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

// iact makes a holder of the key act as one of the participants.
func (s *Server) iact(v *visit) error {
	if v.person != nil {
		return errNotFound
	}
	o, err := s.outline(v)
	if err != nil {
		return err
	}
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	ref := form.Get("personne")
	if !slices.ContainsFunc(people(v.words, &o.Manifest), func(a asked) bool { return a.Ref == ref }) {
		return errNotFound
	}
	s.sessions.Put(v.r.Context(), actsKey+o.Campaign, ref)
	if pv := form.Get("pv"); pv != "" {
		return v.to(pvAt(o.Campaign, pv))
	}
	return v.to(receptionAt(o.Campaign, form.Get("parcours")))
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

// errNobody says that a holder of the key did not say as whom they act.
var errNobody = errors.New("nobody acts")

// deed is what a form asks for, in the name of who sent it.
type deed func(
	ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
) error

// act does something on the way to the decision: what is refused is said on the page, with what was typed but secrets.
func (s *Server) act(
	v *visit, action access.Action, do deed, done func(o *campaign.Outline, form url.Values) string,
) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	o, err := s.outline(v)
	if err != nil {
		return &lostError{typed: form, cause: err}
	}
	guard.Patient(v.w, v.r, patient)
	actor, known := v.acts(&o.Manifest, action)
	once, err := request(form, actor, v.r.URL.Path)
	switch {
	case err != nil:
		return &lostError{typed: form, cause: err}
	case !known:
		err = errNobody
	case form.Get("personne") != v.acting(&o.Manifest): // another tab said to be somebody else meanwhile
		err = errOther
	default:
		err = do(v.r.Context(), o, actor, form, once)
	}
	if err == nil {
		return v.to(done(o, form))
	}
	status, why := s.unreceived(v, err)
	if status == http.StatusServiceUnavailable || status == http.StatusOK {
		s.Log.Error("reception", "path", v.r.Pattern, "error", err.Error())
	}
	if _, unknown := errors.AsType[*reception.UnknownError](err); unknown {
		why.Retry = retry{path.Base(v.r.URL.Path), form.Get("cle"), form.Get("fichier")}
	}
	if status == http.StatusOK { // it is recorded: nothing is to be typed again
		form = url.Values{"parcours": form["parcours"]}
	}
	if e := s.refuseAt(v, o, status, form, why); e != nil {
		return &lostError{typed: form, cause: errors.Join(err, e)}
	}
	return nil
}

// refuseAt shows a refusal on the page that the gesture came from.
func (s *Server) refuseAt(v *visit, o *campaign.Outline, status int, form url.Values, why unreceived) error {
	form = maskedForm(form)
	if number := v.r.PathValue("pv"); number != "" {
		return s.showPV(v, status, o, number, why)
	}
	return s.showReception(v, status, form, why)
}

// patient is how long a PV may take to be made, signed or judged.
const patient = 3 * time.Minute

// secrets are the fields that no page gives back, and that no digest of a request holds.
func secrets() []string { return []string{"phrase", "mot-de-passe"} }

func maskedForm(form url.Values) url.Values {
	out := url.Values{}
	for name, values := range form {
		if !slices.Contains(secrets(), name) {
			out[name] = values
		}
	}
	return out
}

// request is the gesture of a form: the key that its page made, and what it asks.
func request(form url.Values, actor recette.Actor, path string) (campaign.Request, error) {
	key, err := uuid.Parse(form.Get("cle"))
	if err != nil {
		return campaign.Request{}, errors.Join(guard.ErrForm, err)
	}
	said := maskedForm(form)
	said.Del("vu") // a page that is sent again says the same
	sum := sha256.Sum256([]byte(path + "\x00" + string(actor.Role) + "\x00" + said.Encode()))
	return campaign.Request{Key: key.String(), Digest: hex.EncodeToString(sum[:])}, nil
}

// login gives that of a reader with an account.
func (v *visit) login() (string, error) {
	if v.person == nil {
		return "", nil
	}
	ctx := v.r.Context()
	a, err := v.s.Accounts.Holds(ctx, v.person.Ref, v.s.sessions.GetString(ctx, stampKey))
	return a.Login, err
}

// confirm has somebody with an account prove once more who they are.
func (s *Server) confirm(v *visit, form url.Values) (how string, err error) {
	if v.person == nil {
		return "", nil
	}
	err = s.Accounts.Confirm(v.r.Context(), v.person.Ref, form.Get("mot-de-passe"), from(v.r))
	if err != nil {
		s.security("confirmation refused", v.person.Ref, "")
		return "", err
	}
	return campaign.ByPassword, nil
}

// decide records what the reader pronounces.
func (s *Server) decide(v *visit) error {
	return s.act(v, access.Decide, func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) error {
		rate, ok := recette.ParseRate(form.Get("taux"))
		seen, err := strconv.ParseInt(form.Get("vu"), 10, 64)
		if err != nil || seen <= 0 {
			return errors.Join(guard.ErrForm, err)
		}
		if !ok {
			return errRate
		}
		if _, err := s.confirm(v, form); err != nil {
			return err
		}
		_, err = s.Reception.Decide(ctx, actor, campaign.Decide{
			Campaign: o.Campaign, Journey: form.Get("parcours"), Decision: recette.Decision(form.Get("decision")),
			Reason: form.Get("motif"), Reserves: form["reserve"], Effect: form.Get("effet"),
			GoLive: form.Get("production"), Derogation: strings.TrimSpace(form.Get("derogation")),
			LiftBy: form.Get("levee"), Fallback: form.Get("repli"), Again: form.Get("echeance"), Rate: rate,
			Triggers: form["suite"], Place: form.Get("lieu"), Seen: seen, Request: once,
		}, []byte(form.Get("phrase")))
		return err
	}, toReception("decision"))
}

// toReception leads back to the page, at a part of it.
func toReception(part string) func(*campaign.Outline, url.Values) string {
	return func(o *campaign.Outline, form url.Values) string {
		return receptionAt(o.Campaign, form.Get("parcours")) + "#" + part
	}
}

// errRate says that a rate is none.
var errRate = errors.New("not a rate")

// opine records what the reader thinks of the recette.
func (s *Server) opine(v *visit) error {
	return s.act(v, access.GiveOpinion, func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) error {
		return s.Reception.Note(ctx, actor, o.Campaign, once, advice.Opinion{
			Journey: form.Get("parcours"), Opinion: recette.Opinion(form.Get("avis")), Text: form.Get("propos"),
			Points: strings.Fields(form.Get("points")),
		})
	}, toReception("avis"))
}

// answerWarning answers a warning.
func (s *Server) answerWarning(v *visit) error {
	return s.act(v, access.AnswerWarning, func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) error {
		return s.Reception.Answer(
			ctx, actor, o.Campaign, form.Get("parcours"), once, form.Get("alerte"), form["sur"], form.Get("reponse"),
		)
	}, toReception("alertes"))
}

// visa records what the reader does about the PV that is on the route.
func (s *Server) visa(v *visit) error {
	return s.act(v, access.GiveVisa, func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) error {
		of := form.Get("sur")
		if of == "" { // no page offers it
			return guard.ErrForm
		}
		return s.Reception.Note(ctx, actor, o.Campaign, once, visa.Act{
			Journey: form.Get("parcours"), What: circuit.What(form.Get("acte")), Of: of, Reason: form.Get("motif"),
		})
	}, toReception("circuit"))
}

// submit puts a PV on the route.
func (s *Server) submit(v *visit) error {
	return s.act(v, access.SubmitPV, func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) error {
		return s.Reception.Note(ctx, actor, o.Campaign, once, visa.Submission{
			Number: form.Get("pv"), Remark: form.Get("remarque"),
		})
	}, toReception("circuit"))
}

// establish makes the PV.
func (s *Server) establish(v *visit) error {
	var number string
	return s.act(v, access.RenderPV, func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) (err error) {
		number, err = s.Reception.Establish(ctx, actor, o.Campaign, form.Get("parcours"), once)
		return err
	}, func(o *campaign.Outline, form url.Values) string {
		if number == "" { // a second press
			return toReception("pv")(o, form)
		}
		return pvAt(o.Campaign, number)
	})
}

// reserves that a decision may cite: those that are open.
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
