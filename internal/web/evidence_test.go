package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// file is one to send.
type file struct{ name, body string }

// send posts a form with files.
func (c *client) send(path string, form url.Values, files ...file) (status int, body string) {
	c.w.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, v := range values {
			c.w.must(w.WriteField(name, v))
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("fichier", f.name)
		c.w.must(err)
		part.Write([]byte(f.body))
	}
	c.w.must(w.Close())
	r, err := http.NewRequestWithContext(c.w.t.Context(), http.MethodPost, c.w.base+path, &b)
	c.w.must(err)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Origin", c.w.base)
	return c.do(r)
}

// drawn is a picture that one colour fills.
func drawn(w, h int, c color.Color) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		m.Set(i%w, i/w, c)
	}
	return m
}

func asPNG(t testing.TB, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// photo is a JPEG that says where it was taken, with another file after it.
func photo(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawn(80, 40, color.White), nil); err != nil {
		t.Fatal(err)
	}
	where := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00\x00\x00 48.8566 N 2.3522 E"
	head := "\xff\xd8\xff\xe1\x00" + string(rune(len(where)+2))
	return head + where + b.String()[2:] + "PK\x03\x04<script>alert(1)</script>"
}

// named gives the evidence that the last fact of a row names, by name.
func (w *world) named(row string) map[string]journal.EvidenceRef {
	w.t.Helper()
	all := map[string]journal.EvidenceRef{}
	for rec, err := range w.record.Records(w.t.Context(), journal.Filter{Campaign: "v1", Case: row}) {
		w.must(err)
		if rec.Leaf.Result == nil {
			continue
		}
		clear(all)
		for e := range rec.Leaf.EvidenceRefs() {
			texts, err := w.record.Texts(w.t.Context(), []string{e.Name})
			w.must(err)
			all[texts[e.Name]] = e
		}
	}
	return all
}

// fetch gets evidence, with the headers of the answer.
func (c *client) fetch(path string) (*http.Response, string) {
	c.w.t.Helper()
	r, err := http.NewRequestWithContext(c.w.t.Context(), http.MethodGet, c.w.base+path, http.NoBody)
	c.w.must(err)
	answer, err := c.Do(r)
	c.w.must(err)
	defer answer.Body.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(answer.Body)
	c.w.must(err)
	return answer, b.String()
}

