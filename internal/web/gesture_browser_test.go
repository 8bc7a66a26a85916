package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"recette/internal/recette"
)

const firstRow = "/campagnes/v1/cas/SC-0001"

// presses a key, and waits for what it leads to.
func (b *browser) presses(key, until string) {
	b.t.Helper()
	b.key(key)
	b.waits("after "+key, until)
}

// key presses a key as a person does: what the page keeps from being typed is not.
func (b *browser) key(key string) {
	b.t.Helper()
	b.waits("the scripts", `document.readyState === "complete"`)
	text := key
	down, up := input.DispatchKeyEvent(input.KeyDown), input.DispatchKeyEvent(input.KeyUp)
	if known := kb.Keys[[]rune(key)[0]]; known != nil {
		text = known.Text
		key = known.Key
		down = down.WithCode(known.Code).WithWindowsVirtualKeyCode(known.Windows)
		up = up.WithCode(known.Code).WithWindowsVirtualKeyCode(known.Windows)
	}
	b.run(down.WithKey(key).WithText(text), up.WithKey(key))
}

// isPassed tells that a row conforms, by one attempt and so many answers.
func (w *world) isPassed(t *testing.T, before, answers int) {
	t.Helper()
	if n, verdict, attempts := w.stands("SC-0001"); verdict != recette.Passed || attempts != 1 || n != before+answers {
		t.Errorf("verdict %s, %d attempts, %d entries; want passed, one, %d", verdict, attempts, n-before, answers)
	}
}

const (
	asks4  = `document.querySelector('.judge [name="etape"]')?.value === "4"`
	asks6  = `document.querySelector('.judge [name="etape"]')?.value === "6"`
	ended  = `document.querySelector(".now.ended") !== null`
	active = `document.activeElement.`
)

// TestPlay_ByKeyboard: a case of six steps and two outcomes is begun and judged by three keys, the focus where it
// must be.
func TestPlay_ByKeyboard(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	before, _, _ := w.stands("SC-0001")
	b.presses(kb.Enter, asks4)
	var is string // once it is drawn: until then a browser gives nothing the focus by itself
	b.run(chromedp.Evaluate(`new Promise(drawn => requestAnimationFrame(drawn)).then(() => `+active+`id)`, &is, awaits))
	if is != "ici" {
		t.Errorf("the focus is on %q, and not on what is asked", is)
	}
	b.presses("o", asks6)
	b.presses("o", ended)
	w.isPassed(t, before, 2)
	b.presses("z", ended) // nothing to correct: it ended
	b.run(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl)))
	b.waits("the next case", `location.pathname.endsWith("SC-0002")`)
	b.presses(kb.Escape, `location.pathname.endsWith("/cas")`)
	b.presses("j", active+`href?.includes("SC-0001")`)
	b.presses("j", active+`href?.includes("SC-0002")`)
	b.presses("k", active+`href?.includes("SC-0001")`)
	b.presses("/", active+`id === "mot"`)
	b.faultless("404 (Not Found)")
}

// TestPlay_LockOfCapitals: a lock that somebody forgot judges one step, and not all that is left.
func TestPlay_LockOfCapitals(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	c.press(firstRow, "/commencer")
	b.at(w, firstRow)
	b.run(input.DispatchKeyEvent(input.KeyDown).WithKey("O").WithCode("KeyO").WithText("O")) // without Shift
	b.waits("the next outcome", asks6)
	if _, verdict, _ := w.stands("SC-0001"); verdict == recette.Passed {
		t.Error("a step that nobody saw conforms")
	}
}

