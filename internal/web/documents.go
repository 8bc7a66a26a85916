package web

import (
	"context"
	"net/http"
	"slices"

	"recette/internal/recette"
	"recette/internal/web/guard"
)

// Document is one that is made of a campaign when somebody asks for it.
type Document struct {
	Name    string   // "bilan", which the address of the page and the texts know
	Formats []string // "pdf"; the first is the usual one
}

// Documents makes documents of a campaign, by the same producers as the command line. What the reader may not read of
// it is refused under access.ErrDenied.
type Documents interface {
	List() []Document
	// Make gives a document in a format, with the name of its file, in the language of the project.
	Make(
		ctx context.Context, reader recette.Actor, campaign, document, format string,
	) (data []byte, name string, err error)
}

// documented is what may be downloaded of a campaign.
type documented struct {
	Campaign, Title string
	All             []Document
	PVs             []paper
}

// documents lists what may be downloaded.
func (s *Server) documents(v *visit) error {
	st, _, err := s.status(v, v.r.PathValue("campaign"))
	if err != nil {
		return err
	}
	page := documented{Campaign: st.Campaign, Title: st.Title, All: s.Documents.List()}
	r, err := v.reading()
	if err != nil {
		return err
	}
	for i := range st.PVs {
		x := &st.PVs[i]
		if _, err := r.PV(v.r.Context(), v.reader(), st.Campaign, x.Number); err == nil {
			stage := v.words.T("pv.standing." + string(x.Worth()))
			page.PVs = append(page.PVs, paper{x.Number, v.about(st, x.Journey, x.Antenne), stage})
		}
	}
	return s.show(v, http.StatusOK, "documents", &page)
}

// document gives one of them.
func (s *Server) document(v *visit) error {
	name, format := v.r.PathValue("document"), v.r.URL.Query().Get("format")
	all := s.Documents.List()
	i := slices.IndexFunc(all, func(d Document) bool { return d.Name == name })
	if i < 0 {
		return errNotFound
	}
	if format == "" {
		format = all[i].Formats[0]
	}
	if !slices.Contains(all[i].Formats, format) {
		return errNotFound
	}
	guard.Patient(v.w, v.r, patient)
	data, file, err := s.made(v, name, format)
	if err != nil {
		return err
	}
	if err := s.outgoing.hold(v, int64(len(data))); err != nil {
		return err
	}
	v.serves(data, kindOf(format), "attachment", file)
	return nil
}

// made makes a document when no other is being made, since each takes what memory it may: a slow line, on which it is
// sent then, keeps nobody from theirs.
func (s *Server) made(v *visit, name, format string) (data []byte, file string, _ error) {
	select {
	case s.making <- struct{}{}:
		defer func() { <-s.making }()
	case <-v.r.Context().Done():
		return nil, "", v.r.Context().Err()
	}
	return s.Documents.Make(v.r.Context(), v.reader(), v.r.PathValue("campaign"), name, format)
}

// kindOf gives the media type of a format. A page that somebody downloads is no page of this server.
func kindOf(format string) string {
	switch format {
	case "pdf":
		return "application/pdf"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "csv":
		return "text/csv; charset=utf-8"
	case "json":
		return "application/json"
	case "ics":
		return "text/calendar; charset=utf-8"
	}
	return "application/octet-stream"
}
