package web

import (
	"context"
	"crypto/tls"
	"errors"
	"hash/maphash"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"recette/internal/access"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/guided"
	"recette/internal/i18n"
	"recette/internal/picture"
	"recette/internal/reception"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/internal/web/meter"
	"recette/internal/web/rest"
)

// Campaigns is what the pages read. *campaign.Service implements it.
type Campaigns interface {
	List(ctx context.Context, actor recette.Actor) ([]campaign.Summary, error)
	Status(ctx context.Context, actor recette.Actor, id string) (campaign.Status, error)
	Outline(ctx context.Context, actor recette.Actor, id string) (*campaign.Outline, error)
	Cases(ctx context.Context, actor recette.Actor, id string) ([]campaign.CaseStatus, error)
	People(ctx context.Context, actor recette.Actor, id string) (map[string]string, error)
	Observed(ctx context.Context, actor recette.Actor, id, row string) (*campaign.Observed, error)
	Piece(ctx context.Context, actor recette.Actor, id, sum string) (*campaign.Piece, error)
	History(ctx context.Context, actor recette.Actor, id, row string) (*campaign.History, error)
	Frozen(ctx context.Context, actor recette.Actor, id, row string, iteration int) (campaign.FrozenCase, error)
	Able(
		ctx context.Context, ref, id string, rows []string, actions ...access.Action,
	) (map[access.Action]recette.Actor, error)
	View(ctx context.Context, actor recette.Actor, id string) (campaign.View, error)
	Exit(ctx context.Context, actor recette.Actor, id string) ([]state.Criterion, error)

	// On the way to the decision.
	Signoff(ctx context.Context, actor recette.Actor, id string) ([]campaign.Way, error)
	May(ctx context.Context, actor recette.Actor, id, journey string, action access.Action) error
	PV(ctx context.Context, actor recette.Actor, id, number string) (state.PV, error)
	Reception(
		ctx context.Context, actor recette.Actor, id, journey string, present map[string]string,
	) (*campaign.Reception, error)

	// Of somebody with an account.
	NameOf(ctx context.Context, ref string) (string, error)
	ReaderOf(ctx context.Context, ref, id string) (recette.Actor, error)
	ListOf(ctx context.Context, ref string) ([]campaign.Summary, error)
}

// Record is the record of a project, open for reading.
type Record struct {
	Campaigns
	io.Closer
	SignOff *signoff.Service // to ask what it would refuse
	Doubts  []error          // what was done to it behind its back, as far as a look tells
	File    fs.FileInfo      // of its database: another one is another record
}

// Judgement is what "recette verify" says of a PV.
type Judgement struct {
	Verdict string // its last line
	Demo    string // what demonstration keys are worth; empty: none signed
	Whole   string // all of it
}

// Deps is the world of a server. All of it is mandatory.
type Deps struct {
	Project string // its name, above each page
	// Cookie is the name of that of a session: ports do not part the cookies of two servers of one machine.
	Cookie    string
	Hosts     []string                                  // names that are answered, in lower case, without ports
	Reached   Reached                                   // by whom, and how
	Open      func(ctx context.Context) (Record, error) // app.ErrNoRecord until somebody records
	Guided    *guided.Service                           // where people play; the server does not close it
	Reception *reception.Service                        // where people decide and sign
	Documents Documents
	API       Programs
	// Finding words what is found of a PV, and Verified all that "recette verify" says of one.
	Finding  func(lang i18n.Lang, f verify.Finding) string
	Verified func(lang i18n.Lang, r *verify.Report) Judgement
	// Accounts is how people enter; the server does not close it.
	Accounts Accounts
	Words    map[i18n.Lang]*i18n.Printer
	// Ready tells why nothing would be recorded now; nothing when it would.
	Ready func(ctx context.Context) []app.Unready
	// Say words what the record refuses: a sentence, and what to do about it.
	Say func(lang i18n.Lang, err error) (sentence, remedy string)
	// Problem words what went wrong with what runs automated steps.
	Problem func(lang i18n.Lang, p *execution.Problem) string
	// Present tells how a frozen case stands to the features as they are: nil when it does not differ. lines are what
	// differs in its text, each behind a space, a plus or a minus.
	Present func(ctx context.Context, frozen *catalogue.Case) (drift *campaign.Drift, lines string, err error)
	// Track gives the address of something that a tracker of the project numbers, as "jira:CRM-12"; empty when no
	// tracker does. known are the trackers of the project.
	Track func(said string) (address string, known []string, err error)
	Zone  *time.Location // that days and hours are shown in
	Now   func() time.Time
	Rand  io.Reader
	Log   *slog.Logger
	Meter *meter.Meter // of this server alone
	// Requests is told of each request, by its route; nil: nobody is.
	Requests *slog.Logger
}

// Reached is how the pages are reached. Nothing of it: in the clear, from this machine alone.
type Reached struct {
	// Origin is what people write in their browser when it is encrypted: "https://recette.example".
	Origin string
	TLS    *tls.Config // with a certificate; nil: the server does not encrypt by itself
	// Remote tells that other machines reach the pages: no key opens them, only accounts do.
	Remote  bool
	Proxies []netip.Prefix // that requests are taken from alone; none: whoever asks is who they are
}

