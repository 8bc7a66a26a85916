package web

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/reception"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/internal/web/guard"
	"recette/reports"
)

func pvAt(id, number string) string { return campaignAt(id) + "/pv/" + url.PathEscape(number) }

// filed is a PV, with what may be done with it.
type filed struct {
	*state.PV
	Campaign, Title string
	About, Stage    string
	Latest, Print   string // its present digest: whole, and in groups that people compare
	Signed          []signedBy
	Absent          string // why its file cannot be read here; empty: it can
	Readers         string // roles that see it
	Signs           gate
	Role            string // in which the reader would sign
	Meaning         string // of that signature
	Ref, Who        string // as whom the reader acts
	Asked           []asked
	Password        bool
	Login           string
	Refused         unreceived
	Verified        *Judgement // nil: nobody asked
	Look            string     // of that
}

// signedBy is a signature of a PV.
type signedBy struct{ Role, Name, At, Confirmed string }

// pv shows a PV, to be read, and to be signed by whoever may.
func (s *Server) pv(v *visit) error {
	o, err := s.outline(v)
	if err != nil {
		return err
	}
	return s.showPV(v, http.StatusOK, o, v.r.PathValue("pv"), unreceived{})
}

func (s *Server) showPV(v *visit, status int, o *campaign.Outline, number string, refused unreceived) error {
	ctx := v.r.Context()
	r, err := v.reading()
	if err != nil {
		return err
	}
	pv, err := r.PV(ctx, v.reader(), o.Campaign, number)
	if err != nil {
		return err
	}
	st, err := r.Status(ctx, v.reader(), o.Campaign)
	if err != nil {
		return err
	}
	names, err := r.People(ctx, v.reader(), o.Campaign)
	if err != nil {
		return err
	}
	page := filed{
		PV: &pv, Campaign: o.Campaign, Title: o.Title, About: v.about(&st, pv.Journey, pv.Antenne),
		Stage: v.words.T("pv.standing." + string(pv.Worth())), Latest: pv.Latest(), Refused: refused,
		Password: v.person != nil,
	}
	if page.Login, err = v.login(); err != nil {
		return err
	}
	if stage := st.Stages[pv.Number]; stage != "" {
		page.Stage = v.words.T("pv.stage." + string(stage))
	}
	page.Print = reports.Grouped(page.Latest)
	for i := range pv.Signatures {
		x := &pv.Signatures[i]
		one := signedBy{
			Role: v.words.T("reports.role." + string(x.Role)), Name: named(names, x.Ref), At: x.At,
			Confirmed: v.words.T("web.pv.declared"),
		}
		if x.Confirmed {
			one.Confirmed = v.words.T("web.pv.confirmed")
		}
		page.Signed = append(page.Signed, one)
	}
	var readers []string
	for _, role := range access.Holders(access.ReadReception) {
		readers = append(readers, v.words.T("reports.role."+string(role)))
	}
	page.Readers = strings.Join(readers, ", ")
	if page.Absent, err = s.absent(v, &pv, refused.Title != ""); err != nil {
		return err
	}
	if err := page.signs(v, r, o); err != nil {
		return err
	}
	if v.r.URL.Query().Get("verifier") != "" && page.Absent == "" {
		guard.Patient(v.w, v.r, patient)
		report, err := s.Reception.Verify(ctx, &pv)
		if err != nil {
			return err
		}
		said := s.Verified(v.words.Lang(), report)
		page.Verified, page.Look = &said, look(report, said.Demo != "")
	}
	guard.Frames(v.w)
	return s.show(v, status, "pv", &page)
}

// Again is the key of a signature of which nobody knows whether it is recorded, while the file is the same.
func (p *filed) Again() string {
	if p.Refused.Retry.File != p.Latest {
		return ""
	}
	return p.Refused.Retry.Key
}

// look gives how the verdict on a PV looks: red for what is wrong, green for what is worth something.
func look(r *verify.Report, demo bool) string {
	switch {
	case len(r.Awaiting()) > 0, r.Status == verify.Conform && demo:
		return "blocked"
	case r.Status == verify.Conform:
		return "passed"
	}
	return "failed"
}

// signer gives what signs a PV next.
func signer(pv *state.PV) access.Action {
	switch {
	case pv.Antenne != "":
		return access.SignConstat
	case pv.Signed(recette.PPO) == "":
		return access.SignPPO
	}
	return access.SignPO
}

