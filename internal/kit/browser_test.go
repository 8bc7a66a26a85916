package kit_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"image"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"recette/internal/kit"
)

// tester is a real browser that opens a kit from the disk, with what it complained of.
type tester struct {
	context.Context
	t      *testing.T
	url    string
	folder string // of what is downloaded
	mu     sync.Mutex
	faults []string
	last   []byte // file that was downloaded
	warned int    // how often the browser asked whether to leave
}

// opens starts a browser of its own, with a kit on the disk and nothing that answers anywhere.
func opens(t *testing.T, k kit.Kit, before ...chromedp.Action) *tester {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: -short: the kit was NOT looked at in a browser")
	}
	exe, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIPPED: needs chromium: the kit was NOT looked at in a browser")
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	for _, flag := range []string{
		"no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking", "disable-component-update",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), append(options, chromedp.ExecPath(exe))...)
	t.Cleanup(stop)
	ctx, closing := chromedp.NewContext(ctx)
	t.Cleanup(closing)
	ctx, cancel := context.WithTimeout(ctx, 40*time.Second)
	t.Cleanup(cancel)
	b := &tester{Context: ctx, t: t, url: "file://" + file(t, k), folder: t.TempDir()}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.fault("exception: " + e.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			b.fault("log: " + e.Entry.Text)
		case *network.EventRequestWillBeSent:
			page, _, _ := strings.Cut(e.Request.URL, "#")
			if page != b.url && !strings.HasPrefix(page, "data:image/") && !strings.HasPrefix(page, "blob:") {
				b.fault("request: " + page)
			}
		case *page.EventJavascriptDialogOpening:
			b.mu.Lock()
			b.warned++
			b.mu.Unlock()
			go func() { _ = chromedp.Run(ctx, page.HandleJavaScriptDialog(true)) }()
		}
	})
	b.run(network.Enable(), log.Enable(), runtime.Enable(), page.Enable(),
		browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(b.folder),
	)
	b.run(before...)
	b.run(chromedp.Navigate(b.url), chromedp.WaitVisible("h1", chromedp.ByQuery))
	return b
}

func (b *tester) fault(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, s)
}

func (b *tester) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.t.Fatal(err, b.faults)
	}
}

// text gives what an expression of the page says.
func (b *tester) text(expression string) (out string) {
	b.t.Helper()
	b.run(chromedp.Evaluate("String("+expression+")", &out))
	return out
}

// reads waits until the page says something.
func (b *tester) reads(what string) {
	b.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		said := strings.ReplaceAll(b.text(`document.body.innerText`), "\u00a0", " ")
		if strings.Contains(said, what) {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("the page never says %q: %s", what, said)
		}
	}
}

// faultless fails when the browser complained, when anything was asked of anybody, or when a text of a feature ran.
func (b *tester) faultless() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		b.t.Error(f)
	}
	if got := b.text(`window.pwned`); got != "undefined" {
		b.t.Error("a text of a feature ran")
	}
}

// downloads presses what hands the results in, and reads the file that comes.
func (b *tester) downloads() *kit.Results {
	b.t.Helper()
	b.run(chromedp.Evaluate(`location.hash = "#bilan"`, nil), chromedp.WaitVisible("#download", chromedp.ByQuery),
		chromedp.Click("#download", chromedp.ByQuery))
	b.reads("est remis à votre navigateur")
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		found, _ := filepath.Glob(filepath.Join(b.folder, "*.json"))
		if len(found) == 0 {
			continue
		}
		data, err := os.ReadFile(found[len(found)-1])
		if err != nil || len(data) == 0 {
			continue
		}
		r, err := kit.Parse(data)
		if err != nil {
			b.t.Fatalf("%v: %.300s", err, data)
		}
		b.last = data
		_ = os.Remove(found[len(found)-1])
		return r
	}
	b.t.Fatal("nothing was downloaded")
	return nil
}

// press presses a key as a keyboard does: what the page prevents types nothing.
func press(key string) chromedp.Action {
	return chromedp.Tasks{
		input.DispatchKeyEvent(input.KeyDown).WithKey(key).WithText(key),
		input.DispatchKeyEvent(input.KeyUp).WithKey(key),
	}
}

func (b *tester) types(selector, text string) {
	b.t.Helper()
	b.run(chromedp.SendKeys(selector, text, chromedp.ByQuery))
}

// picks chooses who judges.
func (b *tester) picks(name string) {
	b.t.Helper()
	b.chooses("qui", name)
}

