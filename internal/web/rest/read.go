package rest

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"mime"
	"slices"

	"recette/internal/api"
	"recette/internal/web/guard"
)

// What the paths name.
type (
	nothing    struct{}
	ofCampaign struct {
		Campaign string `path:"campaign" doc:"api.in.campaign"`
	}
	ofRow struct {
		Campaign string `path:"campaign" doc:"api.in.campaign"`
		Row      string `path:"row" doc:"api.in.row"`
	}
)

// told is a document.
type told[T any] struct {
	Body T
}

// sent is a file.
type sent struct {
	Kind        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Digest      string `header:"Content-Digest" doc:"api.out.digest"`
	Body        []byte
}

func (s *Server) campaigns(ctx context.Context, _ *nothing) (*told[api.CampaignList], error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	list, err := r.ListOf(ctx, askedOf(ctx).token.Ref)
	if err != nil {
		return nil, err
	}
	return &told[api.CampaignList]{api.NewCampaignList(list)}, nil
}

func (s *Server) campaign(ctx context.Context, in *ofCampaign) (*told[api.CampaignStatus], error) {
	_, reader, err := s.reader(ctx, in.Campaign)
	if err != nil {
		return nil, err
	}
	doc, err := s.Project.Status(ctx, reader, in.Campaign)
	if err != nil {
		return nil, hidden(err)
	}
	return &told[api.CampaignStatus]{doc}, nil
}

func (s *Server) rows(ctx context.Context, in *ofCampaign) (*told[api.RowList], error) {
	r, reader, err := s.reader(ctx, in.Campaign)
	if err != nil {
		return nil, err
	}
	o, err := r.Outline(ctx, reader, in.Campaign)
	if err != nil {
		return nil, hidden(err)
	}
	all, err := r.Cases(ctx, reader, in.Campaign)
	if err != nil {
		return nil, hidden(err)
	}
	return &told[api.RowList]{api.NewRowList(o, all)}, nil
}

func (s *Server) row(ctx context.Context, in *ofRow) (*told[api.Row], error) {
	r, reader, err := s.reader(ctx, in.Campaign)
	if err != nil {
		return nil, err
	}
	h, err := r.History(ctx, reader, in.Campaign, in.Row)
	if err != nil {
		return nil, hidden(err)
	}
	frozen, err := r.Frozen(ctx, reader, in.Campaign, in.Row, 0)
	if err != nil {
		return nil, hidden(err)
	}
	o, err := r.Outline(ctx, reader, in.Campaign)
	if err != nil {
		return nil, hidden(err)
	}
	return &told[api.Row]{api.NewRow(o, &frozen, h)}, nil
}

// hidden hides what somebody may not read: it is not there.
func hidden(err error) error {
	if codeOf(err) == "denied" {
		return fault{code: "not_found", err: err}
	}
	return err
}

// paperList lists the documents that can be made of a campaign.
type paperList struct {
	V         int         `json:"v" doc:"api.out.v"`
	Documents []paperLine `json:"documents" doc:"api.out.documents"`
}

type paperLine struct {
	Name    string   `json:"name" doc:"api.out.document"`
	Formats []string `json:"formats" doc:"api.out.formats"`
}

func (s *Server) papers(ctx context.Context, in *ofCampaign) (*told[paperList], error) {
	if _, _, err := s.reader(ctx, in.Campaign); err != nil {
		return nil, err
	}
	doc := paperList{V: 1, Documents: []paperLine{}}
	for _, d := range s.Project.Documents() {
		doc.Documents = append(doc.Documents, paperLine(d))
	}
	return &told[paperList]{doc}, nil
}

type ofPaper struct {
	Campaign string `path:"campaign" doc:"api.in.campaign"`
	Document string `path:"document" doc:"api.in.document"`
	Format   string `query:"format" doc:"api.in.format"`
}

func (s *Server) paper(ctx context.Context, in *ofPaper) (*sent, error) {
	all := s.Project.Documents()
	i := slices.IndexFunc(all, func(d Document) bool { return d.Name == in.Document })
	if i < 0 {
		return nil, fault{code: "not_found"}
	}
	format := in.Format
	if format == "" {
		format = all[i].Formats[0]
	}
	if !slices.Contains(all[i].Formats, format) {
		return nil, fault{code: "not_found"}
	}
	return s.makes(ctx, in.Campaign, all[i].Name, format)
}

func (s *Server) matrix(ctx context.Context, in *ofCampaign) (*sent, error) {
	return s.makes(ctx, in.Campaign, "matrice", "json")
}

// makes gives a document that takes a while to be made.
func (s *Server) makes(ctx context.Context, id, name, format string) (*sent, error) {
	_, reader, err := s.reader(ctx, id)
	if err != nil {
		return nil, err
	}
	a := askedOf(ctx)
	guard.Patient(a.w, a.r, uploadTime)
	data, file, err := s.Project.Make(ctx, reader, id, name, format)
	if err != nil {
		return nil, hidden(err)
	}
	return s.file(ctx, data, kindOf(format), file)
}

type ofPV struct {
	Campaign string `path:"campaign" doc:"api.in.campaign"`
	PV       string `path:"pv" doc:"api.in.pv"`
	SHA256   string `query:"sha256" doc:"api.in.pv.sha256"`
}

func (s *Server) pv(ctx context.Context, in *ofPV) (*sent, error) {
	r, reader, err := s.reader(ctx, in.Campaign)
	if err != nil {
		return nil, err
	}
	pv, err := r.PV(ctx, reader, in.Campaign, in.PV)
	if err != nil {
		return nil, hidden(err)
	}
	sum := in.SHA256
	if sum == "" {
		sum = pv.Latest()
	}
	data, err := s.PV(ctx, &pv, sum)
	if err != nil {
		return nil, err
	}
	return s.file(ctx, data, "application/pdf", pv.Number+".pdf")
}

// file sends a file, once there is room for it.
func (s *Server) file(ctx context.Context, data []byte, kind, name string) (*sent, error) {
	a := askedOf(ctx)
	release, err := s.Going(ctx, int64(len(data)))
	if err != nil {
		return nil, fault{code: "full", err: err}
	}
	a.ends = append(a.ends, release)
	guard.Patient(a.w, a.r, uploadTime)
	sum := sha256.Sum256(data)
	return &sent{
		Kind: kind, Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		Digest: "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":", Body: data,
	}, nil
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
