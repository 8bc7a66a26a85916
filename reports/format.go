package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// nbsp is a no-break space; nnbsp a narrow one, which French puts between thousands.
const (
	nbsp  = "\u00a0"
	nnbsp = "\u202f"
)

// number writes n with its thousands apart, in the manner of the document's language.
func (d *flow) number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sep := nnbsp
	if d.lang == "en" {
		sep = ","
	}
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + sep + s[at:]
	}
	return s
}

// percent writes n/total with one decimal, rounded down: 999 of 1,000 are not 100 %, and a rate that is not whole never
// looks whole. Without a total there is no rate.
func (d *flow) percent(n, total int) string {
	if total <= 0 {
		return d.tr("rate.none")
	}
	tenths := int64(n) * 1000 / int64(total)
	whole, rest := strconv.FormatInt(tenths/10, 10), strconv.FormatInt(tenths%10, 10)
	en := d.lang == "en"
	switch {
	case tenths == 0 && n > 0: // something is not nothing
		return d.tr("rate.tiny")
	case int64(n)*1000%int64(total) == 0 && tenths%10 == 0 && en:
		return whole + "%"
	case int64(n)*1000%int64(total) == 0 && tenths%10 == 0:
		return whole + nbsp + "%"
	case en:
		return whole + "." + rest + "%"
	}
	return whole + "," + rest + nbsp + "%"
}

// ratio writes both terms of a rate, as every rate is printed.
func (d *flow) ratio(n, total int) string {
	return d.number(int64(n)) + nbsp + "/" + nbsp + d.number(int64(total))
}

// date writes a YYYY-MM-DD as the language does; anything else is printed as it stands.
func (d *flow) date(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return d.day(t)
}

func (d *flow) day(t time.Time) string {
	if d.lang == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("02/01/2006")
}

// stamp writes an instant with its offset from UTC.
func (d *flow) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(d.location())
	return d.clock(t) + nbsp + "(" + offset(t) + ")"
}

// short writes an instant without its offset when that is the one announced at the head of the document.
func (d *flow) short(t time.Time) string {
	t = t.In(d.location())
	if offset(t) != d.zone {
		return d.stamp(t)
	}
	return d.clock(t)
}

// hour writes the time of day, with its offset when it is not the one announced.
func (d *flow) hour(t time.Time) string {
	t = t.In(d.location())
	if o := offset(t); o != d.zone {
		return t.Format("15:04") + " (" + o + ")"
	}
	return t.Format("15:04")
}

func (d *flow) clock(t time.Time) string { return t.Format("02/01/2006") + " " + t.Format("15:04") }

func (d *flow) stampOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return d.stamp(*t)
}

// offset is « UTC », « UTC+1 », « UTC+5:30 »: explicit, whatever the zone's name.
func offset(t time.Time) string {
	_, s := t.Zone()
	if s == 0 {
		return "UTC"
	}
	sign := "+"
	if s < 0 {
		sign, s = "−", -s
	}
	if s%3600 == 0 {
		return fmt.Sprintf("UTC%s%d", sign, s/3600)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, s/3600, s/60%60)
}

// duration writes microseconds as a person says them.
func (d *flow) duration(us int64) string {
	switch s := us / 1_000_000; {
	case us < 0:
		return ""
	case us < 1000:
		return "<" + nbsp + "1" + nbsp + "ms"
	case us < 1_000_000:
		return d.number(us/1000) + nbsp + "ms"
	case s < 60:
		tenth := strconv.FormatInt(us/100_000%10, 10)
		if d.lang == "en" {
			return strconv.FormatInt(s, 10) + "." + tenth + nbsp + "s"
		}
		return strconv.FormatInt(s, 10) + "," + tenth + nbsp + "s"
	case s < 3600:
		return fmt.Sprintf("%d%smin%s%02d%ss", s/60, nbsp, nbsp, s%60, nbsp)
	default:
		return fmt.Sprintf("%d%sh%s%02d%smin", s/3600, nbsp, nbsp, s/60%60, nbsp)
	}
}

// bytes writes a size.
func (d *flow) bytes(n int64) string {
	unit := [3]string{"o", "Ko", "Mo"}
	if d.lang == "en" {
		unit = [3]string{"B", "kB", "MB"}
	}
	switch {
	case n < 1000:
		return d.number(n) + nbsp + unit[0]
	case n < 1_000_000:
		return d.number((n+500)/1000) + nbsp + unit[1]
	}
	point := ","
	if d.lang == "en" {
		point = "."
	}
	tenths := (n + 50_000) / 100_000
	return d.number(tenths/10) + point + strconv.FormatInt(tenths%10, 10) + nbsp + unit[2]
}

// count gives « 1 réserve », « 3 réserves »: key.one or key.many, with the number as first argument.
func (d *flow) count(key string, n int) string {
	one := n == 1 || n == 0 && d.lang != "en"
	if one {
		return d.tr(key+".one", d.number(int64(n)))
	}
	return d.tr(key+".many", d.number(int64(n)))
}

// colon is what stands between a label and its value.
func (d *flow) colon() string {
	if d.lang == "en" {
		return ": "
	}
	return nbsp + ": "
}

// digest writes the first n characters of a digest, unbroken.
func digest(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n]
}

// sentence joins the parts that are not empty.
func sentence(sep string, parts ...string) string {
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// together keeps a number at the end of a title with the word before it: « version 1.4 » is not parted by the end of a
// line.
func together(title string) string {
	i := strings.LastIndexByte(title, ' ')
	if i <= 0 || i+1 == len(title) || title[i+1] < '0' || title[i+1] > '9' || title[i-1] == ' ' {
		return title
	}
	return title[:i] + nbsp + title[i+1:]
}

// keyword writes a Gherkin keyword ready to be followed by its text: « qu'une entreprise » has no space, « Soit une »
// has one. The keyword is a tested text: it stays as written.
func keyword(k string) string {
	k = strings.TrimSpace(k)
	if k == "" || strings.HasSuffix(k, "'") || strings.HasSuffix(k, "’") {
		return k
	}
	return k + " "
}