// chooses takes one of the choices of a list.
func (b *tester) chooses(id, value string) {
	b.t.Helper()
	b.run(chromedp.SetValue("#"+id, value, chromedp.ByQuery),
		chromedp.Evaluate(`document.getElementById("`+id+`").dispatchEvent(new Event("change"))`, nil))
}

// sends presses the key that keeps a verdict, and goes on where there is none.
func sends() chromedp.Action {
	return chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl))
}

// screen is a picture of a screen.
func screen() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 64, 48)))
	return b.Bytes()
}

// TestKit_IsPlayedByKeyboard: from the disk, without network, the cases are judged by keys alone; the browser is loaded
// again in the middle of a text and closed; what comes out says what was judged, and no more.
func TestKit_IsPlayedByKeyboard(t *testing.T) {
	b := opens(t, made())
	b.picks("Aziliz Morvan")
	b.run(chromedp.Evaluate(`document.activeElement.blur()`, nil), sends())
	b.reads("Cas 1 sur 3")
	b.run(press("o")) // the action and the first expected result
	b.reads("Étape 5")
	b.run(press("x"))
	b.types("#f-observed", "Aucun courriel au b")
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery))
	b.reads("Votre saisie a été retrouvée")
	if got := b.text(`document.querySelector("#f-observed").value`); got != "Aucun courriel au b" {
		t.Errorf("after a reload the text is %q", got)
	}
	b.types("#f-observed", "out de dix minutes")
	b.run(chromedp.Evaluate(`fetchFiles = new DataTransfer(), fetchFiles.items.add(new File([Uint8Array.from(atob("`+
		base64.StdEncoding.EncodeToString(screen())+`"), c => c.charCodeAt(0))], "écran.png", {type: "image/png"})),
		dispatchEvent(new ClipboardEvent("paste", {clipboardData: fetchFiles}))`, nil))
	b.reads("« écran.png » est jointe")
	b.run(chromedp.Focus("#f-observed", chromedp.ByQuery), sends())
	b.reads("Le cas s’arrête là")
	b.run(sends())
	b.reads("Cas 2 sur 3")
	b.run(press("O"))
	b.reads("Ce cas est jugé")
	b.run(press("z")) // corrected before it is handed in
	b.reads("Vous corrigez un verdict")
	b.run(press("r"))
	b.types("#f-comment", hostile)
	b.run(sends())
	b.reads("conforme avec observation")
	b.run(chromedp.KeyEvent(kb.Escape))
	b.reads("2 sur 3 jugés")
	if got := b.text(`document.getElementById("pill").innerText`); got != "2 cas à rendre" {
		t.Errorf("the page says %q", got)
	}
	warned := b.warned
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery))
	if b.warned == warned {
		t.Error("the page was left without a warning, with results in no file")
	}
	r := b.downloads()
	if len(r.Cases) != 2 || r.Kit.ID != made().Head.ID {
		t.Fatalf("the file is %+v", r)
	}
	c := r.Cases[0]
	if c.ID != "SC-0001@bretagne" || len(c.Verdicts) != 5 {
		t.Fatalf("the first case is %+v", c)
	}
	v, w := c.Verdicts[2], c.Verdicts[4]
	if v.Step != 2 || v.Verdict != "passed" || w.Step != 4 || w.Verdict != "failed" || w.Tester != "Aziliz Morvan" ||
		w.Observed != "Aucun courriel au bout de dix minutes" || len(w.Files) != 1 {
		t.Errorf("the first case is %+v", c)
	}
	if v := r.Cases[1].Verdicts[1]; v.Verdict != "passed_with_remark" || v.Comment != strings.TrimSpace(hostile) {
		t.Errorf("the second case is %+v", v)
	}
	warned = b.warned
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery))
	if b.warned != warned {
		t.Error("the page warns of what is in a file")
	}
	b.faultless()
}

