package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/guided"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// ground is the campaign of a page, for who reads it and may do something about what it shows.
type ground struct {
	Campaign, Title string
	Closed          bool
	Me              string // name under which the reader does something; empty: they did not say who they are
	Ref             string // the same, their reference
	Key             string // of the gesture that the page makes
	Refused         refusal
	Typed           url.Values // what was sent, and not recorded

	code    int // of the answer; 0: as of any page
	record  *Record
	outline *campaign.Outline
	status  *campaign.Status // nil until it is asked for
	names   map[string]string
	able    map[access.Action]recette.Actor
}

// ground finds the campaign of a page, and what its reader may do about rows of it.
func (s *Server) ground(v *visit, rows ...string) (*ground, error) {
	ctx, id := v.r.Context(), v.r.PathValue("campaign")
	r, err := v.reading()
	if err != nil {
		return nil, err
	}
	g := &ground{Campaign: id, record: r}
	if g.outline, err = r.Outline(ctx, v.reader(), id); err != nil {
		return nil, err
	}
	g.Title, g.Ref = g.outline.Title, v.self(&g.outline.Manifest)
	if g.names, err = r.People(ctx, v.reader(), id); err != nil {
		return nil, err
	}
	if g.able, err = r.Able(ctx, g.Ref, id, rows, handled()...); err != nil {
		return nil, err
	}
	if g.Ref != "" {
		g.Me = named(g.names, g.Ref)
	}
	g.Key, err = s.newKey()
	return g, err
}

// handled are the actions that pages of a campaign offer beside playing.
func handled() []access.Action {
	return []access.Action{
		access.Record, access.Assign, access.InvalidateResult, access.ContestResult, access.RaiseAnomaly,
		access.QualifyAnomaly, access.DowngradeAnomaly, access.ProposeAnomaly, access.AssignAnomaly, access.FixAnomaly,
		access.CloseAnomaly, access.RejectAnomaly, access.DropAnomaly, access.AddReserve,
	}
}

// stands reads where the campaign stands.
func (g *ground) stands(v *visit) (*campaign.Status, error) {
	if g.status == nil {
		st, err := g.record.Status(v.r.Context(), v.reader(), g.Campaign)
		if err != nil {
			return nil, err
		}
		g.status, g.Closed = &st, st.ClosedAt != ""
	}
	return g.status, nil
}

// self gives the reference of the reader in a campaign; empty: they did not say who they are, or take no part in it.
func (v *visit) self(m *campaign.Manifest) string {
	ref := v.s.sessions.GetString(v.r.Context(), playsKey+m.Campaign)
	if v.person != nil {
		ref = v.person.Ref
	}
	if !slices.ContainsFunc(m.Parties, func(p campaign.Participant) bool { return p.Ref == ref }) {
		return ""
	}
	return ref
}

// May tells whether the reader may do something: one of the actions, by its name.
func (g *ground) May(actions ...string) bool {
	return slices.ContainsFunc(actions, func(a string) bool {
		_, ok := g.able[access.Action(a)]
		return ok
	})
}

// as gives who the reader is when they do the first of these actions that they may; whoever may none is refused by the
// record, which says why.
func (g *ground) as(v *visit, actions ...access.Action) recette.Actor {
	for _, a := range actions {
		if actor, ok := g.able[a]; ok {
			actor.Authenticated = v.person != nil
			return actor
		}
	}
	actor, _ := campaign.ParticipantOf(&g.outline.Manifest, g.Ref, actions[0])
	actor.Authenticated = v.person != nil
	return actor
}

// Said gives what was sent in a field, and not recorded.
func (g *ground) Said(field string) string { return g.Typed.Get(field) }

// the gives the ground of any page that stands on one.
func (g *ground) the() *ground { return g }

// On tells whether what was sent, and not recorded, is of a gesture.
func (g *ground) On(gesture string) bool { return g.Typed.Get("geste") == gesture }

// Left is what was typed and not recorded, for a page that may offer its form no more.
func (g *ground) Left() []string {
	if g.code == http.StatusConflict || g.code == http.StatusServiceUnavailable {
		return texts(g.Typed)
	}
	return nil
}

// Known lists the names of who takes part, to be chosen from.
func (g *ground) Known() []string {
	var all []string
	for i := range g.outline.Parties {
		all = append(all, g.outline.Parties[i].Name)
	}
	sort.Strings(all)
	return slices.Compact(all)
}

