package rest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/guided"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// patience is how long a gesture is waited for: one that takes longer goes on, and the same request tells what came of
// it.
const patience = 20 * time.Second

// session finds where the person of a token plays a row that they see.
func (s *Server) session(ctx context.Context, id, row string) (*guided.Session, error) {
	r, reader, err := s.reader(ctx, id)
	if err != nil {
		return nil, err
	}
	o, err := r.Outline(ctx, reader, id)
	if err != nil {
		return nil, hidden(err)
	}
	if !slices.ContainsFunc(o.Cases, func(c campaign.OutlineCase) bool { return c.ID == row }) {
		return nil, fault{code: "not_found"}
	}
	actor, ok := campaign.PlayerOf(&o.Manifest, reader.Ref)
	if !ok {
		return nil, fault{code: "denied"}
	}
	return s.Guided.Session(ctx, declared(actor), o.Campaign)
}

// declared is as whom the program of somebody records. A token proves nobody: whoever made it for them has seen it, and
// nothing tells that they let the program record.
func declared(actor recette.Actor) recette.Actor {
	actor.Authenticated = false
	return actor
}

// unsure says of an error that says nothing of what was recorded that nobody knows. The same request tells.
func unsure(err error) error {
	if err != nil && (fault{err: err}).codeOf() == "unavailable" {
		return &guided.UnknownError{Err: err}
	}
	return err
}

// begins is what takes a row up.
type begins struct {
	Campaign string `path:"campaign" doc:"api.in.campaign"`
	Row      string `path:"row" doc:"api.in.row"`
	Body     struct {
		Attempt int    `json:"attempt" minimum:"1" doc:"api.in.attempt"`
		How     string `json:"how,omitempty" enum:"begin,resume,restart" doc:"api.in.how"`
	}
}

// turn is what is asked of who plays a row.
type turn struct {
	V        int    `json:"v" doc:"api.out.v"`
	Campaign string `json:"campaign" doc:"api.in.campaign"`
	Case     string `json:"case" doc:"api.in.row"`
	Plan     string `json:"plan" doc:"api.in.plan"`
	Content  string `json:"content" doc:"api.in.content"`
	Attempt  int    `json:"attempt" doc:"api.in.attempt"`
	First    int    `json:"first" doc:"api.out.first"`
	Step     int    `json:"step" doc:"api.out.step"`
}

// begin takes a row up, as somebody at a page does.
func (s *Server) begin(ctx context.Context, in *begins) (*told[turn], error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at, err := s.session(ctx, in.Campaign, in.Row)
	if err != nil {
		return nil, err
	}
	do := map[string]func(context.Context, string, int) error{
		"": at.Begin, "begin": at.Begin, "resume": at.Resume, "restart": at.Restart,
	}[in.Body.How]
	if err := do(ctx, in.Row, in.Body.Attempt); err != nil {
		return nil, unsure(err)
	}
	doc := turn{V: 1, Campaign: at.Campaign, Case: in.Row, Plan: at.Plan, Attempt: in.Body.Attempt}
	now := at.Now()
	switch q := now.Question; {
	case q != nil && q.Case.ID == in.Row:
		doc.Content, doc.Attempt, doc.First, doc.Step = q.Case.Content, q.Attempt, q.First()+1, q.Step+1
	case now.Case == in.Row && now.Open != nil:
		return nil, guided.ErrResume
	}
	return &told[turn]{doc}, nil
}

// judges is a verdict on a step.
type judges struct {
	Campaign string `path:"campaign" doc:"api.in.campaign"`
	Row      string `path:"row" doc:"api.in.row"`
	Key      string `header:"Idempotency-Key" required:"true" doc:"api.in.key"`
	Body     verdict
}

type verdict struct {
	Plan     string `json:"plan" doc:"api.in.plan"`
	Content  string `json:"content" doc:"api.in.content"`
	Attempt  int    `json:"attempt" minimum:"1" doc:"api.in.attempt"`
	Step     int    `json:"step" minimum:"1" doc:"api.in.step"`
	Verdict  string `json:"verdict" enum:"passed,passed_with_remark,failed,blocked,not_applicable" doc:"api.in.verdict"`
	Observed string `json:"observed,omitempty" doc:"api.in.observed"`
	Comment  string `json:"comment,omitempty" doc:"api.in.comment"`
	Cause    string `json:"cause,omitempty" doc:"api.in.cause"`
	Reason   string `json:"reason,omitempty" doc:"api.in.reason"`
	Again    bool   `json:"again,omitempty" doc:"api.in.again"`
}

// recorded is what is told of a verdict that is durable: the same for ever.
type recorded struct {
	V        int    `json:"v" doc:"api.out.v"`
	Campaign string `json:"campaign" doc:"api.in.campaign"`
	Case     string `json:"case" doc:"api.in.row"`
	Attempt  int    `json:"attempt" doc:"api.in.attempt"`
	Step     int    `json:"step" doc:"api.in.step"`
	Verdict  string `json:"verdict" doc:"api.in.verdict"`
	Position int64  `json:"position" doc:"api.out.position"`
}

