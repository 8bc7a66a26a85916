package render

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed" // the style and the script of the page
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"net/url"
	"strconv"
	"strings"

	"recette/internal/matrix"
	"recette/internal/standing"
)

//go:embed matrix.css
var styleSheet string

//go:embed matrix.js
var script string

// HTML writes both directions of the matrix as one page that works from file:// and asks nothing of anybody: style
// and script stand in it, and its policy forbids everything else by their digests. It reads without script, prints in
// landscape, and turns rows into cards on a narrow screen. Rows are written one by one.
func HTML(w io.Writer, m matrix.Matrix, o Options) error {
	if err := m.Validate(); err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 1<<16)
	p := page{b: b, w: newWording(&m, &o), m: &m, ids: map[string]bool{}}
	p.head()
	p.totals()
	p.tools()
	if o.Reverse {
		p.scenarios()
		p.rows()
	} else {
		p.rows()
		p.scenarios()
	}
	p.rules()
	p.legend()
	p.foot()
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write the matrix as HTML: %w", err)
	}
	return nil
}

// page writes HTML: raw takes markup of ours, text what people wrote. bufio.Writer keeps the first error for Flush.
type page struct {
	b   *bufio.Writer
	w   wording
	m   *matrix.Matrix
	ids map[string]bool // anchors that are taken
}

func (p *page) raw(parts ...string) {
	for _, s := range parts {
		_, _ = p.b.WriteString(s)
	}
}

func (p *page) text(s string) { p.raw(html.EscapeString(oneLine(s))) }

// tag writes an element with a text in it; none at all when the text is empty.
func (p *page) tag(open, s string) {
	if s == "" {
		return
	}
	name, _, _ := strings.Cut(open, " ")
	p.raw("<", open, ">")
	p.text(s)
	p.raw("</", name, ">")
}

// tr is the text of a key.
func (p *page) tr(key string, args ...any) string { return p.w.t(key, args...) }

// allowed is how a policy names a text that it lets through.
func allowed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func (p *page) head() {
	lang := "fr"
	if p.m.Language == "en" {
		lang = "en"
	}
	title := p.tr("matrix.title", p.m.Project)
	p.raw("<!DOCTYPE html>\n<html lang=\"", lang, "\">\n<head>\n<meta charset=\"utf-8\">\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action "+
			"'none'; style-src ",
		allowed(styleSheet), "; script-src ", allowed(script), "\">\n")
	p.tag("title", title)
	p.raw("\n<style>", styleSheet, "</style>\n</head>\n<body>\n")
	p.tag(`a class="skip" href="#criteria"`, p.tr("matrix.skip"))
	p.raw("\n<header>\n")
	p.tag("h1", title)
	p.raw("\n<ul class=\"notes\">")
	for _, n := range p.w.notes() {
		p.tag("li", n)
	}
	p.raw("</ul>\n<nav aria-label=\"", html.EscapeString(p.tr("matrix.nav")), "\"><ul>")
	for _, l := range [][2]string{
		{"totals", "matrix.sheet.totals"},
		{"criteria", "matrix.forward"},
		{"scenarios", "matrix.reverse"},
		{"rules", "matrix.rules"},
		{"legend", "matrix.sheet.legend"},
	} {
		if l[0] == "rules" && len(p.m.Rules) == 0 {
			continue
		}
		p.raw("<li>")
		p.tag(`a href="#`+l[0]+`"`, p.tr(l[1]))
		p.raw("</li>")
	}
	p.raw("</ul></nav>\n</header>\n<main>\n")
}

// rules says what the codes of rules stand for.
func (p *page) rules() {
	if len(p.m.Rules) == 0 {
		return
	}
	p.raw("<section id=\"rules\">\n")
	p.tag("h2", p.tr("matrix.rules"))
	p.raw("\n<table class=\"tot\"><thead><tr>")
	p.tag(`th scope="col"`, p.tr("matrix.col.rules"))
	p.tag(`th scope="col"`, p.tr("matrix.col.rule-titles"))
	p.raw("</tr></thead><tbody>\n")
	for _, r := range p.m.Rules {
		p.raw("<tr>")
		p.tag(`th scope="row"`, r.ID)
		p.raw("<td>")
		p.text(r.Title)
		p.raw("</td></tr>\n")
	}
	p.raw("</tbody></table>\n</section>\n")
}

// totals writes the counts, each with its denominator.
func (p *page) totals() {
	t := &p.m.Totals
	p.raw("<section id=\"totals\">\n")
	p.tag("h2", p.tr("matrix.sheet.totals"))
	p.raw("\n<ul class=\"tiles\">")
	tile := func(n, label string) {
		p.raw("<li>")
		p.tag("b", n)
		p.text(label)
		p.raw("</li>")
	}
	tile(p.w.rate(t.All.Covered, t.All.InScope), p.tr("matrix.tile.covered"))
	tile(p.w.rate(t.All.Proved, t.All.InScope), p.tr("matrix.tile.proved"))
	for _, s := range standing.States() {
		if n := t.All.States.Of(s); n > 0 && s != standing.Proved {
			p.raw("<li class=\"", string(s), "\">")
			p.tag("b", strconv.Itoa(n))
			p.text(glyph(s) + " " + p.w.state(s))
			p.raw("</li>")
		}
	}
	tile(strconv.Itoa(t.Reverse.Scenarios), p.tr("matrix.tile.scenarios"))
	tile(strconv.Itoa(t.Reverse.Orphans), p.tr("matrix.tile.orphans"))
	p.raw("</ul>\n<div class=\"pair\">\n")
	p.shares("matrix.by-epic", "matrix.no-epic", t.Epics)
	p.shares("matrix.by-journey", "matrix.no-journey", t.Journeys)
	p.raw("</div>\n</section>\n")
}

