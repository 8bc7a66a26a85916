package rest

import (
	"context"
	"log/slog"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"recette/internal/access"
	"recette/internal/account"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/guided"
	"recette/internal/i18n"
	"recette/internal/recette"
)

// Prefix is where the API stands.
const Prefix = "/api/v1"

// Campaigns is what is read of campaigns. *campaign.Service implements it.
type Campaigns interface {
	NameOf(ctx context.Context, ref string) (string, error)
	ReaderOf(ctx context.Context, ref, id string) (recette.Actor, error)
	ListOf(ctx context.Context, ref string) ([]campaign.Summary, error)
	Outline(ctx context.Context, actor recette.Actor, id string) (*campaign.Outline, error)
	Cases(ctx context.Context, actor recette.Actor, id string) ([]campaign.CaseStatus, error)
	History(ctx context.Context, actor recette.Actor, id, row string) (*campaign.History, error)
	Frozen(ctx context.Context, actor recette.Actor, id, row string, iteration int) (campaign.FrozenCase, error)
	PV(ctx context.Context, actor recette.Actor, id, number string) (state.PV, error)
	Able(
		ctx context.Context, ref, id string, rows []string, actions ...access.Action,
	) (map[access.Action]recette.Actor, error)
}

// Tokens is how programs enter. *account.Service implements it.
type Tokens interface {
	Opens(ctx context.Context, secret, from string) (account.Token, error)
	Used(ctx context.Context, t *account.Token) error
}

// Document is one that is made of a campaign when somebody asks for it.
type Document struct {
	Name    string
	Formats []string // the first is the usual one
}

// Cahier is one that was filled in, to be taken.
type Cahier struct {
	Name         string // of the file
	Body         []byte
	Dry, Partial bool // nothing is recorded; rows are, although others conflict
}

// Project is what only the program makes, by its files as they stand: each as its reader may see it, or refused under
// access.ErrDenied.
type Project interface {
	Documents() []Document
	Make(ctx context.Context, reader recette.Actor, id, name, format string) (data []byte, file string, err error)
	Status(ctx context.Context, reader recette.Actor, id string) (api.CampaignStatus, error)
	// Import takes a cahier in the name of somebody. What is wrong with the whole file is ErrCahier; ErrConflicts
	// says that nothing was recorded, for rows conflict.
	Import(ctx context.Context, actor recette.Actor, id string, c Cahier) (api.Import, error)
}

// Deps is the world of the API. All of it is mandatory.
type Deps struct {
	// Read gives what is read, and what says that it is read no more: app.ErrNoRecord until somebody records.
	Read    func(ctx context.Context) (_ Campaigns, letGo func(), _ error)
	Tokens  Tokens
	Guided  *guided.Service
	Project Project
	// PV gives the file of a state of a PV.
	PV func(ctx context.Context, pv *state.PV, sum string) ([]byte, error)
	// Fit makes a file fit to be kept as evidence, or says why it is none.
	Fit func(ctx context.Context, name string, body []byte) (guided.File, error)
	// Coming and Going take room for the bytes of files, or say that there is none.
	Coming, Going func(ctx context.Context, bytes int64) (release func(), err error)
	Words         map[i18n.Lang]*i18n.Printer
	// Say words what the record refuses.
	Say func(lang i18n.Lang, err error) (sentence, remedy string)
	// Inside tells whether somebody is inside by a session, who may read what the API is.
	Inside func(r *http.Request) bool
	// Recorded is told that something may have been recorded, by somebody who was let in.
	Recorded func()
	// Security tells what was done about entering, of whom, and never what was shown.
	Security func(r *http.Request, event, ref, why string)
	Log      *slog.Logger
}

// Server is the API. It is safe for concurrent use.
type Server struct {
	Deps
	mux       *http.ServeMux
	documents map[i18n.Lang][]byte // what OpenAPI says, in each language
	fields    map[string]map[string]bool
}

// New makes the API.
func New(d Deps) (*Server, error) {
	s := &Server{Deps: d, mux: http.NewServeMux(), fields: map[string]map[string]bool{}}
	made := humago.NewWithPrefix(s.mux, Prefix, s.config())
	made.UseMiddleware(s.enters)
	for _, r := range Routes() {
		r.to(s, made, r.operation())
	}
	return s, s.describe(made)
}

// config is how the library is to behave: no page of its own, nothing fetched, nothing unknown taken.
func (s *Server) config() huma.Config {
	strict := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0", Info: &huma.Info{Title: "recette", Version: "1", Description: "api.about"},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", nameOf),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "api.token"},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": strict, "json": strict},
		DefaultFormat: "application/json", RejectUnknownQueryParameters: true,
		Transformers: []huma.Transformer{s.worded},
	}
}

// answerTime is how long an answer may take to be made, beyond which a browser waits for none either.
const answerTime = 30 * time.Second

// ServeHTTP answers a request, whatever it is, with a document or a problem.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := &asked{words: s.wordsFor(r), w: w, r: r}
	defer a.end()
	defer func() {
		if a.in && r.Method == http.MethodPost {
			s.Recorded()
		}
	}()
	defer func() {
		broken := recover()
		if broken == nil {
			return
		}
		if broken == http.ErrAbortHandler { //nolint:errorlint // it is compared with by net/http alike
			panic(broken)
		}
		s.Log.Error("api", "path", r.Pattern, "error", broken, "stack", string(debug.Stack()))
		s.refuse(a, fault{code: "broken"})
	}()
	if path.Clean(r.URL.Path) != r.URL.Path { // nothing is found by another path than its own
		s.refuse(a, fault{code: "not_found"})
		return
	}
	handler, pattern := s.mux.Handler(r)
	if pattern == "" {
		s.missing(a, handler)
		return
	}
	r.Pattern = pattern
	a.r = r.WithContext(context.WithValue(r.Context(), askedKey{}, a))
	s.mux.ServeHTTP(w, a.r)
}

// missing tells of a path that there is not, and of one that is asked for otherwise.
func (s *Server) missing(a *asked, handler http.Handler) {
	var would silent
	handler.ServeHTTP(&would, a.r)
	if would.status != http.StatusMethodNotAllowed {
		s.refuse(a, fault{code: "not_found"})
		return
	}
	a.w.Header().Set("Allow", would.Header().Get("Allow"))
	s.refuse(a, fault{code: "method"})
}

// silent takes an answer, and keeps what it says it is.
type silent struct {
	header http.Header
	status int
}

func (w *silent) Header() http.Header {
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}

func (w *silent) Write(b []byte) (int, error) { return len(b), nil }

func (w *silent) WriteHeader(status int) { w.status = status }

// wordsFor gives the texts of the language that a request asks for first: French when it asks for none of ours.
func (s *Server) wordsFor(r *http.Request) *i18n.Printer {
	for said := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(said), ";")
		base, _, _ := strings.Cut(tag, "-")
		if lang, ok := i18n.Parse(strings.ToLower(base)); ok && s.Words[lang] != nil {
			return s.Words[lang]
		}
	}
	return s.Words[i18n.French]
}
