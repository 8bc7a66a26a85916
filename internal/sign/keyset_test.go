package sign

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// set makes the keys that "key init" makes.
func set(t *testing.T) Keys {
	t.Helper()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	a, err := CreateAuthority(AuthorityRequest{Name: "Autorité", Project: "essai", At: now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	k := Keys{Authority: a, Identities: map[Role]*Identity{}, Passphrases: map[Role][]byte{}}
	for _, role := range []Role{"", RolePPO, RolePO} {
		k.Passphrases[role] = []byte("une phrase assez longue")
		if role == "" {
			continue
		}
		if k.Identities[role], err = a.Issue(
			IssueRequest{Name: "Zoë", Role: role, At: now, Rand: rand.Reader},
		); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// killedAt is the step at which the child of the test kills itself.
const killedAt = "RECETTE_TEST_KILLED_AT"

// TestSaveKeys_KilledChild is the child of TestSaveKeys_KilledAtEachStep.
func TestSaveKeys_KilledChild(t *testing.T) {
	at, err := strconv.Atoi(os.Getenv(killedAt))
	if err != nil {
		t.Skip("SKIPPED: the child of another test")
	}
	n := 0
	r := keyring{dir: os.Getenv("RECETTE_TEST_DIR"), step: func(string) {
		if n++; n == at {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal comes
		}
	}}
	if err := r.save(t.Context(), set(t)); err != nil {
		t.Fatal(err)
	}
}

// Killed at any step, the command is run again and ends: whole sets only, nothing left over, no dead end.
func TestSaveKeys_KilledAtEachStep(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: kills a process at each step")
	}
	died := 0
	for at := 1; ; at++ {
		dir := filepath.Join(t.TempDir(), ".recette", "keys")
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=TestSaveKeys_KilledChild$")
		cmd.Env = append(os.Environ(), killedAt+"="+strconv.Itoa(at), "RECETTE_TEST_DIR="+dir)
		out, err := cmd.CombinedOutput()
		exit, killed := errors.AsType[*exec.ExitError](err)
		if killed && exit.Sys().(syscall.WaitStatus).Signaled() { //nolint:forcetypeassert // Unix
			died++
		} else if err != nil {
			t.Fatalf("step %d: %v\n%s", at, err, out)
		}
		again(t, at, dir)
		if err == nil {
			break
		}
	}
	if died < 10 {
		t.Errorf("killed %d times, want each step of six files", died)
	}
}

// again does what the command does when it is run again.
func again(t *testing.T, at int, dir string) {
	t.Helper()
	if _, err := ResumeKeys(t.Context(), dir); err != nil {
		t.Fatalf("step %d: resume: %v", at, err)
	}
	missing, err := Missing(t.Context(), dir, RolePPO, RolePO)
	if err != nil {
		t.Fatal(err)
	}
	switch len(missing) {
	case 0:
	case 3:
		if err := SaveKeys(t.Context(), dir, set(t)); err != nil {
			t.Fatalf("step %d: again: %v", at, err)
		}
	default:
		t.Fatalf("step %d: %q is missing: a part of a set", at, missing)
	}
	for _, role := range []Role{RolePPO, RolePO} {
		if _, err := LoadIdentity(dir, role, []byte("une phrase assez longue")); err != nil {
			t.Errorf("step %d: %s: %v", at, role, err)
		}
	}
	if _, err := LoadAuthority(dir, []byte("une phrase assez longue")); err != nil {
		t.Errorf("step %d: %v", at, err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("step %d: left over: %q, %v", at, left, err)
	}
	if inside, err := os.ReadDir(dir); err != nil || len(inside) != 6 {
		t.Errorf("step %d: %d files in the directory, %v, want 6", at, len(inside), err)
	}
}

// What an older version left half-way, a key without its certificate, is set aside, and nothing of others is replaced.
func TestSaveKeys_SetsAsideAKeyWithoutCertificate(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(keyPath(dir, authorityFile), []byte("moitié"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := SaveKeys(t.Context(), dir, set(t)); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(keyPath(dir, authorityFile) + ".orphan"); err != nil || string(text) != "moitié" {
		t.Errorf("set aside: %q, %v", text, err)
	}
	if err := SaveKeys(t.Context(), dir, set(t)); !errors.Is(err, ErrKeyExists) {
		t.Errorf("SaveKeys over keys = %v, want ErrKeyExists", err)
	}
	if _, err := LoadAuthority(dir, []byte("une phrase assez longue")); err != nil {
		t.Errorf("after the refusal: %v", err)
	}
	if err := os.Rename(AuthorityPath(dir), filepath.Join(t.TempDir(), "away.pem")); err != nil {
		t.Fatal(err)
	}
	if err := SaveKeys(t.Context(), dir, set(t)); !errors.Is(err, ErrKeyExists) {
		t.Errorf("SaveKeys over a second key to set aside = %v, want ErrKeyExists", err)
	}
	if text, err := os.ReadFile(keyPath(dir, authorityFile) + ".orphan"); err != nil || string(text) != "moitié" {
		t.Errorf("set aside before: %q, %v", text, err)
	}
}

// Several processes that make keys at once make one set, whole: the others are told that there is one, and set nothing
// aside. Each call here opens the directory on its own, as a process does.
func TestSaveKeys_SeveralAtOnce(t *testing.T) {
	sets := make([]Keys, 3)
	for i := range sets {
		sets[i] = set(t)
	}
	for range 2 {
		dir := filepath.Join(t.TempDir(), ".recette", "keys")
		errs := make([]error, len(sets))
		var all sync.WaitGroup
		for i := range sets {
			all.Go(func() {
				if _, err := ResumeKeys(t.Context(), dir); err != nil {
					t.Errorf("ResumeKeys beside others = %v", err)
				}
				if missing, err := Missing(
					t.Context(), dir, RolePPO, RolePO,
				); err != nil || len(missing) != 0 && len(missing) != 3 {
					t.Errorf("Missing beside others = %q, %v, want everything or nothing", missing, err)
				}
				errs[i] = SaveKeys(t.Context(), dir, sets[i])
			})
		}
		all.Wait()
		made := -1
		for i, err := range errs {
			switch {
			case err == nil && made < 0:
				made = i
			case !errors.Is(err, ErrKeyExists):
				t.Errorf("SaveKeys beside others = %v, want one that is made and ErrKeyExists", err)
			}
		}
		again(t, made, dir)
		if made < 0 {
			t.Fatal("nobody made keys")
		}
		certs, err := LoadCertificates(dir, RolePO)
		if err != nil || !certs[0].Equal(sets[made].Identities[RolePO].Certificate) {
			t.Errorf("the certificate is not that of the set that was made: %v", err)
		}
	}
}

// A process that is suspended while it makes keys stops the others for a while, and they say why; who gives up is
// heard.
func TestSaveKeys_Held(t *testing.T) {
	dir := t.TempDir()
	release, err := keyring{dir: dir}.hold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	patient := keyring{dir: dir, paced: func(context.Context) error { tries++; return nil }}
	if err := patient.save(t.Context(), set(t)); !errors.Is(err, ErrKeysHeld) || tries != holdTries {
		t.Errorf(
			"SaveKeys in a directory that is held = %v after %d tries, want ErrKeysHeld after %d", err, tries,
			holdTries,
		)
	}
	interrupted, stop := context.WithCancel(t.Context())
	stop()
	if err := SaveKeys(interrupted, dir, set(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("SaveKeys that was interrupted = %v, want Canceled", err)
	}
	if _, err := Missing(interrupted, dir, RolePPO); !errors.Is(err, context.Canceled) {
		t.Errorf("Missing that was interrupted = %v, want Canceled", err)
	}
	release()
	if err := SaveKeys(t.Context(), dir, set(t)); err != nil {
		t.Errorf("SaveKeys once it is free = %v", err)
	}
}