// judge records a verdict on a step, once for each key: the same request is answered as the first was, for ever.
func (s *Server) judge(ctx context.Context, in *judges) (*told[recorded], error) {
	key, err := uuid.Parse(in.Key)
	if err != nil || len(in.Key) != len(key.String()) || len(askedOf(ctx).r.Header.Values("Idempotency-Key")) != 1 {
		return nil, fault{code: "key"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at, err := s.session(ctx, in.Campaign, in.Row)
	if err != nil {
		return nil, err
	}
	b := &in.Body
	j := guided.Judgement{
		Case: in.Row, Plan: b.Plan, Content: b.Content, Attempt: b.Attempt, Step: b.Step - 1, Again: b.Again,
		Verdict: recette.Verdict(b.Verdict), Observed: guard.Lines(b.Observed), Comment: guard.Lines(b.Comment),
		Cause: recette.Cause(b.Cause), Reason: guard.Lines(b.Reason), Key: key.String(),
	}
	err = at.Answer(ctx, j)
	if after, ok := errors.AsType[*guided.RecordedError](err); ok { // what failed then is not of the verdict
		s.Log.Error("api", "path", askedOf(ctx).r.Pattern, "error", after.Error())
		err = nil
	}
	if err != nil {
		return nil, err
	}
	position, _, err := at.Position(ctx, &j)
	if err != nil || position == 0 { // no position, nothing recorded
		return nil, fault{code: "unknown", err: errors.Join(errors.New("no position"), err)}
	}
	return &told[recorded]{recorded{
		V: 1, Campaign: at.Campaign, Case: j.Case, Attempt: j.Attempt, Step: b.Step, Verdict: b.Verdict,
		Position: position,
	}}, nil
}

// attaches is a file that goes with a step.
type attaches struct {
	Campaign string `path:"campaign" doc:"api.in.campaign"`
	Row      string `path:"row" doc:"api.in.row"`
	Plan     string `query:"plan" required:"true" doc:"api.in.plan"`
	Content  string `query:"content" required:"true" doc:"api.in.content"`
	Attempt  int    `query:"attempt" required:"true" minimum:"1" doc:"api.in.attempt"`
	Step     int    `query:"step" required:"true" minimum:"1" doc:"api.in.step"`
	Name     string `query:"name" required:"true" maxLength:"255" doc:"api.in.name"`
	Digest   string `header:"Content-Digest" required:"true" doc:"api.in.digest"`
	RawBody  []byte `contentType:"application/octet-stream"`
}

// kept is what is told of a file that is durable.
type kept struct {
	V        int    `json:"v" doc:"api.out.v"`
	Campaign string `json:"campaign" doc:"api.in.campaign"`
	Case     string `json:"case" doc:"api.in.row"`
	Attempt  int    `json:"attempt" doc:"api.in.attempt"`
	Step     int    `json:"step" doc:"api.in.step"`
	Name     string `json:"name" doc:"api.out.name"`
	Size     int    `json:"size" doc:"api.out.size"`
	SHA256   string `json:"sha256" doc:"api.out.sha256"`
	Sent     string `json:"sent" doc:"api.out.sent"`
}

// attach keeps a file beside the step that is asked. What is kept already is not kept again.
func (s *Server) attach(ctx context.Context, in *attaches) (*told[kept], error) {
	if !matches(in.Digest, in.RawBody) {
		return nil, fault{code: "digest"}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at, err := s.session(ctx, in.Campaign, in.Row)
	if err != nil {
		return nil, err
	}
	f, err := s.Fit(ctx, in.Name, in.RawBody)
	if err != nil {
		return nil, err
	}
	err = at.Attach(ctx, guided.Spot{
		Case: in.Row, Plan: in.Plan, Content: in.Content, Attempt: in.Attempt, Step: in.Step - 1,
	}, []guided.File{f})
	if err != nil {
		return nil, unsure(err)
	}
	sum := sha256.Sum256(f.Body)
	return &told[kept]{kept{
		V: 1, Campaign: at.Campaign, Case: in.Row, Attempt: in.Attempt, Step: in.Step, Name: f.Name,
		Size: len(f.Body), SHA256: hex.EncodeToString(sum[:]), Sent: f.Sent,
	}}, nil
}

// matches tells whether a body is the one that a digest is of (RFC 9530): SHA-256, once, and nothing else.
func matches(said string, body []byte) bool {
	text, ok := strings.CutPrefix(said, "sha-256=:")
	text, closed := strings.CutSuffix(text, ":")
	sum := sha256.Sum256(body)
	return ok && closed && text == base64.StdEncoding.EncodeToString(sum[:])
}

// imports is a cahier that was filled in.
type imports struct {
	Campaign string `path:"campaign" doc:"api.in.campaign"`
	Name     string `query:"name" required:"true" maxLength:"255" doc:"api.in.cahier"`
	Record   bool   `query:"record" doc:"api.in.record"`
	Partial  bool   `query:"partial" doc:"api.in.partial"`
	Digest   string `header:"Content-Digest" required:"true" doc:"api.in.digest"`
	RawBody  []byte `contentType:"application/octet-stream"`
}

// take tells what becomes of each row of a cahier, and records them when that is asked for. What is recorded already is
// not recorded again.
func (s *Server) take(ctx context.Context, in *imports) (*told[api.Import], error) {
	if !matches(in.Digest, in.RawBody) {
		return nil, fault{code: "digest"}
	}
	r, reader, err := s.reader(ctx, in.Campaign)
	if err != nil {
		return nil, err
	}
	able, err := r.Able(ctx, reader.Ref, in.Campaign, nil, access.Transcribe)
	if err != nil {
		return nil, hidden(err)
	}
	actor, ok := able[access.Transcribe]
	if !ok {
		return nil, fault{code: "denied"}
	}
	doc, err := s.Project.Import(ctx, declared(actor), in.Campaign, Cahier{
		Name: cmp.Or(campaign.CleanName(in.Name), "cahier"), Body: in.RawBody, Dry: !in.Record, Partial: in.Partial,
	})
	if err != nil && in.Record {
		err = unsure(err)
	}
	if err != nil {
		return nil, err
	}
	return &told[api.Import]{doc}, nil
}
