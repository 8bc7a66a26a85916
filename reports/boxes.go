package reports

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"recette/reports/page"
)

const (
	boxH     = 27 * page.MM
	captionH = 24.0
	deputyH  = 22.0
	boxGap   = 6 * page.MM
)

// frontSigners is how many signatories have their box on page 1; others have theirs in chapter 9.
const frontSigners = 2

func (d *doc) boxesHeight() float64 {
	if len(d.pv.Signers) == 0 {
		return 16
	}
	return d.captionH(d.foremost()) + boxH + 4
}

// signatureBoxes draws the empty boxes at the foot of page 1.
func (d *doc) signatureBoxes(y float64) {
	if len(d.pv.Signers) == 0 {
		d.Line(page.Left, y+4, 0, page.SmallItalic, d.Tr("signers.none"))
		return
	}
	d.boxRow(y, d.foremost())
}

// foremost gives those who have their box on page 1.
func (d *doc) foremost() []Signatory { return d.pv.Signers[:min(len(d.pv.Signers), frontSigners)] }

// captionH is the height of what stands above a row of boxes: more when somebody signs for another.
func (d *doc) captionH(signers []Signatory) float64 {
	if slices.ContainsFunc(signers, func(s Signatory) bool { return d.deputy(s.Delegation) != nil }) {
		return captionH + deputyH
	}
	return captionH
}

// boxRow draws one row of boxes, with who signs and what it means above each, and notes where they are.
func (d *doc) boxRow(y float64, signers []Signatory) {
	w := (page.TextW - boxGap*float64(frontSigners-1)) / frontSigners
	for i, s := range signers {
		x := page.Left + float64(i)*(w+boxGap)
		d.Line(x, y, w, page.Font(page.SansBold, 8.5, page.Navy),
			page.Sentence(" – ", capital(d.roleName(s.Role)), d.Known(s.Name)))
		d.Line(x, y+11, w, page.SmallGrey, d.meaning(s.Role))
		for n, line := range d.deputy(s.Delegation) {
			d.Line(x, y+22+11*float64(n), w, page.SmallGrey, line)
		}
		top := y + d.captionH(signers)
		d.Page.Frame(x, top, w, boxH, 0.9, page.Slate)
		d.boxes = append(d.boxes, Box{
			Field: s.Field, Tooltip: d.Tr("file.field", s.Field), Page: d.Page.Number - 1,
			Rect: [4]float64{x + 1, page.PaperH - top - boxH + 1, x + w - 1, page.PaperH - top - 1},
		})
	}
}

// capital begins a caption with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func (d *doc) roleName(role string) string { return d.word("role", role) }

// meaning is what the signature says, in words.
func (d *doc) meaning(role string) string { return meaning(d.Words, role, d.pv.Pronounced()) }

func meaning(t page.Texts, role, decision string) string {
	switch role {
	case "ppo":
		return t("reports.meaning.ppo")
	case "po":
		if decision == "" {
			return t("reports.meaning.po.none")
		}
		return t("reports.meaning.po", lower(word(t, "lifting", word(t, "decision", decision))))
	}
	if role == "referent" {
		return t("reports.meaning.referent")
	}
	return t("reports.meaning.other")
}

// lower puts a sentence in the middle of another.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