// Players lists who may be given rows to play, each once.
func (g *ground) Players() (all []campaign.Participant) {
	for _, p := range campaign.Recorders(&g.outline.Manifest) {
		if !slices.ContainsFunc(all, func(q campaign.Participant) bool { return q.Ref == p.Ref }) {
			all = append(all, p)
		}
	}
	return all
}

// gesture is what somebody sends to have it recorded, beside a session.
type gesture struct {
	form  url.Values
	files []guided.File
	bad   error // of a file
}

// gestureOf reads a gesture.
func (s *Server) gestureOf(v *visit) (*gesture, error) {
	if kind := v.r.Header.Get("Content-Type"); !strings.HasPrefix(kind, "multipart/form-data") {
		form, err := guard.Form(v.w, v.r)
		return &gesture{form: form}, err
	}
	form, files, bad := s.received(v)
	if errors.Is(bad, guard.ErrForm) {
		return nil, bad
	}
	return &gesture{form: form, files: files, bad: bad}, nil
}

// request gives what the record knows a gesture by: all that was sent, and where to.
func (w *gesture) request(v *visit) (campaign.Request, error) {
	key, err := uuid.Parse(w.form.Get("cle"))
	if err != nil {
		return campaign.Request{}, errors.Join(guard.ErrForm, err)
	}
	said := url.Values{"": {v.r.URL.Path}}
	for name, values := range w.form {
		if name != "cle" {
			said[name] = values
		}
	}
	for i := range w.files {
		said.Add("\x00", w.files[i].Name+"\x00"+w.files[i].Sent)
	}
	sum := sha256.Sum256([]byte(said.Encode()))
	return campaign.Request{Key: key.String(), Digest: hex.EncodeToString(sum[:])}, nil
}

// records makes a gesture durable, in the name of the reader, and gives why it is not: nil when it is.
func (s *Server) records(
	v *visit, g *ground, w *gesture, do func(context.Context, *guided.Record, campaign.Request) error,
) error {
	r, err := w.request(v)
	switch {
	case err != nil:
		return err
	case w.bad != nil:
		return w.bad
	case g.Ref == "":
		return errWho
	case w.form.Get("personne") != g.Ref: // another tab said to be somebody else meanwhile
		return errOther
	}
	return s.Guided.Write(v.r.Context(), func(ctx context.Context, record *guided.Record) error {
		return do(ctx, record, r)
	})
}

// notes records a fact, of which attach gives the one that its attachments go with.
func (s *Server) notes(v *visit, g *ground, w *gesture, as recette.Actor, f fact.Fact) (number string, err error) {
	err = s.records(v, g, w, func(ctx context.Context, record *guided.Record, r campaign.Request) (err error) {
		if f, err = s.dated(ctx, record, g, as, f); err != nil {
			return err
		}
		if f, err = kept(ctx, record, g, as, f, w.files); err != nil {
			return err
		}
		number, err = record.NoteOnce(ctx, as, g.Campaign, r, f)
		return err
	})
	return number, err
}

// dated gives a fact the day by which the plan has it corrected, when nobody said one.
func (s *Server) dated(
	ctx context.Context, record *guided.Record, g *ground, as recette.Actor, f fact.Fact,
) (fact.Fact, error) {
	d, ok := f.(fact.Dated)
	if !ok {
		return f, nil
	}
	due, err := record.ProposedDue(ctx, as, g.Campaign, d)
	if err != nil || due == "" {
		return f, err
	}
	switch x := f.(type) {
	case gap.Anomaly:
		x.Due = due
		return x, nil
	case gap.Change:
		x.Due = due
		return x, nil
	case gap.Reserve:
		x.Due = due
		return x, nil
	}
	return f, nil
}

// kept keeps the files of a fact, once it is known that it would be recorded with them.
func kept(
	ctx context.Context, record *guided.Record, g *ground, as recette.Actor, f fact.Fact, files []guided.File,
) (fact.Fact, error) {
	if len(files) == 0 {
		return f, nil
	}
	with := func(all []campaign.Attachment) fact.Fact {
		switch x := f.(type) {
		case gap.Anomaly:
			x.Files = slices.Concat(x.Files, all)
			return x
		case gap.Change:
			x.Files = slices.Concat(x.Files, all)
			return x
		}
		return f
	}
	announced := make([]campaign.Attachment, len(files))
	for i := range files {
		sum := sha256.Sum256(files[i].Body)
		announced[i] = campaign.Attachment{SHA256: hex.EncodeToString(sum[:]), Name: files[i].Name}
	}
	if record.CheckNote(ctx, as, g.Campaign, with(announced)) != nil {
		return with(announced), nil // it is refused, unless it was recorded before
	}
	all, err := guided.Put(ctx, record, as, g.Campaign, files)
	return with(all), err
}