// TestKit_SaysWhatTheProductConcludes: a case ends once all of it is judged, the actions after its last expected result
// too; one of which no expected result was found conform is not run, as it will be when it is taken in.
func TestKit_SaysWhatTheProductConcludes(t *testing.T) {
	b := opens(t, made())
	b.picks("Aziliz Morvan")
	b.run(chromedp.Evaluate(`document.activeElement.blur(); location.hash = "#cas/2"`, nil))
	b.reads("Cas 3 sur 3")
	b.run(press("n"))
	b.types("#f-reason", "pas ici")
	b.run(sends())
	b.reads("Étape 3 : qu’avez-vous vu ?")
	if got := b.text(`document.querySelectorAll(".judge .choice").length`); got != "3" {
		t.Errorf("an action has %s choices, want 3", got)
	}
	b.run(chromedp.Evaluate(`document.activeElement.blur()`, nil), press("o"))
	b.reads("Ce cas est jugé : ○ non exécuté")
	r := b.downloads()
	if vs := r.Cases[0].Verdicts; len(vs) != 3 || vs[0].Verdict != "passed" || vs[1].Verdict != "not_applicable" ||
		vs[2].Verdict != "passed" || !r.Cases[0].Ended {
		t.Errorf("the file is %+v", r.Cases)
	}
	b.faultless()
}

// TestKit_WithoutStorage: where the browser keeps nothing, the page says so and hands the results in all the same; they
// go on from their file.
func TestKit_WithoutStorage(t *testing.T) {
	none := chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`Object.defineProperty(window, "localStorage",
			{get() { throw new DOMException("no", "SecurityError") }})`).Do(ctx)
		return err
	})
	b := opens(t, made(), none)
	b.reads("Ce navigateur ne garde rien")
	b.picks("Loïc Kerneis")
	b.run(chromedp.Evaluate(`location.hash = "#cas/2"`, nil))
	b.reads("Cas 3 sur 3")
	b.run(chromedp.Click(`input[value="blocked"]`, chromedp.ByQuery), chromedp.Click(`.judge .main`, chromedp.ByQuery))
	b.reads("Choisissez la cause")
	b.chooses("f-cause", "data")
	b.chooses("ou", "0")
	b.run(chromedp.Click(`.judge .main`, chromedp.ByQuery))
	b.reads("Le cas s’arrête là")
	r := b.downloads()
	if len(r.Cases) != 1 || r.Cases[0].After != 2 {
		t.Fatalf("the file is %+v", r.Cases)
	}
	if v := r.Cases[0].Verdicts[0]; v.Step != 0 || v.Verdict != "blocked" || v.Cause != "data" {
		t.Errorf("the verdict is %+v", v)
	}
	if got := b.text(`document.getElementById("pill").innerText`); got != "1 cas à rendre" {
		t.Errorf("before anybody saw the file, the page says %q", got)
	}
	b.run(chromedp.Click("#found", chromedp.ByQuery))
	b.reads("Téléchargé le")
	b.run(chromedp.Evaluate(`document.querySelector("#texte").closest("details").open = true`, nil),
		chromedp.Poll(`document.querySelector("#texte").value.startsWith('{"format":"recette/kit-results/1"')`, nil))
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery)) // all of it is gone
	b.reads("Rien à rendre")
	b.run(chromedp.Evaluate(`location.hash = "#bilan"`, nil), chromedp.WaitVisible("details", chromedp.ByQuery))
	b.takesBack(bytes.Replace(b.last, []byte("blocked"), []byte("passed "), 1))
	b.reads("n’est pas entier")
	b.takesBack(astray(b.last))
	b.reads("n’est pas entier")
	b.reads("Vous n’avez encore rien jugé")
	b.takesBack(b.last)
	b.reads("1 cas repris, 0 laissés")
	b.takesBack(b.last)
	b.reads("0 cas repris, 1 laissés")
	again := b.downloads()
	if !reflect.DeepEqual(again.Cases, r.Cases) {
		t.Errorf("after it was taken back, the file is %+v, want %+v", again.Cases, r.Cases)
	}
	b.faultless()
}

// astray is a file of results that is whole, of which a verdict is on a step that the case does not have.
func astray(data []byte) []byte {
	_, body, _ := strings.Cut(strings.TrimSpace(string(data)), `"results":`)
	return sealed(strings.Replace(strings.TrimSuffix(body, "}"), `"step":0`, `"step":9`, 1))
}

