package agenda

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"recette/reports/blocks"
	"recette/reports/page"
)

// texts reads the texts of the product; a key that none has is an error of the test.
func texts(t testing.TB, lang string) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "agenda"} {
		data, err := os.ReadFile("../../internal/i18n/texts/" + domain + "." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if key, text, ok := strings.Cut(line, " = "); ok {
				m[key] = text
			}
		}
	}
	return func(key string, args ...any) string {
		text, ok := m[key]
		if !ok {
			t.Errorf("no text for %s in %s", key, lang)
		}
		if len(args) == 0 {
			return text
		}
		return fmt.Sprintf(text, args...)
	}
}

func planned() Agenda {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	return Agenda{
		Schema: Schema, Language: "fr", Project: "CRM", Campaign: "recette-v1", Title: "Recette du CRM, version 1.4",
		Producer: "recette 0.1.0", IssuedAt: at, Zone: "Europe/Paris", Delivery: "1.4.0", Build: "rc2",
		Environment: "recette", URL: "https://recette.example", Unplanned: 3,
		Accounts: []Account{{Role: "tresorier", Login: "maela", Entity: "Bretagne"}, {
			Role: "x", Login: "autre",
			Entity: "Corse",
		}},
		Sessions: []Session{
			{
				Code: "S1", Title: "Adhésion; actualité, suite", Date: "2026-11-23", Start: "09:30", End: "11:30",
				Minutes: 120, Iteration: "I1", Build: "rc1", Place: "Siège\nsalle 2", Entity: "Bretagne",
				Animator: "Samira Haddad",
				Testers:  []Person{{Name: "Gaëlle Riou", Role: "tester", Entity: "Bretagne"}},
				Journeys: []string{"Adhésion d’une entreprise"}, Machine: 4, Left: 1, Each: 10, Holds: 0,
				Rows: []Row{
					{Case: "SC-0001", Name: "Une entreprise adhère", DataSets: []string{"JDD-A"}, Done: true},
					{Case: "SC-0002", Name: "Un refus", Assigned: "Gaëlle Riou"},
				},
				DataSets: []DataSet{{Code: "JDD-A", Label: "Deux adhérents"}}, Held: []string{"SES-0001"},
				Present: []Presence{{Name: "Gaëlle Riou", Entity: "Bretagne", From: &at}},
			},
			{Code: "S2", Date: "2026-07-01", Minutes: 90},
			{Code: "S3", Minutes: 60},
		},
		Reference: Reference{Commit: "c0", Manifest: strings.Repeat("ab", 32), Checkpoint: 7, Root: "RACINE="},
	}
}

