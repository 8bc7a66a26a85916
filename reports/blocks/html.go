package blocks

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"recette/reports/page"
)

// HTML writes a document as one page of the web, which needs nothing beside itself: no script, no other file. It
// returns ErrOptions, page.ErrRender, and the errors of w.
func HTML(w io.Writer, lang string, at time.Time, o Options, of func(f *page.Flow) *Document) (err error) {
	defer page.Caught(&err)
	f, end, err := o.open(lang, at)
	if err != nil {
		return err
	}
	defer end()
	d := of(f)
	h := &hypertext{f: f}
	h.head(d)
	h.all(d.Front)
	for i := range d.Chapters {
		c := &d.Chapters[i]
		fmt.Fprintf(&h.b, "<section>\n<h2 id=\"s%d\">%d. %s</h2>\n", i+1, i+1, escaped(c.Title))
		h.all(c.Blocks)
		h.b.WriteString("</section>\n")
	}
	fmt.Fprintf(&h.b, "</main>\n<footer>%s</footer>\n</body>\n</html>\n", escaped(d.Foot))
	if _, err := w.Write(h.b.Bytes()); err != nil {
		return fmt.Errorf("write %s as HTML: %w", d.Number, err)
	}
	return nil
}

type hypertext struct {
	b bytes.Buffer
	f *page.Flow
}

func escaped(s string) string { return html.EscapeString(s) }

// lines keeps the ends of lines.
func lines(s string) string {
	return strings.ReplaceAll(escaped(strings.ReplaceAll(s, "\r\n", "\n")), "\n", "<br>")
}

func (h *hypertext) head(d *Document) {
	title := escaped(page.Sentence(" – ", d.Kind, d.Title))
	fmt.Fprintf(&h.b, "<!DOCTYPE html>\n<html lang=%q>\n<head>\n<meta charset=\"utf-8\">\n", d.Lang)
	h.b.WriteString(`<meta name="viewport" content="width=device-width, initial-scale=1">` + "\n")
	h.b.WriteString(`<meta http-equiv="Content-Security-Policy" `)
	h.b.WriteString(`content="default-src 'none'; style-src 'unsafe-inline'">`)
	fmt.Fprintf(&h.b, "\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n", title, sheet)
	fmt.Fprintf(&h.b, "<header><p>%s<span>%s</span></p>\n<h1>%s</h1>\n<p class=\"about\">%s</p></header>\n<main>\n",
		escaped(d.Kind), escaped(d.Number), escaped(d.Title), escaped(d.About))
	if len(d.Chapters) > 0 {
		h.b.WriteString("<nav><ol>")
		for i := range d.Chapters {
			fmt.Fprintf(&h.b, "<li><a href=\"#s%d\">%s</a></li>", i+1, escaped(d.Chapters[i].Title))
		}
		h.b.WriteString("</ol></nav>\n")
	}
}

func (h *hypertext) all(list []Block) {
	for i := range list {
		h.block(&list[i])
	}
}

func (h *hypertext) block(x *Block) {
	b := &h.b
	if x.Title != "" {
		fmt.Fprintf(b, "<h3>%s</h3>\n", escaped(x.Title))
	}
	if x.Text != "" {
		class := ""
		switch {
		case x.Grave:
			class = ` class="grave"`
		case x.Quiet:
			class = ` class="quiet"`
		}
		fmt.Fprintf(b, "<p%s>%s</p>\n", class, lines(x.Text))
	}
	if len(x.Strip) > 0 {
		b.WriteString("<ul class=\"strip\">")
		for _, f := range x.Strip {
			fmt.Fprintf(b, "<li><strong style=\"color:%s\">%s</strong> <b>%s</b> <small>%s</small></li>",
				f.Ink.Hex(), escaped(f.Value), escaped(f.Label), escaped(f.Of))
		}
		b.WriteString("</ul>\n")
	}
	if len(x.Fields) > 0 {
		b.WriteString("<dl>")
		for _, f := range x.Fields {
			value := f.Value
			if value == "" {
				value = h.f.Tr("absent")
			}
			fmt.Fprintf(b, "<dt>%s</dt><dd>%s</dd>", escaped(f.Label), lines(value))
		}
		b.WriteString("</dl>\n")
	}
	if len(x.List) > 0 {
		b.WriteString("<ul>")
		for _, s := range x.List {
			fmt.Fprintf(b, "<li>%s</li>", lines(s))
		}
		b.WriteString("</ul>\n")
	}
	h.table(x)
	for _, d := range x.Drawing {
		fmt.Fprintf(b, "<figure>%s</figure>\n", d.SVG())
	}
}

