package app

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/standing"
)

func testApp() *App {
	return &App{
		Now:  func() time.Time { return time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC) },
		Rand: rand.Reader, Process: "recette essai",
	}
}

// at makes a project.
func at(t *testing.T, config string) project.Layout {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "recette.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return project.Layout{Root: dir}
}

func TestRecord_IsMadeByTheFirstThatRecords(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	for _, mode := range []Mode{Reading, Auditing, Writing} {
		if _, err := a.Record(t.Context(), l.Root, mode); !errors.Is(err, ErrNoRecord) {
			t.Errorf("Record in mode %d before anything was recorded: %v, want ErrNoRecord", mode, err)
		}
		if _, err := os.Stat(l.State()); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("mode %d left %s: %v", mode, l.State(), err)
		}
	}
	statuses, err := a.Follow(l.Root, auditor).Statuses(t.Context(), standing.Present{})
	if err != nil || len(statuses.Cases) != 0 {
		t.Errorf("Statuses without a record = %v, %v, want none", statuses, err)
	}
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Seal(t.Context(), nil), r.Close()); err != nil {
		t.Fatal(err)
	}
	r, err = a.Record(t.Context(), l.Root, Reading)
	if err != nil {
		t.Fatalf("Record for reading once it is made: %v", err)
	}
	if _, err := r.Service.List(t.Context(), recette.Actor{Ref: "local", Role: recette.Auditor}); err != nil {
		t.Errorf("List: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// Two processes that record for the first time at once make one record, with one key.
func TestRecord_IsMadeOnce(t *testing.T) {
	l := at(t, "name: Essai\n")
	projects := make([]string, 4)
	var all sync.WaitGroup
	for i := range projects {
		all.Go(func() {
			r, err := testApp().Record(t.Context(), l.Root, Creating)
			if err != nil {
				t.Error(err)
				return
			}
			projects[i] = r.log.Project()
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, p := range projects {
		if p == "" || p != projects[0] {
			t.Errorf("projects %q, want one and the same", projects)
		}
	}
}

// A log whose key is lost, damaged or of another log takes no more facts, and can still be read.
func TestRecord_WithoutItsKeyTakesNoMore(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	origin := journal.Origin(r.log.Project())
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	right, err := os.ReadFile(l.LogKey())
	if err != nil {
		t.Fatal(err)
	}
	key := func(name string) []byte {
		private, _, err := journal.GenerateLogKey(rand.Reader, name)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(private + "\n")
	}
	var damaged *KeyError
	for name, tt := range map[string]struct {
		key  []byte
		want func(error) bool
	}{
		"lost":           {nil, func(err error) bool { return errors.Is(err, ErrNoLogKey) }},
		"damaged":        {[]byte("rien de tel"), func(err error) bool { return errors.As(err, &damaged) }},
		"of another log": {key("recette/autre"), func(err error) bool { return errors.Is(err, ErrOtherLog) }},
		"another one":    {key(origin), func(err error) bool { return errors.Is(err, ErrOtherKey) }},
		"its own":        {right, func(err error) bool { return err == nil }},
	} {
		if err := os.Remove(l.LogKey()); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if tt.key != nil {
			if err := os.WriteFile(l.LogKey(), tt.key, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, mode := range []Mode{Writing, Creating} {
			r, err := a.Record(t.Context(), l.Root, mode)
			if !tt.want(err) {
				t.Errorf("%s key: Record in mode %d = %v", name, mode, err)
			}
			if err == nil {
				err = r.Close()
			}
			if err != nil && r != nil {
				t.Error(err)
			}
		}
		r, err := a.Record(t.Context(), l.Root, Reading)
		if err != nil {
			t.Errorf("%s key: Record for reading = %v", name, err)
			continue
		}
		if err := errors.Join(a.LogKeyError(l.Root), r.CheckKey(t.Context(), auditor)); !tt.want(err) {
			t.Errorf("%s key: a look at it = %v", name, err)
		}
		if n, _, err := r.log.Head(t.Context()); n != 1 || err != nil {
			t.Errorf("%s key: the log holds %d leaves, %v, want the one that opened it", name, n, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(l.LogKey()); tt.key == nil && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("another key was made for a database that has one: %v", err)
		}
	}
}

// Nobody can decide for themselves because the configuration is broken.
func TestSeparation(t *testing.T) {
	for config, want := range map[string]string{
		"name: Essai\n": string(access.Block),
		"name: Essai\npolicies:\n  separation_of_duties: trace\n":                           string(access.Trace),
		"name: Essai\npolicies:\n  duties:\n    - {rule: decider_executed, effect: warn}\n": string(access.Warn),
		"name: Essai\npolicies:\n  separation_of_duties: block\n":                           string(access.Block),
		"name: Essai\nplicies:\n": "block",
	} {
		if got, _, _ := settings(at(t, config).Root, time.UTC); string(got.Of(access.DeciderExecuted)) != want {
			t.Errorf("separation of %q = %s, want %s", config, got, want)
		}
	}
}

// What a person types is never taken for the call of a keeper.
func TestKeeper_LeavesTheVerbsOfPeople(t *testing.T) {
	for _, args := range [][]string{nil, {"run"}, {"run", "features"}, {"test", "demo"}} {
		if code, asked := Keeper(args); asked || code != 0 {
			t.Errorf("Keeper(%q) = %d, %t, want nothing", args, code, asked)
		}
	}
}

// Who waited in vain is told that the head is not signed: what was recorded before could be cut off without a trace.
func TestSeal_TellsThatTheHeadIsNotSigned(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _,
		err := r.Service.OpenRun(
		t.Context(), recette.Actor{Ref: "local", Role: recette.QA}, campaign.FreeRun{},
	); err != nil {
		t.Fatal(err)
	}
	held, err := sqlx.ConnectContext(t.Context(), "sqlite3", l.Database())
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	held.SetMaxOpenConns(1)
	if _, err := held.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	came := fmt.Errorf("record SC-9: %w", ErrBusy)
	if err := r.Seal(t.Context(), came); !errors.Is(err, ErrBusy) {
		t.Errorf("Seal beside a lock = %v, want ErrBusy", err)
	}
	if _, err := held.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := r.Seal(t.Context(), came); err != nil {
		t.Errorf("Seal once the lock is free = %v", err)
	}
	if report,
		err := r.Verify(
		t.Context(), recette.Actor{Ref: "local", Role: recette.Auditor},
	); err != nil || report.Signed != report.Leaves {
		t.Errorf("signed up to %d of %d, %v", report.Signed, report.Leaves, err)
	}
}

// The year of a number is that of the day where the project is.
func TestRecord_CountsDaysWhereTheProjectIs(t *testing.T) {
	a := testApp()
	a.Now = func() time.Time { return time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC) }
	for config, want := range map[string]string{
		"name: Essai\n": "PV-2026-001-v1", "name: Essai\ntime_zone: Europe/Paris\n": "PV-2027-001-v1",
	} {
		r, err := a.Record(t.Context(), at(t, config).Root, Creating)
		if err != nil {
			t.Fatal(err)
		}
		m := plan.Manifest{
			V: 1, Campaign: "c", Title: "c", Version: "1", Language: "fr",
			Journeys: []plan.Journey{{Code: "a", Cases: []string{"SC-1"}}},
		}
		m.Parties = []plan.Participant{{Ref: "p-1", Name: "Élise Fontaine", Role: string(recette.PPO)}}
		m.Cases = []plan.FrozenCase{
			{
				Case: catalogue.Case{
					ID: "SC-1", Stable: true, Content: "content/1:x", Name: "x",
					Steps: []catalogue.Step{{Keyword: "Alors ", Text: "y", Type: "outcome"}},
				},
			},
		}
		elise := recette.Actor{Ref: "p-1", Name: "Élise Fontaine", Role: recette.PPO}
		if err := r.Service.Open(t.Context(), elise, m); err != nil {
			t.Fatal(err)
		}
		got, err := r.Service.NextPV(t.Context(), elise, "c", "")
		if err != nil || got != want {
			t.Errorf("with %q, NextPV = %q, %v, want %s", config, got, err, want)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// The journal is handed to nobody: each use of it has an actor, and none of them writes.
func TestRecord_AsksWhoReadsTheJournal(t *testing.T) {
	r, err := testApp().Record(t.Context(), at(t, "name: Essai\n").Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for who, denied := range map[recette.Actor]bool{
		{}:                                    true,
		{Ref: "local", Role: "?"}:             true,
		{Ref: "local", Role: recette.Auditor}: false,
	} {
		exported := r.Export(t.Context(), who, io.Discard)
		_, told := r.Doctor(t.Context(), who)
		_, verified := r.Verify(t.Context(), who)
		_, given := r.Journal(who)
		for use, err := range map[string]error{
			"Export": exported, "Doctor": told, "Verify": verified, "Journal": given,
		} {
			if errors.Is(err, access.ErrDenied) != denied || !denied && err != nil {
				t.Errorf("%s by %+v = %v, want denied %t", use, who, err, denied)
			}
		}
	}
}
