package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/guided"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// patience is how long a gesture is waited for: automated steps that take longer go on, and the page says so.
const patience = 5 * time.Second

// maxKept is more than any campaign lasts.
const maxKept = 10 * 365 * 24 * time.Hour

// waiting is how long a campaign that nobody plays yet is waited for until it is ready. A page tells of it and is read
// again; what somebody typed is worth more patience.
func waiting(method string) time.Duration {
	if method == http.MethodPost {
		return 4 * patience
	}
	return patience
}

// place is where a reader plays: a campaign, as one of its participants, and the row that they look at.
type place struct {
	outline *campaign.Outline
	actor   recette.Actor
	session *guided.Session
	people  []bool          // of the rows of the session, whether a person plays it
	item    *execution.Item // nil when the page is of no row
	index   int             // of that row
}

func campaignAt(id string) string { return "/campagnes/" + url.PathEscape(id) }

func rowAt(id, row string) string { return campaignAt(id) + "/cas/" + url.PathEscape(row) }

// errWho says that the reader did not say who they are in the campaign.
var errWho = errors.New("nobody in the campaign")

// errOther says that a page is of a participant whom the reader says to be no more.
var errOther = errors.New("another participant")

// outline reads the frozen plan of a campaign as the reader sees it.
func (s *Server) outline(v *visit) (*campaign.Outline, error) {
	r, err := v.reading()
	if err != nil {
		return nil, err
	}
	return r.Outline(v.r.Context(), v.reader(), v.r.PathValue("campaign"))
}

// place finds where the reader plays. It is errWho while they did not say who they are.
func (s *Server) place(v *visit) (*place, error) {
	o, err := s.outline(v)
	if err != nil {
		return nil, err
	}
	actor, ok := v.player(&o.Manifest)
	switch {
	case !ok && v.person != nil:
		return nil, errNotFound // it is not theirs to play
	case !ok:
		return nil, errWho
	}
	row := v.r.PathValue("cas")
	if row != "" && !holds(o, row) {
		return nil, errNotFound // nor is it there for who does not see it
	}
	p := &place{outline: o, actor: actor}
	ctx, cancel := context.WithTimeout(v.r.Context(), waiting(v.r.Method))
	defer cancel()
	if p.session, err = s.Guided.Session(ctx, actor, o.Campaign); err != nil {
		return nil, err
	}
	if p.people, err = p.session.People(); err != nil {
		return nil, err
	}
	if row == "" {
		return p, nil
	}
	items := p.session.Items()
	p.index = slices.IndexFunc(items, func(i execution.Item) bool { return i.Case.ID == row })
	if p.index < 0 {
		return nil, errNotFound
	}
	p.item = &items[p.index]
	return p, nil
}

// holds tells whether a plan has a row, as its reader sees it.
func holds(o *campaign.Outline, row string) bool {
	for i := range o.Cases {
		if o.Cases[i].ID == row {
			return true
		}
	}
	return false
}

// who lists the participants, for the reader to say which of them they are. Who has an account is asked
// nothing.
func (s *Server) who(v *visit) error {
	if v.person != nil {
		return errNotFound
	}
	o, err := s.outline(v)
	if err != nil {
		return err
	}
	page := askedWho{
		Campaign: o.Campaign, Title: o.Title, Now: v.self(&o.Manifest), Back: onlyHere(v.r.URL.Query().Get("retour")),
		People: campaign.Recorders(&o.Manifest),
	}
	for _, p := range o.Parties {
		them := func(q campaign.Participant) bool { return q.Ref == p.Ref }
		if !slices.ContainsFunc(page.People, them) && !slices.ContainsFunc(page.Others, them) {
			page.Others = append(page.Others, p)
		}
	}
	return s.show(v, http.StatusOK, "who", &page)
}

// askedWho lists who takes part in a campaign: those who play, and the others, who read and handle what was found.
type askedWho struct {
	Campaign, Title, Now, Back string
	People, Others             []campaign.Participant
}

// iam makes the reader record as one of those.
func (s *Server) iam(v *visit) error {
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
	them := func(p campaign.Participant) bool { return p.Ref == ref }
	if !slices.ContainsFunc(o.Parties, them) {
		return errNotFound
	}
	v.plays(&o.Manifest, ref)
	then := campaignAt(o.Campaign)
	if _, plays := v.player(&o.Manifest); plays {
		then += "/cas"
	}
	return v.to(cmp.Or(onlyHere(form.Get("retour")), then))
}

