package replay

import (
	"slices"
	"strconv"

	"recette/internal/verify"
)

// differ tells what a page shows otherwise than the data: got is the page of the file, want the one that they draw.
func differ(page int, got, want []mark) []verify.Finding {
	left := map[mark]int{}
	for _, m := range want {
		left[m]++
	}
	var extra, missing []mark
	for _, m := range got {
		if left[m] > 0 {
			left[m]--
		} else {
			extra = append(extra, m)
		}
	}
	for _, m := range slices.Backward(want) {
		if left[m] > 0 {
			left[m]--
			missing = append(missing, m)
		}
	}
	slices.Reverse(missing)
	at := strconv.Itoa(page)
	var out []verify.Finding
	say := func(code verify.Code, args ...string) {
		out = append(out, verify.Finding{Code: code, Status: verify.NotConform, Args: append([]string{at}, args...)})
	}
	if len(extra) == 0 && len(missing) == 0 && !slices.Equal(got, want) {
		say(verify.PageStacking) // what is drawn last hides what is below
	}
	for _, m := range extra {
		if m.kind != text || len(out) == maxTold {
			continue
		}
		same := func(x mark) bool { return x.kind == text && x.text == m.text }
		there := func(x mark) bool { return x.kind == text && x.place == m.place }
		switch i, j := slices.IndexFunc(missing, there), slices.IndexFunc(missing, same); {
		case i >= 0 && missing[i].text != m.text:
			say(verify.PageText, m.text, missing[i].text)
			missing = slices.Delete(missing, i, i+1)
		case j >= 0:
			say(verify.PageTextDrawn, m.text)
			missing = slices.Delete(missing, j, j+1)
		default:
			say(verify.PageTextAdded, m.text)
		}
	}
	for _, m := range extra {
		switch m.kind {
		case text:
		case picture:
			say(verify.PageImage)
		case shape, other:
			say(verify.PageShape)
		}
	}
	for _, m := range missing {
		switch m.kind {
		case text:
			say(verify.PageTextMissing, m.text)
		case picture:
			say(verify.PageImage)
		case shape, other:
			say(verify.PageShapeMissing)
		}
	}
	return out[:min(len(out), maxTold)]
}
