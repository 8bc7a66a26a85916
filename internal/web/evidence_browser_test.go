package web_test

import (
	"context"
	"encoding/base64"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
