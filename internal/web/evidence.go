package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"recette/internal/campaign"
	"recette/internal/guided"
	"recette/internal/picture"
	"recette/internal/web/guard"
)

// attach keeps files beside the step that is asked, or takes one off it. What was typed and not sent yet stays in the
// page that answers.
func (s *Server) attach(v *visit) error {
	form, files, bad := s.received(v)
	if errors.Is(bad, guard.ErrForm) || form == nil && bad != nil {
		return bad
	}
	return s.gestureTo(v, form, func(ctx context.Context, p *place) error {
		if bad != nil {
			return bad
		}
		attempt, step, err := stepOf(form)
		if err != nil {
			return err
		}
		at := guided.Spot{
			Case: p.item.Case.ID, Plan: form.Get("plan"), Content: form.Get("texte"), Attempt: attempt, Step: step,
		}
		if sum := form.Get("retirer"); sum != "" {
			return p.session.TakeOff(ctx, at, sum)
		}
		if len(files) == 0 {
			return errNoFile
		}
		err = p.session.Attach(ctx, at, files)
		if errors.Is(err, guided.ErrUnderWay) && !v.scripted() {
			return nil // the page tells, with what was typed
		}
		return err
	}, func(p *place) error {
		if v.scripted() {
			return v.json(http.StatusOK, told{Kept: true})
		}
		if len(texts(form)) == 0 && form.Get("verdict") == "" && form.Get("cause") == "" {
			return v.to(rowAt(p.outline.Campaign, p.item.Case.ID) + "#pieces")
		}
		return s.showRow(v, p, http.StatusOK, form, refusal{})
	})
}

var (
	errNoFile  = errors.New("no file") // nothing was chosen
	errDamaged = errors.New("what came is not what was sent")
)

// received reads a form with files, and makes the files fit to be kept: pictures are written anew. The texts are given
// with the error, which is of a file or of the form.
func (s *Server) received(v *visit) (url.Values, []guided.File, error) {
	form, sent, err := guard.Upload(v.w, v.r, func(bytes int64) error { return s.incoming.hold(v, bytes) })
	if err != nil {
		return form, nil, err
	}
	v.files = len(sent) > 0
	var files []guided.File
	said := form["empreinte"] // SHA-256 of each, in hex, of whoever computed it before it left
	for i := range sent {
		f, err := s.fit(v.r.Context(), &sent[i])
		if i < len(said) && said[i] != "" && said[i] != f.Sent {
			err = errDamaged
		}
		if err != nil {
			return form, nil, &guided.FileError{Name: campaign.CleanName(sent[i].Name), Cause: err}
		}
		files = append(files, f)
	}
	s.Meter.Files(len(files))
	return form, files, nil
}

// fit makes one file fit to be kept.
func (s *Server) fit(ctx context.Context, sent *guard.File) (guided.File, error) {
	sum := sha256.Sum256(sent.Body)
	made, err := s.lab.Fit(ctx, campaign.CleanName(sent.Name), sent.Body)
	return guided.File{Name: made.Name, MIME: made.MIME, Body: made.Body, Sent: hex.EncodeToString(sum[:])}, err
}

// whyFile words why a file is not taken, and with which status; it is empty for the rest.
func (s *Server) whyFile(v *visit, err error) (status int, sentence string) {
	status = http.StatusUnprocessableEntity
	key, args := "", []any{}
	big, isBig := errors.AsType[*picture.SizeError](err)
	kind, isKind := errors.AsType[*picture.KindError](err)
	switch {
	case errors.Is(err, guard.ErrFile):
		status, key, args = http.StatusRequestEntityTooLarge, "large", []any{guard.MaxFile >> 20}
	case errors.Is(err, guard.ErrFiles):
		status, key, args = http.StatusRequestEntityTooLarge, "many", []any{guard.MaxFiles, guard.MaxFile >> 20}
	case errors.Is(err, guard.ErrTooLarge):
		return http.StatusRequestEntityTooLarge, v.words.T("web.fail.large.why")
	case errors.Is(err, errFull):
		status, key = http.StatusServiceUnavailable, "full"
	case errors.Is(err, errDamaged):
		status, key = http.StatusServiceUnavailable, "damaged"
	case isBig:
		key, args = "pixels", []any{big.Width, big.Height}
	case isKind && (kind.Kind == picture.HEIC || kind.Kind == picture.AVIF):
		status, key = http.StatusUnsupportedMediaType, "heic"
	case isKind && kind.Kind == picture.SVG:
		status, key = http.StatusUnsupportedMediaType, "svg"
	case isKind:
		status, key = http.StatusUnsupportedMediaType, "picture"
	case errors.Is(err, picture.ErrBroken), errors.Is(err, campaign.ErrEvidenceImage):
		key = "broken"
	case errors.Is(err, campaign.ErrEvidenceType):
		status, key = http.StatusUnsupportedMediaType, "type"
	case errors.Is(err, campaign.ErrEvidenceEmpty):
		key = "empty"
	case errors.Is(err, guided.ErrPieces):
		key, args = "pieces", []any{guided.MostPieces}
	case errors.Is(err, errNoFile):
		key = "none"
	default:
		return 0, ""
	}
	sentence = v.words.T("web.file."+key, args...)
	name := ""
	if f, ok := errors.AsType[*guided.FileError](err); ok {
		name = f.Name
	} else if f, ok := errors.AsType[*guard.FileError](err); ok {
		name = campaign.CleanName(f.Name)
	}
	if name != "" {
		sentence = v.words.T("web.file.named", name, sentence)
	}
	return status, sentence
}

