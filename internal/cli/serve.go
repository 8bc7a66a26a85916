package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/guided"
	"recette/internal/i18n"
	"recette/internal/reach"
	"recette/internal/verify"
	"recette/internal/web"
	"recette/internal/web/meter"
)

// serveFloor is the room of the disk, in mebibytes, under which the server says that it is not ready.
const serveFloor = 100

// serving is how pages are served.
type serving struct {
	port  uint16
	floor uint32 // MiB

	requests bool // each is logged

	said  reach.Settings         // by flags
	given func(name string) bool // tells which flags were; nil: none, but for the port
}

// serveVerb serves the pages of the project: to the browsers of this machine, unless it is said how others reach them.
func (a *app) serveVerb() *cobra.Command {
	s := serving{port: reach.Port, floor: serveFloor}
	c := a.command("serve", "serve")
	c.Args = exactly(0)
	c.Flags().Uint16Var(&s.port, "port", s.port, a.words.T("flag.serve.port"))
	c.Flags().Uint32Var(&s.floor, "min-free", s.floor, a.words.T("flag.serve.floor"))
	c.Flags().BoolVar(&s.requests, "log-requests", false, a.words.T("flag.serve.requests"))
	a.reachFlags(c, &s)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		for _, two := range [][]string{{"port", "listen"}, {"tls", "tls-cert"}, {"tls", "tls-key"}} {
			if err := apart(cmd, two...); err != nil {
				return err
			}
		}
		return a.serve(cmd.Context(), s)
	}
	return c
}

func (a *app) serve(ctx context.Context, how serving) (err error) {
	p, err := a.project()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(a.env.Stderr, nil))
	at, err := a.place(p, &how)
	if err != nil {
		return err
	}
	certificates, err := a.certificates(p, at, log)
	if err != nil {
		return a.unsafeOf(err, how.given)
	}
	on, err := listen(ctx, at)
	if err != nil {
		return fail("serve-port", err, at.Port)
	}
	served := portOf(on[0])
	words, err := languages(i18n.French, i18n.English)
	if err != nil {
		return errors.Join(err, closeAll(on))
	}
	by := a.application()
	by.Doubted = nil // each page says it
	sessions := a.guided(p, by)
	defer func() { err = errors.Join(err, sessions.Close(context.WithoutCancel(ctx))) }()
	accounts := by.Accounts(p.Root)
	defer func() { err = errors.Join(err, accounts.Close()) }()
	var requests *slog.Logger
	if how.requests {
		requests = log
	}
	s, err := web.New(web.Deps{
		Guided: sessions, Accounts: accounts, Reception: a.reception(p, by), Documents: downloads{a.in(p.Root), p.Root},
		API:     downloads{a.in(p.Root), p.Root},
		Finding: func(lang i18n.Lang, f verify.Finding) string { return a.wordedBy(words[lang]).findingText(f) },
		Verified: func(lang i18n.Lang, r *verify.Report) web.Judgement {
			return a.wordedBy(words[lang]).judgement(r)
		},
		Project: p.Name, Cookie: cookieOf(p.Root, served), Hosts: at.Hosts, Words: words,
		Reached: reached(at, served, certificates),
		Open: func(ctx context.Context) (web.Record, error) {
			r, err := by.Record(ctx, p.Root, reading)
			if err != nil {
				return web.Record{}, err
			}
			file, err := os.Stat(filepath.Join(r.Folder, "recette.db"))
			if err != nil {
				return web.Record{}, errors.Join(err, r.Close())
			}
			return web.Record{
				Campaigns: r.Service, SignOff: r.SignOff, Closer: r, Doubts: r.Doubts, File: file,
			}, nil
		},
		Ready: func(ctx context.Context) []application.Unready {
			why := by.Ready(ctx, p.Root, accounts, uint64(how.floor)<<20)
			if certificates != nil && certificates.Expired() {
				why = append(why, application.CertificateOver)
			}
			return why
		},
		Say: func(lang i18n.Lang, err error) (sentence, remedy string) {
			f := classify(err)
			w := words[lang]
			if key := "fail." + f.key + ".hint"; w.Has(key) && f.key != "internal" { // that one is for a terminal
				remedy = w.T(key, echoed(f.args)...)
			}
			sentence = f.sentence(w)
			if more := detail(w, err); more != "" {
				sentence = w.T("fail.with", sentence, more)
			}
			return sentence, remedy
		},
		Present: func(ctx context.Context, frozen *catalogue.Case) (*campaign.Drift, string, error) {
			now, err := by.Project(p.Root)
			if err != nil {
				return nil, "", err
			}
			return now.DriftOf(ctx, frozen)
		},
		Track: func(said string) (string, []string, error) {
			now, err := by.Project(p.Root)
			if err != nil {
				return "", nil, err
			}
			address, _ := now.Tracked(said)
			return address, now.TrackerNames(), nil
		},
		Problem: func(lang i18n.Lang, p *execution.Problem) string { return problemText(words[lang], p) },
		Zone:    p.Location(), Now: a.env.Now, Rand: a.env.Rand, Log: log, Requests: requests,
		Meter: meter.New(Version, a.env.Now),
	})
	if err != nil {
		return errors.Join(err, closeAll(on))
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := a.greet(p, s, at, served); err != nil {
		return errors.Join(err, closeAll(on))
	}
	defer a.announce(p, at.Origin(served), log)()
	return s.Serve(ctx, on...)
}