// takesBack gives the page a file of results to go on from.
func (b *tester) takesBack(data []byte) {
	b.t.Helper()
	b.run(chromedp.Evaluate(`(() => {
		document.querySelector("details").open = true;
		const files = new DataTransfer(), field = document.getElementById("reprise");
		const bytes = Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(data)+`"), c => c.charCodeAt(0));
		files.items.add(new File([bytes], "r.json"));
		field.files = files.files;
		field.dispatchEvent(new Event("change"));
	})()`, nil))
}

// TestKit_WithoutRoom: evidence that the browser has no room for stays in the page, which says so; once it is lost, the
// page says which, and the verdict stays.
func TestKit_WithoutRoom(t *testing.T) {
	small := chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`Storage.prototype.setItem = (set => function (name, text) {
			if (text.length > 900) { throw new DOMException("full", "QuotaExceededError"); }
			set.call(this, name, text);
		})(Storage.prototype.setItem)`).Do(ctx)
		return err
	})
	b := opens(t, made(), small)
	b.picks("Aziliz Morvan")
	b.run(chromedp.Evaluate(`location.hash = "#cas/2"`, nil))
	b.reads("Cas 3 sur 3")
	b.run(chromedp.Evaluate(`(() => {
		const files = new DataTransfer();
		files.items.add(new File(["vu ".repeat(1000)], "vu.txt", {type: "text/plain"}));
		dispatchEvent(new ClipboardEvent("paste", {clipboardData: files}));
	})()`, nil))
	b.reads("Le navigateur n’a plus de place")
	b.run(chromedp.Click(`input[value="failed"]`, chromedp.ByQuery))
	b.types("#f-observed", "trop")
	b.run(sends())
	b.reads("Le cas s’arrête là")
	if r := b.downloads(); len(r.Cases[0].Verdicts[1].Files[0].Data) != 3000 {
		t.Errorf("the file is %+v", r.Cases)
	}
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery))
	b.reads("Preuves perdues par le navigateur : vu.txt")
	b.reads("trop")
	b.faultless()
}

// pastes gives the page a text as a piece of evidence.
func (b *tester) pastes(name, content string) {
	b.t.Helper()
	b.run(chromedp.Evaluate(`(() => {
		const files = new DataTransfer();
		files.items.add(new File([`+content+`], "`+name+`", {type: "text/plain"}));
		dispatchEvent(new ClipboardEvent("paste", {clipboardData: files}));
	})()`, nil))
}

// begins opens a kit where a script runs before its own, at its third case, judged by Aziliz Morvan.
func begins(t *testing.T, script string) *tester {
	t.Helper()
	b := opens(t, made(), chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
	b.picks("Aziliz Morvan")
	b.run(chromedp.Evaluate(`document.activeElement.blur(); location.hash = "#cas/2"`, nil))
	b.reads("Cas 3 sur 3")
	return b
}

// TestKit_WaitsForEvidence: nothing is judged while a file is read, by a button, a key or all at once; a file that is
// read after the page was left and opened again is in what is judged.
func TestKit_WaitsForEvidence(t *testing.T) {
	b := begins(t, `Blob.prototype.arrayBuffer = (read => async function () {
		await new Promise(ok => { window.release = ok; });
		return read.call(this);
	})(Blob.prototype.arrayBuffer)`)
	b.pastes("vu.txt", `"vu"`)
	b.reads("Lecture de « vu.txt »")
	for _, do := range []string{
		`document.querySelector("[data-rest]").click()`,
		`document.querySelector('input[value="passed"]').click(); document.querySelector(".judge .main").click()`,
	} {
		b.run(chromedp.Evaluate(do, nil))
		b.reads("Une preuve est en cours de lecture")
		if got := b.text(`document.querySelectorAll(".step.judged").length`); got != "0" {
			t.Fatalf("%s judged %s steps without the evidence", do, got)
		}
	}
	b.run(chromedp.Evaluate(`location.hash = "#"`, nil))
	b.reads("Cas à jouer")
	b.run(chromedp.Evaluate(`location.hash = "#cas/2"`, nil))
	b.reads("Cas 3 sur 3")
	b.run(chromedp.Evaluate(`release()`, nil), chromedp.WaitVisible(".pieces li", chromedp.ByQuery),
		chromedp.Click(".judge .main", chromedp.ByQuery))
	b.reads("Étape 3 : qu’avez-vous vu ?")
	if v := b.downloads().Cases[0].Verdicts[1]; len(v.Files) != 1 || v.Files[0].Name != "vu.txt" {
		t.Errorf("the verdict is %+v", v)
	}
	b.faultless()
}

// TestKit_KeepsWhatIsTypedOfEachStep: a correction does not take the place of what was typed of the step that is asked,
// and is found again after a reload and after another page.
func TestKit_KeepsWhatIsTypedOfEachStep(t *testing.T) {
	b := begins(t, ``)
	b.run(press("o"))
	b.reads("Étape 3 : qu’avez-vous vu ?")
	b.types("#f-comment", "en cours")
	b.pastes("vu.txt", `"vu"`)
	b.reads("« vu.txt » est jointe")
	b.run(chromedp.Evaluate(`document.querySelectorAll(".correct button")[1].click()`, nil))
	b.reads("Vous corrigez un verdict")
	b.types("#f-comment", "corr")
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery))
	b.reads("Vous corrigez un verdict")
	b.run(chromedp.Evaluate(`location.hash = "#"`, nil))
	b.reads("Cas à jouer")
	b.run(chromedp.Evaluate(`location.hash = "#cas/2"`, nil))
	b.reads("Vous corrigez un verdict")
	if got := b.text(`document.querySelector("#f-comment").value`); got != "corr" {
		t.Errorf("the correction is %q", got)
	}
	b.run(chromedp.Evaluate(`document.querySelector(".judge .actions .quiet").click()`, nil)) // nothing is changed
	b.reads("Votre saisie a été retrouvée")
	typed := b.text(`document.querySelector("#f-comment").value + document.querySelector(".pieces").innerText`)
	if !strings.HasPrefix(typed, "en cours") || !strings.Contains(typed, "vu.txt") {
		t.Errorf("what was typed of the step that is asked is %q", typed)
	}
	b.faultless()
}

// TestKit_GuardsWhatThePageHoldsAlone: where the browser has no room even for what is typed, the page says so and is
// not left without a warning, though nothing is judged.
func TestKit_GuardsWhatThePageHoldsAlone(t *testing.T) {
	b := begins(t, `Storage.prototype.setItem = (set => function (name, text) {
		if (text.length > 300) { throw new DOMException("full", "QuotaExceededError"); }
		set.call(this, name, text);
	})(Storage.prototype.setItem)`)
	warned := b.warnings()
	b.types("#f-comment", strings.Repeat("long ", 80))
	b.reads("des verdicts et des saisies ne sont que dans cette page")
	b.run(chromedp.Reload(), chromedp.WaitVisible("h1", chromedp.ByQuery))
	if b.warnings() == warned {
		t.Error("the page was left without a warning, with what it holds alone")
	}
	b.faultless()
}

// warnings is how often the browser asked whether to leave.
func (b *tester) warnings() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.warned
}

// TestKit_NeverReplacesWhatAnotherPageJudged: a page that shows a case as it was does not judge over what another page
// of the same kit judged since, with room or without.
func TestKit_NeverReplacesWhatAnotherPageJudged(t *testing.T) {
	for name, room := range map[string]int{"with room": 100_000, "without room": 1500} {
		b := begins(t, `Storage.prototype.setItem = (set => function (name, text) {
			if (text.length > `+strconv.Itoa(room)+`) { throw new DOMException("full", "QuotaExceededError"); }
			set.call(this, name, text);
		})(Storage.prototype.setItem)`)
		b.pastes("vu.txt", `"vu ".repeat(1000)`)
		b.run(chromedp.WaitVisible(".pieces li", chromedp.ByQuery))
		b.run(chromedp.Evaluate(`(() => {
			const name = Object.keys(localStorage).find(x => x.endsWith("cas.SC-0003@bretagne"));
			const of = (verdict, observed) => ({key: crypto.randomUUID(), verdict, observed, comment: "", cause: "",
				reason: "", tester: "Loïc Kerneis", at: new Date().toISOString(), files: []});
			localStorage.setItem(name, JSON.stringify({v: {0: of("passed", ""), 1: of("failed", "rouge")}, d: {}}));
		})()`, nil))
		b.run(chromedp.Evaluate(`document.querySelector('input[value="passed"]').click()`, nil),
			chromedp.Evaluate(`document.querySelector(".judge .main").click()`, nil))
		b.reads("Ce cas a été jugé entre-temps")
		if v := b.downloads().Cases[0].Verdicts[1]; v.Verdict != "failed" || v.Observed != "rouge" {
			t.Errorf("%s: the verdict is %+v", name, v)
		}
		b.faultless()
	}
}

// TestKit_RefusesWhatCannotBeTakenIn: evidence that would be refused later is refused at once, with the reason; who
// judges is said, and that somebody else began the case.
func TestKit_RefusesWhatCannotBeTakenIn(t *testing.T) {
	b := begins(t, ``)
	b.reads("Vous jugez en tant que Aziliz Morvan.")
	b.pastes("latin.txt", `Uint8Array.of(0xe9, 0x20)`)
	b.reads("« latin.txt » n’est ni une image, ni un PDF, ni un texte en UTF-8")
	b.pastes("photo.heic", `"ftypheic"`)
	b.reads("« photo.heic » est une image que ce navigateur ne sait pas lire")
	b.pastes("vu.pdf", `"%PDF-1.7", Uint8Array.of(0xe9)`)
	b.reads("« vu.pdf » est jointe")
	b.run(chromedp.Evaluate(`document.querySelector('input[value="passed"]').click()`, nil),
		chromedp.Click(".judge .main", chromedp.ByQuery))
	b.reads("conforme · Aziliz Morvan")
	b.run(chromedp.Evaluate(`[...document.querySelectorAll("button")].
		find(x => x.innerText === "Changer").click()`, nil))
	b.run(chromedp.SetValue("#qui", "Loïc Kerneis", chromedp.ByQuery),
		chromedp.Evaluate(`document.querySelector("#qui")?.dispatchEvent(new Event("change"))`, nil))
	b.reads("Vous jugez en tant que Loïc Kerneis.")
	b.reads("Ce cas a été commencé par Aziliz Morvan")
	b.faultless()
}

// TestKit_Looks: at the width of a desk and of a telephone, in both themes, nothing overflows, what is pressed is large
// enough, and axe finds nothing. RECETTE_SHOTS names a folder to keep pictures in.
func TestKit_Looks(t *testing.T) {
	b := opens(t, made())
	b.picks("Aziliz Morvan")
	screens := []struct{ name, do string }{
		{"liste", `location.hash = "#"`},
		{"cas", `location.hash = "#cas/0"`},
		{"non-conforme", `document.querySelector('input[value="failed"]').click()`},
		{"hostile", `location.hash = "#cas/1"`},
		{"juge", `document.querySelector("[data-rest]").click()`},
		{"bilan", `location.hash = "#bilan"`},
		{"touches", `document.getElementById("help").click()`},
	}
	for _, s := range screens {
		b.run(chromedp.Evaluate(s.do+"; undefined", nil), chromedp.Sleep(100*time.Millisecond))
		for _, width := range []int64{1280, 400, 320} {
			for _, theme := range []string{"light", "dark"} {
				b.run(emulation.SetDeviceMetricsOverride(width, 900, 1, width < 800),
					emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
						{Name: "prefers-color-scheme", Value: theme},
					}))
				name := s.name + " " + strconv.Itoa(int(width)) + " " + theme
				if over := b.text(`document.documentElement.scrollWidth - innerWidth`); over != "0" {
					t.Errorf("%s is %s too wide", name, over)
				}
				if small := b.text(tooSmall); small != "" {
					t.Errorf("%s: too small to be pressed: %s", name, small)
				}
				if width == 1280 && theme == "light" || width == 400 && theme == "dark" {
					b.accessible(name)
				}
				if dir := os.Getenv("RECETTE_SHOTS"); dir != "" && width > 320 {
					b.shows(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".jpg"))
				}
			}
		}
	}
	b.faultless()
}

// tooSmall gives what is pressed and is less than 44 pixels high.
const tooSmall = `[...document.querySelectorAll(
		"a, button, select, textarea, input:not([type=radio], [type=checkbox]), .choice, summary")]
	.filter(e => e.offsetParent && !e.matches(".skip"))
	.map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
	.filter(x => x[1] < 44).map(x => x.join(": ")).join("\n")`

// shows keeps a picture of the page.
func (b *tester) shows(path string) {
	b.t.Helper()
	var shot []byte
	b.run(chromedp.FullScreenshot(&shot, 90))
	if err := os.WriteFile(path, shot, 0o600); err != nil {
		b.t.Error(err)
	}
}

// accessible judges the page by the rules of WCAG 2.2, level AA, that a program can judge.
func (b *tester) accessible(name string) {
	b.t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "bin", "axe", "axe.min.js"))
	if errors.Is(err, fs.ErrNotExist) {
		b.t.Log("NOT judged by axe (make tools)")
		return
	}
	if err != nil {
		b.t.Fatal(err)
	}
	var faults []string
	b.run(chromedp.Evaluate(string(source)+";1", nil), chromedp.Evaluate(
		`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n =>
			v.id + ": " + n.target + " " + n.failureSummary)))`, &faults,
		func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	for _, f := range faults {
		b.t.Errorf("%s: %s", name, f)
	}
}