// TestEvidence: a photo is kept beside the step before its verdict, without what its camera wrote; it is shown, taken
// off, and goes with the verdict (ASVS 5.0, 5.2.2).
func TestEvidence(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	before, _, _ := w.stands("SC-0001")
	for range 2 { // a second press adds nothing
		status, _ := c.send(at+"/preuve", form, file{"IMG_0042.jpeg", photo(t)}, file{"trace.log", "une ligne\n"})
		if status != http.StatusSeeOther {
			t.Fatalf("attaching: %d", status)
		}
	}
	if n, _, _ := w.stands("SC-0001"); n != before+1 {
		t.Errorf("%d entries for one gesture", n-before)
	}
	pieces := w.named("SC-0001")
	kept, text := pieces["IMG_0042.jpg"], pieces["trace.log"]
	if len(pieces) != 2 || kept.MIME != "image/jpeg" || text.MIME != "text/plain" {
		t.Fatalf("kept: %v", pieces)
	}
	_, page := c.get(at)
	for _, want := range []string{"IMG_0042.jpg", kept.SHA256[:12], "étape 3 · 1\u00a0ko", kept.SHA256 + "?vignette"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	answer, body := c.fetch("/campagnes/v1/preuves/" + kept.SHA256)
	for _, rest := range []string{"48.8566", "Exif", "PK\x03\x04", "script"} {
		if strings.Contains(body, rest) {
			t.Errorf("%q is left in the photo", rest)
		}
	}
	if m, err := jpeg.Decode(strings.NewReader(body)); err != nil || m.Bounds().Dx() != 80 {
		t.Errorf("the photo: %v", err)
	}
	if sum := sha256.Sum256([]byte(body)); hex.EncodeToString(sum[:]) != kept.SHA256 || answer.StatusCode != 200 {
		t.Error("what is sent is not what was recorded")
	}
	_, small := c.fetch("/campagnes/v1/preuves/" + kept.SHA256 + "?vignette")
	if _, _, err := image.Decode(strings.NewReader(small)); err != nil {
		t.Errorf("the thumbnail: %v", err)
	}
	if _, again := c.fetch("/campagnes/v1/preuves/" + kept.SHA256 + "?vignette"); again != small {
		t.Error("the thumbnail is another one the second time")
	}
	if status, _ := c.get("/campagnes/v2/preuves/" + kept.SHA256 + "?vignette"); status != http.StatusNotFound {
		t.Errorf("its thumbnail from another campaign: %d", status)
	}
	for range 2 {
		if status, _ := c.send(at+"/preuve", says(form, "retirer", text.SHA256)); status != http.StatusSeeOther {
			t.Errorf("taking a piece off: %d", status)
		}
	}
	if left := w.named("SC-0001"); len(left) != 1 || left["IMG_0042.jpg"].SHA256 != kept.SHA256 {
		t.Errorf("left: %v", left)
	}
	if status, _ := c.send(at+"/jugement", says(form, "verdict", "passed")); status != http.StatusSeeOther {
		t.Errorf("the judgement: %d", status)
	}
	if got := w.named("SC-0001"); len(got) != 1 || got["IMG_0042.jpg"].SHA256 != kept.SHA256 {
		t.Errorf("the verdict has %v", got)
	}
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Passed {
		t.Errorf("verdict %s", verdict)
	}
	w.must(os.Remove(filepath.Join(w.kept, kept.SHA256[:2], kept.SHA256)))
	if status, _ := c.get("/campagnes/v1/preuves/" + kept.SHA256 + "?vignette"); status != http.StatusNotFound {
		t.Errorf("the thumbnail of what was erased: %d", status)
	}
	for _, late := range []url.Values{form, says(form, "retirer", kept.SHA256)} {
		if status, _ := c.send(at+"/preuve", late, file{"late.txt", "tard"}); status != http.StatusConflict {
			t.Errorf("after the end: %d", status)
		}
	}
}

// TestEvidence_OtherPlan: what was shown of another plan, or of another text, gets no file and loses none.
func TestEvidence_OtherPlan(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	old := c.judged()
	w.iterate(false, func(m *plan.Manifest) { m.Environment.URL = "https://ailleurs.example" })
	form := c.judged()
	if old.Get("plan") == form.Get("plan") {
		t.Fatal("the pages are of the same plan")
	}
	if status, _ := c.send(third+"/preuve", form, file{"now.txt", "après"}); status != http.StatusSeeOther {
		t.Fatalf("a file of now: %d", status)
	}
	kept := w.named("SC-0003")["now.txt"]
	for name, form := range map[string]url.Values{
		"of before":       says(form, "plan", old.Get("plan")),
		"without plan":    says(form, "plan", ""),
		"of another text": says(form, "texte", "autre"),
	} {
		for what, form := range map[string]url.Values{"a file": form, "a removal": says(form, "retirer", kept.SHA256)} {
			if status, _ := c.send(third+"/preuve", form, file{"late.txt", "tard"}); status != http.StatusConflict {
				t.Errorf("%s %s: %d", what, name, status)
			}
		}
	}
	if left := w.named("SC-0003"); len(left) != 1 || left["now.txt"] != kept {
		t.Errorf("left: %v", left)
	}
}

// TestEvidence_WithTheVerdict: files that come with a judgement are recorded with it, once, whatever is sent again; the
// same gesture with another file is refused.
func TestEvidence_WithTheVerdict(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "failed", "constate", "rien ne s’affiche")
	before, _, _ := w.stands("SC-0001")
	for range 3 {
		if status, body := c.send(at+"/jugement", form, file{"IMG.jpg", photo(t)}); status != http.StatusSeeOther {
			t.Fatalf("%d: %s", status, body)
		}
	}
	if n, verdict, _ := w.stands("SC-0001"); n != before+1 || verdict != recette.Failed {
		t.Errorf("%d entries, verdict %s", n-before, verdict)
	}
	if got := w.named("SC-0001"); len(got) != 1 || got["IMG.jpg"].MIME != "image/jpeg" {
		t.Errorf("recorded: %v", got)
	}
	status, body := c.send(at+"/jugement", form, file{"IMG.jpg", asPNG(t, drawn(9, 9, color.Black))})
	if status != http.StatusConflict || !strings.Contains(body, "autre contenu") {
		t.Errorf("another file under the same key: %d", status)
	}
}