// exhibit is evidence of a step, before the eyes of whoever plays it.
type exhibit struct {
	campaign.Attachment
	Step    int    // as people count
	At      string // address
	Taken   bool   // off again, if they want
	Picture bool
}

// KB is its size in thousands of bytes, one at least.
func (e *exhibit) KB() string { return strconv.FormatInt(max(1, (e.Size+500)/1000), 10) }

// Short is the beginning of its digest.
func (e *exhibit) Short() string { return e.SHA256[:12] }

// Pieces lists the evidence of the steps of a row that is being played, that of the step that is asked last.
func (v *view) Pieces(p *played) (all []exhibit) {
	if p.Form == nil {
		return nil
	}
	q := p.Form.Asked
	add := func(step int, kept []campaign.Attachment) {
		for _, a := range kept {
			_, drawn := shownAs(a.MIME)
			all = append(all, exhibit{
				Attachment: a, Step: step + 1, At: campaignAt(p.Campaign) + "/preuves/" + a.SHA256,
				Taken: step == q.Step && !q.Again, Picture: drawn,
			})
		}
	}
	for i := range p.Steps {
		switch {
		case i >= q.First() && i <= q.Step:
			add(i, q.NotesOf[i].Evidence)
		case p.Steps[i].Judged != nil:
			add(i, p.Steps[i].Judged.Evidence)
		}
	}
	return all
}

// evidencePolicy is what browsers are told of a file that somebody sent: it is shown alone, and runs nothing (ASVS 5.0,
// 3.2.1).
const evidencePolicy = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// thumbnail is the side of the square that a thumbnail is in, in pixels.
const thumbnail = 320

// evidence gives a piece of evidence to whoever may see it; ?vignette its thumbnail.
func (s *Server) evidence(v *visit) error {
	r, err := v.reading()
	if err != nil {
		return err
	}
	p, err := r.Piece(v.r.Context(), v.reader(), v.r.PathValue("campaign"), v.r.PathValue("sum"))
	if err != nil {
		return err
	}
	read := func() ([]byte, error) {
		if err := s.outgoing.hold(v, p.Size); err != nil {
			return nil, err
		}
		return p.Body()
	}
	var body []byte
	kind, drawn := shownAs(p.MIME)
	switch thumb := v.r.URL.Query().Has("vignette"); {
	case thumb && !drawn:
		return errNotFound
	case thumb:
		small, err := s.thumbs.of(v.r.Context(), s.lab, p.SHA256, read)
		if errors.Is(err, picture.Err) {
			return errors.Join(errNotFound, err)
		}
		if err != nil {
			return err
		}
		body, kind = small.Body, "image/"+string(small.Kind)
	default:
		if body, err = read(); err != nil {
			return err
		}
	}
	guard.Patient(v.w, v.r, patient)
	h := v.w.Header()
	h.Set("Content-Security-Policy", evidencePolicy)
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition(drawn, saved(p)))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if _, err := v.w.Write(body); err != nil {
		s.Log.Debug("evidence", "error", err.Error()) // who asked is gone
	}
	return nil
}

// shownAs gives the media type under which evidence is sent, and whether a browser draws it in its place: everything
// else is saved.
func shownAs(recorded string) (kind string, drawn bool) {
	switch base, _, _ := strings.Cut(recorded, ";"); base {
	case "image/png", "image/jpeg", "image/webp":
		return base, true
	case "application/pdf":
		return base, false
	case "text/plain", "application/json":
		if strings.Contains(recorded, "windows-1252") {
			return "text/plain; charset=windows-1252", false
		}
		return "text/plain; charset=utf-8", false
	}
	return "application/octet-stream", false
}

// saved gives the name under which evidence is saved: a text never under one that a browser would draw.
func saved(p *campaign.Piece) string {
	name := cmp.Or(campaign.CleanName(p.Name), p.SHA256[:12])
	if kind, _ := shownAs(p.MIME); strings.HasPrefix(kind, "text/") {
		switch strings.ToLower(path.Ext(name)) {
		case ".txt", ".log", ".csv", ".json", ".har", ".md":
		default:
			name += ".txt"
		}
	}
	return name
}

// disposition words what is done with a file (RFC 6266); a name that cannot be said is left out.
func disposition(drawn bool, name string) string {
	how := "attachment"
	if drawn {
		how = "inline"
	}
	if said := mime.FormatMediaType(how, map[string]string{"filename": name}); said != "" {
		return said
	}
	return how
}

// MaxFile is how many bytes a file may have, for the script to say so before it sends one.
func (v *view) MaxFile() int { return guard.MaxFile }

// MaxFileMB is the same, in mebibytes.
func (v *view) MaxFileMB() int { return guard.MaxFile >> 20 }
