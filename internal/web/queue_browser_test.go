package web_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"recette/internal/catalogue"
	"recette/internal/guided"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// outcomes is a campaign of rows where each step is a result to judge.
func outcomes(t testing.TB, rows, steps int) *world {
	t.Helper()
	return worldOf(t, results(rows, steps))
}

// results is the manifest of such a campaign.
func results(rows, steps int) *plan.Manifest {
	m := manifest(rows)
	for i := range m.Cases {
		c := &m.Cases[i].Case
		c.Name, c.Steps = fmt.Sprintf("Suivre le dossier n° %d", i+1), nil
		for k := range steps {
			c.Steps = append(c.Steps, catalogue.Step{
				Keyword: "Alors ", Text: fmt.Sprintf("le point %d est affiché", k+1), Type: catalogue.Outcome,
			})
		}
	}
	m.Sections = &plan.Sections{Review: plan.Review{}}
	return &m
}

// said is what the journal holds of people: how often each step of each row was judged, and what was said of it.
func (w *world) said() (times map[string]int, words map[string]string) {
	w.t.Helper()
	times, words = map[string]int{}, map[string]string{}
	rows := map[string]bool{}
	for r, err := range w.record.Records(w.t.Context(), journal.Filter{}) {
		w.must(err)
		if r.Leaf.Result == nil {
			continue
		}
		rows[r.Leaf.Result.Case] = true
		for _, s := range r.Leaf.Result.Steps {
			if s.Verdict != "" && recette.Verdict(s.Verdict) != recette.NotRun {
				times[at(r.Leaf.Result.Case, s.Step+1)]++
			}
		}
	}
	for row := range rows {
		all, err := w.campaigns.Observed(w.t.Context(), recette.Actor{Ref: "local", Role: recette.Auditor}, "v1", row)
		w.must(err)
		for _, o := range all.Steps {
			if o.Verdict != recette.NotRun {
				words[at(row, o.Step+1)] = o.Comment + o.Observed
			}
		}
	}
	return times, words
}

func at(row string, step int) string { return fmt.Sprintf("%s, %d", row, step) }

// differs tells where the journal does not have what was said of each step, once, and nothing else.
func (w *world) differs(want map[string]string) (all []string) {
	w.t.Helper()
	times, words := w.said()
	for where, text := range want {
		if times[where] != 1 || words[where] != text {
			all = append(all, fmt.Sprintf(
				"%s: judged %d times, %q; want once, %q", where, times[where], words[where], text,
			))
		}
	}
	for where := range times {
		if _, known := want[where]; !known {
			all = append(all, fmt.Sprintf("%s: judged, %q, and nobody did", where, words[where]))
		}
	}
	return all
}

func (w *world) holdsOnce(want map[string]string) {
	w.t.Helper()
	for _, what := range w.differs(want) {
		w.t.Error(what)
	}
}

const (
	keptHere = `new Promise((ok, no) => { const r = indexedDB.open("recette", 1); r.onerror = no;
		r.onsuccess = () => {`
	keptCount = keptHere + `const q = r.result.transaction("gestures").objectStore("gestures").getAll();
		q.onsuccess = () => { r.result.close(); ok(q.result.filter(PICK).length); }; }; })`
)

// kept counts the gestures on the device that an expression about k picks.
func (b *browser) kept(pick string) int {
	b.t.Helper()
	var n int
	expression := strings.Replace(keptCount, "PICK", "k => "+pick, 1)
	b.run(chromedp.Evaluate(expression, &n, awaits))
	return n
}

// empties waits until nothing is left on the device to be sent.
func (b *browser) empties() {
	b.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		var n int
		expression := strings.Replace(keptCount, "PICK", "k => true", 1)
		if err := chromedp.Run(b, chromedp.Evaluate(expression, &n, awaits)); err == nil && n == 0 {
			return
		}
	}
	b.t.Error("something is still on the device")
}