func calendar(t testing.TB, a Agenda) string {
	t.Helper()
	var b bytes.Buffer
	if err := Calendar(&b, a, blocks.Options{Texts: texts(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The calendar is what RFC 5545 asks: lines of 75 octets at most, ended by CRLF, cut between characters; values
// escaped; times in UTC, a whole day where there is no hour, nothing where there is no date.
func TestCalendar(t *testing.T) {
	got := calendar(t, planned())
	for l := range strings.SplitSeq(got, "\r\n") {
		if len(l) > 75 || strings.ContainsAny(l, "\r\n") || !utf8.ValidString(l) {
			t.Errorf("line of %d octets: %q", len(l), l)
		}
	}
	whole := strings.ReplaceAll(got, "\r\n ", "")
	for _, want := range []string{
		"DTSTART:20261123T083000Z\r\n", "DTEND:20261123T103000Z\r\n", // winter in Paris
		"DTSTART;VALUE=DATE:20260701\r\n", "DTEND;VALUE=DATE:20260702\r\n",
		`Version 1.4.0\, rc1 (itération I1 du plan)\, environnement recette`,
		`LOCATION:Siège\nsalle 2` + "\r\n", `Adhésion\; actualité\, suite`, "UID:recette-v1-S1@recette\r\n",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the calendar does not say %q:\n%s", want, whole)
		}
	}
	if n := strings.Count(got, "BEGIN:VEVENT"); n != 2 {
		t.Errorf("%d events, want 2: a session without a date has none", n)
	}
}

// FuzzCalendar holds that no text of a plan ends a line, or breaks out of its value.
func FuzzCalendar(f *testing.F) {
	f.Add("a;b,c\\d\r\nEND:VCALENDAR")
	f.Add(strings.Repeat("é", 200))
	f.Fuzz(func(t *testing.T, s string) {
		a := planned()
		a.Sessions[0].Title, a.Sessions[0].Place, a.Title = s, s, s
		got := calendar(t, a)
		for l := range strings.SplitSeq(got, "\r\n") {
			if len(l) > 75 || strings.ContainsAny(l, "\r\n") || !utf8.ValidString(l) {
				t.Errorf("line of %d octets: %q", len(l), l)
			}
		}
		if strings.Count(got, "\r\nEND:VEVENT\r\n") != 2 || !strings.HasSuffix(got, "\r\nEND:VCALENDAR\r\n") {
			t.Errorf("the events were broken:\n%s", got)
		}
	})
}

// Each figure of the JSON is on the pages; each session has its convocation and its presence list on pages of its own.
func TestPDF_SaysTheFigures(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	a := planned()
	var file bytes.Buffer
	pages, err := PDF(&file, a, blocks.Options{Texts: texts(t, "fr")})
	if err != nil || pages < 4 {
		t.Fatalf("%d pages, %v", pages, err)
	}
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = &file
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(regexp.MustCompile(`[ \x{a0}\x{202f}]+`).ReplaceAllString(string(out), " "), " / ", "/")
	for _, want := range []string{
		"lundi 23/11/2026, 09:30 – 11:30 (120 min)", "date à fixer, 60 min",
		"mercredi 01/07/2026, heure à fixer, 90 min",
		"1/2", "2 cas à jouer par des personnes, dont 1 encore", "3 cas à jouer par des personnes ne sont dans aucune",
		"En plus, 4 cas que joue", "maela, tresorier, Bretagne", "JDD-A – Deux adhérents", "SC-0002 Un refus",
		"recette, https://recette.example, rc1 (itération I1 du plan)",
		"Feuille de présence – S1 – 23/11/2026", "Signature", "Présences enregistrées – SES-0001", "RACINE=",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no page says %q", want)
		}
	}
	if strings.Contains(strings.Split(text, "\f")[1], "autre, x, Corse") {
		t.Error("an account of another entity is among what to bring")
	}
	for _, tester := range []string{"Corse", "Rhône"} { // one who comes from there needs it
		s := Session{Entity: "Siège", Testers: []Person{{Entity: "Bretagne"}, {Entity: tester}}}
		if got := s.calls("Corse"); got != (tester == "Corse") {
			t.Errorf("with a tester of %s, an account of Corse is to bring: %t", tester, got)
		}
	}
	for i, p := range strings.Split(text, "\f")[1:4] {
		if want := fmt.Sprintf("%d. Séance S%d", i+1, i+1); !strings.Contains(p, want) {
			t.Errorf("page %d does not begin with %q", i+2, want)
		}
	}
}

func TestProducers(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		a := planned()
		a.Language = lang
		o := blocks.Options{Texts: texts(t, lang)}
		var one, two, page, data bytes.Buffer
		_, err := PDF(&one, a, o)
		_, err2 := PDF(&two, a, o)
		if err := errors.Join(err, err2, HTML(&page, a, o), JSON(&data, a)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) || !strings.Contains(page.String(), `class="boxed"`) {
			t.Errorf("%s: two renders differ, or there is no list to sign", lang)
		}
	}
	a := planned()
	a.Sessions = nil
	if _, err := PDF(&bytes.Buffer{}, a, blocks.Options{Texts: texts(t, "fr")}); err != nil {
		t.Errorf("no session: %v", err)
	}
	a.Schema = "recette/agenda/2"
	if err := Calendar(&bytes.Buffer{}, a, blocks.Options{Texts: texts(t, "fr")}); !errors.Is(err, ErrSchema) {
		t.Errorf("another version: %v", err)
	}
}
