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
	"recette/internal/campaign/visa"
	"recette/internal/plan"
	"recette/internal/reception"
	"recette/internal/recette"
	circuit "recette/internal/route"
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
		s.outcome(http.StatusOK)
		return v.to(done(o, form))
	}
	status, why := s.unreceived(v, err)
	if status == http.StatusServiceUnavailable || status == http.StatusOK {
		s.trouble(v, "reception", err)
	}
	if _, unknown := errors.AsType[*reception.UnknownError](err); unknown {
		why.Retry = retry{path.Base(v.r.URL.Path), form.Get("cle"), form.Get("fichier")}
	}
	if status == http.StatusOK { // it is recorded: nothing is to be typed again
		form = url.Values{"parcours": form["parcours"]}
	}
	if e := s.refuseAt(v, o, status, form, why); e != nil {
		return &lostError{typed: form, cause: errors.Join(err, e), tried: true}
	}
	s.outcome(status)
	return nil
}

// refuseAt shows a refusal on the page that the gesture came from.
func (s *Server) refuseAt(v *visit, o *campaign.Outline, status int, form url.Values, why unreceived) error {
	form = maskedForm(form)
	if number := v.r.PathValue("pv"); number != "" {
		return s.showPV(v, status, o, number, why)
	}
	if status == http.StatusConflict || status == http.StatusServiceUnavailable { // the form may be offered no more
		why.Typed = texts(form)
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
	err = s.Accounts.Confirm(v.r.Context(), v.person.Ref, form.Get("mot-de-passe"), guard.From(v.r))
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
