package page

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

// Number writes n with its thousands apart, in the manner of the document's language.
func (d *Flow) Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sep := nnbsp
	if d.Lang == "en" {
		sep = ","
	}
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + sep + s[at:]
	}
	return s
}

// Percent writes n/total with one decimal, rounded down: 999 of 1,000 are not 100 %, and a rate that is not whole never
// looks whole. Without a total there is no rate.
func (d *Flow) Percent(n, total int) string {
	if total <= 0 {
		return d.Tr("rate.none")
	}
	tenths := int64(n) * 1000 / int64(total)
	whole, rest := strconv.FormatInt(tenths/10, 10), strconv.FormatInt(tenths%10, 10)
	en := d.Lang == "en"
	switch {
	case tenths == 0 && n > 0: // something is not nothing
		return d.Tr("rate.tiny")
	case int64(n)*1000%int64(total) == 0 && tenths%10 == 0 && en:
		return whole + "%"
	case int64(n)*1000%int64(total) == 0 && tenths%10 == 0:
		return whole + nbsp + "%"
	case en:
		return whole + "." + rest + "%"
	}
	return whole + "," + rest + nbsp + "%"
}

// Ratio writes both terms of a rate, as every rate is printed.
func (d *Flow) Ratio(n, total int) string {
	return d.Number(int64(n)) + nbsp + "/" + nbsp + d.Number(int64(total))
}

// Date writes a YYYY-MM-DD as the language does; anything else is printed as it stands.
func (d *Flow) Date(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return d.Day(t)
}

// Day writes the day of an instant.
func (d *Flow) Day(t time.Time) string {
	switch {
	case d.Lang != "en":
		return t.Format("02/01/2006")
	case d.Former:
		return t.Format("2 January 2006")
	}
	return t.Format("2 Jan 2006")
}

// Stamp writes an instant with its offset from UTC.
func (d *Flow) Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(d.Location())
	return d.clock(t) + nbsp + "(" + OffsetOf(t) + ")"
}

// Second is Stamp to the second.
func (d *Flow) Second(t time.Time) string {
	t = t.In(d.Location())
	return d.clock(t) + t.Format(":05") + nbsp + "(" + OffsetOf(t) + ")"
}

// Short writes an instant without its offset when that is the one announced at the head of the document.
func (d *Flow) Short(t time.Time) string {
	t = t.In(d.Location())
	if OffsetOf(t) != d.Offset {
		return d.Stamp(t)
	}
	return d.clock(t)
}

// Hour writes the time of day, with its offset when it is not the one announced.
func (d *Flow) Hour(t time.Time) string {
	t = t.In(d.Location())
	if o := OffsetOf(t); o != d.Offset {
		return t.Format("15:04") + " (" + o + ")"
	}
	return t.Format("15:04")
}

func (d *Flow) clock(t time.Time) string {
	if d.Former {
		return t.Format("02/01/2006 15:04")
	}
	return d.Day(t) + " " + t.Format("15:04")
}

// StampOf is Stamp for an instant that may not be known.
func (d *Flow) StampOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return d.Stamp(*t)
}

// OffsetOf is « UTC », « UTC+1 », « UTC+5:30 »: explicit, whatever the zone's name.
func OffsetOf(t time.Time) string {
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

// Duration writes microseconds as a person says them.
func (d *Flow) Duration(us int64) string {
	switch s := us / 1_000_000; {
	case us < 0:
		return ""
	case us < 1000:
		return "<" + nbsp + "1" + nbsp + "ms"
	case us < 1_000_000:
		return d.Number(us/1000) + nbsp + "ms"
	case s < 60:
		tenth := strconv.FormatInt(us/100_000%10, 10)
		if d.Lang == "en" {
			return strconv.FormatInt(s, 10) + "." + tenth + nbsp + "s"
		}
		return strconv.FormatInt(s, 10) + "," + tenth + nbsp + "s"
	case s < 3600:
		return fmt.Sprintf("%d%smin%s%02d%ss", s/60, nbsp, nbsp, s%60, nbsp)
	default:
		return fmt.Sprintf("%d%sh%s%02d%smin", s/3600, nbsp, nbsp, s/60%60, nbsp)
	}
}

// Bytes writes a size.
func (d *Flow) Bytes(n int64) string {
	unit := [3]string{"o", "Ko", "Mo"}
	if d.Lang == "en" {
		unit = [3]string{"B", "kB", "MB"}
	}
	switch {
	case n < 1000:
		return d.Number(n) + nbsp + unit[0]
	case n < 1_000_000:
		return d.Number((n+500)/1000) + nbsp + unit[1]
	}
	point := ","
	if d.Lang == "en" {
		point = "."
	}
	tenths := (n + 50_000) / 100_000
	return d.Number(tenths/10) + point + strconv.FormatInt(tenths%10, 10) + nbsp + unit[2]
}

// Count gives « 1 réserve », « 3 réserves »: key.one or key.many, with the number as first argument.
func (d *Flow) Count(key string, n int) string {
	one := n == 1 || n == 0 && d.Lang != "en"
	if one {
		return d.Tr(key+".one", d.Number(int64(n)))
	}
	return d.Tr(key+".many", d.Number(int64(n)))
}

// Colon is what stands between a label and its value.
func (d *Flow) Colon() string {
	if d.Lang == "en" {
		return ": "
	}
	return nbsp + ": "
}

// Digest writes the first n characters of a digest, unbroken.
func Digest(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n]
}

// Sentence joins the parts that are not empty.
func Sentence(sep string, parts ...string) string {
	out := make([]string, 0, len(parts))
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// Together keeps a number at the end of a title with the word before it: « version 1.4 » is not parted by the end of a
// line.
func Together(title string) string {
	i := strings.LastIndexByte(title, ' ')
	if i <= 0 || i+1 == len(title) || title[i+1] < '0' || title[i+1] > '9' || title[i-1] == ' ' {
		return title
	}
	return title[:i] + nbsp + title[i+1:]
}

// Origin says when a document was made and from what: the beginning of the digests of the commit and of the frozen plan
// (SHA-256), each with what it is of.
func (d *Flow) Origin(made time.Time, commit, manifest string) string {
	said := []string{d.Tr("origin.made", d.Stamp(made))}
	if commit != "" {
		said = append(said, d.Tr("origin.commit", Digest(commit, 12)))
	}
	if manifest != "" {
		said = append(said, d.Tr("origin.manifest", Digest(manifest, 12)))
	}
	return Sentence(" · ", said...)
}
