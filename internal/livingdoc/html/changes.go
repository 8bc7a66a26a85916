package html

import (
	"recette/internal/linediff"
	"recette/internal/livingdoc/model"
)

// changesChapter tells what changed, a sentence each.
func (v *view) changesChapter(p *page) {
	c := v.Doc.Changes
	v.begin(p, "changes")
	p.element("p", v.T("changes.since", c.Since))
	if len(c.List) == 0 {
		p.element("p", v.T("changes.none"))
		v.end(p)
		return
	}
	for _, subject := range model.Subjects() {
		if v.ChangesOf(subject) == 0 {
			continue
		}
		p.heading(v.base+1, "", v.T("changes."+string(subject)))
		p.element(`p class="hint"`, v.ChangeCounts(subject))
		p.raw(`<ul class="chg">`)
		for _, kind := range model.ChangeKinds() {
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

func (v *view) change(p *page, ch *model.Change) {
	p.raw("<li>")
	p.element(`b class="k"`, v.T("change."+string(ch.Kind)))
	p.raw(" ")
	label := v.Quote(ch.Name)
	if ch.ID != "" && ch.ID != ch.Name {
		label = ch.ID + " " + label
	}
	if ch.Anchor != "" {
		p.link(v.to(ch.Anchor), label)
	} else {
		p.text(label)
	}
	if text := v.ChangeDetail(ch); text != "" {
		p.text(" " + text)
	}
	if ch.Feature != "" {
		p.raw(` <span class="hint">`)
		p.text(v.T("change.in", ch.Feature))
		p.raw("</span>")
	}
	if len(ch.Lines) > 0 {
		v.diffLines(p, ch.Lines)
	}
}

func (v *view) diffLines(p *page, lines []linediff.Line) {
	p.raw(`<div class="diff">`)
	for _, l := range lines {
		switch l.Op {
		case '-':
			p.raw(`<del><span class="sr">`)
			p.text(v.T("diff.was") + " ")
			p.raw("</span>")
			p.text(l.Text)
			p.raw("</del>")
		case '+':
			p.raw(`<ins><span class="sr">`)
			p.text(v.T("diff.now") + " ")
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