// back has the network back, as a browser tells pages.
func (b *browser) back(x *wire) {
	x.becomes(sound, 0)
	_ = chromedp.Run(b, chromedp.Evaluate(`dispatchEvent(new Event("online"))`, nil)) // a page may come and go
}

// remarks judges the step that is asked, with a remark.
func (b *browser) remarks(text string) {
	b.t.Helper()
	b.run(
		chromedp.Click(`form.judge .choice.passed_with_remark`),
		chromedp.SetValue(`form.judge [name="commentaire"]`, text), chromedp.Click(`form.judge .actions button.main`),
	)
}

// controlled waits until the service worker has the pages of the browser.
func (b *browser) controlled() {
	b.t.Helper()
	b.waits("the service worker", `navigator.serviceWorker.controller !== null`)
}

func asks(step int) string {
	return fmt.Sprintf(`document.readyState === "complete" && // its scripts are there
		document.querySelector('form.judge:not([data-kept]) [name="etape"]')?.value === "%d"`, step)
}

// longKept is for how long a device kept what somebody judged.
const longKept = 20 * time.Minute

// aged has each gesture kept since so many milliseconds more.
const aged = `new Promise((ok, no) => { const r = indexedDB.open("recette", 1); r.onerror = no;
	r.onsuccess = () => {
		const q = r.result.transaction("gestures", "readwrite").objectStore("gestures").openCursor();
		q.onerror = no;
		q.onsuccess = () => {
			const c = q.result;
			if (!c) { r.result.close(); ok(true); return; }
			c.update({ ...c.value, at: c.value.at - %d });
			c.continue();
		};
	}; })`

// toldBoth tells of each step that was judged when it was said, as the device tells, beside when it was recorded.
func (w *world) toldBoth(kept time.Duration, want int) {
	w.t.Helper()
	told := 0
	for r, err := range w.record.Records(w.t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		w.must(err)
		for _, s := range r.Leaf.Result.Steps {
			if s.Given == "" {
				continue
			}
			given, err := time.Parse(journal.TimeLayout, s.Given)
			w.must(err)
			at, err := time.Parse(journal.TimeLayout, r.Leaf.At)
			w.must(err)
			if told++; at.Sub(given) < kept || at.Sub(given) > 2*kept {
				w.t.Errorf("%s, %d: said at %s, recorded at %s", r.Leaf.Result.Case, s.Step+1, s.Given, r.Leaf.At)
			}
		}
	}
	if told != want {
		w.t.Errorf("%d steps say when they were said, want %d", told, want)
	}
}

const pilled = `document.querySelector("[data-pill]").textContent`