// begin takes a row up: from its start, from where it was left, or anew.
func (s *Server) begin(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	return s.gesture(v, form, func(ctx context.Context, p *place) error {
		row := p.item.Case.ID
		attempt, err := strconv.Atoi(form.Get("essai"))
		if err != nil {
			return errors.Join(guard.ErrForm, err)
		}
		switch form.Get("comment") {
		case "reprendre":
			return p.session.Resume(ctx, row, attempt)
		case "relayer":
			return p.session.TakeOver(ctx, row, attempt, form.Get("tient"))
		case "recommencer":
			return p.session.Restart(ctx, row, attempt)
		}
		return p.session.Begin(ctx, row, attempt)
	})
}

// judge records what the reader says of a step.
func (s *Server) judge(v *visit) error {
	form, files, bad := s.received(v)
	if errors.Is(bad, guard.ErrForm) || form == nil && bad != nil {
		return bad
	}
	var said *guided.Judgement
	return s.gestureTo(v, form, func(ctx context.Context, p *place) error {
		if bad != nil {
			return bad
		}
		j, err := judgement(p.item.Case.ID, form)
		if err != nil {
			return err
		}
		j.Files, j.Given, said = files, s.given(form), j
		return p.session.Answer(ctx, *j)
	}, func(p *place) error { return s.durable(v, p, form, said) })
}

// judgement reads a judgement as the form of a page gives it.
func judgement(row string, form url.Values) (*guided.Judgement, error) {
	attempt, step, err := stepOf(form)
	key, bad := uuid.Parse(form.Get("cle"))
	if err = errors.Join(err, bad); err != nil {
		return nil, errors.Join(guard.ErrForm, err)
	}
	verdict := recette.Verdict(form.Get("verdict"))
	if verdict == recette.Failed || verdict == recette.Blocked { // of the steps asked together, the one it is of
		if where, err := strconv.Atoi(form.Get("ou")); err == nil {
			step = where - 1
		}
	}
	return &guided.Judgement{
		Case: row, Plan: form.Get("plan"), Content: form.Get("texte"), Attempt: attempt, Step: step,
		Again:   form.Get("corrige") != "",
		Verdict: verdict, Observed: form.Get("constate"),
		Comment: form.Get("commentaire"), Reason: form.Get("motif"), Cause: recette.Cause(form.Get("cause")),
		Key: key.String(),
	}, nil
}

// given gives when somebody made a gesture that their device kept, from how long it kept it, in milliseconds; zero when
// it does not say.
func (s *Server) given(form url.Values) time.Time {
	kept, err := strconv.ParseInt(form.Get("depuis"), 10, 64)
	if err != nil || kept <= 0 || kept > int64(maxKept/time.Millisecond) {
		return time.Time{}
	}
	return s.Now().Add(-time.Duration(kept) * time.Millisecond)
}

// stepOf reads which step of which attempt a form is of.
func stepOf(form url.Values) (attempt, step int, err error) {
	attempt, err = strconv.Atoi(form.Get("essai"))
	step, e := strconv.Atoi(form.Get("etape"))
	if err = errors.Join(err, e); err != nil {
		return 0, 0, errors.Join(guard.ErrForm, err)
	}
	return attempt, step - 1, nil
}

// rest records that all that is still to be judged conforms. Anything that was typed, or chosen, stands against it.
func (s *Server) rest(v *visit) error {
	form, files, bad := s.received(v)
	if errors.Is(bad, guard.ErrForm) || form == nil && bad != nil {
		return bad
	}
	var said *guided.Judgement
	return s.gestureTo(v, form, func(ctx context.Context, p *place) error {
		if bad != nil {
			return bad
		}
		j, err := judgement(p.item.Case.ID, form)
		if err != nil {
			return err
		}
		if j.Verdict != "" && j.Verdict != recette.Passed || len(files) > 0 ||
			j.Observed+j.Comment+j.Reason+string(j.Cause) != "" {
			return guided.ErrMarked
		}
		rest := guided.Rest{
			Case: j.Case, Plan: j.Plan, Content: j.Content, Attempt: j.Attempt, Step: j.Step, Given: s.given(form),
			Key: j.Key,
		}
		err = p.session.Conform(ctx, rest)
		said = rest.First()
		return err
	}, func(p *place) error { return s.durable(v, p, form, said) })
}