func (p *page) shares(title, none string, list []matrix.Total) {
	if len(list) == 0 {
		return
	}
	p.raw("<div>")
	p.tag("h3", p.tr(title))
	p.raw("<table class=\"tot\"><thead><tr>")
	for _, k := range []string{
		"matrix.total.group", "matrix.total.criteria", "matrix.total.covered", "matrix.total.proved",
		"matrix.total.states",
	} {
		p.tag(`th scope="col"`, p.tr(k))
	}
	p.raw("</tr></thead><tbody>\n")
	for i := range list {
		t := &list[i]
		p.raw("<tr>")
		key := cmp.Or(t.Key, p.tr(none))
		if t.Critical {
			key += " (" + p.w.critical(true) + ")"
		}
		p.tag(`th scope="row"`, joined(" – ", key, t.Title))
		p.tag(`td class="n"`, strconv.Itoa(t.Criteria))
		p.tag(`td class="n"`, p.w.rate(t.Covered, t.InScope))
		p.tag(`td class="n"`, p.w.rate(t.Proved, t.InScope))
		p.raw("<td>")
		p.bar(&t.States)
		p.raw("</td></tr>\n")
	}
	p.raw("</tbody></table></div>\n")
}

// bar draws the shares of the states; the words beside it say the same.
func (p *page) bar(b *matrix.ByState) {
	sum := b.Sum()
	p.raw(`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">`)
	at := 0
	var words []string
	for _, s := range shares() {
		n := b.Of(s)
		if n == 0 {
			continue
		}
		from, to := at*1000/sum, (at+n)*1000/sum
		p.raw(
			`<rect class="`, string(s), `" x="`, strconv.Itoa(from), `" width="`, strconv.Itoa(to-from),
			`" height="10"/>`,
		)
		at += n
		words = append(words, glyph(s)+" "+p.w.state(s)+" "+strconv.Itoa(n))
	}
	p.raw(`</svg><span class="m">`)
	for i, s := range words {
		if i > 0 {
			p.raw(" · ")
		}
		p.tag(`span class="nw"`, s)
	}
	p.raw("</span>")
}

// tools is the filter: it shows itself when its script runs.
func (p *page) tools() {
	var journeys []string
	for i := range p.m.Totals.Journeys {
		journeys = append(journeys, p.m.Totals.Journeys[i].Key)
	}
	p.raw("<form id=\"tools\" class=\"tools\" hidden>\n<div><label for=\"find\">")
	p.text(p.tr("matrix.find"))
	p.raw("</label><input id=\"find\" type=\"search\" autocomplete=\"off\"></div>\n<div><label for=\"journey\">")
	p.text(p.tr("matrix.col.journeys"))
	p.raw("</label><select id=\"journey\"><option value=\"\">")
	p.text(p.tr("matrix.find.all"))
	p.raw("</option>")
	for _, j := range journeys {
		if j != "" {
			p.raw(`<option value="`, html.EscapeString(token(j)), `">`)
			p.text(p.w.journeys([]string{j})[0])
			p.raw("</option>")
		}
	}
	p.raw("</select></div>\n<fieldset>")
	p.tag("legend", p.tr("matrix.col.state"))
	for _, s := range append(standing.States(), matrix.Draft, matrix.Obsolete, matrix.Orphan) {
		p.raw(`<label><input type="checkbox" value="`, string(s), `"> `)
		p.text(p.w.state(s))
		p.raw("</label>")
	}
	p.raw("</fieldset>\n<button type=\"button\" id=\"reset\">")
	p.text(p.tr("matrix.find.reset"))
	p.raw(
		"</button>\n<output id=\"shown\" data-t=\"", html.EscapeString(p.tr("matrix.find.shown")),
		"\"></output>\n</form>\n",
	)
}

// token makes a word that an attribute holds among others.
func token(s string) string { return strings.Join(strings.Fields(s), "_") }

// anchor gives an id to an element, once.
func (p *page) anchor(kind, id string) string {
	name := kind + "-" + token(oneLine(id))
	if id == "" || p.ids[name] {
		return ""
	}
	p.ids[name] = true
	return ` id="` + html.EscapeString(name) + `"`
}

// links writes ids that lead to their rows.
func (p *page) links(kind string, ids []string) {
	for i, id := range ids {
		if i > 0 {
			p.raw(" ")
		}
		p.tag(`a href="#`+html.EscapeString(url.PathEscape(kind+"-"+token(oneLine(id))))+`"`, id)
	}
}

func (p *page) legend() {
	p.raw("<section id=\"legend\">\n")
	p.tag("h2", p.tr("matrix.sheet.legend"))
	p.raw("\n<dl class=\"legend\">")
	for _, s := range standing.States() {
		p.raw("<dt>")
		p.badge(s)
		p.raw("</dt>")
		p.tag("dd", p.tr("matrix.meaning."+string(s)))
	}
	p.raw("</dl>\n</section>\n")
}

func (p *page) badge(s standing.State) {
	p.raw(`<span class="st `, string(s), `">`)
	p.text(glyph(s) + " " + p.w.state(s))
	p.raw("</span>")
}

func (p *page) foot() {
	p.raw("</main>\n<footer>")
	p.text(p.m.Producer)
	p.raw("</footer>\n<script>", script, "</script>\n</body>\n</html>\n")
}
