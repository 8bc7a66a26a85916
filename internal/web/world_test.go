package web_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"recette/internal/account"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/catalogue"
	"recette/internal/evidence"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/guided"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/signoff"
	"recette/internal/store/sqlite"
	"recette/internal/verify"
	"recette/internal/web"
	"recette/internal/web/meter"
	"recette/internal/workspace"
)

var (
	elise = recette.Actor{Ref: "u-1", Name: "Élise Fontaine", Role: recette.PPO}
	yann  = recette.Actor{Ref: "u-4", Name: "Yann Le Goff", Role: recette.Tester}

	samira = recette.Actor{Ref: "u-3", Name: "Samira Haddad", Role: recette.QA}
)

// hostile is what somebody may write in a feature, or type.
const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(1)>`

// world is a server on a real record, on a port of this machine.
type world struct {
	t         testing.TB
	now       atomic.Int64              // seconds since the beginning
	real      atomic.Pointer[time.Time] // since when the clock is that of the machine
	record    *sqlite.DB
	campaigns *campaign.Service
	server    *web.Server
	worthless string // what is said of demonstration keys
	guided    *guided.Service
	accounts  *account.Service
	path      string // of the database
	base      string // "http://localhost:41234"
	broken    atomic.Pointer[error]
	readers   atomic.Int32           // how many records are open to be read
	meanwhile atomic.Pointer[func()] // what happens while a page reads
	full      atomic.Pointer[error]  // what recording meets
	torn      atomic.Pointer[error]  // what the log says although it appended
	preparing chan struct{}          // what playing waits for; nil: nothing
	opened    atomic.Int32           // how often the record was opened to be written to
	lost      atomic.Bool            // it did
	cut       atomic.Bool            // it appends nothing, and nobody knows
	after     atomic.Pointer[error]  // what recording says although it recorded
	sealing   atomic.Pointer[error]  // what signing the head of the log meets
	panics    atomic.Bool            // recording breaks the program once it recorded
	stall     atomic.Int64           // nanoseconds that recording takes
	prepared  atomic.Int32           // how often a campaign was made ready
	unfit     atomic.Pointer[error]  // why no case may be begun
	sources   []execution.Source     // of automated steps
	kept      string                 // folder of the evidence
	doubt     atomic.Pointer[error]
	unready   atomic.Pointer[app.Unready]
	keyless   bool         // nobody looks whether the key of a gesture was recorded
	unplaced  atomic.Bool  // nobody finds where a gesture is recorded
	twice     bool         // what is recorded is recorded once more
	looked    atomic.Int32 // how often somebody looked
	log       strings.Builder
	ring      signoff.Keyring
	signoff   *signoff.Service
	pvs       string                     // folder of the files of PVs
	secrets   map[string]string          // tokens, by whose they are and their scopes
	judged    func()                     // called while the page of a PV that was judged is made
	reached   func(port int) web.Reached // nil: in the clear, from this machine alone
}

func (w *world) clock() time.Time {
	if from := w.real.Load(); from != nil {
		return time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC).Add(time.Since(*from))
	}
	return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC).Add(time.Duration(w.now.Add(1)) * time.Second)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// newWorld opens a campaign of that many rows, in two journeys.
func newWorld(t testing.TB, rows int, sources ...execution.Source) *world {
	t.Helper()
	if rows == 0 {
		return worldOf(t, nil, sources...)
	}
	m := manifest(rows)
	return worldOf(t, &m, sources...)
}

// worldOf opens a campaign, if one is given.
func worldOf(t testing.TB, m *plan.Manifest, sources ...execution.Source) *world {
	t.Helper()
	w := &world{t: t, sources: sources}
	dir := t.TempDir()
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("test"))
	w.must(err)
	w.path = filepath.Join(dir, ".recette", "recette.db")
	w.record, err = sqlite.Create(t.Context(), sqlite.Options{
		Path: w.path, Now: w.clock, Rand: rand.Reader, LogKey: key, Project: "test",
	})
	w.must(err)
	t.Cleanup(func() { w.must(w.record.Close()) })
	w.kept = filepath.Join(dir, ".recette", "evidence")
	pieces, err := evidence.New(evidence.Options{Dir: w.kept})
	w.must(err)
	w.campaigns, err = campaign.New(campaign.Deps{
		Journal: tearing{w.record, w}, Clock: w.clock, Rand: rand.Reader, Evidence: pieces,
	})
	w.must(err)
	w.signs(dir, key)
	if m != nil {
		w.must(w.campaigns.Open(t.Context(), elise, *m))
	}
	w.serve()
	return w
}

// serve starts the server.
func (w *world) serve() {
	w.t.Helper()
	words := map[i18n.Lang]*i18n.Printer{}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		w.must(err)
		words[lang] = p
	}
	var err error
	path := w.path
	w.guided = guided.New(guided.Deps{
		Open: func(context.Context) (guided.Record, error) {
			w.opened.Add(1)
			return guided.Record{
				Campaigns: filling{w.campaigns, w}, Closer: io.NopCloser(nil),
				Seal: func(ctx context.Context) error {
					if err := w.sealing.Load(); err != nil {
						return *err
					}
					_, err := w.record.Checkpoint(ctx)
					return err
				},
			}, nil
		},
		Prepare: func(context.Context, guided.Record, *campaign.Manifest) (guided.Means, error) {
			w.prepared.Add(1)
			if w.preparing != nil {
				<-w.preparing
			}
			return guided.Means{
				Policy: binding.Policy{People: true}, Sources: w.sources,
				Word: spoken,
				Fit: func(context.Context, string) error {
					if err := w.unfit.Load(); err != nil {
						return *err
					}
					return nil
				},
				Current: func() guided.Current { return nil },
				About: func(context.Context, *catalogue.Case) (guided.About, error) {
					return guided.About{Setting: setting()}, nil
				},
			}, nil
		},
		Whole: recette.Actor{Ref: "local", Role: recette.Auditor}, Clock: w.clock,
	})
	people := sqlite.NewAccounts(filepath.Join(filepath.Dir(path), "accounts.db"))
	w.t.Cleanup(func() { w.must(people.Close()) })
	w.accounts = account.New(account.Deps{Store: people, Now: w.clock, Rand: rand.Reader})
	l, err := new(net.ListenConfig).Listen(w.t.Context(), "tcp", "127.0.0.1:0")
	w.must(err)
	port := l.Addr().(*net.TCPAddr).Port
	w.base = fmt.Sprintf("http://localhost:%d", port)
	reached, hosts := web.Reached{}, []string{"localhost", "recette.test"}
	if w.reached != nil {
		reached, hosts = w.reached(port), hosts[1:]
	}
	w.server, err = web.New(web.Deps{
		Reached: reached,
		Guided:  w.guided, Accounts: w.accounts, Reception: w.desk(), Documents: papers{w}, API: programs{w},
		Finding: func(_ i18n.Lang, f verify.Finding) string { return string(f.Code) },
		Verified: func(_ i18n.Lang, r *verify.Report) web.Judgement {
			if w.judged != nil {
				w.judged()
			}
			return web.Judgement{
				Verdict: "verdict " + string(r.Status) + strings.Join(r.Awaiting(), "+"), Demo: w.worthless,
				Whole: "tout",
			}
		},
		Project: "CRM " + hostile, Cookie: "recette-test", Words: words,
		Hosts: hosts,
		Open: func(ctx context.Context) (web.Record, error) {
			if list, err := w.campaigns.List(ctx, recette.Actor{Ref: "local", Role: recette.Auditor}); err == nil &&
				len(list) == 0 {
				return web.Record{}, app.ErrNoRecord
			}
			file := &opened{w: w}
			r := web.Record{
				Campaigns: failing{w.campaigns, &w.broken, file}, SignOff: w.signoff, Closer: file,
			}
			w.readers.Add(1)
			if doubt := w.doubt.Load(); doubt != nil {
				r.Doubts = []error{*doubt}
			}
			var err error
			r.File, err = os.Stat(path)
			return r, err
		},
		Problem: func(_ i18n.Lang, p *execution.Problem) string { return "problème : " + p.Message },
		Present: func(_ context.Context, frozen *catalogue.Case) (*campaign.Drift, string, error) {
			if frozen.ID != "SC-0003" {
				return nil, "", nil
			}
			return &campaign.Drift{ID: frozen.ID, Kind: "content"}, " a\n-b\n+" + hostile + "\n c\n", nil
		},
		Track: func(said string) (string, []string, error) {
			if id, ok := strings.CutPrefix(said, "jira:"); ok {
				return "https://suivi.example/browse/" + id, []string{"jira"}, nil
			}
			return "", []string{"jira"}, nil
		},
		Ready: func(context.Context) []app.Unready {
			if why := w.unready.Load(); why != nil {
				return []app.Unready{*why}
			}
			return nil
		},
		Say:  func(_ i18n.Lang, err error) (string, string) { return "le disque a lâché", "" },
		Zone: time.UTC, Now: w.clock, Rand: rand.Reader, Log: slog.New(slog.NewJSONHandler(&w.log, nil)),
		Meter: meter.New("essai", time.Now),
	})
	w.must(err)
	ctx, stop := context.WithCancel(w.t.Context())
	done := make(chan error, 1)
	go func() { done <- w.server.Serve(ctx, l) }()
	w.t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, w.server.Close(), w.guided.Close(context.WithoutCancel(ctx))); err != nil {
			w.t.Error(err)
		}
	})
}

// spoken gives what somebody else said in a message.
func spoken(m execution.Message) (said string) {
	for _, line := range m {
		for _, f := range line {
			said += f.Text
		}
	}
	return said
}

// setting is what each case is played with.
func setting() workspace.Setting {
	return workspace.Setting{
		Sets: []workspace.SettingSet{{DataSet: reference.DataSet{
			Code: "JDD-adhesion", Label: "Deux adhérents", States: []string{"à jour", "radié"},
			Load: reference.Procedure{Text: "Page /recette du CRM"},
		}, Named: []reference.Value{{Name: "total", Text: "120,00 €"}}}},
		Roles: []workspace.SettingRole{{
			Name: "gestionnaire d’antenne", About: "Gère les adhérents de son antenne.",
			Accounts: []reference.Account{{Login: "yann.legoff", Name: "Yann Le Goff", Entity: "Bretagne"}},
		}},
	}
}

// panicking breaks the program of who reads; stalling is closed when reading ends.
type (
	panicking string
	stalling  chan struct{}
)

func (p panicking) Error() string { return string(p) }
func (stalling) Error() string    { return "stalled" }

// opened is a record that is open to be read, until it is closed.
type opened struct {
	w    *world
	over atomic.Bool
}

func (o *opened) Close() error {
	if o.over.Swap(true) {
		return errors.New("closed twice")
	}
	o.w.readers.Add(-1)
	return nil
}

// failing is a record that may break.
type failing struct {
	web.Campaigns
	err *atomic.Pointer[error]
	of  *opened
}

func (f failing) Status(ctx context.Context, who recette.Actor, id string) (campaign.Status, error) {
	if meanwhile := f.of.w.meanwhile.Swap(nil); meanwhile != nil {
		(*meanwhile)()
	}
	if f.of.over.Load() {
		return campaign.Status{}, errors.New("the record is closed")
	}
	if err := f.err.Load(); err != nil {
		if broke, ok := errors.AsType[panicking](*err); ok {
			panic(broke)
		}
		if stuck, ok := errors.AsType[stalling](*err); ok {
			<-stuck
		}
		return campaign.Status{}, *err
	}
	return f.Campaigns.Status(ctx, who, id)
}

func (f failing) Observed(ctx context.Context, who recette.Actor, id, row string) (*campaign.Observed, error) {
	if meanwhile := f.of.w.meanwhile.Swap(nil); meanwhile != nil {
		(*meanwhile)()
	}
	if err := f.err.Load(); err != nil {
		return nil, *err
	}
	return f.Campaigns.Observed(ctx, who, id, row)
}

func (f failing) Reception(
	ctx context.Context, who recette.Actor, id, journey string, present map[string]string,
) (*campaign.Reception, error) {
	if err := f.err.Load(); err != nil {
		return nil, *err
	}
	return f.Campaigns.Reception(ctx, who, id, journey, present)
}

func (f failing) Cases(ctx context.Context, who recette.Actor, id string) ([]campaign.CaseStatus, error) {
	if err := f.err.Load(); err != nil {
		return nil, *err
	}
	return f.Campaigns.Cases(ctx, who, id)
}

// tearing is a log that may not say what it appended.
type tearing struct {
	campaign.Journal
	w *world
}

func (j tearing) AppendWith(
	ctx context.Context, build func(context.Context) ([]journal.Entry, error),
) ([]journal.Record, error) {
	if j.w.cut.Load() {
		return nil, errors.New("input/output error")
	}
	recs, err := j.Journal.AppendWith(ctx, build)
	if torn := j.w.torn.Load(); torn != nil && err == nil {
		j.w.lost.Store(true)
		return nil, *torn
	}
	return recs, err
}

func (j tearing) Requested(ctx context.Context, key string) (journal.Record, bool, error) {
	if torn := j.w.torn.Load(); torn != nil && j.w.lost.Load() {
		return journal.Record{}, false, *torn
	}
	return j.Journal.Requested(ctx, key)
}

// filling is a record that may take nothing, or say so.
type filling struct {
	*campaign.Service
	w *world
}

func (f filling) NoteOnce(
	ctx context.Context, who recette.Actor, id string, r campaign.Request, facts ...fact.Fact,
) (string, error) {
	if err := f.w.full.Load(); err != nil {
		return "", *err
	}
	number, err := f.Service.NoteOnce(ctx, who, id, r, facts...)
	if after := f.w.after.Load(); after != nil && err == nil {
		err = *after
	}
	return number, err
}

func (f filling) Record(ctx context.Context, who recette.Actor, r campaign.Result) (campaign.Recorded, error) {
	time.Sleep(time.Duration(f.w.stall.Load()))
	if err := f.w.full.Load(); err != nil {
		return campaign.Recorded{}, *err
	}
	got, err := f.Service.Record(ctx, who, r)
	if f.w.twice && err == nil && !r.Closed {
		r.Request = campaign.Request{}
		got, err = f.Service.Record(ctx, who, r)
	}
	if f.w.panics.Load() {
		panic("after a commit")
	}
	if after := f.w.after.Load(); after != nil && err == nil {
		err = *after
	}
	return got, err
}

// Answered forgets, when it is to, every key until it is recorded anew: each gesture is looked up before and after.
func (f filling) Answered(
	ctx context.Context, who recette.Actor, id, row string, attempt int, r campaign.Request,
) (int64, string, error) {
	if f.w.unplaced.Load() {
		return 0, "", nil
	}
	if f.w.keyless && f.w.looked.Add(1)%2 == 1 {
		return 0, "", nil
	}
	return f.Service.Answered(ctx, who, id, row, attempt, r)
}

func manifest(rows int) plan.Manifest {
	m := plan.Manifest{
		V: plan.ManifestVersion, Campaign: "v1", Project: "CRM", Title: "Recette d’été", Version: "1", Language: "fr",
		FrozenAt:    "2026-11-23T08:00:00Z",
		Release:     plan.Release{Version: "1.4", Build: "b1", DeliveredAt: "2026-11-16"},
		Environment: plan.Environment{Name: "recette", Build: "b1"},
		Supplier:    plan.Party{Name: "Atelier"},
		Journeys: []plan.Journey{
			{Code: "adhesion", Title: "Adhésion", Critical: true}, {Code: "reste", Title: "Le reste " + hostile},
		},
		Exit: []plan.Criterion{
			{Text: "Tout est joué", Threshold: "100 %", Measure: "executed"}, {Text: "Le comité est d’accord"},
		},
		Sections: &plan.Sections{Review: plan.Review{Cases: []string{"SC-0001"}, Named: []string{"SC-0001"}}},
	}
	for i := range rows {
		id, name := fmt.Sprintf("SC-%04d", i+1), fmt.Sprintf("Payer l’adhésion n° %d", i+1)
		if i == 1 {
			name = hostile
		}
		j := &m.Journeys[min(i/3, 1)]
		j.Cases = append(j.Cases, id)
		m.Cases = append(m.Cases, plan.FrozenCase{Case: catalogue.Case{
			ID: id, Stable: true, Content: "content/1:" + id, Name: name, Journeys: []string{j.Code},
			Feature: catalogue.Feature{Path: "features/a.feature", Language: "fr"},
			Steps: []catalogue.Step{
				{Text: "a", Type: "context"}, {Text: "b", Type: "action"}, {Text: "c", Type: "outcome"},
			},
		}})
	}
	for _, a := range []recette.Actor{elise, yann, samira} {
		m.Parties = append(m.Parties, plan.Participant{Ref: a.Ref, Name: a.Name, Role: string(a.Role)})
	}
	return m
}

// plays records a verdict on the last step of a row, and leaves the attempt open when there is none.
func (w *world) plays(id string, verdict recette.Verdict, observed string) {
	w.t.Helper()
	a, err := w.campaigns.BeginAttempt(w.t.Context(), yann, campaign.Begin{
		Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual,
	})
	w.must(err)
	r := campaign.Result{
		Campaign: "v1", Case: id, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Steps: []campaign.Observation{
			{Step: 0, Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 1, Mode: recette.Manual, Verdict: recette.Passed},
		},
	}
	if verdict != "" {
		r.Steps = append(r.Steps, campaign.Observation{
			Step: 2, Mode: recette.Manual, Verdict: verdict, Observed: observed, Comment: observed,
		})
		r.Closed = true
	}
	_, err = w.campaigns.Record(w.t.Context(), yann, r)
	w.must(err)
}

// played is a world half played: a row of each verdict, one in progress, an anomaly.
func played(t testing.TB) *world {
	t.Helper()
	w := newWorld(t, 8)
	w.plays("SC-0001", recette.Passed, "")
	w.plays("SC-0002", recette.Failed, hostile)
	w.plays("SC-0003", recette.PassedWithRemark, "un peu lent")
	w.plays("SC-0004", "", "")
	_, err := w.campaigns.Note(t.Context(), yann, "v1", gap.Anomaly{
		Severity: recette.Major, Case: "SC-0002", Summary: "le total est faux " + hostile,
	})
	w.must(err)
	return w
}

// client is a browser without a screen.
type client struct {
	*http.Client
	w *world
}

// stranger is a client that did not enter.
func (w *world) stranger() *client {
	w.t.Helper()
	jar, err := cookiejar.New(nil)
	w.must(err)
	return &client{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}, w}
}

// inside is a client that entered by a key.
func (w *world) inside() *client {
	w.t.Helper()
	c := w.stranger()
	path, err := w.server.Key()
	w.must(err)
	_, key, _ := strings.Cut(path, "cle=")
	if status, _ := c.post("/entrer", url.Values{"cle": {key}}); status != http.StatusSeeOther {
		w.t.Fatalf("entering: %d", status)
	}
	return c
}

func (c *client) get(path string) (status int, body string) {
	c.w.t.Helper()
	r, err := http.NewRequestWithContext(c.w.t.Context(), http.MethodGet, c.w.base+path, http.NoBody)
	c.w.must(err)
	return c.do(r)
}

func (c *client) post(path string, form url.Values) (status int, body string) {
	c.w.t.Helper()
	r, err := http.NewRequestWithContext(
		c.w.t.Context(), http.MethodPost, c.w.base+path, strings.NewReader(form.Encode()),
	)
	c.w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", c.w.base)
	return c.do(r)
}

func (c *client) do(r *http.Request) (status int, body string) {
	c.w.t.Helper()
	answer, err := c.Do(r)
	c.w.must(err)
	defer answer.Body.Close()
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") { // it does not end
		_, text := eventOf(bufio.NewReader(answer.Body))
		return answer.StatusCode, text
	}
	b, err := io.ReadAll(answer.Body)
	c.w.must(err)
	return answer.StatusCode, string(b)
}