// TestQueue: without a network a tester goes on with the case at hand and with one that was fetched before; each step
// is said to be kept on the device, never to be recorded; all of it is recorded once the network is back.
func TestQueue(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 4, 3)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.controlled()
	b.at(w, firstRow)
	b.waits("the cases kept", `caches.open("recette-pages")
		.then(c => c.match("/campagnes/v1/cas/SC-0002")).then(r => !!r)`)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the first step", asks(1))
	want := map[string]string{}
	x.becomes(refuses, 0)
	for step := 1; step <= 3; step++ {
		text := fmt.Sprintf("vu hors ligne, %d", step)
		b.remarks(text)
		want[at("SC-0001", step)] = text
		if step < 3 {
			b.waits("the next step", asks(step+1))
		}
	}
	b.waits("the end", `!document.querySelector("[data-kept-here]").hidden`)
	said := value[string](b, `document.querySelector("main").textContent`)
	if strings.Count(said, "à envoyer") != 3 || strings.Contains(said, "Enregistré") ||
		strings.Contains(said, "Dernier résultat") {
		t.Errorf("the page says: %s", said)
	}
	b.waits("the pill", pilled+`.includes("3 saisies à envoyer") && `+pilled+`.includes("Hors ligne")`)
	b.looks(w, "hors-ligne")
	b.at(w, firstRow)
	b.waits("the same after a reload", `document.querySelectorAll(".unsent").length === 3`)
	b.at(w, "/campagnes/v1/cas/SC-0002")
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the first step of another case", asks(1))
	b.remarks("l’autre")
	want[at("SC-0002", 1)] = "l’autre"
	b.waits("its next step", asks(2))
	b.looks(w, "hors-ligne-suite")
	if times, _ := w.said(); len(times) != 0 {
		t.Fatalf("recorded meanwhile: %v", times)
	}
	b.at(w, "/campagnes/v1/bilan")
	if !value[bool](b, `document.querySelector("h1").textContent === "Pas de réseau"`) {
		t.Error("a page that is not kept")
	}
	b.looks(w, "pas-de-reseau")
	b.at(w, "/saisies")
	b.waits("the list", `document.querySelectorAll("[data-part=waiting] li").length === 4`)
	b.looks(w, "saisies")
	w.now.Add(int64(longKept / time.Second)) // seconds
	b.waits("older gestures", fmt.Sprintf(aged, longKept.Milliseconds()))
	b.back(x)
	b.empties()
	w.holdsOnce(want)
	w.toldBoth(longKept, len(want))
	b.at(w, firstRow)
	b.waits("the result", ended)
	b.waits("the pill", pilled+`.includes("Enregistré à")`)
	b.faultless("Failed to load resource")
}

// TestQueue_AnswerLost: a row that is in the journal is not said to be there before its answer came; sent again, it is
// one row. Then the same when the request itself did not come through whole.
func TestQueue_AnswerLost(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault fault
		after int
		rows  int
	}{
		"the answer": {cutsAnswer, 20, 1}, "the end of the answer": {cutsAnswer, 600, 1},
		"the request":            {cutsAsking, 300, 0},
		"the answer, not a byte": {cutsAnswer, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := outcomes(t, 1, 2)
			x := wired(t, w)
			b := chromium(t)
			b.plays(w)
			b.at(w, firstRow)
			b.run(chromedp.Click(`.now button.main`))
			b.waits("the question", asks(1))
			x.becomes(tt.fault, tt.after)
			b.remarks("une fois")
			b.waits("the next step", asks(2))
			times, _ := w.said()
			said := value[string](b, `document.body.textContent`)
			if len(times) != tt.rows || strings.Contains(said, "Enregistré") ||
				!strings.Contains(said, "1 saisie à envoyer") {
				t.Errorf("%d rows, want %d; the page says %.200s", len(times), tt.rows, said)
			}
			b.back(x)
			b.empties()
			w.holdsOnce(map[string]string{at("SC-0001", 1): "une fois"})
		})
	}
}

