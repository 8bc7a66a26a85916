package web_test

import (
	"context"
	"encoding/base64"
	"errors"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"recette/internal/recette"
)

// handing gives a script that hands a picture to the page, by an event of the clipboard or of a drag.
func handing(t *testing.T, event string, name string) string {
	t.Helper()
	picture := drawn(40, 30, color.NRGBA{R: 200, G: uint8(len(name)), A: 255})
	body := base64.StdEncoding.EncodeToString([]byte(asPNG(t, picture)))
	event = map[string]string{
		"paste": `new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})`,
		"drop":  `new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})`,
	}[event]
	return `(() => {
		const bytes = Uint8Array.from(atob("` + body + `"), c => c.charCodeAt(0));
		const data = new DataTransfer();
		data.items.add(new File([bytes], "` + name + `", {type: "image/png"}));
		return (document.activeElement ?? document.body).dispatchEvent(` + event + `);
	})()`
}

// shows waits for so many thumbnails that are drawn.
func (b *browser) shows(n string) {
	b.t.Helper()
	b.waits(n+" thumbnails", `
		[...document.querySelectorAll(".pieces img")].filter(i => i.naturalWidth > 0).length === `+n)
}

// TestEvidence_Pasted: a picture that is pasted or dropped anywhere, or chosen, goes to the step at once and shows,
// what is typed stays, and the verdict has it; a piece is taken off by its button.
func TestEvidence_Pasted(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	c.press(row, "/commencer")
	b.at(w, row+"#ici")
	b.run(
		chromedp.Click(`.choice.failed`),
		chromedp.SendKeys(`[name="constate"]`, "le total est faux"), chromedp.Focus(`[name="constate"]`),
		chromedp.Evaluate(handing(t, "paste", "image.png"), nil),
	)
	b.shows("1")
	b.waits("what is said of it", `
		document.querySelector("[data-said]").textContent === "capture-etape-4.png est joint à l’étape."`)
	if got := value[string](b, `document.querySelector('[name="constate"]').value`); got != "le total est faux" {
		t.Errorf("what was typed is %q", got)
	}
	path := filepath.Join(t.TempDir(), "relevé.txt")
	w.must(os.WriteFile(path, []byte("une ligne"), 0o600))
	b.run(chromedp.SetUploadFiles(`input[multiple]`, []string{path}))
	b.waits("the text", `document.querySelector(".pieces").textContent.includes("relevé.txt")`)
	if n := value[int](b, `document.querySelector("input[multiple]").files.length`); n != 0 {
		t.Errorf("%d files would be sent again", n)
	}
	b.looks(w, "preuves")
	b.run(chromedp.Evaluate(`document.querySelector("[name=retirer]").click()`, nil))
	b.waits("what is left", `document.querySelectorAll(".pieces li").length === 1`)
	b.run(chromedp.Evaluate(handing(t, "drop", "écran.png"), nil))
	b.shows("1")
	got := w.named("SC-0001")
	if len(got) != 2 || got["écran.png"].MIME != "image/png" || got["relevé.txt"].MIME != "text/plain" {
		t.Errorf("kept: %v", got)
	}
	b.run(
		chromedp.ActionFunc(func(ctx context.Context) error {
			return network.EmulateNetworkConditions(false, 0, -1, 1<<20).Do(ctx) // the long file takes three seconds
		}),
		chromedp.Evaluate(`(() => {
			const data = new DataTransfer();
			data.items.add(new File(["x".repeat(3 << 20)], "long.log"));
			document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
		})()`, nil),
		chromedp.Click(".judge button.main"), chromedp.WaitVisible(".now.ended"),
	)
	if got = w.named("SC-0001"); len(got) != 3 || got["long.log"].Size != 3<<20 {
		t.Errorf("the verdict did not wait for what was being sent: %v", got)
	}
	b.faultless()
}