// back asks again of a step that was judged.
func (s *Server) back(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	return s.gesture(v, form, func(ctx context.Context, p *place) error {
		attempt, step, err := stepOf(form)
		if err != nil {
			return err
		}
		return p.session.Back(ctx, p.item.Case.ID, attempt, step)
	})
}

// lay leaves the row at hand open.
func (s *Server) lay(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	return s.gestureTo(v, form, func(ctx context.Context, p *place) error {
		err := p.session.Leave(ctx, p.item.Case.ID)
		if errors.Is(err, guided.ErrUnderWay) || errors.Is(err, guided.ErrBusy) {
			return nil
		}
		return err
	}, func(p *place) error { return v.to(campaignAt(p.outline.Campaign) + "/cas") })
}

// seen forgets what came late of gestures: the reader knows.
func (s *Server) seen(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	p, err := s.place(v)
	if err != nil {
		return s.asWhom(v, err)
	}
	if upTo, err := strconv.Atoi(form.Get("jusque")); err == nil && form.Get("personne") == p.actor.Ref {
		p.session.Seen(upTo)
	}
	return v.to(rowAt(p.outline.Campaign, p.item.Case.ID))
}

// gesture does something to a row, and leads back to its page. What is refused is said above what was typed.
func (s *Server) gesture(v *visit, form url.Values, do func(context.Context, *place) error) error {
	return s.gestureTo(v, form, do, func(p *place) error {
		v.recorded(form.Get("cle"))
		return v.to(rowAt(p.outline.Campaign, p.item.Case.ID))
	})
}

// gestureTo is gesture with what follows it.
func (s *Server) gestureTo(
	v *visit, form url.Values, do func(context.Context, *place) error, then func(*place) error,
) error {
	p, err := s.place(v)
	if err != nil {
		return &lostError{typed: form, cause: err}
	}
	ctx, cancel := context.WithTimeout(v.r.Context(), patience)
	defer cancel()
	if form.Get("personne") != p.actor.Ref || form.Get("par") != v.by() { // another tab is somebody else meanwhile
		err = errOther
	} else {
		err = do(ctx, p)
	}
	switch {
	case err == nil:
		return s.goOn(v, p, then)
	case v.scripted() && !errors.Is(err, guard.ErrForm):
		return s.tell(v, p, err, then)
	case errors.Is(err, guided.ErrUnderWay):
		return v.to(rowAt(p.outline.Campaign, p.item.Case.ID))
	case errors.Is(err, guard.ErrForm):
		return &lostError{typed: form, cause: err}
	}
	status, refused := s.refused(v, p, err)
	if status == http.StatusOK {
		v.recorded(form.Get("cle"))
		form = nil // it is recorded
	}
	if status == http.StatusServiceUnavailable || status == http.StatusOK {
		s.trouble(v, "gesture", err)
	}
	if e := s.showRow(v, p, status, form, refused); e != nil {
		return &lostError{typed: form, cause: errors.Join(err, e), tried: true}
	}
	s.outcome(status)
	return nil
}

// asWhom leads a reader who did not say who they are to where they do, and has who looks wait for a campaign that is
// made ready.
func (s *Server) asWhom(v *visit, err error) error {
	switch {
	case errors.Is(err, errWho):
		return v.to(campaignAt(v.r.PathValue("campaign")) + "/moi")
	case errors.Is(err, guided.ErrUnderWay) && v.r.Method == http.MethodGet:
		v.w.Header().Set("Refresh", "2")
		return s.show(v, http.StatusOK, "wait", nil)
	}
	return err
}

// row shows a row of the plan to whoever plays it.
func (s *Server) row(v *visit) error {
	p, err := s.place(v)
	if err != nil {
		return s.asWhom(v, err)
	}
	return s.showRow(v, p, http.StatusOK, nil, refusal{})
}

// newKey makes the key of a gesture.
func (s *Server) newKey() (string, error) {
	key, err := uuid.NewRandomFromReader(s.Rand)
	return key.String(), err
}
