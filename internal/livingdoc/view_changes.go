package livingdoc

import (
	"cmp"
	"strings"
)

// changesChapter tells what changed, a sentence each.
func (v *view) changesChapter(p *page) {
	c := v.doc.Changes
	v.begin(p, "changes")
	p.element("p", v.t("changes.since", c.Since))
	if len(c.List) == 0 {
		p.element("p", v.t("changes.none"))
		v.end(p)
		return
	}
	for _, subject := range Subjects() {
		if v.changesOf(subject) == 0 {
			continue
		}
		p.heading(v.base+1, "", v.t("changes."+string(subject)))
		p.element(`p class="hint"`, v.changeCounts(subject))
		p.raw(`<ul class="chg">`)
		for _, kind := range ChangeKinds() {
			for i := range c.List {
				if ch := &c.List[i]; ch.Subject == subject && ch.Kind == kind {
					v.change(p, ch)
				}
			}
		}
		p.raw("</ul>")
	}
	v.end(p)
}

func (v *view) changesOf(s Subject) int {
	n := 0
	for i := range v.doc.Changes.List {
		if v.doc.Changes.List[i].Subject == s {
			n++
		}
	}
	return n
}

func (v *view) changeCounts(s Subject) string {
	var out []string
	for _, k := range ChangeKinds() {
		if n := v.doc.Changes.Count(s, k); n > 0 {
			out = append(out, v.n("changes.count."+string(k), n))
		}
	}
	return strings.Join(out, ", ")
}

func (v *view) change(p *page, ch *Change) {
	p.raw("<li>")
	p.element(`b class="k"`, v.t("change."+string(ch.Kind)))
	p.raw(" ")
	label := v.quote(ch.Name)
	if ch.ID != "" && ch.ID != ch.Name {
		label = ch.ID + " " + label
	}
	if ch.Anchor != "" {
		p.link(v.to(ch.Anchor), label)
	} else {
		p.text(label)
	}
	if text := v.changeDetail(ch); text != "" {
		p.text(" " + text)
	}
	if ch.Feature != "" {
		p.raw(` <span class="hint">`)
		p.text(v.t("change.in", ch.Feature))
		p.raw("</span>")
	}
	if len(ch.Lines) > 0 {
		v.diffLines(p, ch.Lines)
	}
}

// quote puts a text between the quotation marks of the language.
func (v *view) quote(s string) string { return v.t("quote", s) }

// changeDetail completes the sentence of a change.
func (v *view) changeDetail(ch *Change) string {
	none := func(s string) string { return cmp.Or(s, v.t("change.nothing")) }
	switch ch.Kind {
	case Renamed:
		return v.t("change.renamed.detail", ch.Was)
	case Moved:
		return v.t("change.moved.detail", none(ch.Was), none(ch.Now))
	case Retagged:
		return v.t("change.retagged.detail", none(ch.Was), none(ch.Now))
	case Context:
		return v.t("change.context.detail")
	case Added, Promoted, Changed, Withdrawn, Retired, Removed:
	}
	return ""
}

func (v *view) diffLines(p *page, lines []DiffLine) {
	p.raw(`<div class="diff">`)
	for _, l := range lines {
		switch l.Op {
		case '-':
			p.raw(`<del><span class="sr">`)
			p.text(v.t("diff.was") + " ")
			p.raw("</span>")
			p.text(l.Text)
			p.raw("</del>")
		case '+':
			p.raw(`<ins><span class="sr">`)
			p.text(v.t("diff.now") + " ")
			p.raw("</span>")
			p.text(l.Text)
			p.raw("</ins>")
		default:
			p.raw("<span>")
			p.text(l.Text)
			p.raw("</span>")
		}
	}
	p.raw("</div>")
}