func (h *hypertext) table(x *Block) {
	if len(x.Cols) == 0 {
		return
	}
	b := &h.b
	class := ""
	if x.Boxed {
		class = ` class="boxed"`
	}
	// The roles are said, since a table that is shown as cards has lost its own.
	fmt.Fprintf(b, "<table role=\"table\"%s><thead role=\"rowgroup\"><tr role=\"row\">", class)
	for _, c := range x.Cols {
		fmt.Fprintf(b, "<th role=\"columnheader\" scope=\"col\"%s>%s</th>", number(c.Right), escaped(c.Title))
	}
	b.WriteString("</tr></thead>\n<tbody role=\"rowgroup\">\n")
	for _, row := range x.Rows {
		if len(row) == 1 && row[0].Band {
			fmt.Fprintf(b, "<tr role=\"row\"><th role=\"rowheader\" colspan=\"%d\">%s <small>%s</small></th></tr>\n",
				len(x.Cols), escaped(row[0].Text), escaped(row[0].Under))
			continue
		}
		b.WriteString("<tr role=\"row\">")
		for i := range row {
			c, right := &row[i], i < len(x.Cols) && x.Cols[i].Right
			style := ""
			if c.Ink != (page.Color{}) {
				style = ` style="color:` + c.Ink.Hex() + `"`
			}
			text := lines(c.Text)
			if c.Bold {
				text = "<b>" + text + "</b>"
			}
			if c.Under != "" {
				text += "<br>" + lines(c.Under)
			}
			if i < len(x.Cols) && x.Cols[i].Title != "" {
				style += ` data-label="` + escaped(x.Cols[i].Title) + `"`
			}
			b.WriteString("<td role=\"cell\"" + classes(right, c.Text) + style + "><div>" + text + "</div></td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>\n")
}

// whole is how many characters a text has at most whose words stay on one line: a threshold, a number, a date.
const whole = 12

// classes gives the classes of a cell.
func classes(right bool, text string) string {
	if short := utf8.RuneCountInString(text) <= whole; short && right {
		return ` class="n s"`
	} else if short {
		return ` class="s"`
	}
	return number(right)
}

func number(right bool) string {
	if right {
		return " class=" + strconv.Quote("n")
	}
	return ""
}

// sheet is the style of a page, which reads on a screen, on a telephone and on paper. Where the screen is narrow each
// row of a table is a card whose lines carry the heads of the columns.
const sheet = `
html{color-scheme:light;background:#fff}
body{font:15px/1.5 "Liberation Sans",Arial,Helvetica,sans-serif;color:#111;margin:0 auto;max-width:60rem;padding:1rem}
header p{color:#1b365d;font-weight:bold;margin:0;display:flex;justify-content:space-between;gap:1rem}
header p.about{color:#555b66;font-weight:normal}
h1{font-size:1.7rem;margin:.4rem 0;border-top:2px solid #1b365d;padding-top:.6rem}
h2{color:#1b365d;border-bottom:1px solid #1b365d;margin-top:2rem}
h3{color:#1b365d;margin:1.2rem 0 .4rem}
nav ol{columns:2;padding-left:1.4rem}
.quiet{color:#555b66;font-style:italic}
.grave{color:#8a4b00;font-weight:bold;border-left:4px solid #8a4b00;padding-left:.6rem}
.strip{display:flex;flex-wrap:wrap;gap:.4rem;padding:0;list-style:none}
.strip li{flex:1 1 7rem;background:#f1f4f8;padding:.6rem;text-align:center}
.strip strong{display:block;font-size:1.4rem}
.strip b,.strip small{display:block}
dl{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr;gap:.2rem 1rem}
dt{color:#555b66}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4rem 0 1rem}
th{background:#e4eaf2;color:#1b365d;text-align:left;border-bottom:2px solid #1b365d}
th,td{padding:.25rem .4rem;vertical-align:top}td{border-bottom:1px solid #c3c9d2}
.boxed td{border:1px solid #4e5560;height:2.2rem}
.s{white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:.6rem 0;overflow-x:auto}svg{max-width:100%;height:auto;font-family:"Liberation Sans",Arial,sans-serif}
footer{color:#555b66;font-size:.8rem;border-top:1px solid #c3c9d2;margin-top:2rem;padding-top:.4rem}
@media screen and (max-width:40rem){
table,tbody,tr,td,tbody th{display:block}
thead{position:absolute;left:-99rem}
tbody tr{border:1px solid #c3c9d2;border-radius:.3rem;margin:0 0 .6rem;padding:.2rem 0}
tr:has(th[colspan]){border:0;margin:.8rem 0 .3rem;padding:0}
td{display:grid;grid-template-columns:minmax(6rem,32%) minmax(0,1fr);overflow-wrap:anywhere;gap:.6rem;border:0}
td:not([data-label]){grid-template-columns:1fr}
td:has(>div:empty){display:none}.boxed td:has(>div:empty){display:grid}
td::before{content:attr(data-label);color:#555b66;overflow-wrap:anywhere}
td:not([data-label])::before{display:none}
.n{text-align:left}.boxed td{border:0;border-bottom:1px solid #4e5560}
nav ol{columns:1}svg{max-width:none;width:38rem}
dl{grid-template-columns:1fr;gap:0}dt{font-size:.85rem}dd{margin-bottom:.4rem}
}
@media print{nav{display:none}section{break-inside:auto}tr,figure{break-inside:avoid}}
`