// TestQueue_Refused: what is refused stops its case alone; its text stays to be mended, sent again or dropped.
func TestQueue_Refused(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 4, 3)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.controlled()
	for _, row := range []string{"SC-0002", "SC-0001"} {
		b.at(w, "/campagnes/v1/cas/"+row)
		b.run(chromedp.Click(`.now button.main`))
		b.waits("the question", asks(1))
	}
	x.becomes(refuses, 0)
	b.remarks("trop tard")
	b.waits("the next step", asks(2))
	b.remarks("derrière")
	b.waits("the last step", asks(3))
	b.at(w, "/campagnes/v1/cas/SC-0002")
	b.remarks("celui-ci part")
	b.waits("the next step", asks(2))
	// Meanwhile the case is judged at a terminal.
	rival, err := w.guided.Session(t.Context(), yann, "v1")
	w.must(err)
	w.must(rival.Answer(t.Context(), judged(rival.Plan, "SC-0001", 1, "au terminal")))
	b.back(x)
	b.waits("the pill", pilled+`.includes("2 saisies") || `+pilled+`.includes("1 saisie à traiter")`)
	b.at(w, "/saisies")
	b.waits("what is refused", `document.querySelectorAll("[data-part=mend] li").length === 1`)
	b.waits("what waits for it", `document.querySelectorAll("[data-part=waiting] li").length === 1`)
	w.holdsOnce(map[string]string{at("SC-0001", 1): "au terminal", at("SC-0002", 1): "celui-ci part"})
	said := value[string](b, `document.querySelector("[data-part=mend]").textContent`)
	typed := value[string](b, `[...document.querySelectorAll("[data-part=mend] textarea")].map(a => a.value).join()`)
	if !strings.Contains(said, "n’attend plus cette réponse") || !strings.Contains(typed, "trop tard") {
		t.Errorf("the list says %s", said)
	}
	b.looks(w, "a-traiter")
	b.run(
		chromedp.Evaluate(`document.querySelectorAll(".refused").forEach(x => x.classList.add("former"))`, nil),
		chromedp.Click(`[data-part=mend] [data-do=resend]`),
	)
	b.waits("refused again", `document.querySelector("[data-part=mend] .refused:not(.former)") !== null`)
	chromedp.ListenTarget(b, func(event any) {
		if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
			go func() { _ = chromedp.Run(b, page.HandleJavaScriptDialog(true)) }()
		}
	})
	b.run(chromedp.Click(`[data-part=mend] [data-do=drop]`))
	b.empties()
	w.holdsOnce(map[string]string{
		at("SC-0001", 1): "au terminal", at("SC-0001", 2): "derrière", at("SC-0002", 1): "celui-ci part",
	})
	b.faultless("Failed to load resource")
}

// TestQueue_Mended: a field that the server refuses is mended where it is kept, and is another gesture then.
func TestQueue_Mended(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 2)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	x.becomes(refuses, 0)
	b.remarks("à corriger")
	b.waits("the next step", asks(2))
	// A page of before may hold what this one would not have kept.
	b.run(chromedp.Evaluate(keptHere+`
		const s = r.result.transaction("gestures", "readwrite").objectStore("gestures"), q = s.getAll();
		q.onsuccess = () => {
			const k = q.result[0]; k.fields.commentaire = " "; s.put(k).onsuccess = () => ok(1);
		}; }; })`, nil, awaits))
	b.back(x)
	b.waits("the pill", pilled+`.includes("1 saisie à traiter")`)
	b.at(w, "/saisies")
	b.waits("what is refused", `
		document.querySelector("[data-part=mend]").textContent.includes("Dites votre observation.")`)
	b.run(
		chromedp.SetValue(`[data-field=commentaire] textarea`, "corrigé"), chromedp.Click(`[data-do=resend]`),
	)
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "corrigé"})
}

// TestQueue_OtherPerson: what somebody made is sent under nobody else's name, and is not shown to them.
func TestQueue_OtherPerson(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 4, 2)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	x.becomes(refuses, 0)
	b.remarks("de Yann")
	b.waits("the next step", asks(2))
	before := b.kept("true")
	x.becomes(sound, 0)
	b.run(chromedp.Navigate(w.base + "/campagnes/v1/moi"))
	b.empties() // they are still inside
	if before != 1 {
		t.Fatalf("%d gestures were kept", before)
	}
	b.at(w, firstRow)
	b.waits("the second step", asks(2))
	x.becomes(refuses, 0)
	b.remarks("encore de Yann")
	b.waits("the end", `!document.querySelector("[data-kept-here]").hidden`)
	b.run(chromedp.Navigate("about:blank"))
	x.becomes(sound, 0)
	w.serve() // their session is gone
	x.leads(w)
	b.at(w, firstRow)
	b.waits("who must enter", `document.body.dataset.who === undefined`)
	b.enters(w)
	b.becomes(w, samira)
	b.at(w, "/saisies")
	b.waits("whose they are", `document.querySelector("[data-elsewhere]").textContent.includes("Yann Le Goff (1)")`)
	if value[bool](b, `document.body.textContent.includes("encore de Yann")`) || b.kept(`k.user === "u-4"`) != 1 {
		t.Error("another person reads, or lost, what is not theirs")
	}
	b.becomes(w, yann)
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "de Yann", at("SC-0001", 2): "encore de Yann"})
}

