package model

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/reference"
)

// MessageEntry is a message, in the catalogue or only in scenarios.
type MessageEntry struct {
	Anchor   string
	Message  reference.Message // its code is empty when the catalogue does not know the text
	Shown    []*Scenario       // by which scenarios, in the order of the document
	Findings []Finding
}

// Known reports whether the catalogue of messages holds it.
func (m *MessageEntry) Known() bool { return m.Message.Code != "" }

// Finding is what a reader must be told about a message.
type Finding struct {
	Kind  FindingKind
	Other string // the other code, or the other text
}

// FindingKind is a kind of finding about messages.
type FindingKind string

// The kinds of findings.
const (
	UnknownMessage FindingKind = "unknown" // a scenario shows it and the catalogue does not hold it
	NeverShown     FindingKind = "never"   // no scenario shows it
	SameText       FindingKind = "same"    // another code has the same text
	SameCode       FindingKind = "code"    // the same code has another text
	NearText       FindingKind = "near"    // differs from another by case, accents or punctuation only: one is wrong
)

// messages confronts the catalogue with what scenarios show. A quoted text that the catalogue does not hold counts as a
// message when it reads as a sentence, or when it is, but for punctuation, one of the catalogue.
func (b *Builder) messages() []MessageEntry {
	list := make([]MessageEntry, 0, len(b.refs.Messages))
	byCode := map[string]int{}
	for _, m := range b.refs.Messages {
		if _, twice := byCode[m.Code]; !twice {
			byCode[m.Code] = len(list)
		}
		list = append(list, MessageEntry{Message: m})
	}
	loose := map[string]string{} // text without case, accents and punctuation -> code
	for _, m := range b.refs.Messages {
		for _, t := range m.Texts() {
			if key := strings.Join(Words(t), " "); loose[key] == "" {
				loose[key] = m.Code
			}
		}
	}
	unknown := map[string]int{}
	for _, s := range b.all {
		for i := range s.Cases {
			for _, text := range s.Cases[i].Texts {
				at, ok := -1, false
				if m, found := b.refs.MessageText(text); found {
					at, ok = byCode[m.Code], true
				} else if sentence(text) || loose[strings.Join(Words(text), " ")] != "" && strings.Contains(text, " ") {
					if at, ok = unknown[text]; !ok {
						at, ok = len(list), true
						unknown[text] = at
						list = append(list, MessageEntry{Message: reference.Message{Text: text}})
					}
				}
				if ok && !slices.Contains(list[at].Shown, s) {
					list[at].Shown = append(list[at].Shown, s)
				}
			}
		}
	}
	kept := b.refs.Has(reference.Messages)
	judge(list, kept)
	slices.SortStableFunc(list[len(b.refs.Messages):], func(x, y MessageEntry) int {
		return cmp.Or(
			strings.Compare(Fold(x.Message.Text), Fold(y.Message.Text)),
			strings.Compare(x.Message.Text, y.Message.Text),
		)
	})
	for i := range list {
		list[i].Anchor = b.anchors.take(cmp.Or(list[i].Message.Code, "message-"+list[i].Message.Text))
	}
	return list
}

// judge finds contradictions: the same text under two codes, two texts under one code, texts that differ by a detail
// that nobody wanted.
func judge(list []MessageEntry, kept bool) {
	loosely, codes := map[string][]int{}, map[string][]int{}
	for i := range list {
		m := &list[i].Message
		loosely[strings.Join(Words(m.Text), " ")] = append(loosely[strings.Join(Words(m.Text), " ")], i)
		if m.Code != "" {
			codes[m.Code] = append(codes[m.Code], i)
		}
	}
	for i := range list {
		e := &list[i]
		m := &e.Message
		add := func(k FindingKind, other string) { e.Findings = append(e.Findings, Finding{k, other}) }
		switch {
		case m.Code == "" && kept:
			add(UnknownMessage, "")
		case m.Code != "" && len(e.Shown) == 0:
			add(NeverShown, "")
		}
		for _, j := range codes[m.Code] {
			if j != i && list[j].Message.Text != m.Text {
				add(SameCode, list[j].Message.Text)
			}
		}
		for _, j := range loosely[strings.Join(Words(m.Text), " ")] {
			o := &list[j].Message
			switch {
			case j == i || o.Code == m.Code && m.Code != "":
			case o.Text == m.Text && o.Code != "":
				add(SameText, o.Code)
			case o.Text != m.Text:
				add(NearText, cmp.Or(o.Code, "« "+o.Text+" »"))
			}
		}
	}
}