// answer leads on from a gesture: to a page once it is durable, else back to the page that it was made on, with what
// was typed and why.
func (s *Server) answer(v *visit, g *ground, w *gesture, err error, then string, page func() error) error {
	if err == nil {
		s.outcome(http.StatusOK)
		v.recorded(w.form.Get("cle"))
		return v.to(then)
	}
	if errors.Is(err, errWho) || errors.Is(err, guard.ErrForm) {
		return &lostError{typed: w.form, cause: err}
	}
	status, why := s.unrecorded(v, err)
	if status == http.StatusOK || status == http.StatusServiceUnavailable {
		s.trouble(v, "gesture", err)
	}
	if status != http.StatusOK {
		g.Typed = w.form
		if status != http.StatusConflict { // the same gesture, sent again, is recorded once
			g.Key = w.form.Get("cle")
		}
	}
	g.Refused = why
	g.code = status
	if e := page(); e != nil {
		return &lostError{typed: w.form, cause: errors.Join(err, e), tried: true}
	}
	s.outcome(status)
	return nil
}

// unrecorded words why a gesture was not recorded, with the rule that refuses it.
func (s *Server) unrecorded(v *visit, err error) (status int, why refusal) {
	t := v.words.T
	status, why.Title = http.StatusConflict, t("web.refused")
	if e, ok := errors.AsType[*guided.RecordedError](err); ok {
		_, why = s.unrecorded(v, e.Err)
		why.Title = t("web.recorded")
		return http.StatusOK, why
	}
	if e, ok := errors.AsType[*guided.UnknownError](err); ok {
		why.Sentence, _ = s.Say(v.words.Lang(), e.Err)
		why.Title, why.Remedy = t("web.act.unknown"), t("web.unknown.remedy")
		return http.StatusServiceUnavailable, why
	}
	if status, sentence := s.whyFile(v, err); status > 0 {
		why.Sentence = sentence
		return status, why
	}
	if why.Sentence = fieldWords(t, err); why.Sentence != "" {
		return http.StatusUnprocessableEntity, why
	}
	switch {
	case errors.Is(err, fact.ErrStale):
		why.Title, why.Sentence = t("web.act.stale"), t("web.act.stale.why")
	case errors.Is(err, errOther):
		why.Sentence = t("web.refused.other")
	case errors.Is(err, campaign.ErrRequest):
		why.Sentence = t("web.refused.request")
	case errors.Is(err, campaign.ErrIncomplete) && !isTerms(err):
		why.Sentence = t("web.act.nothing")
		return http.StatusUnprocessableEntity, why
	case errors.Is(err, errTracker):
		why.Sentence = t("web.act.tracker")
		return http.StatusUnprocessableEntity, why
	default:
		why.Sentence, _ = s.Say(v.words.Lang(), err) // what to do about it would be of a terminal
		why.Sentence = spoken(why.Sentence)
		if !errors.Is(err, access.ErrDenied) && !errors.Is(err, campaign.Err) {
			status = http.StatusServiceUnavailable
		}
	}
	return status, why
}

// spoken makes a sentence of what the command line says after the code of a failure.
func spoken(said string) string {
	first, n := utf8.DecodeRuneInString(said)
	if said == "" || strings.ContainsAny(said[len(said)-1:], ".!?") {
		return said
	}
	return string(unicode.ToUpper(first)) + said[n:] + "."
}

func isTerms(err error) bool {
	_, ok := errors.AsType[*gap.TermsError](err)
	return ok
}

// fieldWords words what is missing from a form, or not right in it, by the label of the field; empty for the rest.
func fieldWords(t func(string, ...any) string, err error) string {
	if e, ok := errors.AsType[*fact.LongError](err); ok {
		return t("web.act.long", t("web.field."+e.Field), e.Most)
	}
	if e, ok := errors.AsType[*fact.PersonError](err); ok {
		if e.Near != "" {
			return t("web.act.nobody.near", e.Said, e.Near)
		}
		return t("web.act.nobody", e.Said)
	}
	e, ok := errors.AsType[*campaign.FieldError](err)
	switch {
	case !ok:
		return ""
	case errors.Is(err, campaign.ErrIncomplete):
		return t("web.act.missing", t("web.field."+e.Field))
	case errors.Is(err, campaign.ErrPast):
		return t("web.act.past", t("web.field."+e.Field))
	}
	return t("web.act.invalid", t("web.field."+e.Field))
}

// errTracker says that what somebody typed names nothing that a tracker of the project numbers.
var errTracker = errors.New("no such tracker")