// TestEvidence_KeepsWhatIsTyped: what is typed and not sent stays in the page when a file is attached, or refused.
func TestEvidence_KeepsWhatIsTyped(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "failed", "constate", "le total "+hostile)
	for name, tt := range map[string]struct {
		file
		status int
	}{
		"taken": {file{"a.txt", "a"}, http.StatusOK}, "refused": {file{"a.exe", "MZ"}, http.StatusUnsupportedMediaType},
	} {
		status, body := c.send(at+"/preuve", form, tt.file)
		if status != tt.status || !strings.Contains(body, "le total &lt;script&gt;") ||
			!strings.Contains(body, `value="failed" checked`) {
			t.Errorf("%s: %d: %s", name, status, body)
		}
	}
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.NotRun {
		t.Errorf("verdict %s", verdict)
	}
}

// TestEvidence_Damaged: a file that is not what its device computed of it is not taken, and is to be sent again.
func TestEvidence_Damaged(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "passed")
	sum := sha256.Sum256([]byte("le relevé"))
	whole := hex.EncodeToString(sum[:])
	before, _, _ := w.stands("SC-0001")
	for _, where := range []string{"/preuve", "/jugement"} {
		cut := file{"releve.txt", "le rel"}
		status, body := c.send(at+where, says(form, "empreinte", whole), cut)
		if status != http.StatusServiceUnavailable || !strings.Contains(body, "pas ce qui a été envoyé") {
			t.Errorf("%s: %d, said %q", where, status, why(body))
		}
	}
	if n, _, _ := w.stands("SC-0001"); n != before || w.files() != 0 {
		t.Errorf("%d entries and %d files of what is damaged", n-before, w.files())
	}
	status, _ := c.send(at+"/jugement", says(form, "empreinte", whole), file{"releve.txt", "le relevé"})
	if n, verdict, _ := w.stands("SC-0001"); n != before+1 || verdict != recette.Passed {
		t.Errorf("sent whole: %d, %d entries, %s", status, n-before, verdict)
	}
}