// TestEvidence_RefusedByScript: what is not taken is said where the others are announced, and what is typed stays.
func TestEvidence_RefusedByScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	b, c := chromium(t), w.tester()
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	c.press(row, "/commencer")
	b.at(w, row+"#ici")
	b.run(chromedp.SendKeys(`[name="commentaire"]`, "avant"))
	dir := t.TempDir()
	for name, tt := range map[string]struct{ body, want string }{
		"a.zip":     {"PK\x03\x04", "type de fichier"},
		"photo.png": {"\x00\x00\x00\x18ftypheic", "HEIC"},
		"gros.txt":  {strings.Repeat("x", 10<<20+1), "dépasse 10"},
	} {
		path := filepath.Join(dir, name)
		w.must(os.WriteFile(path, []byte(tt.body), 0o600))
		b.run(chromedp.SetUploadFiles(`input[multiple]`, []string{path}))
		b.waits(name, `document.querySelector("[role=status][data-said]").textContent.includes("`+tt.want+`")`)
	}
	if got := value[string](b, `document.querySelector('[name="commentaire"]').value`); got != "avant" {
		t.Errorf("what was typed is %q", got)
	}
	if got := w.named("SC-0001"); len(got) != 0 {
		t.Errorf("kept: %v", got)
	}
	// A text with its picture beside it, as a spreadsheet copies both, is a text where one types.
	pasted := strings.Replace(
		handing(t, "paste", "image.png"), "return (", `data.items.add("12", "text/plain"); return (`, 1,
	)
	b.run(chromedp.Focus(`[name="commentaire"]`))
	if !value[bool](b, pasted) {
		t.Error("a text that is pasted in a field is taken for a picture")
	}
	b.faultless("Failed to load resource")
}

// TestEvidence_WithoutScript: the same form attaches, takes off and records without JavaScript, and loses nothing that
// is typed; Enter records, and takes nothing off.
func TestEvidence_WithoutScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	b, c := chromium(t), w.tester()
	b.run(emulation.SetScriptExecutionDisabled(true))
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	c.press(row, "/commencer")
	path := filepath.Join(t.TempDir(), "écran.png")
	w.must(os.WriteFile(path, []byte(asPNG(t, drawn(40, 30, color.Black))), 0o600))
	b.at(w, row+"#ici")
	b.run(
		chromedp.Click(`.choice.failed`), chromedp.SendKeys(`[name="constate"]`, "le total est faux"),
		chromedp.SetUploadFiles(`input[multiple]`, []string{path}),
		chromedp.Click(`[data-without-script]`), chromedp.WaitVisible(`.pieces li`),
	)
	if got := w.named("SC-0001"); len(got) != 1 || got["écran.png"].MIME != "image/png" {
		t.Fatalf("kept: %v", got)
	}
	b.run(chromedp.SendKeys(`[name="verdict"][value="failed"]`, "\r"), chromedp.WaitVisible(`.now.ended`))
	if got := w.named("SC-0001"); len(got) != 1 {
		t.Errorf("the verdict has %v", got)
	}
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Failed {
		t.Errorf("verdict %s: what was typed is lost", verdict)
	}
	b.faultless()
}

// TestEvidence_FailedLate: a file whose keeping fails after the page went on is not said to be joined.
func TestEvidence_FailedLate(t *testing.T) {
	w := newWorld(t, 4)
	b, c := chromium(t), w.tester()
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	c.press(row, "/commencer")
	b.at(w, row+"#ici")
	broke := errors.New("input/output error")
	w.full.Store(&broke)
	w.stall.Store(int64(5500 * time.Millisecond)) // the page goes on after five seconds, and is made later
	meanwhile := func() { time.Sleep(2 * time.Second) }
	w.meanwhile.Store(&meanwhile)
	b.run(chromedp.SetUploadFiles(`input[multiple]`, []string{b.written("d.txt", "perdu")}))
	b.waits("what became of it", said+`.includes("d.txt") && !`+said+`.includes("Envoi")`)
	if got := value[string](b, said); !strings.Contains(got, "pour voir si d.txt est joint") {
		t.Errorf("it is kept nowhere, and the page says %q", got)
	}
	if got := w.named("SC-0001"); len(got) != 0 {
		t.Errorf("kept: %v", got)
	}
}