// TestQueue_TwoTabs: two tabs judge the same step; the first one counts, and what the other said stays to be dealt
// with, under a key of its own. A page that was kept, and whose key was used, makes another key too.
func TestQueue_TwoTabs(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 3)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.controlled()
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	other, closing := chromedp.NewContext(b)
	t.Cleanup(closing)
	second := &browser{Context: other, t: t}
	second.run(chromedp.Navigate(w.base + firstRow))
	second.waits("the question", asks(1))
	x.becomes(refuses, 0)
	b.remarks("premier onglet")
	b.waits("the next step", asks(2))
	second.remarks("second onglet")
	second.waits("the next step", asks(2))
	b.remarks("deuxième étape, d’une page gardée")
	b.waits("the last step", asks(3))
	if n := b.kept("true"); n != 3 {
		t.Errorf("%d gestures are kept, want 3", n)
	}
	b.back(x)
	b.waits("the pill", pilled+`.includes("à traiter")`)
	b.at(w, "/saisies")
	b.waits("what is refused", `[...document.querySelectorAll("[data-part=mend] textarea")]
		.some(a => a.value === "second onglet")`)
	chromedp.ListenTarget(b, func(event any) {
		if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
			go func() { _ = chromedp.Run(b, page.HandleJavaScriptDialog(true)) }()
		}
	})
	b.run(chromedp.Click(`[data-part=mend] [data-do=drop]`))
	b.empties()
	w.holdsOnce(map[string]string{
		at("SC-0001", 1): "premier onglet", at("SC-0001", 2): "deuxième étape, d’une page gardée",
	})
}

// TestQueue_Left: who leaves is asked, keeps what is unsent, and leaves no page of theirs: without a network, nothing
// private shows (ASVS 5.0, 14.3.1).
func TestQueue_Left(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 4, 3)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.controlled()
	b.at(w, firstRow)
	b.waits("the case kept", `caches.open("recette-pages").then(c => c.match("`+firstRow+`")).then(r => !!r)`)
	b.run(chromedp.Click(`form[action="/sortir"] button`), chromedp.WaitVisible(`[name="identifiant"]`))
	b.waits("no page kept", `caches.has("recette-pages").then(is => !is)`)
	x.becomes(refuses, 0)
	for _, path := range []string{firstRow, "/campagnes/v1/cas", "/saisies", "/"} {
		b.run(chromedp.Navigate(w.base + path))
		said := value[string](b, `document.documentElement.outerHTML`)
		if !strings.Contains(said, "Pas de réseau") || strings.Contains(said, "SC-0001") ||
			strings.Contains(said, "Yann") {
			t.Errorf("%s shows %.300s", path, said)
		}
	}
	b.faultless("Failed to load resource")
}

// TestQueue_Evidence: a picture that is pasted without a network is kept before its verdict, and goes with it.
func TestQueue_Evidence(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 2)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	b.waits("the scripts", `document.readyState === "complete"`)
	x.becomes(refuses, 0)
	for step := 1; step <= 2; step++ {
		b.run(chromedp.Evaluate(handing(t, "paste", "image.png"), nil))
		b.waits("what is said of it", `
			document.querySelector("[data-said]").textContent.includes("gardé sur cet appareil")`)
		b.remarks(fmt.Sprintf("avec sa capture, %d", step))
		if step == 1 {
			b.waits("the next step", asks(2))
		}
	}
	b.waits("the end", `!document.querySelector("[data-kept-here]").hidden`)
	if n := b.kept(`k.pieces.length === 1 && k.pieces[0].sha256.length === 64`); n != 2 {
		t.Errorf("%d pictures are kept with their digest", n)
	}
	b.back(x)
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "avec sa capture, 1", at("SC-0001", 2): "avec sa capture, 2"})
	names := map[string]bool{}
	for r, err := range w.record.Records(t.Context(), journal.Filter{Campaign: "v1", Case: "SC-0001"}) {
		w.must(err)
		for e := range r.Leaf.EvidenceRefs() {
			texts, err := w.record.Texts(t.Context(), []string{e.Name})
			w.must(err)
			names[texts[e.Name]] = true
		}
	}
	if !names["capture-etape-1.png"] || !names["capture-etape-2.png"] {
		t.Errorf("the verdicts have %v", names)
	}
}

