//go:build linux

package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// degraded is a server whose record is about to take nothing more.
type degraded struct {
	*product
	state string // its private folder
	stop  func() // ends the server
	base  string
	c     *http.Client
	log   bytes.Buffer // of the servers that ended
}

// TestServe_Degraded: on a disk that is full, read-only or without its database, what somebody typed comes back with
// « Rien n’est enregistré », or « Cet envoi n’est pas enregistré » when nobody can look for an earlier one; the log
// holds none of it, /readyz says why, and the server still answers; once the disk takes again the same form is
// recorded, once (ASVS 5.0, 16.5.3).
func TestServe_Degraded(t *testing.T) {
	const typed, sent = "le total est faux de 12,30 €", "Cet envoi n’est pas enregistré"
	for name, tt := range map[string]struct {
		small  bool // the record lies on a small disk of its own
		breaks func(*degraded, *testing.T)
		mends  func(*degraded, *testing.T)
		reason string
		says   string
	}{
		"full": {true, (*degraded).fill, (*degraded).empty, "disk_full", "Rien n’est enregistré"},
		"read-only": {true, func(d *degraded, t *testing.T) {
			d.stop() // the kernel takes no write away from who may write
			d.mount(t, unix.MS_REMOUNT|unix.MS_RDONLY)
			d.serve(t)
		}, func(d *degraded, t *testing.T) { d.mount(t, unix.MS_REMOUNT) }, "disk_read_only", sent},
		"gone": {false, func(d *degraded, t *testing.T) {
			if err := os.Rename(filepath.Join(d.state, "recette.db"), filepath.Join(d.state, "away")); err != nil {
				t.Fatal(err)
			}
		}, func(d *degraded, t *testing.T) {
			if err := os.Rename(filepath.Join(d.state, "away"), filepath.Join(d.state, "recette.db")); err != nil {
				t.Fatal(err)
			}
		}, "record_doubted", sent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := &degraded{product: newProduct(t, "manuel")}
			d.state = filepath.Join(d.dir, ".recette")
			if tt.small {
				if err := os.Mkdir(d.state, 0o700); err != nil {
					t.Fatal(err)
				}
				d.mount(t, 0)
				t.Cleanup(func() { _ = unix.Unmount(d.state, unix.MNT_DETACH) })
			}
			d.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
			d.serve(t)
			t.Cleanup(func() { d.stop() })
			const at = "/campagnes/demo/cas/SC-0001"
			post(t, d.c, d.base, at+"/commencer", formOf(t, d.c, d.base, at, "/commencer"))
			form := formOf(t, d.c, d.base, at, "/jugement")
			form.Set("verdict", "failed")
			form.Set("constate", typed)
			if status, said := get(t, d.c, d.base+"/readyz"); status != http.StatusOK {
				t.Errorf("before: %d %s", status, said)
			}
			tt.breaks(d, t)
			for range 2 { // it goes on refusing
				status, page := d.sends(t, at+"/jugement", form)
				if status != http.StatusServiceUnavailable || !strings.Contains(page, typed) ||
					!strings.Contains(page, tt.says) {
					t.Errorf("%d %s", status, page)
				}
			}
			status, said := get(t, d.c, d.base+"/readyz")
			if status != http.StatusServiceUnavailable || !strings.Contains(said, `"`+tt.reason+`"`) {
				t.Errorf("readyz: %d %s, want %s", status, said, tt.reason)
			}
			if status, _ := get(t, d.c, d.base+"/healthz"); status != http.StatusOK {
				t.Errorf("healthz: %d", status)
			}
			tt.mends(d, t)
			for range 2 {
				if status, page := d.sends(t, at+"/jugement", form); status >= http.StatusBadRequest {
					t.Errorf("once it takes again: %d %s", status, page)
				}
			}
			d.stop()
			d.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--format", "json", "--out", "pv.json")
			pv, err := os.ReadFile(filepath.Join(d.dir, "pv.json"))
			if said = string(pv); err != nil || strings.Count(said, typed) != 1 {
				t.Errorf("the PV does not say it: %s", said)
			}
			if said := d.log.String(); !strings.Contains(said, `"msg":"request"`) || strings.Contains(said, typed) ||
				strings.Contains(said, "Théo") || strings.Contains(said, "cle=") {
				t.Errorf("the log: %s", said)
			}
			if said := d.run(0, "journal", "verify"); strings.Contains(said, "altér") {
				t.Errorf("the journal: %s", said)
			}
		})
	}
}

// serve starts a server, and comes in as the tester.
func (d *degraded) serve(t *testing.T) {
	t.Helper()
	cmd := d.command("serve", "--port", "0", "--min-free", "0", "--log-requests")
	cmd.Stderr = &d.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	d.stop = func() {
		if !ended {
			ended = true
			_ = cmd.Process.Signal(syscall.SIGTERM)
			_ = cmd.Wait()
		}
	}
	var key string
	d.base, key, _ = strings.Cut(linkIn(t, out), "/entrer?cle=")
	d.c = newBrowser(t)
	post(t, d.c, d.base, "/entrer", url.Values{"cle": {key}})
	_, page := get(t, d.c, d.base+"/campagnes/demo/moi")
	who := regexp.MustCompile(`value="([^"]+)"[^>]*>Théo Legrand`).FindStringSubmatch(page)
	if len(who) != 2 {
		t.Fatalf("who is not asked: %s", page)
	}
	post(t, d.c, d.base, "/campagnes/demo/moi", url.Values{"personne": {who[1]}})
}

// sends sends a form, and gives what it is answered where that leads.
func (d *degraded) sends(t *testing.T, path string, form url.Values) (status int, page string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", d.base)
	answer, err := d.c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// mount gives the record a disk of four mebibytes.
func (d *degraded) mount(t *testing.T, flags uintptr) {
	t.Helper()
	err := unix.Mount("tmpfs", d.state, "tmpfs", flags, "size=4m,mode=0700")
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		t.Skip("SKIPPED: may not mount a disk")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// fill leaves no room on the disk.
func (d *degraded) fill(t *testing.T) {
	t.Helper()
	f, err := os.Create(filepath.Join(d.state, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4<<10))
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
}

func (d *degraded) empty(t *testing.T) {
	t.Helper()
	if err := os.Remove(filepath.Join(d.state, "ballast")); err != nil {
		t.Fatal(err)
	}
}