// TestPlay_KeysOfOtherVerdicts: a key leads to the field that its verdict needs; in a field no character is a key.
func TestPlay_KeysOfOtherVerdicts(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	c.press(firstRow, "/commencer")
	b.at(w, firstRow)
	for key, field := range map[string]string{
		"x": "constate", "b": "cause", "n": "motif", "r": "commentaire", "c": "commentaire",
	} {
		b.presses(key, active+`name === "`+field+`"`)
		b.presses(kb.Escape, active+`tagName === "BODY"`)
	}
	b.presses("x", active+`name === "constate"`)
	b.run(chromedp.KeyEvent("box o z ?"))
	b.waits("what was typed", active+`value === "box o z ?"`)
	b.presses(kb.Escape, active+`tagName === "BODY"`)
	b.presses("]", active+`closest("li") !== null`)
	b.presses("?", `document.querySelector("dialog[open]") !== null`)
	if !value[bool](b, `document.querySelector("dialog").textContent.includes("Ctrl+Entrée")`) {
		t.Error("the help does not tell of the keys")
	}
	b.looks(w, "touches")
	b.presses(kb.Escape, `document.querySelector("dialog[open]") === null`)
	b.run(
		chromedp.Focus(`[name="constate"]`),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierCtrl)),
	)
	b.waits("the end", ended)
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Failed {
		t.Errorf("verdict %s", verdict)
	}
	if _, body := c.get(firstRow); !strings.Contains(body, "box o z ?") {
		t.Error("what was typed is not recorded")
	}
}

// TestPlay_KeysSwitchedOff: who switched keys off presses none by chance (WCAG 2.2, 2.1.4).
func TestPlay_KeysSwitchedOff(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	c.press(firstRow, "/commencer")
	b.run(
		chromedp.Navigate(w.base+"/touches"), chromedp.Click(`button[value="non"]`),
		chromedp.WaitVisible(`button[value="non"][aria-pressed="true"]`),
	)
	b.at(w, firstRow)
	before, _, _ := w.stands("SC-0001")
	b.run(chromedp.KeyEvent("o"), chromedp.KeyEvent("x"), chromedp.KeyEvent("?"))
	if value[bool](b, `document.querySelector(":checked[type=radio], dialog[open]") !== null`) {
		t.Error("a key did something")
	}
	if n, _, _ := w.stands("SC-0001"); n != before {
		t.Error("a key recorded something")
	}
}

// TestPlay_ByMouse: the same case by two clicks, or one answer at a time.
func TestPlay_ByMouse(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b := chromium(t)
	b.plays(w)
	b.at(w, firstRow)
	before, _, _ := w.stands("SC-0001")
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the question", asks4)
	b.run(chromedp.Click(`button[formaction$="/conforme"]`))
	b.waits("the end", ended)
	w.isPassed(t, before, 2)
	b.run(
		chromedp.Click(`.now a.button.main`), chromedp.WaitVisible(`.now button.main`),
		chromedp.Click(`.now button.main`),
	)
	b.waits("the question", asks4)
	b.run(chromedp.Click(`.choice.passed`), chromedp.Click(`.judge button.main`))
	b.waits("the second question", asks6)
	b.run(chromedp.Click(`.correct button`))
	b.waits("the correction", `document.querySelector(".again") !== null`)
	b.run(
		chromedp.Click(`.choice.blocked`), chromedp.SetValue(`[name="cause"]`, "data"),
		chromedp.Click(`.judge button.main`),
	)
	b.waits("the end", ended)
	if _, verdict, _ := w.stands("SC-0002"); verdict != recette.Blocked {
		t.Errorf("verdict %s", verdict)
	}
}

// TestPlay_ByTouch: the same case by two taps on a telephone.
func TestPlay_ByTouch(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b := chromium(t)
	b.plays(w)
	b.run(emulation.SetDeviceMetricsOverride(400, 800, 2, true), emulation.SetTouchEmulationEnabled(true))
	b.at(w, firstRow)
	before, _, _ := w.stands("SC-0001")
	b.taps(`.now button.main`)
	b.waits("the question", asks4)
	b.taps(`button[formaction$="/conforme"]`)
	b.waits("the end", ended)
	w.isPassed(t, before, 2)
}

// settled is how long a page that was scrolled is waited for: what a finger meets is drawn aside.
const settled = 200 * time.Millisecond

// taps touches an element in its middle.
func (b *browser) taps(selector string) {
	b.t.Helper()
	b.waits("the scripts", `document.readyState === "complete"`)
	middle := "document.querySelector(`" + selector + "`)"
	b.run(chromedp.Evaluate(middle+`.scrollIntoView({block: "center"})`, nil), chromedp.Sleep(settled))
	at := value[[]float64](b, `(r => [r.x + r.width / 2, r.y + r.height / 2])(`+middle+`.getBoundingClientRect())`)
	b.run(
		input.DispatchTouchEvent(input.TouchStart, []*input.TouchPoint{{X: at[0], Y: at[1]}}),
		input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}),
	)
}

