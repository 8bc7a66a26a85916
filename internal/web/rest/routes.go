package rest

import (
	"context"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"recette/internal/account"
	"recette/internal/web/guard"
)

// Sizes of what is read, in bytes.
const (
	maxJSON   = guard.MaxForm // as of a form of the pages
	maxFile   = guard.MaxFile
	maxCahier = 16 << 20
)

// Times in which a request is to come.
const (
	readTime   = 30 * time.Second
	uploadTime = 3 * time.Minute
)

// Route is one line of the table that makes the API: what is not in it is not there.
type Route struct {
	ID           string // "list-campaigns", by which the description and the texts know it
	Method, Path string // the path below Prefix
	Scope        account.Scope
	Gives        string // media type of the answer; empty: application/json
	Takes        string // media type of the body; empty: there is none
	Body         int64  // the most that is read of it

	to func(*Server, huma.API, huma.Operation)
}

// Routes lists all that the API answers. One without a scope asks for a token all the same, or for a session.
func Routes() []Route {
	const (
		get, post = http.MethodGet, http.MethodPost
		one       = "/campaigns/{campaign}"
		row       = one + "/rows/{row}"
		any       = "application/octet-stream"
		js        = "application/json"
	)
	return []Route{
		{"openapi", get, "/openapi.json", "", js, "", 0, register((*Server).openapi)},
		{"list-campaigns", get, "/campaigns", account.ScopeRead, "", "", 0, register((*Server).campaigns)},
		{"read-campaign", get, one, account.ScopeRead, "", "", 0, register((*Server).campaign)},
		{"read-matrix", get, one + "/matrix", account.ScopeRead, js, "", 0, register((*Server).matrix)},
		{"list-rows", get, one + "/rows", account.ScopeRead, "", "", 0, register((*Server).rows)},
		{"read-row", get, row, account.ScopeRead, "", "", 0, register((*Server).row)},
		{"list-documents", get, one + "/documents", account.ScopeRead, "", "", 0, register((*Server).papers)},
		{"make-document", get, one + "/documents/{document}", account.ScopeRead, any, "", 0, register((*Server).paper)},
		{"begin-row", post, row + "/attempts", account.ScopeRecord, "", js, maxJSON, register((*Server).begin)},
		{"record-verdict", post, row + "/verdicts", account.ScopeRecord, "", js, maxJSON, register((*Server).judge)},
		{"attach-evidence", post, row + "/evidence", account.ScopeRecord, "", any, maxFile, register((*Server).attach)},
		{"import-cahier", post, one + "/imports", account.ScopeImport, "", any, maxCahier, register((*Server).take)},
		{"read-pv", get, one + "/pvs/{pv}", account.ScopeRead, "application/pdf", "", 0, register((*Server).pv)},
	}
}

// operation describes a route to the library. Its texts are keys until they are worded.
func (r *Route) operation() huma.Operation {
	op := huma.Operation{
		OperationID: r.ID, Method: r.Method, Path: r.Path, Summary: "api." + r.ID, Description: "api." + r.ID + ".why",
		Security: []map[string][]string{{"token": {}}}, MaxBodyBytes: r.Body, BodyReadTimeout: readTime,
		Metadata:  map[string]any{"route": r},
		Responses: map[string]*huma.Response{},
	}
	if r.Scope != "" {
		op.Tags = []string{string(r.Scope)}
	}
	if r.Body > maxJSON {
		op.BodyReadTimeout = uploadTime
	}
	kind := r.Gives
	if kind == "" {
		return op
	}
	content := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	if kind == "application/json" {
		content.Schema = &huma.Schema{Type: huma.TypeObject}
	}
	op.Responses["200"] = &huma.Response{
		Description: "api.done", Content: map[string]*huma.MediaType{kind: content},
	}
	return op
}

func routeOf(op *huma.Operation) *Route {
	return op.Metadata["route"].(*Route) //nolint:forcetypeassert // operation put it there
}

// takes refuses a body of another kind than that of a route.
func (r *Route) takes(a *asked) *fault {
	if r.Takes == "" {
		return nil
	}
	kind, params, err := mime.ParseMediaType(a.r.Header.Get("Content-Type"))
	charset, said := params["charset"]
	if err != nil || kind != r.Takes || said && !strings.EqualFold(charset, "utf-8") {
		return &fault{code: "media_type"}
	}
	if r.Body > maxJSON {
		guard.Patient(a.w, a.r, uploadTime+answerTime)
	}
	return nil
}

// register gives an operation to the library: what goes wrong with it is worded.
func register[I, O any](do func(*Server, context.Context, *I) (*O, error)) func(*Server, huma.API, huma.Operation) {
	return func(s *Server, made huma.API, op huma.Operation) {
		huma.Register(made, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := do(s, ctx, in)
			if err != nil {
				return nil, s.fails(askedOf(ctx), err)
			}
			return out, nil
		})
	}
}
