package agenda

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"recette/reports/blocks"
	"recette/reports/page"
)

// Calendar writes the sessions that have a date as an iCalendar file (RFC 5545): one event a session, its times in UTC,
// or the whole day without a time. It returns ErrSchema, blocks.ErrOptions, and the errors of w.
func Calendar(w io.Writer, a Agenda, o blocks.Options) error {
	if err := a.check(); err != nil {
		return err
	}
	if o.Texts == nil {
		return blocks.ErrOptions
	}
	zone := o.Location
	if named, err := time.LoadLocation(a.Zone); err == nil && a.Zone != "" {
		zone = named
	}
	if zone == nil {
		zone = time.UTC
	}
	t := &teller{a: &a, f: &page.Flow{Words: o.Texts, Lang: a.Language}}
	var b strings.Builder
	line := func(name, value string) { fold(&b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//"+escaped(a.Producer)+"//"+strings.ToUpper(a.Language))
	line("CALSCALE", "GREGORIAN")
	line("METHOD", "PUBLISH")
	for i := range a.Sessions {
		s := &a.Sessions[i]
		day, err := time.Parse(time.DateOnly, s.Date)
		if err != nil {
			continue
		}
		line("BEGIN", "VEVENT")
		line("UID", escaped(a.Campaign+"-"+s.Code)+"@recette")
		line("DTSTAMP", stamp(a.IssuedAt))
		line("SEQUENCE", strconv.FormatInt(a.Reference.Checkpoint, 10))
		if from, err := time.ParseInLocation("2006-01-02 15:04", s.Date+" "+s.Start, zone); err == nil {
			line("DTSTART", stamp(from))
			line("DTEND", stamp(from.Add(time.Duration(s.Minutes)*time.Minute)))
		} else {
			line("DTSTART;VALUE=DATE", day.Format("20060102"))
			line("DTEND;VALUE=DATE", day.AddDate(0, 0, 1).Format("20060102"))
		}
		line("SUMMARY", escaped(page.Sentence(" – ", t.t("calendar.summary", s.Code), s.Title, a.Title)))
		if s.Place != "" {
			line("LOCATION", escaped(s.Place))
		}
		line("DESCRIPTION", escaped(t.invitation(s)))
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the calendar of %s: %w", a.Campaign, err)
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// escaped writes a text value (RFC 5545, 3.3.11). Control characters have no place in one.
func escaped(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// fold writes a content line, cut at 75 octets between characters (RFC 5545, 3.1), ended by CRLF.
func fold(b *strings.Builder, s string) {
	const most = 75
	room := most
	for len(s) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut])
		b.WriteString("\r\n ")
		s, room = s[cut:], most-1
	}
	b.WriteString(s)
	b.WriteString("\r\n")
}
