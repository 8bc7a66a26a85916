package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/signoff"
	"recette/internal/workspace"
)

// checked is one thing that the doctor looked at: ok, warning or error.
func checked(what, state, detail string) api.Check {
	return api.Check{What: what, State: state, Detail: detail}
}

// doctor looks at what recette needs, and says what is missing and what to do about it.
func (a *app) doctor() *cobra.Command {
	c := a.command("doctor", "doctor")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		checks := a.checks(cmd.Context())
		bad := 0
		for _, k := range checks {
			if k.State == "error" {
				bad++
			}
		}
		if a.json {
			if err := a.print(api.NewDoctor(checks)); err != nil {
				return err
			}
		} else {
			for _, k := range checks {
				say(
					a.env.Stdout,
					a.words.T("doctor.line", a.words.T("doctor.state."+k.State), a.words.T("doctor."+k.What), k.Detail),
				)
			}
		}
		if bad > 0 {
			return fail("doctor", nil, bad)
		}
		return nil
	}
	return c
}

func (a *app) checks(ctx context.Context) []api.Check {
	p, err := a.project()
	if err != nil {
		return []api.Check{checked("project", "error", classify(a.failureOf(a.env.Stderr, err)).sentence(a.words))}
	}
	checks := []api.Check{checked("project", "ok", p.Root)}
	checks = append(checks, a.checkGo(p))
	checks = append(checks, a.checkSecrets(p)...)
	checks = append(checks, a.checkStore(ctx)...)
	checks = append(checks, a.checkLogKey(ctx, p)...)
	checks = append(checks, a.checkPrivate(p)...)
	checks = append(checks, a.checkServe(p)...)
	return append(checks, a.checkKeys(p)...)
}

// checkGo looks for the toolchain when the project has automated steps.
func (a *app) checkGo(p *projectAt) api.Check {
	if len(p.Automation) == 0 {
		return checked("go", "ok", a.words.T("doctor.go.unneeded"))
	}
	path, err := exec.LookPath("go")
	if err != nil {
		return checked("go", "error", a.words.T("fail.no-go.hint"))
	}
	return checked("go", "ok", path)
}

// checkSecrets says which declared value cannot be hidden, before a run refuses it.
func (a *app) checkSecrets(p *projectAt) []api.Check {
	_, err := p.Secrets(workspace.Target{})
	if err == nil {
		return nil
	}
	return []api.Check{checked("secrets", "error", a.sentenceOf(err))}
}

func (a *app) checkStore(ctx context.Context) []api.Check {
	w, err := a.opened(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return []api.Check{checked("database", "ok", a.words.T("doctor.database.none"))}
	}
	if err != nil {
		return []api.Check{checked("database", "error", a.sentenceOf(err)+a.hint(err))}
	}
	defer w.close() //nolint:errcheck // reading only: nothing is lost
	facts, err := w.Doctor(ctx, reader())
	if err != nil {
		return []api.Check{checked("database", "error", technical(a.words, err))}
	}
	checks := a.storeChecks(facts)
	for _, doubt := range w.Doubts {
		checks = append(checks, checked("database", "error", a.sentenceAndHint(doubt)))
	}
	return append(checks, w.checkEvidence(ctx)...)
}

// checkEvidence looks for the files that the journal names.
func (w *openRecord) checkEvidence(ctx context.Context) []api.Check {
	f, err := w.EvidenceFacts(ctx, reader())
	switch {
	case err != nil:
		return []api.Check{checked("evidence", "error", w.sentenceOf(err))}
	case len(f.Missing) > 0:
		return []api.Check{checked("evidence", "error", w.words.N("doctor.evidence.missing", len(f.Missing), f.Named))}
	case f.Named > 0:
		return []api.Check{checked("evidence", "ok", w.words.N("doctor.evidence.there", f.Named))}
	}
	return nil
}

func (a *app) storeChecks(f *application.Facts) []api.Check {
	list := []api.Check{
		checked("database", "ok", a.words.T("doctor.database.facts", f.Leaves, f.SQLite, f.SchemaVersion)),
		checked("disk", "ok", fmt.Sprintf("%d Mio", f.FreeBytes>>20)),
		checked("filesystem", "ok", f.FileSystem),
	}
	if len(f.QuickCheck) > 0 {
		list = append(list, checked("database", "error", strings.Join(f.QuickCheck, "; ")))
	}
	if f.FreeBytes < 100<<20 {
		list[1].State = "warning"
	}
	if f.Network {
		list[2].State = "error"
		list[2].Detail += " → " + a.words.T("doctor.filesystem.network")
	}
	return list
}

// checkLogKey looks for the key that signs the heads of the log: without it nothing is recorded any more.
func (a *app) checkLogKey(ctx context.Context, p *projectAt) []api.Check {
	err := a.application().LogKeyError(p.Root)
	if err == nil {
		w, unopened := a.opened(ctx, reading)
		if unopened != nil {
			return nil // both are made together; what is wrong with the database is said
		}
		defer w.close() //nolint:errcheck // reading only: nothing is lost
		err = w.CheckKey(ctx, reader())
	}
	if err != nil {
		return []api.Check{checked("log-key", "error", a.sentenceAndHint(err))}
	}
	return []api.Check{checked("log-key", "ok", filepath.Base(p.LogKey()))}
}

// sentenceAndHint words what is wrong, and what to do about it.
func (a *app) sentenceAndHint(err error) string {
	f := classify(err)
	return f.sentence(a.words) + a.hint(err)
}

// hint is what to do about an error, after an arrow.
func (a *app) hint(err error) string {
	f := classify(err)
	return " → " + a.words.T("fail."+f.key+".hint", echoed(f.args)...)
}

// checkPrivate looks at the modes of what must be private: the folder of the record, what lies in it, and the keys.
// Certificates are public.
func (a *app) checkPrivate(p *projectAt) (list []api.Check) {
	for _, dir := range []string{p.State(), p.Keys(), a.authority(p).Dir} {
		list = append(list, open(dir, "700")...)
		files, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, f := range files {
			if f.Type().IsRegular() && !strings.HasSuffix(f.Name(), ".cert.pem") {
				list = append(list, open(filepath.Join(dir, f.Name()), "600")...)
			}
		}
	}
	if _, err := os.Stat(p.State()); err == nil && len(list) == 0 {
		list = append(list, checked("modes", "ok", filepath.Base(p.State())))
	}
	return list
}

// open tells of a file, or a folder, that others than its owner can read, and which mode it should have.
func open(path, mode string) []api.Check {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return []api.Check{checked("modes", "error", path+" "+info.Mode().Perm().String()+" → chmod "+mode)}
}

func (a *app) checkKeys(p *projectAt) []api.Check {
	var list []api.Check
	ring := signoff.Keyring(p.Keys())
	if ring.Interrupted() {
		list = append(list, checked("keys", "warning", a.words.T("doctor.keys.interrupted")))
	}
	for _, role := range signoff.Signers() {
		c, err := ring.Certificate(role)
		switch {
		case errors.Is(err, signoff.ErrNoKey):
			list = append(list, checked("keys", "warning", a.words.T("doctor.keys.none", signer(role))))
		case err != nil:
			list = append(list, checked("keys", "error", technical(a.words, err)))
		case c.NotAfter.Before(a.env.now()):
			list = append(
				list,
				checked("keys", "error", a.words.T("doctor.keys.expired", signer(role), a.words.Date(c.NotAfter))),
			)
		default:
			list = append(
				list,
				checked("keys", "ok", a.words.T("doctor.keys.ok", signer(role), c.Name, a.words.Date(c.NotAfter))),
			)
		}
	}
	return list
}