// TestQueue_NoRoom: a browser that keeps nothing, or whose device does not answer, sends the form as it is.
func TestQueue_NoRoom(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]string{"it throws": `throw new Error("no");`, "it never opens": `return {};`} {
		t.Run(name, func(t *testing.T) {
			w := outcomes(t, 1, 2)
			b := chromium(t)
			b.plays(w)
			b.run(chromedp.ActionFunc(func(ctx context.Context) error {
				_, err := page.AddScriptToEvaluateOnNewDocument(
					`Object.defineProperty(globalThis, "indexedDB", {value: {open() { ` + open + ` }}})`).Do(ctx)
				return err
			}))
			b.at(w, firstRow)
			b.run(chromedp.Click(`.now button.main`))
			b.waits("the question", asks(1))
			b.remarks("tel quel")
			b.waits("the next step", asks(2))
			w.holdsOnce(map[string]string{at("SC-0001", 1): "tel quel"})
		})
	}
}

// TestQueue_FullStorage: where the browser has no room left for what was recorded, it is recorded once all the same,
// leaves the device, and lets what was made after it go.
func TestQueue_FullStorage(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 3)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	b.run(chromedp.Evaluate(`localStorage.removeItem("recette.faits");
		for (let n = 1 << 22, i = 0; n > 0; n >>= 1) {
			try { for (;; i++) { localStorage.setItem("plein" + i, "x".repeat(n)); } } catch { /* full */ }
		}`, nil))
	x.becomes(refuses, 0)
	b.remarks("le premier")
	b.waits("the next step", asks(2))
	b.remarks("le second")
	b.waits("the last step", asks(3))
	b.back(x)
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "le premier", at("SC-0001", 2): "le second"})
	if value[bool](b, `"recette.faits" in localStorage`) {
		t.Error("the storage had room: the test tells nothing")
	}
}

// TestQueue_Plain: at a plain address of a network, where browsers lend neither worker nor locks, gestures are kept all
// the same, and who closes the page is asked.
func TestQueue_Plain(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 3)
	x := wired(t, w)
	w.base = strings.Replace(w.base, "localhost", "recette.test", 1)
	b := chromium(t, chromedp.Flag("host-resolver-rules", "MAP recette.test 127.0.0.1"))
	b.plays(w)
	b.at(w, firstRow)
	if !value[bool](b, `document.featurePolicy.allowsFeature("unload")`) {
		t.Error("a page may not tell that it stops")
	}
	if value[bool](b, `isSecureContext || !!navigator.locks`) {
		t.Fatal("the address is no plain one")
	}
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	x.becomes(refuses, 0)
	b.remarks("sans verrou")
	b.waits("the next step", asks(2))
	asked := make(chan struct{}, 1)
	chromedp.ListenTarget(b, func(event any) {
		if e, ok := event.(*page.EventJavascriptDialogOpening); ok && e.Type == page.DialogTypeBeforeunload {
			asked <- struct{}{}
			go func() { _ = chromedp.Run(b, page.HandleJavaScriptDialog(false)) }()
		}
	})
	b.run(chromedp.Evaluate(`setTimeout(() => location.assign("/"))`, nil))
	select {
	case <-asked:
	case <-time.After(5 * time.Second):
		t.Error("who closes the page is not asked")
	}
	b.back(x)
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "sans verrou"})
}