// TestEvidence_Refused: what is not taken is said with what to do, and nothing is recorded of it, beside a step or with
// a verdict (ASVS 5.0, 5.2.1, 5.2.2 and 5.2.6).
func TestEvidence_Refused(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "passed")
	before, _, _ := w.stands("SC-0001")
	head := "IHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x06\x00\x00\x00"
	bomb := "\x89PNG\r\n\x1a\n\x00\x00\x00\r" + head +
		string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(head)))) + "\x00\x00\x00\x00IDAT"
	whole := asPNG(t, drawn(40, 40, color.Black))
	for name, tt := range map[string]struct {
		files  []file
		status int
		want   string
	}{
		"a picture of 4 billion points": {[]file{{"bombe.png", bomb}}, 422, "trop grande (65535"},
		"a picture cut in its middle":   {[]file{{"a.png", whole[:80]}}, 422, "ne se lit pas"},
		"HEIC":                          {[]file{{"IMG.heic", "\x00\x00\x00\x18ftypheic"}}, 415, "HEIC"},
		"SVG": {
			[]file{{"a.png", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`}}, 415, "SVG",
		},
		"a page under the name of a picture": {[]file{{"a.png", "<html><script>alert(1)"}}, 415, "type de fichier"},
		"a program":                          {[]file{{"facture.pdf.exe", "MZ\x90\x00"}}, 415, "facture.pdf.exe"},
		"a program without a name":           {[]file{{"..", "\x7fELF\x00"}}, 415, "type de fichier"},
		"an archive":                         {[]file{{"a.zip", "PK\x03\x04"}}, 415, "type de fichier"},
		"an empty file":                      {[]file{{"a.txt", ""}}, 422, "est vide"},
		"a file that is too large": {
			[]file{{"a.txt", strings.Repeat("x", guard.MaxFile+1)}},
			413,
			"«\u00a0a.txt\u00a0»\u00a0: Le fichier dépasse 10",
		},
		"six files": {
			[]file{{"1.txt", "1"}, {"2.txt", "2"}, {"3.txt", "3"}, {"4.txt", "4"}, {"5.txt", "5"}, {"6.txt", "6"}},
			413,
			"Au plus 5",
		},
		"a good one beside a bad one": {[]file{{"a.txt", "a"}, {"b.zip", "PK\x03\x04"}}, 415, "b.zip"},
		"none":                        {nil, 422, "Choisissez d’abord un fichier"},
	} {
		for _, where := range []string{"/preuve", "/jugement"} {
			if name == "none" && where == "/jugement" {
				continue
			}
			status, body := c.send(at+where, form, tt.files...)
			if status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("%s to %s: %d, want %d and %q; said %q", name, where, status, tt.status, tt.want, why(body))
			}
		}
	}
	if n, verdict, _ := w.stands("SC-0001"); n != before || verdict != recette.NotRun {
		t.Errorf("%d entries more, verdict %s", n-before, verdict)
	}
	for i := range 25 {
		status, body := c.send(at+"/preuve", form, file{"a.txt", strings.Repeat("x", i+1)})
		if i < 20 && status != http.StatusOK || i >= 20 && (status != 422 || !strings.Contains(body, "au plus 20")) {
			t.Errorf("piece %d: %d", i+1, status)
		}
	}
}

// files counts those that are kept.
func (w *world) files() (n int) {
	w.t.Helper()
	w.must(filepath.WalkDir(w.kept, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			n++
		}
		if errors.Is(err, fs.ErrNotExist) { // nothing was ever kept
			return nil
		}
		return err
	}))
	return n
}

// TestEvidence_TooMany: what is one too many is not kept, beside a step or with a verdict.
func TestEvidence_TooMany(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	for i := range 24 {
		c.send(at+"/preuve", form, file{"a.txt", strings.Repeat("x", i+1)})
	}
	if status, body := c.send(at+"/jugement", says(form, "verdict", "passed"), file{"z.txt", "un autre"}); status !=
		http.StatusUnprocessableEntity || !strings.Contains(why(body), "z.txt") {
		t.Errorf("%d: %s", status, why(body))
	}
	if n := w.files(); n != 20 {
		t.Errorf("%d files are kept for 20 pieces", n)
	}
	// What is there already takes no place.
	if status, _ := c.send(at+"/preuve", form, file{"b.txt", "x"}); status != http.StatusSeeOther {
		t.Errorf("a piece that is there: %d", status)
	}
}

// short is how long room is waited for in vain.
const short = 100 * time.Millisecond

// TestEvidence_NoRoom: while other files take all the memory that there is for files, one more is refused with what was
// typed, and evidence is asked for again; verdicts and thumbnails that were made go on. All of it is given back.
func TestEvidence_NoRoom(t *testing.T) {
	t.Parallel() // it waits
	w := newWorld(t, 4)
	w.server.Hasten(short)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "failed", "constate", "le total est faux")
	large := file{"long.log", strings.Repeat("x", 1<<20)}
	c.send(at+"/preuve", c.asks("SC-0001"), file{"a.png", asPNG(t, drawn(40, 30, color.Black))})
	kept := "/campagnes/v1/preuves/" + w.named("SC-0001")["a.png"].SHA256
	c.get(kept + "?vignette")
	done := w.server.Fill()
	status, body := c.send(at+"/jugement", form, large)
	if status != http.StatusServiceUnavailable || !strings.Contains(body, "le total est faux") ||
		!strings.Contains(why(body), "beaucoup de fichiers") {
		t.Errorf("a judgement with a file: %d: %s", status, why(body))
	}
	if status, body := c.get(kept); status != http.StatusServiceUnavailable || !strings.Contains(body, "un instant") {
		t.Errorf("evidence: %d", status)
	}
	if status, _ := c.get(kept + "?vignette"); status != http.StatusOK {
		t.Errorf("a thumbnail that was made is made of the file again: %d", status)
	}
	if status, _ := c.send(at+"/preuve", form, file{"b.txt", "petit"}); status != http.StatusOK {
		t.Errorf("a small file: %d", status)
	}
	done()
	for range 300 { // more than there is room for, were it not given back
		if status, _ := c.send(at+"/preuve", form, large); status != http.StatusOK {
			t.Fatalf("once there is room: %d", status)
		}
	}
	if status, _ := c.send(at+"/jugement", form, large); status != http.StatusSeeOther {
		t.Errorf("the judgement: %d", status)
	}
	w.server.Fill()()
}

// TestEvidence_OfWhatIsAsked: a piece goes beside the steps that are asked and no other; what a verdict rested on
// is not taken off while it is corrected.
func TestEvidence_OfWhatIsAsked(t *testing.T) {
	w := scene(t)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	for _, step := range []string{"0", "-1", "5", "6", "99"} {
		status, _ := c.send(at+"/preuve", says(form, "etape", step), file{"a.txt", "a"})
		if status != http.StatusConflict {
			t.Errorf("step %s: %d", step, status)
		}
	}
	if n := w.files(); n != 0 {
		t.Errorf("%d files are kept", n)
	}
	c.send(at+"/preuve", form, file{"a.txt", "a"})
	c.post(at+"/jugement", says(form, "verdict", "passed"))
	if status, _ := c.send(at+"/preuve", form, file{"b.txt", "b"}); status != http.StatusConflict {
		t.Errorf("beside a step that is judged: %d", status)
	}
	c.press(at, "/retour", "essai", "1", "etape", "4")
	again := c.asks("SC-0001")
	if again.Get("corrige") == "" {
		t.Fatal("it does not correct")
	}
	got, err := w.campaigns.Observed(t.Context(), elise, "v1", "SC-0001")
	w.must(err)
	before, _, _ := w.stands("SC-0001")
	sum := got.Steps[len(got.Steps)-1].Evidence[0].SHA256
	if status, _ := c.send(at+"/preuve", says(again, "retirer", sum)); status != http.StatusConflict {
		t.Errorf("taking off what a verdict rested on: %d", status)
	}
	if after, _, _ := w.stands("SC-0001"); after != before {
		t.Errorf("%d entries more", after-before)
	}
}

// TestEvidence_UnderWay: what is typed beside a file that takes long is given back by the page that says so.
func TestEvidence_UnderWay(t *testing.T) {
	t.Parallel() // it waits
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "failed", "constate", "le total est faux")
	w.stall.Store(int64(6 * time.Second))
	status, body := c.send(at+"/preuve", form, file{"a.txt", "a"})
	if status != http.StatusOK || !strings.Contains(body, "le total est faux") {
		t.Errorf("%d: %s", status, body)
	}
	w.stall.Store(0)
}

// TestEvidence_OfBothSteps: what is beside both steps that a verdict is of goes with it once.
func TestEvidence_OfBothSteps(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	for _, step := range []string{"2", "3"} {
		status, body := c.send(at+"/preuve", says(form, "etape", step), file{"a.txt", "la même"})
		if status != http.StatusSeeOther {
			t.Fatalf("step %s: %d: %s", step, status, why(body))
		}
	}
	failed := says(form, "verdict", "failed", "constate", "rien", "ou", "2")
	if status, body := c.send(at+"/jugement", failed); status != http.StatusSeeOther {
		t.Fatalf("%d: %s", status, why(body))
	}
	got, err := w.campaigns.Observed(t.Context(), elise, "v1", "SC-0001")
	w.must(err)
	for _, s := range got.Steps {
		if n := len(s.Evidence); s.Step == 1 && n != 1 {
			t.Errorf("step 2 has %d pieces, want one", n)
		}
	}
}

// TestEvidence_Named: a name that somebody gave is shown and saved clean, never a path, and never one that a browser
// draws (ASVS 5.0, 5.3.2, 5.4.1 and 5.4.2).
func TestEvidence_Named(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := c.asks("SC-0001")
	for given, want := range map[string]struct{ shown, saved string }{
		"../../../etc/passwd":      {"passwd", "passwd.txt"},
		`C:\Users\x\relevé.log`:    {"relevé.log", "relevé.log"},
		"facture\u202egnp.txt":     {"facturegnp.txt", "facturegnp.txt"},
		"page.html":                {"page.html", "page.html.txt"},
		"trace.har":                {"trace.har", "trace.har"},
		`a"; filename="b.html`:     {`a"; filename="b.html`, `a"; filename="b.html.txt`},
		`<img src=x onerror=1>.md`: {`<img src=x onerror=1>.md`, `<img src=x onerror=1>.md`},
	} {
		// What is sent is a document that would run a script where a browser drew it.
		content := "<script>alert('" + given + "')</script>"
		if status, body := c.send(at+"/preuve", form, file{given, content}); status != http.StatusSeeOther {
			t.Fatalf("%q: %d: %s", given, status, body)
		}
		ref, ok := w.named("SC-0001")[want.shown]
		if !ok {
			t.Errorf("%q is not shown as %q: %v", given, want.shown, w.named("SC-0001"))
			continue
		}
		answer, body := c.fetch("/campagnes/v1/preuves/" + ref.SHA256)
		how, params, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition"))
		if err != nil || how != "attachment" || params["filename"] != want.saved || body != content {
			t.Errorf("%q is saved as %q, want %q", given, answer.Header.Get("Content-Disposition"), want.saved)
		}
		for name, value := range map[string]string{
			"Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff",
			"Cache-Control":                "no-store",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := answer.Header.Get(name); got != value {
				t.Errorf("%q: %s: %q, want %q", given, name, got, value)
			}
		}
		if policy := answer.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") ||
			strings.Contains(policy, "self") {
			t.Errorf("%q: policy %q", given, policy)
		}
		if answer, _ := c.fetch("/campagnes/v1/preuves/" + ref.SHA256 + "?vignette"); answer.StatusCode != 404 {
			t.Errorf("%q has a thumbnail: %d", given, answer.StatusCode)
		}
		if _, page := c.get(at); strings.Contains(page, "<script>") || strings.Contains(page, "<img src=x") {
			t.Errorf("%q is in the page as it is", given)
		}
		c.send(at+"/preuve", says(form, "retirer", ref.SHA256))
	}
	c.send(at+"/preuve", form, file{"capture.gif.exe", asPNG(t, drawn(9, 9, color.Black))})
	if got := w.named("SC-0001"); got["capture.gif.png"].MIME != "image/png" {
		t.Errorf("a picture under another name: %v", got)
	}
}

// TestEvidence_IsTheirs: evidence of another campaign, of nothing and of nobody is not there, all the same; who did not
// enter sees none; what was changed behind the back of the record is not shown as evidence (ASVS 5.0, 8.2.2).
func TestEvidence_IsTheirs(t *testing.T) {
	w := newWorld(t, 4)
	other := manifest(2)
	other.Campaign = "v2"
	w.must(w.campaigns.Open(t.Context(), elise, other))
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	c.send(at+"/preuve", c.asks("SC-0001"), file{"a.txt", "secret"})
	sum := w.named("SC-0001")["a.txt"].SHA256
	orphan, err := w.campaigns.Attach(
		t.Context(), yann, "v1", "b.txt", "text/plain", strings.NewReader("que personne ne nomme"),
	)
	w.must(err)
	status, missing := c.get("/campagnes/v2/preuves/" + sum)
	if status != http.StatusNotFound || strings.Contains(missing, "secret") {
		t.Errorf("from another campaign: %d", status)
	}
	nothing := regexp.MustCompile(`[0-9a-f]{64}`)
	for name, path := range map[string]string{
		"of nothing":     "/campagnes/v1/preuves/" + strings.Repeat("0", 64),
		"no fact names":  "/campagnes/v1/preuves/" + orphan.SHA256,
		"of no campaign": "/campagnes/v9/preuves/" + sum,
	} {
		status, body := c.get(path)
		same := nothing.ReplaceAllString(body, "") == strings.ReplaceAll(
			nothing.ReplaceAllString(missing, ""), "/v2/", path[len("/campagnes"):len("/campagnes/v1/")],
		)
		if status != http.StatusNotFound || !same {
			t.Errorf("evidence %s: %d: %s", name, status, body)
		}
	}
	for _, path := range []string{"..%2f..%2frecette.db", "%00", strings.ToUpper(sum), sum + "%2f.."} {
		if status, _ := c.get("/campagnes/v1/preuves/" + path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
	if status, body := w.stranger().get("/campagnes/v1/preuves/" + sum); status != http.StatusUnauthorized ||
		strings.Contains(body, "secret") {
		t.Errorf("to a stranger: %d", status)
	}
	if status, _ := w.stranger().send(at+"/preuve", nil, file{"a.txt", "a"}); status != http.StatusUnauthorized {
		t.Errorf("by a stranger: %d", status)
	}
	path := filepath.Join(w.kept, sum[:2], sum)
	w.must(os.Chmod(path, 0o600))
	w.must(os.WriteFile(path, []byte("sEcret"), 0o600))
	if status, body := c.get("/campagnes/v1/preuves/" + sum); status != http.StatusInternalServerError ||
		strings.Contains(body, "sEcret") {
		t.Errorf("what was changed: %d", status)
	}
	w.must(os.Remove(path))
	if status, _ := c.get("/campagnes/v1/preuves/" + sum); status != http.StatusNotFound {
		t.Errorf("what was erased: %d", status)
	}
}

// why gives what a page says that it refuses.
func why(body string) string {
	_, body, _ = strings.Cut(body, `class="refused"`)
	body, _, _ = strings.Cut(body, "</div>")
	return body
}
