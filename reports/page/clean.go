package page

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// clean gives s as the face can draw it, with nothing lost in silence: what has no glyph shows as its code point,
// « [U+1F600] ». Trap measured: gofpdf panics on one rune above U+FFFF. Controls, bidirectional
// marks and invisible characters show too, because a reader who signs must see what is there. Line feeds stay, CR LF
// and CR become line feeds, tabs become spaces, NFD of Latin letters is composed, and a variation selector, which
// changes no text, is dropped.
func (f *face) clean(s string) string {
	if f.isClean(s) {
		return s
	}
	out := make([]byte, 0, len(s)+32)
	var prev rune // last rune of out, when a combining mark may join it
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			out = fmt.Appendf(out, "[0x%02X]", s[i])
			i, prev = i+1, 0
			continue
		}
		i += n
		switch {
		case r == '\r':
			if i < len(s) && s[i] == '\n' {
				i++
			}
			r = '\n'
		case r == '\t':
			out = append(out, "   "...)
			r = ' '
		case r == 0xFE0E || r == 0xFE0F:
			continue
		case isMark(r):
			c := compose(prev, r)
			if c != 0 && f.glyph(c) {
				out = out[:len(out)-utf8.RuneLen(prev)]
			}
			r = c
		case r != '\n' && !f.shows(r):
			r = stand(r)
		}
		if r == '\n' || r != 0 && f.shows(r) {
			out = utf8.AppendRune(out, r)
			prev = r
			continue
		}
		hole, _ := utf8.DecodeRuneInString(s[i-n:])
		out = fmt.Appendf(out, "[U+%04X]", hole)
		prev = 0
	}
	return string(out)
}

func (f *face) isClean(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < 0x20 && c != '\n' || c == 0x7F {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || isMark(r) || !f.shows(r) {
			return false
		}
		i += n
	}
	return true
}

// shows reports whether r is drawn as something that a reader sees (or as a space).
func (f *face) shows(r rune) bool {
	return !hidden(r) && f.glyph(r)
}

// hidden reports whether r is a control, a format character or a private one: they draw nothing, or not what they are.
func hidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7F && r <= 0x9F, r == 0xAD:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xD800 && r <= 0xF8FF, r == 0xFEFF, r >= 0xFFF0:
		return true
	}
	return false
}

// stand gives the rune that stands for r without change of meaning or of looks, or 0.
func stand(r rune) rune {
	switch r {
	case 0x2011, 0x2010: // hyphens
		return '-'
	case 0x202F, 0x2007, 0x2009, 0x200A: // narrow, figure, thin and hair spaces: kept unbreakable
		return 0xA0
	}
	return 0
}

func isMark(r rune) bool { return r >= 0x300 && r <= 0x36F }

// compositions lists, for each combining mark, base letters and what they become. golang.org/x/text would normalise
// everything, but this package depends on no more than it needs: callers give NFC, and this covers the Latin letters
// of texts pasted from a Mac.
const compositions = "" +
	"\u0300AÀEÈIÌOÒUÙNǸaàeèiìoòuùnǹ|" +
	"\u0301AÁEÉIÍOÓUÚYÝCĆLĹNŃRŔSŚZŹaáeéiíoóuúyýcćlĺnńrŕsśzź|" +
	"\u0302AÂEÊIÎOÔUÛCĈGĜHĤJĴSŜWŴYŶaâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷ|" +
	"\u0303AÃNÑOÕIĨUŨaãnñoõiĩuũ|" +
	"\u0304AĀEĒIĪOŌUŪaāeēiīoōuū|" +
	"\u0306AĂGĞaăgğ|" +
	"\u0307IİEĖZŻeėzż|" +
	"\u0308AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ|" +
	"\u030AAÅUŮaåuů|" +
	"\u030BOŐUŰoőuű|" +
	"\u030CCČDĎEĚNŇRŘSŠTŤZŽcčdďeěnňrřsštťzž|" +
	"\u0327CÇSŞTŢcçsştţ|" +
	"\u0328AĄEĘIĮUŲaąeęiįuų|"

// compose gives the precomposed letter of base and mark, or 0.
func compose(base, mark rune) rune {
	if base == 0 {
		return 0
	}
	_, after, ok := strings.Cut(compositions, string(mark))
	if !ok {
		return 0
	}
	pairs, _, _ := strings.Cut(after, "|")
	for pairs != "" {
		b, n := utf8.DecodeRuneInString(pairs)
		c, m := utf8.DecodeRuneInString(pairs[n:])
		if b == base {
			return c
		}
		pairs = pairs[n+m:]
	}
	return 0
}