// TestQueue_DeclaredIsNotProved: a gesture that somebody made while they only said who they were waits when they enter
// by their account, and goes once they are inside as they were.
func TestQueue_DeclaredIsNotProved(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 4, 2)
	w.joins(yann)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	x.becomes(refuses, 0)
	b.remarks("déclaré")
	b.waits("the next step", asks(2))
	b.run(chromedp.Navigate("about:blank"))
	w.serve()
	x.leads(w)
	x.becomes(sound, 0)
	b.run(
		chromedp.Navigate(w.base+"/connexion"), chromedp.SendKeys(`[name="identifiant"]`, yann.Name),
		chromedp.SendKeys(`[name="mot-de-passe"]`, secret+"\r"), chromedp.WaitVisible(`form[action="/sortir"]`),
	)
	b.at(w, "/saisies")
	b.waits("that it waits", `document.querySelector("[data-elsewhere]").textContent.includes("Yann Le Goff (1)")`)
	if times, _ := w.said(); len(times) != 0 {
		t.Fatalf("recorded under an account: %v", times)
	}
	b.run(chromedp.Navigate("about:blank"))
	w.serve()
	x.leads(w)
	x.becomes(sound, 0)
	b.plays(w)
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "déclaré"})
}

// TestQueue_NoAnswerOfOurs: what something on the way answers stops the case that it concerns alone, and is told in the
// end; the gesture goes once the way is free.
func TestQueue_NoAnswerOfOurs(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 4, 2)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.controlled()
	for _, row := range []string{"SC-0002", "SC-0001"} {
		b.at(w, "/campagnes/v1/cas/"+row)
		b.run(chromedp.Click(`.now button.main`))
		b.waits("the question", asks(1))
	}
	x.becomes(refuses, 0)
	b.remarks("arrêté en chemin")
	b.waits("the next step", asks(2))
	b.at(w, "/campagnes/v1/cas/SC-0002")
	b.remarks("passe")
	b.waits("the next step", asks(2))
	var stopped atomic.Bool
	stopped.Store(true)
	x.answers(func(head string) string {
		if stopped.Load() && strings.HasPrefix(head, "POST /campagnes/v1/cas/SC-0001/") {
			return "HTTP/1.1 413 Content Too Large\r\nContent-Type: text/html\r\nContent-Length: 4\r\n" +
				"Connection: close\r\n\r\nnon\n"
		}
		return ""
	})
	b.back(x)
	b.waits("the pill", pilled+`.includes("1 saisie à traiter")`)
	w.holdsOnce(map[string]string{at("SC-0002", 1): "passe"})
	b.at(w, "/saisies")
	b.waits("why", `document.querySelector("[data-part=mend]").textContent.includes("ne passe pas")`)
	stopped.Store(false)
	b.run(chromedp.Click(`[data-do=resend]:not([hidden])`))
	b.empties()
	w.holdsOnce(map[string]string{at("SC-0001", 1): "arrêté en chemin", at("SC-0002", 1): "passe"})
}

// TestQueue_FailedAfter: what failed after a gesture was recorded is told, were its page closed meanwhile.
func TestQueue_FailedAfter(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 1)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	x.becomes(refuses, 0)
	b.remarks("scellé plus tard")
	b.waits("the end", `!document.querySelector("[data-kept-here]").hidden`)
	b.run(chromedp.Navigate("about:blank"))
	broke := errors.New("fsync: input/output error")
	w.sealing.Store(&broke)
	x.becomes(sound, 0)
	b.run(chromedp.Navigate(w.base + "/saisies"))
	b.waits("what is to be read", `document.querySelector("[data-part=read]").textContent.includes("C’est enregistré")`)
	b.waits("the pill", pilled+`.includes("1 avis à lire")`)
	w.sealing.Store(nil)
	b.run(chromedp.Click(`[data-read]`))
	b.waits("nothing to read", `document.querySelector("[data-part=read]").hidden`)
	w.holdsOnce(map[string]string{at("SC-0001", 1): "scellé plus tard"})
}