// signs tells whether the reader may sign it now, by the rights and the state that the journal knows: the rest is
// checked before anybody's key is opened.
func (p *filed) signs(v *visit, r *Record, o *campaign.Outline) error {
	m, action := &o.Manifest, signer(p.PV)
	for _, x := range m.Parties {
		if x.Ref == v.acting(m) {
			p.Ref, p.Who = x.Ref, x.Name
		}
	}
	if v.person == nil {
		p.Asked = people(v.words, m)
	}
	actor, ok := v.acts(m, action)
	if !ok {
		p.Signs.Why = v.words.T("web.reception.who.first")
		return nil
	}
	err := r.SignOff.Campaigns.CheckSign(v.r.Context(), actor, o.Campaign, p.Number, p.Latest)
	switch {
	case err == nil && (p.Absent == "" || p.Again() != ""): // who was shown the file may send the same again
		p.Signs.Open, p.Role = true, v.words.T("reports.role."+string(actor.Role))
		p.Meaning = v.words.T("web.pv.meaning." + string(actor.Role))
		return nil
	case err == nil:
		p.Signs.Why = strings.TrimSuffix(p.Absent, ".") // another sentence ends with it
		return nil
	}
	_, why := v.s.unreceived(v, err)
	p.Signs.Why = strings.TrimSuffix(why.Sentence, ".")
	return nil
}

// file gives the file of a state of a PV: in the page, or to be kept.
func (s *Server) file(v *visit) error {
	ctx := v.r.Context()
	r, err := v.reading()
	if err != nil {
		return err
	}
	pv, err := r.PV(ctx, v.reader(), v.r.PathValue("campaign"), v.r.PathValue("pv"))
	if err != nil {
		return err
	}
	sum := v.r.PathValue("sum")
	if of := pv.Printed(sum); of == nil || of.SHA256 != sum { // no room is taken for it
		return errNotFound
	}
	if err := s.outgoing.hold(v, s.Reception.Files.Size(sum)); err != nil {
		return err
	}
	data, err := s.Reception.File(ctx, &pv, sum)
	if errors.Is(err, campaign.ErrPVFile) || errors.Is(err, reception.ErrNoFile) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	disposition := "inline"
	if v.r.URL.Query().Get("garder") != "" {
		disposition = "attachment"
	}
	v.serves(data, "application/pdf", disposition, pv.Number+".pdf")
	return nil
}

// absent tells why the last file of a PV cannot be read here: it is empty when it can. Room for it is taken no longer
// than it is read; that there is none does not keep from saying what became of a gesture.
func (s *Server) absent(v *visit, pv *state.PV, gesture bool) (why string, err error) {
	release, err := s.outgoing.take(v.r.Context(), s.Reception.Files.Size(pv.Latest()))
	if err != nil {
		if gesture && errors.Is(err, errFull) {
			return v.words.T("web.fail.full.why"), nil
		}
		return "", err
	}
	defer release()
	_, err = s.Reception.File(v.r.Context(), pv, pv.Latest())
	if errors.Is(err, reception.ErrNoFile) {
		return v.words.T("web.sign.no-file"), nil
	}
	return "", err
}

// serves sends a file, as slowly as the line of its reader is.
func (v *visit) serves(data []byte, kind, disposition, name string) {
	guard.Patient(v.w, v.r, patient)
	guard.Framed(v.w)
	h := v.w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	http.ServeContent(v.w, v.r, "", time.Time{}, bytes.NewReader(data))
}

// sign signs the file that the reader was shown.
func (s *Server) sign(v *visit) error {
	number := v.r.PathValue("pv")
	r, err := v.reading()
	if err != nil {
		return err
	}
	pv, err := r.PV(v.r.Context(), v.reader(), v.r.PathValue("campaign"), number)
	if err != nil {
		return err
	}
	return s.act(v, s.signing(v, r, &pv), func(
		ctx context.Context, o *campaign.Outline, actor recette.Actor, form url.Values, once campaign.Request,
	) error {
		how, err := s.confirm(v, form)
		if err != nil {
			return err
		}
		err = s.Reception.Sign(ctx, actor, reception.Signing{
			Campaign: o.Campaign, Number: number, Of: form.Get("fichier"), Passphrase: []byte(form.Get("phrase")),
			Confirmed: how, Request: once,
		})
		if err == nil {
			s.security("signed "+number, actor.Ref, how)
		}
		return err
	}, func(o *campaign.Outline, _ url.Values) string { return pvAt(o.Campaign, number) + "?verifier=oui" })
}

// signing gives the action of who signs: that which the PV waits for, or the one that the reader did already, so that a
// second press is answered as the first.
func (s *Server) signing(v *visit, r *Record, pv *state.PV) access.Action {
	action := signer(pv)
	o, err := r.Outline(v.r.Context(), v.reader(), v.r.PathValue("campaign"))
	if err != nil {
		return action
	}
	if actor, ok := v.acts(&o.Manifest, action); ok && campaign.SigningAs(actor.Role) == action {
		return action
	}
	for i := range pv.Signatures {
		if pv.Signatures[i].Ref == v.acting(&o.Manifest) {
			return campaign.SigningAs(pv.Signatures[i].Role)
		}
	}
	return action
}
