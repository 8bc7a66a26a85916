package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestServe_Evidence: what somebody attaches in the browser is in the PV that is made afterwards, and in what verifies
// it.
func TestServe_Evidence(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	cmd := p.command("serve", "--port", "0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	base, key, _ := strings.Cut(linkIn(t, out), "/entrer?cle=")
	browser := newBrowser(t)
	post(t, browser, base, "/entrer", url.Values{"cle": {key}})
	_, page := get(t, browser, base+"/campagnes/demo/moi")
	who := regexp.MustCompile(`value="([^"]+)"[^>]*>Théo Legrand`).FindStringSubmatch(page)
	if len(who) != 2 {
		t.Fatalf("who is not asked: %s", page)
	}
	post(t, browser, base, "/campagnes/demo/moi", url.Values{"personne": {who[1]}})
	const at = "/campagnes/demo/cas/SC-0001"
	post(t, browser, base, at+"/commencer", formOf(t, browser, base, at, "/commencer"))
	form := formOf(t, browser, base, at, "/jugement")
	form.Set("verdict", "failed")
	form.Set("constate", "le total est faux")
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	attached(t, browser, base+at+"/jugement", form, "écran.png", picture.Bytes())
	establishes(t, browser, base)
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the server ends with %v", err)
	}
	made, err := filepath.Glob(filepath.Join(p.dir, ".recette", "pv", "*.pdf"))
	if err != nil || len(made) != 1 {
		t.Fatalf("the PVs of the server: %v, %v", made, err)
	}
	// What another process draws again is what the server drew, thumbnail included.
	if said := p.run(1, "verify", made[0]); !strings.Contains(said, "les mêmes que les données dessinent") {
		t.Errorf("the PV that the server made: %s", said)
	}
	if said := p.run(0, "journal", "verify"); !strings.Contains(said, "preuves 1") {
		t.Errorf("the journal: %s", said)
	}
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--format", "json", "--out", "pv.json")
	b, err := os.ReadFile(filepath.Join(p.dir, "pv.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b) || !bytes.Contains(b, []byte("écran.png")) {
		t.Errorf("the PV does not name the evidence: %s", b)
	}
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--out", "pv.pdf")
	said := p.run(1, "verify", "pv.pdf") // nobody signed it
	for _, want := range []string{"1 pièce nommée, 1 présentée et vérifiée, 0 non présentée, 0 altérée", "concordent"} {
		if !strings.Contains(said, want) {
			t.Errorf("verify does not say %q: %s", want, said)
		}
	}
}

// establishes makes the PV in the browser, as the PPO.
func establishes(t *testing.T, browser *http.Client, base string) {
	t.Helper()
	const at = "/campagnes/demo/reception"
	_, page := get(t, browser, base+at)
	who := regexp.MustCompile(`value="([^"]+)"[^>]*>Paule Petit`).FindStringSubmatch(page)
	if len(who) != 2 {
		t.Fatalf("who acts is not asked: %s", page)
	}
	post(t, browser, base, "/campagnes/demo/moi/reception", url.Values{"personne": {who[1]}})
	post(t, browser, base, at+"/pv", formOf(t, browser, base, at, "/pv"))
}

// formOf gives the hidden fields of a form of a page.
func formOf(t *testing.T, browser *http.Client, base, at, action string) url.Values {
	t.Helper()
	_, page := get(t, browser, base+at)
	_, page, ok := strings.Cut(page, `action="`+at+action+`"`)
	if !ok {
		t.Fatalf("no form to %s", action)
	}
	page, _, _ = strings.Cut(page, "</form>")
	form := url.Values{}
	hidden := regexp.MustCompile(`type="hidden" name="([a-z]+)" value="([^"]*)"`)
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// attached sends a form with a file.
func attached(t *testing.T, browser *http.Client, address string, form url.Values, name string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for field := range form {
		if err := w.WriteField(field, form.Get(field)); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("fichier", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(body)
	w.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, &b)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	u, _ := url.Parse(address)
	r.Header.Set("Origin", u.Scheme+"://"+u.Host)
	answer, err := browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if said, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK ||
		answer.Request.Method != http.MethodGet { // where it leads
		t.Fatalf("%s: %s: %s", address, answer.Status, said)
	}
}