// TestQueue_OnlySinceThePage: of what the browser knows to be recorded, a page believes what came after it, of its
// plan: a journal that was put back since holds none of the rest, and its steps are still to be judged.
func TestQueue_OnlySinceThePage(t *testing.T) {
	w := outcomes(t, 1, 2)
	b := chromium(t)
	b.run(emulation.SetTimezoneOverride("Asia/Tokyo")) // where the device is
	b.plays(w)
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks(1))
	knows := func(what string) {
		b.t.Helper()
		b.run(chromedp.Evaluate(`(() => {
			const form = new FormData(document.querySelector("form.judge")), known = {
				user: "u-4", campaign: "v1", path: "`+firstRow+`/jugement", plan: form.get("plan"),
				attempt: form.get("essai"), step: 1, said: "conforme", last: false, rest: false, by: "",
				position: 1e6, at: "2999-01-01T00:00:00Z", `+what+`};
			localStorage.setItem("recette.faits", JSON.stringify([known]));
		})()`, nil))
		b.at(w, firstRow)
	}
	for name, what := range map[string]string{
		"where the page has read": `position: document.querySelector("[data-upto]").dataset.upto - 1`,
		"before the page":         `at: "2001-01-01T00:00:00Z"`,
		"of another plan":         `plan: "autre"`, "by a former script": `position: undefined`,
	} {
		knows(what)
		b.waits("the scripts", `document.readyState === "complete"`)
		time.Sleep(500 * time.Millisecond) // the device is asked
		if !value[bool](b, asks(1)) || value[bool](b, `document.querySelector("[data-mark]") !== null`) {
			t.Errorf("%s: the step is said to be recorded", name)
		}
	}
	knows(``)
	b.waits("what came after the page", asks(2))
	said := value[string](b, `document.querySelector("[data-mark]").textContent`)
	if !strings.Contains(said, "00:00:00") {
		t.Errorf("%q is not the hour of the project", said)
	}
}

// TestQueue_UnreadPiece: a file that the device gives no more stops its case alone, does not pass for a network that is
// away, and is told in the end.
func TestQueue_UnreadPiece(t *testing.T) {
	w := outcomes(t, 4, 2)
	x := wired(t, w)
	b := chromium(t)
	b.plays(w)
	for _, row := range []string{"SC-0002", "SC-0001"} {
		b.at(w, "/campagnes/v1/cas/"+row)
		b.run(chromedp.Click(`.now button.main`))
		b.waits("the question", asks(1))
	}
	b.run(chromedp.Evaluate(`
		const get = IDBObjectStore.prototype.get;
		IDBObjectStore.prototype.get = function (key) {
			if (this.name === "bytes") { throw new DOMException("unreadable", "UnknownError"); }
			return get.call(this, key);
		};`, nil))
	x.becomes(refuses, 0)
	b.run(chromedp.Evaluate(handing(t, "paste", "image.png"), nil))
	b.waits("what is said of it", said+`.includes("gardé sur cet appareil")`)
	x.becomes(sound, 0)
	b.waits("it is told", `(dispatchEvent(new Event("online")), `+pilled+`.includes("1 saisie à traiter"))`)
	if said := value[string](b, pilled); strings.Contains(said, "Hors ligne") {
		t.Errorf("the network is there, and the page says %q", said)
	}
	if n := b.kept(`k.refused !== null`); n != 1 {
		t.Errorf("%d files are told", n)
	}
}

// judged is a judgement that somebody made elsewhere.
func judged(plan, row string, step int, text string) (j guided.Judgement) {
	j.Case, j.Plan, j.Content, j.Attempt, j.Step = row, plan, "content/1:"+row, 1, step-1
	j.Verdict, j.Comment = recette.PassedWithRemark, text
	return j
}