// guided keeps the guided sessions of who plays in a browser, in a record that is open for as long as they do.
func (a *app) guided(p *projectAt, by *application.App) *guided.Service {
	return guided.New(guided.Deps{
		Whole: reader(), Clock: a.env.Now,
		Open: func(ctx context.Context) (guided.Record, error) {
			r, err := by.Record(ctx, p.Root, writing)
			if err != nil {
				return guided.Record{}, err
			}
			seal := func(ctx context.Context) error { return r.Seal(ctx, nil) }
			return guided.Record{Campaigns: r.Service, Closer: r, Seal: seal}, nil
		},
		Prepare: func(ctx context.Context, r guided.Record, m *campaign.Manifest) (guided.Means, error) {
			service := r.Campaigns.(*campaign.Service) //nolint:forcetypeassert // Open made it
			return a.means(ctx, by, p.Root, service, m)
		},
	})
}

// means gives what a campaign is conducted with, by the project as it stands.
func (a *app) means(
	ctx context.Context, by *application.App, root string, service *campaign.Service, m *campaign.Manifest,
) (guided.Means, error) {
	p, err := by.Project(root)
	if err != nil {
		return guided.Means{}, err
	}
	if err := service.CheckBuild(m); err != nil {
		return guided.Means{}, err
	}
	policy, to := p.Policy(true), p.FrozenTarget(m.Environment)
	out := guided.Means{
		Policy: policy, Target: a.asked(to, true), Fit: holdData(service, p, m).fit,
		Current: func() guided.Current { return p.Present().Now }, About: about(by, root, m),
	}
	if execution.Automated(policy, execution.FromManifest(m)) {
		if out.Sources, err = p.StepSources(ctx, to); err != nil {
			return guided.Means{}, err
		}
	}
	out.Word, err = recordWords(m)
	return out, err
}

// about gives what the cases of a campaign are played with, by the project as it stands when it is asked.
func about(
	by *application.App, root string, m *campaign.Manifest,
) func(context.Context, *catalogue.Case) (guided.About, error) {
	frozen, sets := m.Outline(), m.DataSets
	return func(ctx context.Context, c *catalogue.Case) (guided.About, error) {
		p, err := by.Project(root)
		if err != nil {
			return guided.About{}, err
		}
		list, err := p.Drift(ctx, frozen)
		if err != nil {
			return guided.About{}, err
		}
		out := guided.About{Setting: p.Settings(sets)(c)}
		for i := range list {
			if d := &list[i]; d.Kind != campaign.Identical && d.ID == campaign.CaseOf(c.ID) {
				out.Drift = d
			}
		}
		return out, nil
	}
}

// portOf gives the port of a listener of TCP.
func portOf(l net.Listener) int {
	return l.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it has no other address
}

func closeAll(on []net.Listener) error {
	var errs []error
	for _, l := range on {
		errs = append(errs, l.Close())
	}
	return errors.Join(errs...)
}

// languages gives the texts of languages.
func languages(langs ...i18n.Lang) (map[i18n.Lang]*i18n.Printer, error) {
	all := map[i18n.Lang]*i18n.Printer{}
	for _, lang := range langs {
		p, err := i18n.New(lang)
		if err != nil {
			return nil, err
		}
		all[lang] = p
	}
	return all, nil
}

// cookieOf names the cookie of a session: a browser sends it to every port of a machine, and servers of two projects
// would log each other out.
func cookieOf(root string, port int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", root, port))
	return "recette-" + hex.EncodeToString(sum[:4])
}