// written makes a file to be chosen.
func (b *browser) written(name, body string) string {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// said is what the page announces of files.
const said = `document.querySelector("[data-said]").textContent`

// TestEvidence_VerdictHeld: a verdict that waits for two files, the first of which is refused, is not sent: the page
// says so, with the file, before the eyes of whoever pressed, whatever the second one says.
func TestEvidence_VerdictHeld(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	b, c := chromium(t), w.tester()
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	c.press(row, "/commencer")
	b.at(w, row+"#ici")
	one, two := b.written("a.zip", "PK\x03\x04"+strings.Repeat("\x00", 1<<20)), b.written("b.txt", "oui")
	slowly := func(rate float64) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			return network.EmulateNetworkConditions(false, 0, -1, rate).Do(ctx)
		})
	}
	b.run(
		chromedp.Click(`.choice.passed`), slowly(1<<20), chromedp.SetUploadFiles(`input[multiple]`, []string{one, two}),
		chromedp.Click(".judge button.main"),
	)
	b.waits("the second", `document.querySelector(".pieces")?.textContent.includes("b.txt")`)
	b.waits("what is said of it", said+`.includes("b.txt est joint")`)
	got := value[string](b, said)
	if !strings.Contains(got, "a.zip") || !strings.Contains(got, "Votre verdict n’est pas enregistré") {
		t.Errorf("the page says only %q", got)
	}
	if !value[bool](b, `document.activeElement.matches("[data-said]")`) {
		t.Error("what is said has not the focus")
	}
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.NotRun {
		t.Errorf("verdict %s", verdict)
	}
	// Another gesture with a file takes the place of what was refused; the verdict is still to be recorded.
	b.run(chromedp.SetUploadFiles(`input[multiple]`, []string{b.written("c.txt", "non")}))
	b.waits("the third", said+`.includes("c.txt est joint")`)
	got = value[string](b, said)
	if strings.Contains(got, "a.zip") || !strings.Contains(got, "Votre verdict n’est pas enregistré") {
		t.Errorf("after another file: %q", got)
	}
	// What is typed while a verdict waits holds it back too, and is said.
	long := b.written("long.log", strings.Repeat("x", 1<<20))
	b.run(
		chromedp.SetUploadFiles(`input[multiple]`, []string{long}), chromedp.Click(".judge button.main"),
	)
	b.waits("that it waits", `!`+said+`.includes("verdict")`)
	b.run(chromedp.SendKeys(`[name="commentaire"]`, "un peu lent"))
	b.waits("that it does not any more", said+`.includes("Votre verdict n’est pas enregistré")`)
	b.waits("the long one", said+`.includes("long.log est joint")`)
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.NotRun {
		t.Errorf("verdict %s", verdict)
	}
	b.run(chromedp.Click(".judge button.main"), chromedp.WaitVisible(".now.ended"))
	if got := w.named("SC-0001"); len(got) != 3 {
		t.Errorf("the verdict has %v", got)
	}
	b.faultless("Failed to load resource")
}

// TestEvidence_RefusalsStay: what is not taken stays said, by its name, whatever comes after it in the same gesture.
func TestEvidence_RefusalsStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	b, c := chromium(t), w.tester()
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	c.press(row, "/commencer")
	b.at(w, row+"#ici")
	for refused, taken := range map[string]string{
		b.written("a.zip", "PK\x03\x04"):                        b.written("b.txt", "oui"),
		b.written("gros $&.txt", strings.Repeat("x", 10<<20+1)): b.written("c.txt", "non"),
	} {
		b.run(chromedp.SetUploadFiles(`input[multiple]`, []string{refused, taken}))
		b.waits("what is taken", said+`.includes("`+filepath.Base(taken)+` est joint")`)
		if got := value[string](b, said); !strings.Contains(got, "«\u00a0"+filepath.Base(refused)+"\u00a0»") ||
			strings.Contains(got, "verdict") {
			t.Errorf("%s was refused; the page says %q", filepath.Base(refused), got)
		}
	}
	// The server answers that it goes on, and shows no evidence meanwhile.
	w.stall.Store(int64(6 * time.Second))
	b.run(chromedp.SetUploadFiles(`input[multiple]`, []string{b.written("d.txt", "tard")}))
	b.waits("that nobody knows yet", said+`.includes("pour voir si d.txt est joint")`)
	w.stall.Store(0)
	b.faultless("Failed to load resource")
}