// Server serves the pages of a project. It is safe for concurrent use; Close it.
type Server struct {
	Deps
	sessions *scs.SessionManager
	latches  latches // of sessions
	pages    map[string]*template.Template
	assets   *assets
	lab      *picture.Lab
	thumbs   thumbs
	incoming room // of files that come
	outgoing room // of those that are sent
	key      keyhole
	live     *hub
	making   chan struct{} // a document at a time
	api      *rest.Server

	readiness readiness

	opening sync.Mutex
	record  *Record         // that pages are made of; nil until somebody recorded
	readers map[*Record]int // of those that somebody reads
}

// How long somebody stays inside: without a gesture, and at most. Who goes to lunch, or home, finds the page as it was
// (WCAG 2.2, 2.2.1: twenty hours need no warning).
const (
	idle = 20 * time.Hour
	most = 72 * time.Hour
)

// New makes a server.
func New(d Deps) (*Server, error) {
	s := &Server{
		Deps: d, sessions: scs.New(), latches: latches{seed: maphash.MakeSeed()}, lab: picture.New(),
		incoming: newRoom(), outgoing: newRoom(),
		making: make(chan struct{}, 1), readers: map[*Record]int{},
	}
	s.secure()
	s.live = newHub(s)
	d.Meter.Live(s.live.followed)
	s.sessions.IdleTimeout, s.sessions.Lifetime, s.sessions.HashTokenInStore = idle, most, true
	s.sessions.Codec = codec{}
	s.sessions.Cookie.Name, s.sessions.Cookie.Path, s.sessions.Cookie.Secure = s.Cookie, "/", s.encrypted()
	s.sessions.Cookie.HttpOnly, s.sessions.Cookie.SameSite = true, http.SameSiteStrictMode
	s.sessions.ErrorFunc = func(w http.ResponseWriter, _ *http.Request, err error) {
		d.Log.Error("session", "error", err.Error())
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
	var err error
	if s.assets, err = newAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = parse(s.assets); err != nil {
		return nil, err
	}
	s.api, err = s.programs()
	return s, err
}

// ErrRemote says that no key is cut for pages that other machines reach.
var ErrRemote = errors.New("other machines reach the pages")

// Key gives a path that lets whoever has it enter, once, within ten minutes: ErrRemote.
func (s *Server) Key() (path string, err error) {
	if s.Reached.Remote {
		return "", ErrRemote
	}
	token, err := s.key.make(s.Rand, s.Now())
	return "/entrer?cle=" + token, err
}

// reading gives the record that pages are made of, until it is let go of, and looks at it anew: what was done to it
// behind its back meanwhile shows, and one that took its place, or is doubted, is read from its beginning.
func (s *Server) reading(ctx context.Context) (r *Record, letGo func(), err error) {
	now, err := s.Open(context.WithoutCancel(ctx))
	if err != nil {
		return nil, nil, err
	}
	s.opening.Lock()
	defer s.opening.Unlock()
	was := s.record
	if was != nil && len(now.Doubts) == 0 && len(was.Doubts) == 0 && os.SameFile(was.File, now.File) {
		err = now.Close()
	} else {
		s.record = &now
		s.close(was)
	}
	r = s.record
	s.readers[r]++
	return r, sync.OnceFunc(func() {
		s.opening.Lock()
		defer s.opening.Unlock()
		if _, open := s.readers[r]; open {
			s.readers[r]--
			s.close(r)
		}
	}), err
}

// close closes a record that another one took the place of, once nobody reads it. Who calls it holds the lock.
func (s *Server) close(r *Record) {
	if r == nil || r == s.record || s.readers[r] > 0 {
		return
	}
	delete(s.readers, r)
	if err := r.Close(); err != nil {
		s.Log.Error("record", "error", err.Error())
	}
}

// reading gives the record that the visit reads: the same until it ends.
func (v *visit) reading() (*Record, error) {
	if v.record != nil {
		return v.record, nil
	}
	r, letGo, err := v.s.reading(v.r.Context())
	if r != nil {
		v.ends = append(v.ends, letGo)
	}
	if err == nil {
		v.record = r
	}
	return r, err
}

// end gives back what the visit took.
func (v *visit) end() {
	for _, end := range v.ends {
		end()
	}
	v.ends, v.record = nil, nil
}

// Close ends what follows live, and lets go of the record.
func (s *Server) Close() error {
	s.live.close()
	s.opening.Lock()
	defer s.opening.Unlock()
	var errs []error
	for r := range s.readers {
		errs = append(errs, r.Close())
	}
	s.record, s.readers = nil, map[*Record]int{}
	return errors.Join(errs...)
}

// Limits of one connection. A page is small, and files have a time of their own: who is slower than that is no browser
// (ASVS 5.0, 15.2.2).
const (
	headerTime  = 5 * time.Second
	requestTime = 30 * time.Second
	quietTime   = 60 * time.Second
	headerBytes = 16 << 10
	leaveTime   = 5 * time.Second
)

// Serve answers on listeners until ctx ends; answers under way then have five seconds.
func (s *Server) Serve(ctx context.Context, on ...net.Listener) error {
	server := &http.Server{
		Handler: s.handler(), ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: requestTime,
		IdleTimeout: quietTime, MaxHeaderBytes: headerBytes,
		TLSConfig: s.Reached.TLS,
		ErrorLog:  slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(s.live.close)
	failed := make(chan error, len(on))
	for _, l := range on {
		go func() { failed <- s.listen(server, l) }()
	}
	select {
	case err := <-failed:
		return errors.Join(err, server.Close())
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	err := server.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return err
}