// TestPlay_WithoutScript: the fields of a verdict show without a script, and each step is judged.
func TestPlay_WithoutScript(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b := chromium(t)
	b.run(emulation.SetScriptExecutionDisabled(true))
	b.plays(w)
	b.run(
		chromedp.Navigate(w.base+firstRow), chromedp.Click(`.now button.main`), chromedp.WaitVisible(`.judge`),
		chromedp.WaitNotVisible(`[name="constate"]`),
		chromedp.Click(`.choice.failed`), chromedp.WaitVisible(`[name="constate"]`),
		chromedp.WaitVisible(`[name="ou"]`),
		chromedp.SendKeys(`[name="constate"]`, "le refus manque"), chromedp.Click(`.choice.blocked`),
		chromedp.WaitVisible(`[name="cause"]`), chromedp.WaitVisible(`[name="constate"]`), // nothing typed is hidden
		chromedp.Click(`.judge button.main`), chromedp.WaitVisible(`.refused`),
		chromedp.WaitVisible(`[name="constate"]`),
		chromedp.Click(`.choice.failed`), chromedp.Click(`.judge button.main`), chromedp.WaitVisible(`.now.ended`),
	)
	if _, verdict, _ := w.stands("SC-0001"); verdict != recette.Failed {
		t.Errorf("verdict %s", verdict)
	}
}

// TestPlay_Drafts: what was typed comes back after a reload, in its tab only, until it is recorded or cleared.
func TestPlay_Drafts(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	c.press(firstRow, "/commencer")
	b.at(w, firstRow)
	const stored = `[...Object.keys(localStorage), ...Object.keys(sessionStorage)]
		.filter(k => k.includes("jugement")).length`
	typed := func(text string) string {
		return `document.querySelector('[name="commentaire"]').value === "` + text + `"`
	}
	b.run(chromedp.Click(`.choice.passed_with_remark`), chromedp.SendKeys(`[name="commentaire"]`, "un peu lent"))
	b.waits("the draft", stored+` === 2`)
	b.run(page.Reload())
	b.waits("what was typed", typed("un peu lent")+` && document.querySelector(".draft") !== null`)
	b.waits("the verdict", `document.querySelector('[value="passed_with_remark"]').checked`)

	other, closing := chromedp.NewContext(b)
	t.Cleanup(closing)
	second := &browser{Context: other, t: t}
	second.run(chromedp.Navigate(w.base+firstRow), chromedp.WaitReady(".judge"))
	if second.waits("another tab", typed("")); value[bool](second, `document.querySelector(".draft") !== null`) {
		t.Error("another tab has it too")
	}
	closing()

	b.run(chromedp.Click(`.draft button`))
	b.waits("nothing kept", stored+` === 0`)
	b.run(page.Reload())
	b.waits("nothing given back", typed("")+` && document.querySelector(".draft") === null`)
	b.run(chromedp.Click(`.choice.passed_with_remark`), chromedp.SendKeys(`[name="commentaire"]`, "lent"))
	b.waits("the draft", stored+` === 2`)
	b.run(chromedp.Click(`.judge button.main`))
	b.waits("the second question", asks6)
	b.waits("nothing kept once it is recorded", stored+` === 0`)

	b.run(chromedp.SendKeys(`[name="commentaire"]`, "x"), chromedp.KeyEvent(kb.Backspace))
	b.waits("no empty draft", stored+` === 0`)
}

// TestPlay_DraftOfADeadTab: what a tab that is gone had typed comes back in the next one.
func TestPlay_DraftOfADeadTab(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	c.press(firstRow, "/commencer")
	other, closing := chromedp.NewContext(b)
	dead := &browser{Context: other, t: t}
	dead.run(chromedp.Navigate(w.base+firstRow), chromedp.WaitReady(".judge"))
	dead.run(chromedp.Click(`.choice.failed`), chromedp.SendKeys(`[name="constate"]`, "rien ne s’affiche"))
	dead.waits("the draft", `Object.keys(localStorage).length > 0`)
	closing()
	b.at(w, firstRow)
	b.waits("what was typed", `document.querySelector('[name="constate"]').value === "rien ne s’affiche"`)
}
